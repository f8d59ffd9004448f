//! One row of the queue, the same from the server and in the browser.

use leptos::prelude::*;
use model::{CaseStatus, ReportKind, RiskLevel, api::QueueRow};
use serde::{Deserialize, Serialize};

/// Words of a row in the reader's language. `{n}` stands for a number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RowTexts {
    /// Statuses, in the order of [`CaseStatus::ALL`].
    pub statuses: Vec<String>,
    /// Kinds, in the order of [`ReportKind::ALL`].
    pub kinds: Vec<String>,
    /// Levels of danger, in the order of [`RiskLevel::ALL`].
    pub risks: Vec<String>,
    /// The danger is to be looked at again by `{n}`.
    pub risk_due: String,
    /// It has not been looked at yet.
    pub risk_new: String,
    /// Filed under a real name.
    pub named: String,
    /// Filed anonymously.
    pub anonymous: String,
    /// This member cannot open it.
    pub unreadable: String,
    /// Assigned to nobody.
    pub unassigned: String,
    /// `{n}` working days are left.
    pub days_left: String,
    /// The last day.
    pub last_day: String,
    /// `{n}` working days late.
    pub days_late: String,
    /// No clock runs.
    pub no_clock: String,
    /// Label of the box that selects the case `{n}`.
    pub select: String,
    /// Came while the page was open.
    pub fresh: String,
}

impl RowTexts {
    fn status(&self, status: CaseStatus) -> String {
        word(CaseStatus::ALL, &self.statuses, status)
    }

    fn kind(&self, kind: ReportKind) -> String {
        word(ReportKind::ALL, &self.kinds, kind)
    }

    fn due(&self, days: i32) -> String {
        match days {
            0 => self.last_day.clone(),
            late if late < 0 => self.days_late.replace("{n}", &late.unsigned_abs().to_string()),
            left => self.days_left.replace("{n}", &left.to_string()),
        }
    }
}

fn word<T: PartialEq>(all: &[T], words: &[String], value: T) -> String {
    all.iter().position(|one| *one == value).and_then(|place| words.get(place)).cloned().unwrap_or_default()
}

/// Working days from which a limit counts as soon.
const SOON: i32 = 3;

/// The row. `base` goes before the address of the case, `fresh` marks what came while the page was open, `selectable` gives it a box
/// that belongs to the form `queue-bulk`, ticked if `ticked`.
pub fn queue_row(row: &QueueRow, texts: &RowTexts, base: &str, fresh: bool, selectable: bool, ticked: bool) -> AnyView {
    let number = row.number.to_string();
    let select = selectable.then(|| {
        let label = texts.select.replace("{n}", &number);
        view! {
            <td class="cell-select">
                <input type="checkbox" form="queue-bulk" name="number" value=number.clone() aria-label=label checked=ticked autocomplete="off" />
            </td>
        }
    });
    let class = if fresh { "is-fresh" } else { "" };
    view! {
        <tr data-number=number.clone() class=class>
            {select}
            <td class="cell-number tabular">{number.clone()}</td>
            {title_cell(row, texts, &format!("{base}/staff/cases/{number}"), fresh)}
            <td class="cell-who">{who(row, texts)}</td>
            <td class="cell-kind">{texts.kind(row.kind)}</td>
            <td class="cell-category">{row.category.clone()}</td>
            <td class="cell-area">{row.area.clone()}</td>
            <td class="cell-status"><span class=format!("status status-{}", row.status)>{texts.status(row.status)}</span></td>
            <td class="cell-assignee">{assignee(row, texts)}</td>
            <td class="cell-filed tabular"><time datetime=row.filed_on.clone()>{in_year(&row.filed_on)}</time></td>
            <td class="cell-due tabular">{due(row, texts)}</td>
        </tr>
    }
    .into_any()
}

