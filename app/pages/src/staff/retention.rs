//! How long the unit's cases are kept: what is soon destroyed, what is held, what reporters ask for, what has been destroyed.

use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use model::{CaseNumber, CaseStatus, DeletionRefusal, Fault, ReportKind};

use super::{
    frame::{Choice, Desk, desk_page},
    parts::{Control, Kind, Mistake, control, lines, mistakes, moment, moment_text, post, summary},
};
use crate::{
    Html, View,
    components::{Fact, Tone, facts, hidden, notice},
    layout::{Head, Switch},
    locales::{
        dates,
        staff::{frame, retention, words as staff_words},
        words,
    },
};

/// A case that is soon due.
#[derive(Debug, Clone)]
pub struct DueRow {
    /// Case number.
    pub number: CaseNumber,
    /// Kind.
    pub kind: ReportKind,
    /// Status.
    pub status: CaseStatus,
    /// Settled on.
    pub settled_on: Option<Date>,
    /// Destroyed on.
    pub due_on: Option<Date>,
    /// Held until.
    pub held_until: Option<Date>,
}

/// A case whose reporter asks for deletion.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    /// Case number.
    pub number: CaseNumber,
    /// Status.
    pub status: CaseStatus,
    /// Asked at, to the hour, local time.
    pub asked_at: DateTime,
}

/// A case that is held.
#[derive(Debug, Clone)]
pub struct HeldRow {
    /// Case number.
    pub number: CaseNumber,
    /// Status.
    pub status: CaseStatus,
    /// Until.
    pub until: Date,
}

/// A case that was destroyed.
#[derive(Debug, Clone)]
pub struct CertificateRow {
    /// Case number.
    pub number: CaseNumber,
    /// When, local time.
    pub at: DateTime,
}

/// What has just been done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetentionDone {
    /// A case was put on hold.
    Held,
    /// A hold was lifted.
    Lifted,
    /// A request for deletion was refused.
    Refused,
    /// The case with this number was destroyed.
    Destroyed(CaseNumber),
}

/// `/staff/retention`.
#[derive(Debug, Clone)]
pub struct RetentionPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Soon due.
    pub due: Vec<DueRow>,
    /// How many are soon due in all.
    pub due_count: u64,
    /// Whose reporters ask for deletion.
    pub asked: Vec<WaitingRow>,
    /// Held.
    pub held: Vec<HeldRow>,
    /// Destroyed, the latest first.
    pub destroyed: Vec<CertificateRow>,
    /// What has just been done.
    pub done: Option<RetentionDone>,
}

/// One hold of a case.
#[derive(Debug, Clone)]
pub struct HoldLine {
    /// What the lifting form sends as `seq`.
    pub seq: u32,
    /// Who placed it.
    pub by: String,
    /// From.
    pub from: Date,
    /// Until.
    pub until: Date,
    /// Lifted at, local time.
    pub lifted_at: Option<DateTime>,
    /// In force now.
    pub in_force: bool,
}

/// What was typed and refused.
#[derive(Debug, Clone, Default)]
pub struct KeepingDraft {
    /// The last day of the hold.
    pub until: String,
    /// Its reason.
    pub reason: String,
    /// Why a request for deletion was to be refused.
    pub why: String,
    /// What is wrong: `Field::Until`, `Field::Reason`, or `Field::Why` for the reason of a refusal.
    pub faults: Vec<Fault>,
}

/// `/staff/retention/{number}`. Posts, each with `version`: `…/hold` (`until`, `reason`), `…/lift` (`seq`), `…/refuse` (`why`), `…/destroy`.
#[derive(Debug, Clone)]
pub struct KeepingPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Case number.
    pub number: CaseNumber,
    /// Version of the case as shown.
    pub version: i64,
    /// Kind.
    pub kind: ReportKind,
    /// Status.
    pub status: CaseStatus,
    /// Settled on.
    pub settled_on: Option<Date>,
    /// Months for which it is kept.
    pub months: Option<u32>,
    /// Destroyed on.
    pub due_on: Option<Date>,
    /// Its holds, in the order in which they were placed.
    pub holds: Vec<HoldLine>,
    /// Days for which it is shown before it is destroyed, also after its last hold.
    pub notice_days: u32,
    /// Its reporter asked for deletion at, local time.
    pub asked_at: Option<DateTime>,
    /// This member decides.
    pub may_decide: bool,
    /// What was typed and refused.
    pub draft: Option<KeepingDraft>,
    /// The case was changed meanwhile, and nothing was done.
    pub overtaken: bool,
}

