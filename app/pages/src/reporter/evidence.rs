//! Files that the reporter adds: a part of the form in which a message is written, since they go along with it.
//!
//! Without a script the button `step=add` posts that form to `/status/files` as `multipart/form-data`, and a button `remove` takes a file
//! away again; either way the form comes back with what was typed in it. A button `fetch` gives a file back to whoever has the code.

use leptos::prelude::*;
use model::{
    Attachment, Fault, FaultKind, Field, Wish,
    evidence::{fault as evidence_fault, limit_text},
    limits,
};

use super::{SealedText, status::StatusPage, status_forms::code};
use crate::{
    FileWrong, View,
    components::{
        Choice, ChoiceGroup, Input, Tone,
        attachment::{attachment, file_words},
        choices,
        fields::{Description, error_line, frame_class},
        input, notice,
    },
    locales::{evidence, faults},
};

/// A file that waits to be sent.
pub struct WaitingFile {
    /// Which file of the case.
    pub number: u32,
    /// What is known of it.
    pub known: SealedText<Attachment>,
}

/// What has just been done with files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilesDone {
    /// Some were added.
    Added,
    /// One was taken back.
    Removed,
    /// One was asked for, and is not as it was sealed.
    Wrong(FileWrong),
}

/// What the page knows of files.
#[derive(Default)]
pub struct EvidenceSection {
    /// Files that wait.
    pub waiting: Vec<WaitingFile>,
    /// Most bytes of one file.
    pub largest: u64,
    /// After so many hours a file that was not sent is deleted.
    pub hours: u32,
    /// Files were to stay as they are.
    pub keep: bool,
    /// Why.
    pub reason: String,
    /// What has just been done.
    pub done: Option<FilesDone>,
}

/// That it was done.
pub(super) fn done(view: &View, done: Option<FilesDone>) -> AnyView {
    let texts = evidence::texts(view.locale);
    match done {
        Some(FilesDone::Added) => notice(Tone::Good, view! { <p role="status">{texts.added}</p> }),
        Some(FilesDone::Removed) => notice(Tone::Good, view! { <p role="status">{texts.removed}</p> }),
        Some(FilesDone::Wrong(wrong)) => {
            let words = match wrong {
                FileWrong::Missing => texts.own_missing,
                FileWrong::Altered => texts.own_altered,
                FileWrong::Away => texts.is_away,
            };
            notice(Tone::Grave, view! { <p role="alert">{words}</p> })
        }
        None => ().into_any(),
    }
}

/// The form `own-file`, which posts to `/status/file`, with what to know before a file is on this device. The buttons `fetch` that belong to it
/// stand beside the files, here and in other forms. If a file is not as it was sealed, a page of its own says so: what was typed here stays.
pub(super) fn own_file(view: &View, page: &StatusPage) -> AnyView {
    let sent = page.messages.iter().flat_map(|message| &message.files).next().is_some();
    let none = !sent && page.evidence.waiting.is_empty();
    view! {
        <form id="own-file" method="post" action=view.href("/status/file") target="_blank" hidden=none>
            {code(page)}
            <p class="small">{evidence::texts(view.locale).fetch_note}</p>
            <p id="own-file-said" role="status"></p>
        </form>
    }
    .into_any()
}

fn fetch(view: &View, number: u32, file: Option<&Attachment>) -> AnyView {
    let name = file.map(|file| view! { <span class="visually-hidden">{format!(" {}", file.name)}</span> });
    view! {
        <button type="submit" class="button-plain" form="own-file" name="fetch" value=number.to_string()>
            {evidence::texts(view.locale).fetch}
            {name}
        </button>
    }
    .into_any()
}

/// The part of the form.
pub(super) fn part(view: &View, page: &StatusPage) -> AnyView {
    let texts = evidence::texts(view.locale);
    let reason = Input::new(Field::KeepReason, texts.keep_reason, &page.evidence.reason);
    view! {
        <section id="evidence">
            <h2>{texts.heading}</h2>
            <p>{texts.lead}</p>
            <div class="panel">
                {traces(view, page)}
                {input(view, reason, &page.faults)}
                {unsaid(view, "keep_reason", &Fault::new(Field::KeepReason, FaultKind::Empty))}
                {picker(view, page)}
                <p class="small">{texts.not_its_claim}</p>
                <div class="actions">
                    <button
                        type="submit"
                        class="button-plain"
                        name="step"
                        value="add"
                        formaction=view.href("/status/files")
                        formenctype="multipart/form-data"
                    >
                        {texts.upload}
                    </button>
                </div>
                <p class="field-error" role="alert" data-unsaid="adding" hidden>{texts.adding}</p>
                {progress(view, page)}
            </div>
            {waiting(view, page)}
        </section>
    }
    .into_any()
}

fn waiting(view: &View, page: &StatusPage) -> AnyView {
    let texts = evidence::texts(view.locale);
    let files = &page.evidence.waiting;
    if files.is_empty() {
        return ().into_any();
    }
    let items = files.iter().map(|file| waiting_file(view, file)).collect_view();
    view! {
        <h3>{texts.waiting_heading}</h3>
        <ul class="files">{items}</ul>
        <p class="small">{(texts.waiting_note)(page.evidence.hours)}</p>
    }
    .into_any()
}

