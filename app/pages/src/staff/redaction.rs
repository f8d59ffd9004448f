//! Blacking out parts of a case for another unit or for publication, and what such a unit reads.

use jiff::civil::DateTime;
use leptos::prelude::*;
use model::{CaseNumber, Fault};

use super::{
    frame::{Choice, Desk, desk_page},
    leaks::{self, LeakWarning},
    parts::{Control, Kind, Mistake, control, mistakes, moment, post, summary},
};
use crate::{
    Html, Locale, View,
    components::{Fact, Tone, facts, fields::error_line, hidden, notice},
    layout::{Head, Switch},
    locales::{
        admin,
        staff::{frame, redaction, words},
    },
};

/// Which text of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart {
    /// Whom or what the report is about.
    Subject,
    /// Its title.
    Title,
    /// Its body.
    Body,
    /// What the reporter wrote later.
    Reporter,
    /// What the unit wrote.
    Unit,
}

/// A text in segments that can be blacked out.
#[derive(Debug, Clone)]
pub struct CutText {
    /// Names it, as the form sends it.
    pub key: String,
    /// Which.
    pub part: TextPart,
    /// Written at, local time; none for the report.
    pub at: Option<DateTime>,
    /// It is taken into the copy.
    pub taken: bool,
    /// Its segments, and whether each is blacked out.
    pub segments: Vec<(String, bool)>,
}

/// A text of a copy.
#[derive(Debug, Clone)]
pub struct CopyText {
    /// Which.
    pub part: TextPart,
    /// What is left of it.
    pub text: String,
}

/// A copy that was made.
#[derive(Debug, Clone)]
pub struct MadeRow {
    /// When, local time.
    pub at: DateTime,
    /// For which unit, by name; none for publication.
    pub to: Option<String>,
}

/// `/staff/cases/{number}/redact`, posts to itself: `take` (keys of texts), `black` (`key-segment`), `words`, `note`, `unit` (a code, or
/// `publication`), `version`, `seen`, `confirmed`, and `step` (`preview` or `send`).
#[derive(Debug, Clone)]
pub struct RedactPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Case number.
    pub number: CaseNumber,
    /// Version of the case as shown.
    pub version: i64,
    /// Its texts.
    pub texts: Vec<CutText>,
    /// Words to be blacked out, one a line.
    pub words: String,
    /// Those of them that stand in none of the texts that were taken.
    pub missing: Vec<String>,
    /// What the other unit is told beside it.
    pub note: String,
    /// The unit that was chosen.
    pub unit: String,
    /// Units that can be given a copy.
    pub units: Vec<Choice>,
    /// Copies made before, the latest first.
    pub made: Vec<MadeRow>,
    /// The copy as it would be; none before a preview.
    pub preview: Option<Vec<CopyText>>,
    /// Names exactly this copy.
    pub seen: String,
    /// What in it may give the reporter away.
    pub leaks: LeakWarning,
    /// What is wrong with what was typed.
    pub faults: Vec<Fault>,
    /// A copy has just been made.
    pub done: bool,
    /// The case was changed meanwhile, and nothing was done.
    pub overtaken: bool,
    /// What was to be sent is not what the preview had shown, and nothing was done.
    pub unseen: bool,
}

/// What a list of readers calls the public.
pub fn publication(locale: Locale) -> &'static str {
    redaction::texts(locale).publication
}

/// Blacking out.
pub fn redact_page(view: &View, page: &RedactPage) -> Html {
    let texts = redaction::texts(view.locale);
    let wrong = mistakes(view, "", &page.faults);
    let is_answer = page.preview.is_some() || page.overtaken || page.unseen || !wrong.is_empty();
    let switch = if is_answer { Switch::Absent } else { Switch::Links };
    desk_page(view, &page.desk, Head::new(texts.title).with_faults(wrong.len()).with_switch(switch), || {
        let refused = [(page.overtaken, texts.changed), (page.unseen, texts.unseen)].into_iter().find(|(is_so, _)| *is_so);
        let refused = refused.map(|(_, why)| view! { <div class="notice notice-careful" role="alert"><p>{why}</p></div> });
        view! {
            {summary(view, &wrong)}
            {page.done.then(|| notice(Tone::Good, view! { <p role="status">{texts.done}</p> }))}
            {refused}
            <p class="back"><a class="tabular" href=view.href(&format!("/staff/cases/{}", page.number))>{page.number.to_string()}</a></p>
            <h1>{texts.title}</h1>
            <p>{texts.intro}</p>
            {page.preview.as_ref().map(|copy| preview(view, texts, page, copy))}
            {form(view, texts, page, &wrong)}
            {made(texts, page)}
        }
        .into_any()
    })
}