/// What is kept of the unit.
pub fn retention_page(view: &View, page: &RetentionPage) -> Html {
    let texts = retention::texts(view.locale);
    desk_page(view, &page.desk, Head::new(texts.title), || {
        view! {
            {done(texts, page.done.as_ref())}
            <h1>{texts.title}</h1>
            <p>{texts.intro}</p>
            {due(view, texts, page)}
            {asked(view, texts, page)}
            {held(view, texts, page)}
            {destroyed(view, texts, page)}
        }
        .into_any()
    })
}

fn done(texts: &'static retention::Texts, done: Option<&RetentionDone>) -> Option<AnyView> {
    let words = match done? {
        RetentionDone::Held => texts.done_held.to_owned(),
        RetentionDone::Lifted => texts.done_lifted.to_owned(),
        RetentionDone::Refused => texts.done_refused.to_owned(),
        RetentionDone::Destroyed(number) => (texts.done_destroyed)(&number.to_string()),
    };
    Some(notice(Tone::Good, view! { <p role="status">{words}</p> }))
}

fn link(view: &View, number: &CaseNumber) -> AnyView {
    let address = view.href(&format!("/staff/retention/{number}"));
    view! { <a class="tabular" translate="no" href=address>{number.to_string()}</a> }.into_any()
}

