//! The time limits of one case, as its history set them.

use jiff::civil::Date;
use model::{Article, CaseAction, CaseStatus, Clock, Period};

use crate::{
    casework::{
        calendar::day_of_ms,
        deadlines::{Deadlines, article_of, waiting_clock, working_clock},
        office::mode_of,
        timeline::Entry,
    },
    store::Case,
};

/// A time limit of a case: running, or stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunningClock {
    /// Which one.
    pub clock: Clock,
    /// What it rests on.
    pub article: Article,
    /// Counted from.
    pub from: Date,
    /// The last day.
    pub due: Date,
    /// Whether its days are working days.
    pub in_working_days: bool,
    /// How long it is by its rule. A last day that is a holiday moves on.
    pub period: Period,
    /// How many of them are left, today or on the day it stopped; negative when late.
    pub days_left: i32,
    /// The day it stopped; none while it runs.
    pub stopped: Option<Date>,
    /// It stopped although nobody had done what it asks for: the case went to another unit, whose own clock runs, or was taken back.
    pub unmet: bool,
}

impl RunningClock {
    fn extended(self, deadlines: &Deadlines) -> Self {
        Self { article: Article::Petitions34Extended, period: deadlines.period_extended(self.clock), ..self }
    }
}

/// The clocks of a case, the running one first, then the latest.
pub(super) fn of(case: &Case, entries: &[Entry], deadlines: &Deadlines, today: Date) -> Vec<RunningClock> {
    let started = entries.iter().enumerate().filter(|(_, entry)| entry.action != CaseAction::Extend).filter_map(|(place, entry)| {
        let (set, later) = (day_of_ms(entry.due_at?), &entries[place + 1..]);
        let stopped = later.iter().position(|later| stops(later.status) || (later.due_at.is_some() && later.action != CaseAction::Extend));
        let meanwhile = &later[..stopped.unwrap_or(later.len())];
        let put_off = meanwhile.iter().filter(|later| later.action == CaseAction::Extend).find_map(|later| later.due_at).map(day_of_ms);
        let clock = running(case, entry, put_off.unwrap_or(set), stopped.map(|place| &later[place]), deadlines, today);
        Some(if put_off.is_some() { clock.extended(deadlines) } else { clock })
    });
    let mut clocks: Vec<RunningClock> = started.collect();
    clocks.reverse();
    clocks.sort_by_key(|clock| clock.stopped.is_some());
    clocks
}

fn running(case: &Case, entry: &Entry, due: Date, stopping: Option<&Entry>, deadlines: &Deadlines, today: Date) -> RunningClock {
    let (clock, from) = (clock_of(case, entry), day_of_ms(entry.at));
    let stopped = stopping.map(|entry| day_of_ms(entry.at));
    let counted_to = stopped.unwrap_or(today);
    RunningClock {
        clock,
        article: article_of(clock, case.kind),
        from,
        due,
        in_working_days: deadlines.working_days(clock).is_some(),
        period: deadlines.period(clock),
        days_left: deadlines.days_left(clock, counted_to, due),
        stopped,
        unmet: stopping.is_some_and(|entry| is_unmet(clock, entry.action)),
    }
}

/// Handing a case on tells nobody whether it is accepted, and what its reporter takes back is not dealt with.
const fn is_unmet(clock: Clock, by: CaseAction) -> bool {
    match by {
        CaseAction::Withdraw => true,
        CaseAction::Transfer | CaseAction::Return => matches!(clock, Clock::Acceptance | Clock::NamedAcceptance | Clock::Protection),
        _ => false,
    }
}

/// Which clock a step started.
fn clock_of(case: &Case, entry: &Entry) -> Clock {
    match (entry.action, entry.status) {
        (CaseAction::Transfer, _) => Clock::TakeOver,
        (CaseAction::Return, _) => Clock::Reroute,
        (CaseAction::Accept, _) | (CaseAction::Reopen, CaseStatus::Accepted) => working_clock(case.kind),
        _ => waiting_clock(case.kind, mode_of(case)),
    }
}