const fn name_of(texts: &redaction::Texts, part: TextPart) -> &'static str {
    match part {
        TextPart::Subject => texts.subject,
        TextPart::Title => texts.report_title,
        TextPart::Body => texts.body,
        TextPart::Reporter => texts.from_reporter,
        TextPart::Unit => texts.from_unit,
    }
}

fn copied(texts: &'static redaction::Texts, copy: &[CopyText]) -> AnyView {
    let part = |part: &CopyText| {
        view! { <div><h3>{name_of(texts, part.part)}</h3><div class="written">{part.text.clone()}</div></div> }
    };
    copy.iter().map(part).collect_view().into_any()
}

fn preview(view: &View, texts: &'static redaction::Texts, page: &RedactPage, copy: &[CopyText]) -> AnyView {
    let comma = words::texts(view.locale).list_comma;
    let missing = (!page.missing.is_empty())
        .then(|| notice(Tone::Careful, view! { <p role="status">{(texts.missing)(&page.missing.join(comma))}</p> }));
    view! {
        <section id="preview" class="panel" aria-labelledby="preview-title">
            <h2 id="preview-title">{texts.preview_title}</h2>
            {missing}
            {copied(texts, copy)}
        </section>
    }
    .into_any()
}

fn form(view: &View, texts: &'static redaction::Texts, page: &RedactPage, wrong: &[Mistake]) -> AnyView {
    let parts = page.texts.iter().enumerate().map(|(place, text)| cut_text(texts, place, text)).collect_view();
    let words = Control::new("words", "words", texts.words, &page.words).hint(texts.words_hint).kind(Kind::Lines(3)).optional();
    let note = Control::new("message", "note", texts.note, &page.note).hint(texts.note_hint).kind(Kind::Lines(3)).optional();
    let unit = Control::new("unit", "unit", texts.reader, &page.unit).kind(Kind::Select(frame::texts(view.locale).choose, &page.units));
    let send = page.preview.is_some().then(|| {
        view! { <button type="submit" class="button-grave" name="step" value="send">{texts.send}</button> }
    });
    let happens = texts.happens.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
    let is_wrong = wrong.iter().any(|mistake| mistake.id.as_deref() == Some("scope"));
    let error = error_line(view, is_wrong.then(|| texts.nothing_taken.to_owned()), "scope-error".to_owned());
    let fields = view! {
        {hidden("version", page.version.to_string())}
        {hidden("seen", page.seen.clone())}
        <div id="scope" tabindex="-1">{error}{parts}</div>
        {control(view, words, wrong)}
        {control(view, unit, wrong)}
        {control(view, note, wrong)}
        {leaks::warning(view, "confirmed".to_owned(), &page.leaks)}
        <ul class="small">{happens}</ul>
        <div class="actions">
            <button type="submit" class="button" name="step" value="preview">{texts.preview}</button>
            {send}
        </div>
    };
    post(view, &format!("/staff/cases/{}/redact", page.number), "act-form", &page.desk.csrf, fields)
}

fn cut_text(texts: &'static redaction::Texts, place: usize, text: &CutText) -> AnyView {
    let take = format!("take-{place}");
    let segment = |(number, (words, is_black)): (usize, &(String, bool))| {
        let id = format!("black-{place}-{number}");
        view! {
            <div class="choice">
                <input type="checkbox" id=id.clone() name="black" value=format!("{}-{number}", text.key) checked=*is_black autocomplete="off" />
                <label for=id>{words.clone()}</label>
            </div>
        }
    };
    let segments = text.segments.iter().enumerate().map(segment).collect_view();
    let at = text.at.map(moment);
    view! {
        <fieldset>
            <legend>{name_of(texts, text.part)}" "{at}</legend>
            <div class="choice">
                <input type="checkbox" id=take.clone() name="take" value=text.key.clone() checked=text.taken autocomplete="off" />
                <label for=take>{texts.take}</label>
            </div>
            <details open=text.taken>
                <summary>{texts.black}</summary>
                <div class="choices">{segments}</div>
            </details>
        </fieldset>
    }
    .into_any()
}