/// A table with a heading, or that there is nothing.
fn table(id: &'static str, title: String, nothing: &'static str, columns: &[&'static str], rows: Vec<AnyView>) -> AnyView {
    let title_id = format!("{id}-title");
    if rows.is_empty() {
        return view! { <section><h2 id=title_id>{title}</h2><p class="empty">{nothing}</p></section> }.into_any();
    }
    let head = columns.iter().map(|column| view! { <th scope="col">{*column}</th> }).collect_view();
    view! {
        <section>
            <h2 id=title_id.clone()>{title.clone()}</h2>
            <div class="table-frame" role="region" aria-labelledby=title_id tabindex="0">
                <table class="list">
                    <caption class="visually-hidden">{title}</caption>
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn day_cell(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn due(view: &View, texts: &'static retention::Texts, page: &RetentionPage) -> AnyView {
    let (names, staff) = (words::texts(view.locale), staff_words::texts(view.locale));
    let row = |row: &DueRow| {
        let held = row.held_until.map(|until| view! { <span class="small">{(texts.held)(&until.to_string())}</span> });
        view! {
            <tr>
                <th scope="row">{link(view, &row.number)}</th>
                <td>{(names.kind)(row.kind)}</td>
                <td>{(staff.status)(row.status)}</td>
                <td class="tabular">{day_cell(row.settled_on)}</td>
                <td class="tabular">{day_cell(row.due_on)}" "{held}</td>
            </tr>
        }
        .into_any()
    };
    let columns = [texts.number, texts.kind, texts.status, texts.settled, texts.due_at];
    let rows: Vec<AnyView> = page.due.iter().map(row).collect();
    let shown = rows.len();
    let more =
        (u64::try_from(shown).is_ok_and(|shown| shown < page.due_count)).then(|| view! { <p class="small">{(texts.due_more)(shown)}</p> });
    view! { {table("due", (texts.due_title)(page.due_count), texts.due_none, &columns, rows)}{more} }.into_any()
}

fn asked(view: &View, texts: &'static retention::Texts, page: &RetentionPage) -> AnyView {
    let staff = staff_words::texts(view.locale);
    let row = |row: &WaitingRow| {
        view! {
            <tr>
                <th scope="row">{link(view, &row.number)}</th>
                <td>{(staff.status)(row.status)}</td>
                <td>{moment(row.asked_at)}</td>
            </tr>
        }
        .into_any()
    };
    let columns = [texts.number, texts.status, texts.asked_at];
    table("asked", texts.asked_title.to_owned(), texts.asked_none, &columns, page.asked.iter().map(row).collect())
}

fn held(view: &View, texts: &'static retention::Texts, page: &RetentionPage) -> AnyView {
    let staff = staff_words::texts(view.locale);
    let row = |row: &HeldRow| {
        view! {
            <tr>
                <th scope="row">{link(view, &row.number)}</th>
                <td>{(staff.status)(row.status)}</td>
                <td class="tabular">{row.until.to_string()}</td>
            </tr>
        }
        .into_any()
    };
    let columns = [texts.number, texts.status, texts.held_until];
    table("held", texts.held_title.to_owned(), texts.held_none, &columns, page.held.iter().map(row).collect())
}

fn destroyed(view: &View, texts: &'static retention::Texts, page: &RetentionPage) -> AnyView {
    let row = |row: &CertificateRow| {
        let address = view.href(&format!("/staff/destroyed/{}", row.number));
        view! {
            <tr>
                <th scope="row" class="tabular" translate="no">{row.number.to_string()}</th>
                <td>{moment(row.at)}</td>
                <td><a href=address aria-label=format!("{} {}", texts.certificate, row.number)>{texts.certificate}</a></td>
            </tr>
        }
        .into_any()
    };
    let columns = [texts.number, texts.destroyed_at, texts.certificate];
    table("destroyed", texts.destroyed_title.to_owned(), texts.destroyed_none, &columns, page.destroyed.iter().map(row).collect())
}

/// How long one case is kept.
pub fn keeping_page(view: &View, page: &KeepingPage) -> Html {
    let texts = retention::texts(view.locale);
    let wrong = page.draft.as_ref().map(|draft| mistakes(view, "", &draft.faults)).unwrap_or_default();
    let is_answer = page.draft.is_some() || page.overtaken;
    let switch = if is_answer { Switch::Absent } else { Switch::Links };
    desk_page(view, &page.desk, Head::new(texts.title).with_faults(wrong.len()).with_switch(switch), || {
        let overtaken = page.overtaken.then(|| view! { <div class="notice notice-careful" role="alert"><p>{texts.changed}</p></div> });
        view! {
            {summary(view, &wrong)}
            {overtaken}
            <p class="back"><a href=view.href("/staff/retention")>{texts.title}</a></p>
            <h1 class="tabular" translate="no">{page.number.to_string()}</h1>
            {facts(standing(view, texts, page))}
            <p><a href=view.href(&format!("/staff/cases/{}", page.number))>{texts.to_case}</a></p>
            {request(view, texts, page, &wrong)}
            {holds(view, texts, page)}
            {if page.may_decide { hold_form(view, texts, page, &wrong) } else { view! { <p>{texts.lead_only}</p> }.into_any() }}
        }
        .into_any()
    })
}

fn standing(view: &View, texts: &'static retention::Texts, page: &KeepingPage) -> Vec<Fact> {
    let day = |day| dates::day(view.locale, day);
    let term = page.months.map_or_else(|| texts.term_none.to_owned(), texts.term_months);
    let mut entries = vec![
        Fact::text(texts.kind, (words::texts(view.locale).kind)(page.kind)),
        Fact::text(texts.status, (staff_words::texts(view.locale).status)(page.status)),
        Fact::text(texts.term, term),
    ];
    entries.extend(page.settled_on.map(|settled| Fact::text(texts.settled, day(settled))));
    entries.extend(page.due_on.map(|due| Fact::text(texts.due_at, day(due))));
    entries
}

fn form(view: &View, page: &KeepingPage, deed: &str, class: &'static str, fields: impl IntoView + 'static) -> AnyView {
    let fields = view! { {hidden("version", page.version.to_string())}{fields.into_any()} };
    post(view, &format!("/staff/retention/{}/{deed}", page.number), class, &page.desk.csrf, fields)
}

fn request(view: &View, texts: &'static retention::Texts, page: &KeepingPage, wrong: &[Mistake]) -> AnyView {
    let Some(asked_at) = page.asked_at else { return ().into_any() };
    let decide = page.may_decide.then(|| {
        let names = words::texts(view.locale);
        let chosen = page.draft.as_ref().map(|draft| draft.why.clone()).unwrap_or_default();
        let reasons: Vec<Choice> = DeletionRefusal::ALL.iter().map(|&why| Choice::new(why.as_str(), (names.kept)(why))).collect();
        let why = Control::new("why", "why", texts.refuse_reason, &chosen).kind(Kind::Select(frame::texts(view.locale).choose, &reasons));
        let refuse = view! { {control(view, why, wrong)}<button type="submit" class="button-plain">{texts.refuse}</button> };
        view! { {form(view, page, "refuse", "act-form", refuse)}{destroy(view, texts, page)} }
    });
    view! {
        <section aria-labelledby="request-title">
            <h2 id="request-title">{texts.request}</h2>
            <p>{moment(asked_at)}" — "{texts.request_note}</p>
            {decide}
        </section>
    }
    .into_any()
}

fn destroy(view: &View, texts: &'static retention::Texts, page: &KeepingPage) -> AnyView {
    if page.holds.iter().any(|hold| hold.in_force) {
        return view! { <p>{texts.destroy_held}</p> }.into_any();
    }
    let fields = view! { {lines(&texts.destroy_happens)}<button type="submit" class="button-grave">{texts.destroy}</button> };
    form(view, page, "destroy", "act-form", fields)
}

fn holds(view: &View, texts: &'static retention::Texts, page: &KeepingPage) -> AnyView {
    let line = |hold: &HoldLine| {
        let said = (texts.hold_line)(&hold.by, &hold.from.to_string(), &hold.until.to_string());
        let state = match (hold.lifted_at, hold.in_force) {
            (Some(at), _) => view! { " · "{(texts.hold_lifted)(&moment_text(at))} }.into_any(),
            (None, false) => view! { " · "{texts.hold_over} }.into_any(),
            (None, true) if page.may_decide => {
                let label = format!("{} {}", texts.lift, hold.until);
                let fields = view! {
                    {hidden("seq", hold.seq.to_string())}
                    <button type="submit" class="as-link row-link" aria-label=label>{texts.lift}</button>
                };
                form(view, page, "lift", "inline-form", fields)
            }
            (None, true) => ().into_any(),
        };
        view! { <li>{said}{state}</li> }
    };
    let content = match page.holds.is_empty() {
        true => view! { <p class="empty">{texts.holds_none}</p> }.into_any(),
        false => view! { <ul>{page.holds.iter().map(line).collect_view()}</ul> }.into_any(),
    };
    let is_held = page.holds.iter().any(|hold| hold.in_force);
    let then = is_held.then(|| view! { <p class="small">{(texts.lift_note)(page.notice_days)}</p> });
    view! { <section aria-labelledby="holds-title"><h2 id="holds-title">{texts.holds}</h2>{content}{then}</section> }.into_any()
}

fn hold_form(view: &View, texts: &'static retention::Texts, page: &KeepingPage, wrong: &[Mistake]) -> AnyView {
    let typed = |of: fn(&KeepingDraft) -> &str| page.draft.as_ref().map(of).unwrap_or_default();
    let until = Control::new("until", "until", texts.until, typed(|draft| &draft.until)).kind(Kind::Day);
    let reason = Control::new("reason", "reason", texts.reason, typed(|draft| &draft.reason)).hint(texts.reason_hint).kind(Kind::Lines(3));
    let fields = view! {
        <p>{texts.hold_note}</p>
        {control(view, until, wrong)}
        {control(view, reason, wrong)}
        <button type="submit" class="button">{texts.hold}</button>
    };
    view! {
        <section aria-labelledby="hold-title">
            <h2 id="hold-title">{texts.hold}</h2>
            {form(view, page, "hold", "act-form", fields)}
        </section>
    }
    .into_any()
}
