//! From the queue's address to a filter. What an address says that is none is left out, as a browser's history may hold old ones.

use jiff::{ToSpan, civil::Date};
use model::{CaseStatus, DivisionCode, IdentityMode};
use pages::staff::{QueueAddress, RISK};

use crate::{
    casework::{
        Office,
        calendar::{after_day_of, end_of},
    },
    store::{Cursor, NEVER, QueueFilter, QueueSort},
};

/// What an address asks for.
pub struct Asked {
    /// Which cases.
    pub filter: QueueFilter,
    /// In which order.
    pub sort: QueueSort,
    /// From where on.
    pub after: Option<Cursor>,
}

/// Reads the query of an address.
pub fn read(query: &str) -> QueueAddress {
    serde_html_form::from_str(query).unwrap_or_default()
}

/// What the address asks for, for this member of this unit at this moment.
pub fn asked(address: &QueueAddress, office: &Office, unit: i64, member: i64, now: i64) -> Asked {
    let filter = QueueFilter {
        unit,
        reader: member,
        statuses: statuses(address),
        kind: address.kind.parse().ok(),
        category: address.category.parse().ok(),
        areas: areas(&address.area, office),
        named: address.identity.parse().ok().map(|mode: IdentityMode| mode == IdentityMode::Named),
        assignee: (address.mine == "1").then_some(member),
        due_before: (address.late == "1").then_some(now),
        risk_due_before: risk_due_before(address, now),
        filed_from: day(&address.from).map(start_of),
        filed_before: day(&address.to).map(|day| start_of(day.saturating_add(1.day()))),
    };
    Asked { filter, sort: sort(&address.sort), after: address.after.parse().ok() }
}

/// Every status that the unit still owes something for.
pub fn open_statuses() -> Vec<CaseStatus> {
    CaseStatus::ALL.iter().copied().filter(|status| status.is_open()).collect()
}

fn statuses(address: &QueueAddress) -> Vec<CaseStatus> {
    match address.status.as_str() {
        "all" => Vec::new(),
        word => word.parse().map_or_else(|_| open_statuses(), |status| vec![status]),
    }
}

fn areas(area: &str, office: &Office) -> Vec<DivisionCode> {
    let Ok(code) = area.parse::<DivisionCode>() else { return Vec::new() };
    let catalog = &office.directory.catalog;
    let mut all = vec![code.clone()];
    let mut looked_at = 0;
    while let Some(parent) = all.get(looked_at).cloned() {
        all.extend(catalog.children(&parent).map(|division| division.code.clone()));
        looked_at += 1;
    }
    // All of the city is no filter.
    let is_everything = all.len() >= catalog.divisions().len();
    if is_everything { Vec::new() } else { all }
}

fn sort(word: &str) -> QueueSort {
    match word {
        "filed" => QueueSort::Newest,
        "filed-oldest" => QueueSort::Oldest,
        RISK => QueueSort::RiskFirst,
        _ => QueueSort::NamedFirst,
    }
}

/// The order by risk shows what has a date, which is what is open, and what was assessed after it was settled, and what is counted with it has one too.
fn risk_due_before(address: &QueueAddress, now: i64) -> Option<i64> {
    match (address.risk.as_str(), address.sort.as_str()) {
        ("1", _) => Some(after_day_of(now)),
        (_, RISK) => Some(NEVER),
        _ => None,
    }
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// The first moment of a day, in UTC milliseconds.
fn start_of(day: Date) -> i64 {
    end_of(day.saturating_sub(1.day())) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_queue_shows_what_is_open() {
        let address = read("");
        assert!(statuses(&address).contains(&CaseStatus::Submitted));
        assert!(!statuses(&address).contains(&CaseStatus::Closed));
        assert!(statuses(&read("status=all")).is_empty());
        assert_eq!(statuses(&read("status=closed&x=1")), [CaseStatus::Closed]);
    }

    #[test]
    fn rubbish_in_an_address_is_left_out() {
        for query in ["%FF", "status=%00", "&&&=", "from=2026-13-40"] {
            assert_eq!(day(&read(query).from), None);
        }
    }
}