fn title_cell(row: &QueueRow, texts: &RowTexts, address: &str, fresh: bool) -> AnyView {
    let title = row.title.clone().unwrap_or_else(|| texts.unreadable.clone());
    let class = if row.title.is_some() { "case-link" } else { "case-link is-unreadable" };
    let subject = row.subject.clone().map(|subject| view! { <span class="case-subject">{subject}</span> });
    let risk = risk(row, texts);
    let mark = fresh.then(|| view! { <span class="fresh-mark">{texts.fresh.clone()}</span> });
    view! {
        <th scope="row" class="cell-title">
            <a class=class href=address.to_owned()>{title}</a>
            {subject}
            {risk}
            {mark}
        </th>
    }
    .into_any()
}

/// The danger for whoever reported, if there is any, and when it is looked at, again or for the first time: late like any other clock.
fn risk(row: &QueueRow, texts: &RowTexts) -> Option<AnyView> {
    let level = row.risk.map(|level| word(RiskLevel::ALL, &texts.risks, level));
    let due = row.risk_due_on.as_deref().filter(|_| row.risk_is_due || row.risk.is_some());
    let due = due.map(|day| if row.risk_is_new { texts.risk_new.clone() } else { texts.risk_due.replace("{n}", &in_year(day)) });
    if level.is_none() && due.is_none() {
        return None;
    }
    let class = if row.risk_is_due { "clock clock-late" } else { "clock" };
    let said = level.into_iter().chain(due).collect::<Vec<_>>().join(" · ");
    Some(view! { <span class="case-subject"><span class=class>{said}</span></span> }.into_any())
}

/// Month and day of `YYYY-MM-DD`: the year is the one that everybody knows.
fn in_year(day: &str) -> String {
    day.get(5..).unwrap_or(day).to_owned()
}

fn who(row: &QueueRow, texts: &RowTexts) -> AnyView {
    let (class, word) = if row.named { ("who who-named", &texts.named) } else { ("who", &texts.anonymous) };
    view! { <span class=class>{word.clone()}</span> }.into_any()
}

fn assignee(row: &QueueRow, texts: &RowTexts) -> AnyView {
    match &row.assignee {
        Some(name) => view! { <span>{name.clone()}</span> }.into_any(),
        None => view! { <span class="empty">{texts.unassigned.clone()}</span> }.into_any(),
    }
}

fn due(row: &QueueRow, texts: &RowTexts) -> AnyView {
    let (Some(day), Some(days)) = (&row.due_on, row.days_left) else {
        return view! { <span class="empty">{texts.no_clock.clone()}</span> }.into_any();
    };
    let (class, hand) = match days {
        late if late < 0 => ("clock clock-late", "M10 10V16"),
        soon if soon <= SOON => ("clock clock-soon", "M10 10H15"),
        _ => ("clock", "M10 10V4"),
    };
    view! {
        <span class=class>
            <svg class="icon clock-face" viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
                <circle cx="10" cy="10" r="8" />
                <path d=hand />
            </svg>
            <time datetime=day.clone()>{in_year(day)}</time>
            " "
            <span class="due-left">{texts.due(days)}</span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> RowTexts {
        let words = |all: &[&str]| all.iter().map(|&word| word.to_owned()).collect();
        RowTexts {
            statuses: words(&["a", "b", "c", "d", "e", "f", "g", "h", "i"]),
            kinds: words(&["x", "y", "z", "p"]),
            days_left: "{n} left".into(),
            last_day: "today".into(),
            days_late: "{n} late".into(),
            ..RowTexts::default()
        }
    }

    #[test]
    fn days_are_said_as_left_last_or_late() {
        let said = [4, 0, -2].map(|days| texts().due(days));
        assert_eq!(said, ["4 left", "today", "2 late"]);
    }

    #[test]
    fn each_status_and_kind_has_the_word_at_its_place() {
        let texts = texts();
        assert_eq!(CaseStatus::ALL.len(), texts.statuses.len());
        assert_eq!(texts.status(CaseStatus::Submitted), "a");
        assert_eq!(texts.status(CaseStatus::Withdrawn), "i");
        assert_eq!(texts.kind(ReportKind::Request), "y");
    }

    #[test]
    fn a_day_is_shown_without_its_year() {
        assert_eq!(in_year("2026-12-03"), "12-03");
        assert_eq!(in_year("?"), "?");
    }
}