fn waiting_file(view: &View, file: &WaitingFile) -> AnyView {
    let texts = evidence::texts(view.locale);
    let (known, place) = match &file.known {
        SealedText::Opened(known) => (attachment(view, known), None),
        SealedText::Blank(place) => (().into_any(), Some(place.clone())),
        SealedText::Forged => (().into_any(), None),
    };
    view! {
        <li class="file">
            <p class="file-facts" data-file=place>{known}</p>
            {file.known.warning(texts.forged)}
            <p class="file-actions">
                {fetch(view, file.number, file.known.opened())}
                <button type="submit" class="button-plain" name="remove" value=file.number.to_string()>{texts.remove}</button>
            </p>
        </li>
    }
    .into_any()
}

fn traces(view: &View, page: &StatusPage) -> AnyView {
    let texts = evidence::texts(view.locale);
    let group = ChoiceGroup {
        field: Field::Traces,
        legend: texts.traces_legend.into_any(),
        hint: None,
        value: if page.evidence.keep { Wish::KEEP } else { Wish::CLEAN },
        choices: vec![
            Choice { value: Wish::CLEAN, label: texts.clean, note: Some(texts.clean_note.into_any()) },
            Choice { value: Wish::KEEP, label: texts.keep, note: Some(texts.keep_note.into_any()) },
        ],
    };
    choices(view, group, &page.faults)
}

fn picker(view: &View, page: &StatusPage) -> AnyView {
    let texts = evidence::texts(view.locale);
    let error = page.faults.iter().find(|fault| fault.field == Field::Files).map(|fault| faults::message(view.locale, fault));
    let about = Description::of("files", true, error);
    let is_wrong = about.error.is_some();
    view! {
        <div class=frame_class(is_wrong) data-drop="files">
            <label for="files">{texts.choose}</label>
            <div class="field-hint" id=about.hint_id>
                {(texts.choose_hint)(&limit_text(page.evidence.largest), limits::FILES_AT_ONCE)}
                <span data-evidence="drop" hidden>{format!(" {}", texts.drop_here)}</span>
            </div>
            {error_line(view, about.error, about.error_id)}
            {unsaid(view, "files", &evidence_fault(FaultKind::Empty))}
            {unsaid(view, "files-left", &evidence_fault(FaultKind::NotAdded))}
            <input type="file" id="files" name="files" multiple aria-invalid=is_wrong.then_some("true") aria-describedby=about.ids />
        </div>
    }
    .into_any()
}

/// What the script says before anything is sent.
fn unsaid(view: &View, name: &'static str, fault: &Fault) -> AnyView {
    let words = faults::message(view.locale, fault);
    view! { <p class="field-error" role="alert" data-unsaid=name hidden>{words}</p> }.into_any()
}

/// What the script shows while files are on their way: one line a file, after this pattern.
fn progress(view: &View, page: &StatusPage) -> AnyView {
    let texts = evidence::texts(view.locale);
    let states = [
        ("waiting", texts.waiting),
        ("cleaning", texts.cleaning),
        ("paused", texts.paused),
        ("lost", texts.lost),
        ("failed", texts.failed),
    ];
    let too_large = FaultKind::FileTooLarge { max: page.evidence.largest };
    let too_many = FaultKind::TooMany { max: limits::FILES_AT_ONCE };
    let faults = [("file-too-large", too_large), ("too-many", too_many), ("file-empty", FaultKind::FileEmpty)];
    let faults = faults.map(|(name, kind)| (name, faults::message(view.locale, &Fault::new(Field::Files, kind))));
    let states = states.map(|(name, words)| (name, words.to_owned()));
    let words = |(name, words)| view! { <span data-state=name>{words}</span> };
    let states = states.into_iter().chain(faults).map(words).collect_view();
    view! {
        <ul id="uploads" class="files" hidden></ul>
        <p id="upload-said" class="visually-hidden" role="status"></p>
        <div class="actions" id="upload-actions" hidden>
            <button type="button" class="button-plain" data-evidence="pause">{texts.pause}</button>
            <button type="button" class="button-plain" data-evidence="resume" hidden>{texts.resume}</button>
        </div>
        <div id="upload-words" hidden>{states}</div>
    }
    .into_any()
}

/// Files that a message carries, and the place for those that only the browser knows.
pub(super) fn carried(view: &View, files: &[Attachment], place: Option<String>) -> AnyView {
    if files.is_empty() && place.is_none() {
        return ().into_any();
    }
    let item = |file: &Attachment| {
        view! {
            <li class="file">
                <p class="file-facts">{attachment(view, file)}</p>
                <p class="file-actions">{fetch(view, file.number, Some(file))}</p>
            </li>
        }
    };
    let items = files.iter().map(item).collect_view();
    view! { <ul class="files" data-files=place hidden=files.is_empty()>{items}</ul> }.into_any()
}

/// Words for a browser that opens the page.
pub(super) fn words(view: &View, page: &StatusPage) -> AnyView {
    if page.code.is_some() { ().into_any() } else { file_words(view) }
}
