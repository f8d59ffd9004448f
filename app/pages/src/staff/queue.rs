//! The unit's queue: filter, counts, rows, several at once, search.

mod filter;
mod table;

use leptos::prelude::*;
use model::{CaseStatus, Fault, Field, api::QueuePage as Rows};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::{
    frame::{Choice, Desk, desk_page},
    parts::{Mistake, mistakes, summary},
};
use crate::{
    Html, View,
    components::{Tone, notice},
    layout::Head,
    locales::staff::queue,
};

/// The order by the date on which the danger for whoever reported is to be looked at again. It shows what has such a date.
pub const RISK: &str = "risk";

/// What the queue's address says. Each field empty for 'all'; nothing in it is secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueAddress {
    /// A status word, `open` for all that the unit still owes something (the default of the page), or `all`.
    pub status: String,
    /// A kind's word.
    pub kind: String,
    /// A category's code.
    pub category: String,
    /// A division's code; what lies under it counts.
    pub area: String,
    /// `named` or `anonymous`.
    pub identity: String,
    /// `1` for only those assigned to the member.
    pub mine: String,
    /// `1` for only those past their day.
    pub late: String,
    /// `1` for only those in which the danger for whoever reported is to be looked at again.
    pub risk: String,
    /// First day of filing, `YYYY-MM-DD`.
    pub from: String,
    /// Last day of filing, `YYYY-MM-DD`.
    pub to: String,
    /// `due` (named first, then due first; the default), `filed` (newest first), `filed-oldest`, [`RISK`].
    pub sort: String,
    /// Cursor of the page; empty for the first.
    pub after: String,
}

impl QueueAddress {
    /// The query of an address that says the same, without the question mark; empty fields are left out.
    pub fn query(&self) -> String {
        let fields = [
            ("status", &self.status),
            ("kind", &self.kind),
            ("category", &self.category),
            ("area", &self.area),
            ("identity", &self.identity),
            ("mine", &self.mine),
            ("late", &self.late),
            ("risk", &self.risk),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
            ("after", &self.after),
        ];
        let filled = fields.iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))).collect::<Vec<_>>().join("&")
    }

    /// The same on its first page.
    pub fn first_page(&self) -> Self {
        Self { after: String::new(), ..self.clone() }
    }

    /// Whether anything may be left out.
    pub fn is_filtered(&self) -> bool {
        self.sort == RISK || *self != Self { sort: self.sort.clone(), after: self.after.clone(), ..Self::default() }
    }

    fn path(&self) -> String {
        match self.query().as_str() {
            "" => "/staff/queue".to_owned(),
            query => format!("/staff/queue?{query}"),
        }
    }
}

/// What there is to show.
#[derive(Debug, Clone)]
pub enum QueueContent {
    /// Rows; none of them if nothing matches or nothing is there.
    Rows(Rows),
    /// The rows could not be read.
    Failed,
    /// The member holds no key of the unit: nothing can be opened until a colleague grants it.
    NoKey,
}

/// A search by text, after the answer to `/staff/queue/search`.
#[derive(Debug, Clone, Default)]
pub struct QueueSearch {
    /// What was typed.
    pub text: String,
    /// How many cases were opened and looked at.
    pub looked_at: u64,
    /// How many the filter leaves.
    pub of: u64,
    /// Where the next post goes on (`after`); none when all were looked at.
    pub next: Option<String>,
}

/// What was chosen for several cases at once, kept when it was refused.
#[derive(Debug, Clone, Default)]
pub struct BulkForm {
    /// Case numbers that were ticked.
    pub numbers: Vec<String>,
    /// Member chosen.
    pub assignee: String,
    /// Category chosen.
    pub category: String,
    /// Faults at `Field::Assignee`, `Field::Category`, or `Field::Step` when no case was ticked.
    pub faults: Vec<Fault>,
    /// Cases that were changed, after it went well.
    pub done: Option<u64>,
    /// Cases that were left alone: they were like that already, or someone else had changed them meanwhile.
    pub skipped: u64,
}

