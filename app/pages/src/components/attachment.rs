//! A file with its name, its length, and what was done about the traces in it.

use leptos::prelude::*;
use model::{Attachment, Handling, Trace, Uncleaned, evidence::size_text};

use crate::{View, locales::evidence};

/// What is wrong with a file: nothing of it is handed out then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileWrong {
    /// A part of it is gone.
    Missing,
    /// It was changed or exchanged.
    Altered,
    /// It cannot be fetched now.
    Away,
}

/// The lines about a file.
pub(crate) fn attachment(view: &View, file: &Attachment) -> AnyView {
    view! {
        <span class="file-name" translate="no">{file.name.clone()}</span>
        " "
        <span class="file-size">{size_text(file.size)}</span>
        <span class="file-traces">{handled(view, &file.handling)}</span>
    }
    .into_any()
}

fn handled(view: &View, handling: &Handling) -> String {
    let texts = evidence::texts(view.locale);
    let list = |found: &[Trace]| found.iter().map(|&trace| (texts.trace)(trace)).collect::<Vec<_>>().join(texts.comma);
    match handling {
        Handling::Cleaned(found) if found.is_empty() => texts.nothing_found.to_owned(),
        Handling::Cleaned(found) => texts.cleaned.replace("{}", &list(found)),
        Handling::Kept { found, reason } => {
            let kept = if found.is_empty() { texts.kept_nothing.to_owned() } else { texts.kept.replace("{}", &list(found)) };
            format!("{kept} · {}", texts.kept_because.replace("{}", reason))
        }
        Handling::Not(why) => (texts.uncleaned)(*why).to_owned(),
    }
}

/// The words from which a browser that alone knows a file puts these lines together, once for all files of a page.
pub(crate) fn file_words(view: &View) -> AnyView {
    let texts = evidence::texts(view.locale);
    let plain = [
        ("comma", texts.comma),
        ("nothing", texts.nothing_found),
        ("cleaned", texts.cleaned),
        ("kept", texts.kept),
        ("kept-nothing", texts.kept_nothing),
        ("because", texts.kept_because),
        ("files", texts.files),
        ("fetch", texts.fetch),
        ("fetching", texts.fetching),
        ("fetched", texts.fetched),
        ("missing", texts.own_missing),
        ("altered", texts.own_altered),
        ("away", texts.is_away),
    ];
    let plain = plain.map(|(name, words)| word(name.to_owned(), words));
    let traces = Trace::ALL.iter().map(|trace| word(format!("trace-{trace}"), (texts.trace)(*trace)));
    let reasons = Uncleaned::ALL.iter().map(|why| word(format!("not-{why}"), (texts.uncleaned)(*why)));
    let all = plain.into_iter().chain(traces).chain(reasons).collect_view();
    view! { <ul id="file-words" hidden>{all}</ul> }.into_any()
}

fn word(name: String, words: &'static str) -> AnyView {
    view! { <li data-word=name>{words}</li> }.into_any()
}