fn made(texts: &'static redaction::Texts, page: &RedactPage) -> AnyView {
    let row = |row: &MadeRow| {
        let to = row.to.clone().unwrap_or_else(|| texts.publication.to_owned());
        view! { <li>{moment(row.at)}" · "{to}</li> }
    };
    let content = match page.made.is_empty() {
        true => view! { <p class="empty">{texts.made_none}</p> }.into_any(),
        false => view! { <ul>{page.made.iter().map(row).collect_view()}</ul> }.into_any(),
    };
    view! { <section aria-labelledby="made-title"><h2 id="made-title">{texts.made_title}</h2>{content}</section> }.into_any()
}

/// A copy that the unit was given.
#[derive(Debug, Clone)]
pub struct SharedRow {
    /// Case number.
    pub number: CaseNumber,
    /// Which copy of the case.
    pub seq: u32,
    /// Made at, local time.
    pub at: DateTime,
    /// The unit that made it, by name.
    pub from: String,
}

/// `/staff/shared`.
#[derive(Debug, Clone)]
pub struct SharedPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Copies, the latest first.
    pub copies: Vec<SharedRow>,
    /// How many to pass over for those that are older; none if there are none.
    pub older: Option<u32>,
}

/// What the unit was given.
pub fn shared_page(view: &View, page: &SharedPage) -> Html {
    let texts = redaction::texts(view.locale);
    desk_page(view, &page.desk, Head::new(texts.shared_title), || {
        let row = |row: &SharedRow| {
            let address = view.href(&format!("/staff/shared/{}/{}", row.number, row.seq));
            view! {
                <li>
                    <a class="tabular" translate="no" href=address>{format!("{} · {}", row.number, row.seq + 1)}</a>
                    " · "{row.from.clone()}" · "{moment(row.at)}
                </li>
            }
        };
        let content = match page.copies.is_empty() {
            true => view! { <p class="empty">{texts.shared_none}</p> }.into_any(),
            false => view! { <ul>{page.copies.iter().map(row).collect_view()}</ul> }.into_any(),
        };
        let older = page.older.map(|after| {
            let address = view.href(&format!("/staff/shared?after={after}"));
            view! { <p><a href=address rel="next">{admin::texts(view.locale).audit_older}</a></p> }
        });
        view! { <h1>{texts.shared_title}</h1><p>{texts.shared_intro}</p>{content}{older} }.into_any()
    })
}

/// `/staff/shared/{number}/{seq}`.
#[derive(Debug, Clone)]
pub struct SharedCopyPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Which copy.
    pub copy: SharedRow,
    /// What is left of the case, and what the other unit says beside it; none if it cannot be read, or is forged.
    pub content: Option<(Vec<CopyText>, String)>,
}

/// One copy.
pub fn shared_copy_page(view: &View, page: &SharedCopyPage) -> Html {
    let texts = redaction::texts(view.locale);
    desk_page(view, &page.desk, Head::new(texts.shared_title), || {
        let content = match &page.content {
            Some((copy, note)) => {
                let note = (!note.is_empty()).then(|| {
                    view! { <div><h3>{texts.note}</h3><div class="written">{note.clone()}</div></div> }
                });
                view! { {note}{copied(texts, copy)} }.into_any()
            }
            None => notice(Tone::Grave, view! { <p>{texts.unreadable}</p> }),
        };
        view! {
            <p class="back"><a href=view.href("/staff/shared")>{texts.shared_title}</a></p>
            <h1 class="tabular" translate="no">{page.copy.number.to_string()}</h1>
            {facts(vec![
                Fact::text(texts.from, page.copy.from.clone()),
                Fact { name: texts.made_at, value: moment(page.copy.at) },
            ])}
            <p>{texts.shared_note}</p>
            <section aria-labelledby="copy-title"><h2 id="copy-title">{texts.copy}</h2>{content}</section>
        }
        .into_any()
    })
}