const fn stops(status: CaseStatus) -> bool {
    matches!(status, CaseStatus::Answered | CaseStatus::Declined | CaseStatus::Closed | CaseStatus::Withdrawn)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use model::{CaseNumber, ReportKind, status::SealedBy};

    use super::*;
    use crate::{
        casework::{calendar::end_of, timeline::Party},
        store::NEVER,
    };

    fn case() -> Case {
        Case {
            id: 1,
            number: CaseNumber::generate(2026, &mut <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(1)),
            kind: ReportKind::Request,
            category: "land".parse().unwrap(),
            area: "440106".parse().unwrap(),
            unit_id: 1,
            first_unit_id: 1,
            sender_unit_id: None,
            first_handler_id: None,
            assignee_id: None,
            named: false,
            status: CaseStatus::Accepted,
            priority: 1,
            filed_at: 0,
            due_at: NEVER,
            due_basis: None,
            epoch: 0,
            version: 0,
            sealed_by: SealedBy::Server,
            accepted_at: None,
            finding: None,
            rating: None,
            returned_count: 0,
            last_event_at: 0,
            settled_at: None,
            announced_at: None,
            deletion_asked_at: None,
            risk_level: None,
            risk_due_at: None,
        }
    }

    fn step(day: Date, action: CaseAction, status: CaseStatus, due: Option<Date>) -> Entry {
        let (at, due_at) = (end_of(day), due.map(end_of));
        Entry { at, action, status, notice: None, by: Party::Portal, detail: None, basis: None, due_at, text: None, place: None }
    }

    #[test]
    fn each_clock_stops_where_the_next_starts() {
        let history = [
            step(date(2026, 11, 2), CaseAction::File, CaseStatus::Submitted, Some(date(2026, 11, 17))),
            step(date(2026, 11, 4), CaseAction::Accept, CaseStatus::Accepted, Some(date(2027, 1, 4))),
            step(date(2026, 11, 5), CaseAction::Note, CaseStatus::Accepted, None),
        ];
        let clocks = of(&case(), &history, &Deadlines::default(), date(2026, 11, 24));
        assert_eq!(clocks.len(), 2);
        assert_eq!((clocks[0].clock, clocks[0].stopped, clocks[0].days_left), (Clock::Settlement, None, 41));
        assert_eq!((clocks[1].clock, clocks[1].stopped, clocks[1].period), (Clock::Acceptance, Some(date(2026, 11, 4)), Period::Days(15)));
    }

    #[test]
    fn an_extension_moves_the_date_of_the_clock_that_runs() {
        let history = [
            step(date(2026, 11, 4), CaseAction::Accept, CaseStatus::Accepted, Some(date(2027, 1, 4))),
            step(date(2026, 11, 20), CaseAction::Extend, CaseStatus::Accepted, Some(date(2027, 2, 3))),
            step(date(2026, 11, 21), CaseAction::Note, CaseStatus::Accepted, None),
        ];
        let clocks = of(&case(), &history, &Deadlines::default(), date(2026, 11, 24));
        assert_eq!(clocks.len(), 1);
        assert_eq!((clocks[0].from, clocks[0].due, clocks[0].stopped), (date(2026, 11, 4), date(2027, 2, 3), None));
        assert_eq!((clocks[0].article, clocks[0].period), (Article::Petitions34Extended, Period::Days(90)));
    }

    #[test]
    fn a_transfer_tells_nobody_whether_the_case_is_accepted() {
        let history = [
            step(date(2026, 11, 2), CaseAction::File, CaseStatus::Submitted, Some(date(2026, 11, 17))),
            step(date(2026, 11, 3), CaseAction::Transfer, CaseStatus::Transferred, Some(date(2026, 11, 10))),
            step(date(2026, 11, 4), CaseAction::Return, CaseStatus::Returned, Some(date(2026, 11, 11))),
        ];
        let clocks = of(&case(), &history, &Deadlines::default(), date(2026, 11, 24));
        let stopped: Vec<(Clock, bool)> = clocks.iter().skip(1).map(|clock| (clock.clock, clock.unmet)).collect();
        assert_eq!(stopped, [(Clock::TakeOver, false), (Clock::Acceptance, true)]);
    }

    #[test]
    fn an_answer_stops_the_clock() {
        let history = [
            step(date(2026, 11, 2), CaseAction::Transfer, CaseStatus::Transferred, Some(date(2026, 11, 9))),
            step(date(2026, 11, 3), CaseAction::Withdraw, CaseStatus::Withdrawn, None),
        ];
        let clocks = of(&case(), &history, &Deadlines::default(), date(2026, 11, 24));
        assert_eq!(
            (clocks[0].clock, clocks[0].in_working_days, clocks[0].stopped, clocks[0].unmet),
            (Clock::TakeOver, true, Some(date(2026, 11, 3)), true)
        );
    }
}
