//! What every service of the casework works with.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use model::{Article, Avoid, CaseStatus, Clock, IdentityMode};

use seal::marks_meant;

use super::{
    CaseworkError,
    calendar::{day_of, day_of_ms},
    custody::CustodyRules,
    deadlines::{ClockChange, Deadlines, waiting_clock, working_clock},
    directory::Directory,
    evidence::EvidenceRules,
    reading::Signatories,
    retention::RetentionRules,
};
use crate::{
    files::{Files, cleaning::Cleaning},
    store::{Author, Case, Envelope, NEVER, Store},
    vault::operator::OperatorKeys,
};

/// The ports of the casework, as of one request. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    /// The database.
    pub store: Store,
    /// The operator's keys.
    pub keys: Arc<OperatorKeys>,
    /// Units, lists and routing.
    pub directory: Arc<Directory>,
    /// Time limits.
    pub deadlines: Arc<Deadlines>,
    /// How identities are released.
    pub custody: Arc<CustodyRules>,
    /// How long cases are kept.
    pub retention: Arc<RetentionRules>,
    /// Where sealed files are kept.
    pub files: Files,
    /// How large files may be, and how long they wait.
    pub evidence: EvidenceRules,
    /// Cleans files that come in clear.
    pub cleaning: Cleaning,
}

/// The date that a case owes something by, as pages show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextDate {
    /// Which clock.
    pub clock: Clock,
    /// The last day.
    pub on: Date,
    /// What it rests on.
    pub article: Option<Article>,
    /// Days left, counted as the rule counts them; negative when late.
    pub days_left: i32,
    /// Whether they are working days.
    pub in_working_days: bool,
    /// The holidays of that year are not published yet.
    pub provisional: bool,
}

impl Office {
    /// The next date of a case; none if no clock runs.
    pub fn next_date(&self, case: &Case, now: Timestamp) -> Option<NextDate> {
        let article = case.due_basis.as_deref().and_then(|basis| basis.parse().ok());
        (case.due_at != NEVER).then(|| self.date(clock_of(case), case.due_at, article, now))
    }

    /// Members whom one of these names may mean, each with the unit.
    pub(super) fn named(&self, names: &[String]) -> Vec<(i64, i64)> {
        let names = marks_meant(&self.keys.public_key(), names);
        self.directory.avoided(&Avoid { units: Vec::new(), names }).map(|avoided| avoided.members).unwrap_or_default()
    }

    /// The signing keys of the members who wrote these.
    pub(super) async fn signatories(&self, envelopes: &[Envelope]) -> Result<Signatories, CaseworkError> {
        let mut signatories = Signatories::default();
        let mut members: Vec<i64> = envelopes.iter().filter_map(|envelope| member_of(envelope.author)).collect();
        members.sort_unstable();
        members.dedup();
        for id in members {
            let member = self.store.members().by_id(id).await?;
            signatories.insert(Author::Member(id), &member.verifying_key);
        }
        Ok(signatories)
    }

    pub(super) fn date(&self, clock: Clock, due_at: i64, article: Option<Article>, now: Timestamp) -> NextDate {
        let on = day_of_ms(due_at);
        let days_left = self.deadlines.days_left(clock, day_of(now), on);
        let in_working_days = self.deadlines.working_days(clock).is_some();
        NextDate { clock, on, article, days_left, in_working_days, provisional: !self.deadlines.calendar.knows(on) }
    }
}

const fn member_of(author: Author) -> Option<i64> {
    match author {
        Author::Member(id) => Some(id),
        Author::Reporter | Author::System => None,
    }
}

/// The clock that runs on a case, if one does.
const fn clock_of(case: &Case) -> Clock {
    match case.status {
        CaseStatus::Transferred => Clock::TakeOver,
        CaseStatus::Returned => Clock::Reroute,
        _ if case.accepted_at.is_some() => working_clock(case.kind),
        _ => waiting_clock(case.kind, mode_of(case)),
    }
}

/// Named or anonymous.
pub(super) const fn mode_of(case: &Case) -> IdentityMode {
    if case.named { IdentityMode::Named } else { IdentityMode::Anonymous }
}

/// What a change to the clock writes into the case: the date and the article.
pub(super) fn patch_of(change: ClockChange) -> Option<(i64, Option<String>)> {
    match change {
        ClockChange::Keep => None,
        ClockChange::Stop => Some((NEVER, None)),
        ClockChange::Start(due) => Some((due.at(), Some(due.article.as_str().to_owned()))),
    }
}
