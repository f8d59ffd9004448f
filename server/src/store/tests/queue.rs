use model::{CaseStatus, DivisionCode, ReportKind};
use rand::{Rng, rngs::StdRng};

use super::fixture::{CITY, DISTRICT, HOUR, NOW, kept_away, on_both, report, rng};
use crate::store::{Case, Cursor, NEVER, QueueFilter, QueueSort, Store};

const SORTS: [QueueSort; 5] = [QueueSort::NamedFirst, QueueSort::DueFirst, QueueSort::Newest, QueueSort::Oldest, QueueSort::RiskFirst];

/// Files reports of all sorts, and moves some of them on. Returns those that member 21 may learn of.
async fn filled(store: &Store) -> Vec<Case> {
    let mut rng = rng();
    let mut reports = Vec::new();
    for turn in 0..120_i64 {
        let mut new = report(&mut rng);
        new.unit = if turn % 7 == 0 { DISTRICT } else { CITY };
        new.named = turn % 3 == 0;
        new.kind = ReportKind::ALL[pick(&mut rng, 4)];
        new.category = ["land", "medicine", "housing"][pick(&mut rng, 3)].parse().unwrap();
        new.area = ["440106", "440106006", "440103"][pick(&mut rng, 3)].parse().unwrap();
        new.filed_at = NOW - (turn % 10) * HOUR;
        new.recused = if turn % 11 == 3 { vec![kept_away(21, CITY)] } else { Vec::new() };
        new.due_at = if turn % 5 == 0 { NEVER } else { NOW + (turn % 13 - 6) * HOUR };
        reports.push(new);
    }
    let filed = reports.iter().map(async |new| store.cases().file(new.clone()).await);
    assert!(futures::future::join_all(filed).await.iter().all(Result::is_ok));
    for (place, new) in reports.iter().enumerate().filter(|(place, _)| place % 4 == 0) {
        let status = CaseStatus::ALL[place % CaseStatus::ALL.len()];
        let sql = "UPDATE cases SET status = ?, assignee_id = 21 WHERE id = ?";
        super::super::sql::run(store.writer(), sql, super::super::sql::values![status, new.id]).await.unwrap();
    }
    for (place, new) in reports.iter().enumerate().filter(|(place, _)| place % 5 < 3) {
        let due = NOW + (i64::try_from(place).unwrap() % 9 - 4) * HOUR;
        let sql = "UPDATE cases SET risk_due_at = ? WHERE id = ?";
        super::super::sql::run(store.writer(), sql, super::super::sql::values![due, new.id]).await.unwrap();
    }
    let mut cases = Vec::new();
    for new in reports.iter().filter(|new| new.recused.is_empty()) {
        cases.push(store.cases().by_id(new.id).await.unwrap());
    }
    cases
}

fn pick(rng: &mut StdRng, among: usize) -> usize {
    usize::try_from(rng.next_u32()).unwrap() % among
}

fn areas() -> Vec<DivisionCode> {
    ["440106", "440106006"].iter().map(|code| code.parse().unwrap()).collect()
}

/// Filters of every sort and some of their combinations.
pub(super) fn filters() -> Vec<QueueFilter> {
    let all = QueueFilter::of_unit(CITY, 21);
    let open = vec![CaseStatus::Submitted, CaseStatus::Accepted, CaseStatus::NeedMore];
    vec![
        all.clone(),
        QueueFilter { statuses: open.clone(), ..all.clone() },
        QueueFilter { statuses: vec![CaseStatus::Submitted], named: Some(true), ..all.clone() },
        QueueFilter { kind: Some(ReportKind::Disclosure), ..all.clone() },
        QueueFilter { category: Some("land".parse().unwrap()), statuses: open.clone(), ..all.clone() },
        QueueFilter { areas: areas(), ..all.clone() },
        QueueFilter { areas: areas(), category: Some("land".parse().unwrap()), named: Some(false), ..all.clone() },
        QueueFilter { assignee: Some(21), ..all.clone() },
        QueueFilter { assignee: Some(21), statuses: open.clone(), areas: areas(), ..all.clone() },
        QueueFilter { due_before: Some(NOW), statuses: open.clone(), ..all.clone() },
        QueueFilter { risk_due_before: Some(NOW), ..all.clone() },
        QueueFilter { risk_due_before: Some(NOW + 2 * HOUR), statuses: open, areas: areas(), named: Some(false), ..all.clone() },
        QueueFilter { filed_from: Some(NOW - 4 * HOUR), filed_before: Some(NOW), ..all },
    ]
}

fn fits(filter: &QueueFilter, case: &Case) -> bool {
    case.unit_id == filter.unit
        && (filter.statuses.is_empty() || filter.statuses.contains(&case.status))
        && filter.kind.is_none_or(|kind| case.kind == kind)
        && filter.category.as_ref().is_none_or(|category| case.category == *category)
        && (filter.areas.is_empty() || filter.areas.contains(&case.area))
        && filter.named.is_none_or(|named| case.named == named)
        && filter.assignee.is_none_or(|assignee| case.assignee_id == Some(assignee))
        && filter.due_before.is_none_or(|moment| case.due_at < moment)
        && filter.risk_due_before.is_none_or(|moment| case.risk_due_at.is_some_and(|due| due < moment))
        && filter.filed_from.is_none_or(|moment| case.filed_at >= moment)
        && filter.filed_before.is_none_or(|moment| case.filed_at < moment)
}

fn in_order(sort: QueueSort, case: &Case) -> (i64, i64, i64) {
    match sort {
        QueueSort::NamedFirst => (case.priority, case.due_at, case.id),
        QueueSort::DueFirst => (case.due_at, case.id, 0),
        QueueSort::Newest => (-case.filed_at, -case.id, 0),
        QueueSort::Oldest => (case.filed_at, case.id, 0),
        QueueSort::RiskFirst => (case.risk_due_at.unwrap_or(NEVER), case.id, 0),
    }
}

on_both! {
    async fn every_filter_and_order_pages_through_exactly_what_fits(database) {
        let cases = filled(database).await;
        for (filter, sort) in filters().iter().flat_map(|filter| SORTS.map(|sort| (filter, sort))) {
            let mut expected: Vec<&Case> = cases.iter().filter(|case| fits(filter, case)).collect();
            expected.retain(|case| sort != QueueSort::RiskFirst || case.risk_due_at.is_some());
            expected.sort_by_key(|case| in_order(sort, case));
            let mut found: Vec<Case> = Vec::new();
            let mut cursor: Option<Cursor> = None;
            loop {
                let slice = database.cases().queue(filter, sort, cursor.as_ref(), 7).await.unwrap();
                assert!(slice.cases.len() <= 7);
                found.extend(slice.cases);
                cursor = slice.next;
                if cursor.is_none() { break }
            }
            assert!(!expected.is_empty(), "{filter:?} finds nothing: a poor test");
            assert_eq!(found.iter().map(|case| case.id).collect::<Vec<_>>(), expected.iter().map(|case| case.id).collect::<Vec<_>>(), "{filter:?} {sort:?}");
        }
    }

    async fn counts_are_those_of_the_unit(database) {
        let cases = filled(database).await;
        for (status, count) in database.cases().counts(CITY, 21, CaseStatus::ALL).await.unwrap() {
            let expected = cases.iter().filter(|case| case.unit_id == CITY && case.status == status).count();
            assert_eq!(count as usize, expected, "{status}");
        }
    }
}
