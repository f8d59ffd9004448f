//! The clocks of the law: which runs when, how long, and on what it rests.

use jiff::{ToSpan, civil::Date};
use model::{Article, CaseAction, CaseStatus, Clock, IdentityMode, Period, ReportKind, Transition};

use super::calendar::{Calendar, end_of};

pub use super::limits::Limits;

/// A date by which something is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which clock.
    pub clock: Clock,
    /// What it rests on.
    pub article: Article,
    /// The last day.
    pub on: Date,
    /// The holidays of that year are not published yet: the date may move.
    pub provisional: bool,
}

impl Due {
    /// The last moment, in UTC milliseconds, as a case keeps it.
    pub fn at(&self) -> i64 {
        end_of(self.on)
    }
}

/// What a change does to the clock of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockChange {
    /// It runs on.
    Keep,
    /// Nothing is owed any more.
    Stop,
    /// A new one starts.
    Start(Due),
}

/// A case's clocks: the limits in force and the calendar they are counted by.
#[derive(Debug, Clone, Default)]
pub struct Deadlines {
    /// Limits in force.
    pub limits: Limits,
    /// Calendar.
    pub calendar: Calendar,
}

impl Deadlines {
    /// The date by which the unit has to say whether it accepts a report filed today.
    pub fn on_filing(&self, kind: ReportKind, mode: IdentityMode, today: Date) -> Due {
        self.due(waiting_clock(kind, mode), kind, today)
    }

    /// The date by which an accepted case has to be settled.
    pub fn on_acceptance(&self, kind: ReportKind, today: Date) -> Due {
        self.due(working_clock(kind), kind, today)
    }

    /// The date to which the settlement of a request is put off that was due on this day.
    pub fn extended(&self, kind: ReportKind, due: Date) -> Due {
        Due {
            article: Article::Petitions34Extended,
            ..self.counted(working_clock(kind), kind, Period::Days(self.limits.extension_days), due)
        }
    }

    /// What a change made today does to the clock of a case that was due on the day `due`.
    pub fn after(&self, change: &Transition, kind: ReportKind, mode: IdentityMode, today: Date, due: Date) -> ClockChange {
        let start = |clock| ClockChange::Start(self.due(clock, kind, today));
        match (change.action(), change.to()) {
            (CaseAction::File, _) => start(waiting_clock(kind, mode)),
            (CaseAction::Transfer, _) => start(Clock::TakeOver),
            (CaseAction::Return, _) => start(Clock::Reroute),
            (CaseAction::Extend, _) => ClockChange::Start(self.extended(kind, due)),
            (CaseAction::Accept, _) | (CaseAction::Reopen, CaseStatus::Accepted) => start(working_clock(kind)),
            (CaseAction::Reopen, _) => start(waiting_clock(kind, mode)),
            (_, CaseStatus::Answered | CaseStatus::Declined | CaseStatus::Closed | CaseStatus::Withdrawn) => ClockChange::Stop,
            _ => ClockChange::Keep,
        }
    }

    /// The last day on which a reporter may ask for a review of an answer given on this day; requests only (条例 35).
    pub fn review_until(&self, kind: ReportKind, answered: Date) -> Option<Date> {
        (kind == ReportKind::Request).then(|| self.last_day(Period::Days(self.limits.review_days), answered))
    }

    /// Days left until `due`, counted as the clock's own rule counts them; negative when late.
    pub fn days_left(&self, clock: Clock, today: Date, due: Date) -> i32 {
        match self.working_days(clock) {
            Some(_) => self.calendar.working_between(today, due),
            None => (due - today).get_days(),
        }
    }

    /// How long a clock runs in working days; none if its days are those of the calendar.
    pub fn working_days(&self, clock: Clock) -> Option<u32> {
        match self.period(clock) {
            Period::WorkingDays(days) => Some(days),
            Period::Days(_) | Period::Months(_) => None,
        }
    }

    /// How long a clock runs that was put off once.
    pub fn period_extended(&self, clock: Clock) -> Period {
        match self.period(clock) {
            Period::Days(days) => Period::Days(days + self.limits.extension_days),
            other => other,
        }
    }

    fn due(&self, clock: Clock, kind: ReportKind, from: Date) -> Due {
        self.counted(clock, kind, self.period(clock), from)
    }