/// `/staff/queue` with the fields of [`QueueAddress`] as its query.
///
/// Posts: `/staff/queue/search` (`text`, `query` = the address's query, `after` = where to go on), `/staff/queue/bulk` (`number` for each
/// ticked row, `assignee`, `category`, `step` = `assign` or `recategorise`, `query`). A text that is a case number leads to that case.
/// Its island asks `GET /api/staff/queue?<query>`, `POST /api/staff/queue/search` and `POST /api/staff/queue/assign`, the latter two with
/// the token in the header `x-csrf-token`.
#[derive(Debug, Clone)]
pub struct QueueListPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The filter in force.
    pub address: QueueAddress,
    /// Categories to choose from.
    pub categories: Vec<Choice>,
    /// Areas to choose from, each district before its streets.
    pub areas: Vec<Choice>,
    /// Members who can be assigned to; the asking one is first.
    pub members: Vec<Choice>,
    /// Cases by status, without the filter.
    pub counts: Vec<(CaseStatus, u64)>,
    /// Cases past their day.
    pub late: u64,
    /// Open cases assigned to the member.
    pub mine: u64,
    /// Cases, settled ones too, in which the danger for whoever reported is to be looked at again today or was to be before.
    pub risk_due: u64,
    /// Cases that the filter leaves, if counted.
    pub matching: Option<u64>,
    /// The rows.
    pub content: QueueContent,
    /// A search, if one was made.
    pub search: Option<QueueSearch>,
    /// Several at once.
    pub bulk: BulkForm,
    /// May assign and change categories.
    pub may_assign: bool,
}

/// The queue.
pub fn queue_page(view: &View, page: &QueueListPage) -> Html {
    let texts = queue::texts(view.locale);
    let wrong = bulk_mistakes(view, texts, &page.bulk.faults);
    desk_page(view, &page.desk, Head::new(texts.title).with_faults(wrong.len()).with_islands().wide(), || {
        let done =
            page.bulk.done.map(|done| notice(Tone::Good, view! { <p role="status">{(texts.bulk_done)(done, page.bulk.skipped)}</p> }));
        view! {
            {summary(view, &wrong)}
            <h1>{texts.title}</h1>
            {done}
            {filter::counts(view, texts, page)}
            {filter::filter_form(view, texts, page)}
            {content(view, texts, page, &wrong)}
        }
        .into_any()
    })
}

fn bulk_mistakes(view: &View, texts: &'static queue::Texts, found: &[Fault]) -> Vec<Mistake> {
    let mut wrong = mistakes(view, "bulk", found);
    for (mistake, fault) in wrong.iter_mut().zip(found) {
        if fault.field == Field::Step {
            *mistake = Mistake { id: Some("queue-caption".to_owned()), message: texts.bulk_none.to_owned() };
        }
    }
    wrong
}

fn content(view: &View, texts: &'static queue::Texts, page: &QueueListPage, wrong: &[Mistake]) -> AnyView {
    match &page.content {
        QueueContent::Rows(rows) => table::rows(view, texts, page, rows, wrong),
        QueueContent::Failed => notice(Tone::Grave, view! { <p role="alert">{texts.failed}</p> }),
        QueueContent::NoKey => notice(Tone::Careful, view! { <p>{texts.no_key}</p> }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_what_is_filled_and_nothing_that_could_end_it() {
        let address = QueueAddress { status: "open".into(), area: "a&b=c".into(), after: "x".into(), ..QueueAddress::default() };
        assert_eq!(address.query(), "status=open&area=a%26b%3Dc&after=x");
        assert_eq!(address.first_page().query(), "status=open&area=a%26b%3Dc");
    }

    #[test]
    fn the_order_alone_is_no_filter() {
        assert!(!QueueAddress { sort: "filed".into(), ..QueueAddress::default() }.is_filtered());
        assert!(QueueAddress { late: "1".into(), ..QueueAddress::default() }.is_filtered());
        assert!(QueueAddress { risk: "1".into(), ..QueueAddress::default() }.is_filtered());
        assert!(QueueAddress { sort: RISK.into(), ..QueueAddress::default() }.is_filtered(), "it leaves out what has no date");
    }
}