    fn counted(&self, clock: Clock, kind: ReportKind, period: Period, from: Date) -> Due {
        let on = self.last_day(period, from);
        Due { clock, article: article_of(clock, kind), on, provisional: !(self.calendar.knows(from) && self.calendar.knows(on)) }
    }

    /// How long a clock runs.
    pub fn period(&self, clock: Clock) -> Period {
        let limits = &self.limits;
        match clock {
            Clock::Acceptance => Period::Days(limits.acceptance_days),
            Clock::NamedAcceptance => Period::WorkingDays(limits.named_acceptance_working_days),
            Clock::Registration => Period::Days(limits.registration_days),
            Clock::TakeOver => Period::WorkingDays(limits.take_over_working_days),
            Clock::Reroute => Period::WorkingDays(limits.reroute_working_days),
            Clock::Settlement => Period::Days(limits.settlement_days),
            Clock::Disposal => Period::Months(limits.disposal_months),
            Clock::SuggestionAnswer => Period::Days(limits.suggestion_days),
            Clock::Protection => Period::WorkingDays(limits.protection_working_days),
            Clock::Safeguard => Period::Days(limits.safeguard_days),
        }
    }

    /// The day it starts does not count (民法典 201), and it does not end on a holiday (203).
    fn last_day(&self, period: Period, from: Date) -> Date {
        match period {
            Period::WorkingDays(count) => self.calendar.add_working(from, count),
            Period::Days(count) => self.calendar.working_from(from.saturating_add(i64::from(count).days())),
            Period::Months(count) => self.calendar.working_from(from.saturating_add(i64::from(count).months())),
        }
    }
}

/// The clock that runs until it is said whether a report is accepted.
pub(super) const fn waiting_clock(kind: ReportKind, mode: IdentityMode) -> Clock {
    match (kind, mode) {
        (ReportKind::Disclosure, IdentityMode::Named) => Clock::NamedAcceptance,
        (ReportKind::Disclosure, IdentityMode::Anonymous) => Clock::Registration,
        (ReportKind::Request | ReportKind::Suggestion, _) => Clock::Acceptance,
        (ReportKind::Protection, _) => Clock::Protection,
    }
}

/// The clock that runs on an accepted case. Sixty days bind requests alone.
pub(super) const fn working_clock(kind: ReportKind) -> Clock {
    match kind {
        ReportKind::Disclosure => Clock::Disposal,
        ReportKind::Request => Clock::Settlement,
        ReportKind::Suggestion => Clock::SuggestionAnswer,
        ReportKind::Protection => Clock::Safeguard,
    }
}

/// What a clock rests on.
pub const fn article_of(clock: Clock, kind: ReportKind) -> Article {
    match (clock, kind) {
        (Clock::Acceptance, _) => Article::Petitions23,
        (Clock::NamedAcceptance, _) => Article::DisclosuresNamed,
        (Clock::Registration, _) => Article::Petitions22,
        (Clock::TakeOver, ReportKind::Disclosure) => Article::Disclosures16,
        (Clock::TakeOver, _) => Article::Petitions23,
        (Clock::Settlement, _) => Article::Petitions34,
        (Clock::Disposal, _) => Article::Supervision,
        // Article 49 of the rules asks for protection, and sets no time.
        (Clock::Reroute | Clock::SuggestionAnswer | Clock::Protection | Clock::Safeguard, _) => Article::House,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use model::state::{self, Facts};

    use super::*;

    fn deadlines() -> Deadlines {
        Deadlines { limits: Limits::default(), calendar: Calendar::published() }
    }

    fn change(status: CaseStatus, action: CaseAction) -> Transition {
        state::decide(status, action, Facts { accepted: status == CaseStatus::Accepted, ..Facts::default() }).unwrap()
    }

    #[test]
    fn a_request_is_told_within_fifteen_calendar_days_and_not_on_a_holiday() {
        let due = deadlines().on_filing(ReportKind::Request, IdentityMode::Named, date(2026, 9, 18));
        assert_eq!((due.on, due.article), (date(2026, 10, 8), Article::Petitions23));
    }

    #[test]
    fn a_named_disclosure_has_fifteen_working_days() {
        let due = deadlines().on_filing(ReportKind::Disclosure, IdentityMode::Named, date(2026, 9, 18));
        // 20 (Sunday, worked), 21–24, 28–30, 8–10 (Saturday, worked), 12–15.
        assert_eq!((due.clock, due.on), (Clock::NamedAcceptance, date(2026, 10, 15)));
    }

    #[test]
    fn sixty_days_bind_requests_alone() {
        let deadlines = deadlines();
        assert_eq!(deadlines.on_acceptance(ReportKind::Request, date(2026, 3, 2)).on, date(2026, 5, 6));
        assert_eq!(deadlines.on_acceptance(ReportKind::Disclosure, date(2026, 3, 2)).clock, Clock::Disposal);
        assert_eq!(deadlines.on_acceptance(ReportKind::Suggestion, date(2026, 3, 2)).article, Article::House);
    }

    #[test]
    fn protection_has_clocks_of_its_own() {
        let deadlines = deadlines();
        let due = deadlines.on_filing(ReportKind::Protection, IdentityMode::Anonymous, date(2026, 11, 20));
        assert_eq!((due.clock, due.on, due.article), (Clock::Protection, date(2026, 11, 25), Article::House));
        assert_eq!(deadlines.on_acceptance(ReportKind::Protection, date(2026, 11, 20)).clock, Clock::Safeguard);
    }

    #[test]
    fn a_date_in_an_unpublished_year_is_provisional() {
        let due = deadlines().on_filing(ReportKind::Request, IdentityMode::Anonymous, date(2026, 12, 30));
        assert_eq!((due.on, due.provisional), (date(2027, 1, 14), true));
    }

    #[test]
    fn an_answer_stops_the_clock_and_a_question_does_not() {
        let deadlines = deadlines();
        let after =
            |change: &Transition| deadlines.after(change, ReportKind::Request, IdentityMode::Named, date(2026, 11, 24), date(2026, 12, 1));
        assert_eq!(after(&change(CaseStatus::Accepted, CaseAction::Answer)), ClockChange::Stop);
        assert_eq!(after(&change(CaseStatus::Accepted, CaseAction::Ask)), ClockChange::Keep);
        assert_eq!(after(&change(CaseStatus::Accepted, CaseAction::Assign)), ClockChange::Keep);
    }

    #[test]
    fn a_transfer_is_taken_or_sent_back_within_five_working_days() {
        let transfer = change(CaseStatus::Submitted, CaseAction::Transfer);
        let (today, due) = (date(2026, 11, 24), date(2026, 12, 9));
        let after = deadlines().after(&transfer, ReportKind::Request, IdentityMode::Named, today, due);
        let ClockChange::Start(due) = after else { panic!("no clock") };
        assert_eq!((due.clock, due.on), (Clock::TakeOver, date(2026, 12, 1)));
    }

    #[test]
    fn an_extension_adds_thirty_days_to_the_date_that_stood() {
        let facts = Facts { accepted: true, extendable: true, ..Facts::default() };
        let extend = state::decide(CaseStatus::Accepted, CaseAction::Extend, facts).unwrap();
        let after = deadlines().after(&extend, ReportKind::Request, IdentityMode::Named, date(2026, 10, 20), date(2026, 10, 30));
        let ClockChange::Start(due) = after else { panic!("no clock") };
        // 29 November is a Sunday.
        assert_eq!((due.clock, due.on, due.article), (Clock::Settlement, date(2026, 11, 30), Article::Petitions34Extended));
    }

    #[test]
    fn days_left_are_counted_as_the_rule_counts_them() {
        let (friday, next_friday) = (date(2026, 11, 20), date(2026, 11, 27));
        assert_eq!(deadlines().days_left(Clock::TakeOver, friday, next_friday), 5);
        assert_eq!(deadlines().days_left(working_clock(ReportKind::Request), friday, next_friday), 7);
        assert_eq!(deadlines().days_left(working_clock(ReportKind::Request), next_friday, friday), -7);
    }

    #[test]
    fn only_answers_to_requests_can_be_reviewed() {
        assert_eq!(deadlines().review_until(ReportKind::Request, date(2026, 11, 2)), Some(date(2026, 12, 2)));
        assert_eq!(deadlines().review_until(ReportKind::Disclosure, date(2026, 11, 2)), None);
    }
}
