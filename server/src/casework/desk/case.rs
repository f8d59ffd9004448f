//! A case as its unit sees it.

use std::collections::HashMap;

use model::{
    CaseAction, CaseNumber, Message, ReportContent, Right,
    state::{self, Refused, STAFF_ACTIONS, Transition},
};
use seal::Slot;

use super::{
    CaseworkError, Desk, Loaded,
    clocks::{self, RunningClock},
};
use crate::{
    casework::{
        NextDate,
        calendar::day_of,
        custody::{self, Standing},
        follow::{self, facts},
        reading::{Reader, Reading, Signatories, read},
        rights,
        routing::Route,
        timeline::{self, Entry, Party},
    },
    store::{Author, Case, Envelope, IdentityDecision, Recusal},
};

/// Why an action is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// The rules do not allow it now.
    Refused(Refused),
    /// The member's roles do not include this right.
    Right(Right),
}

/// Who can open the reporter's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityCard {
    /// There is none.
    Anonymous,
    /// No unit had custodians: only the reporter can.
    ReporterOnly,
    /// The custodians of this unit.
    Kept {
        /// The unit; none if the key is not in force any more.
        by: Option<i64>,
        /// This member is one of them.
        own: bool,
        /// How many of them have to grant a request.
        needed: custody::Needed,
        /// How this member's last request stands.
        standing: Option<Box<Standing>>,
    },
}

/// A case, opened.
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// What was filed.
    pub report: Reading<ReportContent>,
    /// Who can open the identity.
    pub identity: IdentityCard,
    /// What happened, oldest first, with notes.
    pub entries: Vec<Entry>,
    /// The next date.
    pub next: Option<NextDate>,
    /// Its time limits, the running one first, then the latest.
    pub clocks: Vec<RunningClock>,
    /// Every action, with what it leads to or why not.
    pub possible: Vec<(CaseAction, Result<Transition, WhyNot>)>,
    /// Where a report of this category and area would go now: what a transfer suggests.
    pub suggested: Option<Route>,
    /// Units to which it may not go, or where nobody could handle it.
    pub barred: Vec<i64>,
    /// Units that the reporter named as who must not learn of it.
    pub avoided: Vec<i64>,
    /// Members who must not learn of it.
    pub away: Vec<Away>,
    /// Display names of the members who appear in it.
    pub names: HashMap<i64, String>,
}

/// A member who must not learn of a case.
pub struct Away {
    /// Since when, and who said so.
    pub recusal: Recusal,
    /// Why, if anything was said.
    pub words: Option<Reading<Message>>,
    /// Whether the member who looks may undo it.
    pub liftable: bool,
}

impl Desk<'_> {
    /// Opens a case.
    ///
    /// # Errors
    /// [`CaseworkError::NotFound`], whether there is no such case or it is another unit's; [`CaseworkError::Forbidden`].
    pub async fn open(&self, number: &CaseNumber) -> Result<CaseView, CaseworkError> {
        let loaded = self.load(number).await?;
        self.note("case.open", Some(loaded.case.id), None).await?;
        let cases = self.office.store.cases();
        let case = loaded.case.clone();
        let envelopes = cases.envelopes(case.id).await?;
        let mut signatories = self.office.signatories(&envelopes).await?;
        signatories.insert(Author::Reporter, &cases.reporter_keys(case.id).await?.verifying_key);
        let entries = timeline::entries(cases.events(case.id).await?, &envelopes, &Reader::Here(&loaded.keys, &signatories));
        let barred = self.barred(&loaded).await?;
        let away = self.kept_away(&loaded, &envelopes, &signatories).await?;
        let suggested = self.office.directory.route(&case.category, &case.area).ok();
        Ok(CaseView {
            identity: self.identity_card(&loaded, &envelopes, &signatories).await?,
            names: self.names(&case, &entries, &away).await?,
            clocks: clocks::of(&case, &entries, &self.office.deadlines, day_of(self.now)),
            entries,
            next: self.office.next_date(&case, self.now),
            possible: self.possible(&case),
            suggested: suggested.filter(|route| route.unit != self.who.unit && !barred.contains(&route.unit)),
            avoided: cases.avoided_units(case.id).await?,
            barred,
            away,
            report: loaded.report,
            case,
        })
    }

    /// Units to which the case may not go, or where nobody could handle it.
    async fn barred(&self, loaded: &Loaded) -> Result<Vec<i64>, CaseworkError> {
        let (closed, directory) = (self.closed(loaded).await?, &self.office.directory);
        let orphaning = directory.open_units().map(|unit| unit.id).filter(|&unit| !directory.has_handler(unit, &closed.members));
        Ok(closed.units.into_iter().chain(orphaning).collect())
    }

    async fn kept_away(&self, loaded: &Loaded, envelopes: &[Envelope], signatories: &Signatories) -> Result<Vec<Away>, CaseworkError> {
        let recusals = self.office.store.cases().recusals(loaded.case.id).await?;
        let away = |recusal: Recusal| {
            let by = recusal.declared_by.map(Author::Member);
            let is_it =
                |envelope: &&Envelope| envelope.slot == Slot::Recusal && Some(envelope.seq) == recusal.words && Some(envelope.author) == by;
            let text = || envelopes.iter().find(is_it).map_or(Reading::Forged, |envelope| read(envelope, &loaded.keys, signatories));
            Away { words: recusal.words.map(|_| text()), liftable: self.may_lift(&recusal), recusal }
        };
        Ok(recusals.into_iter().map(away).collect())
    }

    fn possible(&self, case: &Case) -> Vec<(CaseAction, Result<Transition, WhyNot>)> {
        let lacking = |action| rights::right_for(action).filter(|&right| !rights::may(&self.who.roles, right));
        let allowed = |action| match lacking(action) {
            Some(right) => Err(WhyNot::Right(right)),
            None => state::decide(case.status, action, facts(case)).map_err(WhyNot::Refused),
        };
        STAFF_ACTIONS.iter().map(|&action| (action, allowed(action))).collect()
    }

    async fn identity_card(
        &self,
        loaded: &Loaded,
        envelopes: &[Envelope],
        signatories: &Signatories,
    ) -> Result<IdentityCard, CaseworkError> {
        let case = &loaded.case;
        if !case.named {
            return Ok(IdentityCard::Anonymous);
        }
        let Some(key) = follow::identity_key(&loaded.copies) else { return Ok(IdentityCard::ReporterOnly) };
        let cases = self.office.store.cases();
        let requests = cases.identity_requests(case.id).await?;
        let decisions = if requests.is_empty() { Vec::new() } else { cases.identity_decisions(case.id).await? };
        let words = |decision: &IdentityDecision| {
            let is_it = |envelope: &&Envelope| envelope.slot == Slot::Decision && Some(envelope.seq) == decision.words;
            envelopes.iter().find(is_it).map(|envelope| read(envelope, &loaded.keys, signatories))
        };
        let keeper = self.office.directory.unit_of_key(key).and_then(|unit| self.office.directory.identity_key(unit));
        let decided_by = keeper.map_or(key, |keeper| keeper.id);
        Ok(IdentityCard::Kept {
            by: self.office.directory.unit_of_key(key),
            own: loaded.held.holds(key) && rights::may(&self.who.roles, Right::KeepIdentities),
            needed: custody::needed(self.office, case, decided_by, self.who.member).await?,
            standing: custody::standing(&requests, &decisions, self.who.member, self.now.as_millisecond(), words).map(Box::new),
        })
    }

    async fn names(&self, case: &Case, entries: &[Entry], away: &[Away]) -> Result<HashMap<i64, String>, CaseworkError> {
        let authors = entries.iter().filter_map(|entry| match entry.by {
            Party::Staff { member, .. } => Some(member),
            Party::Reporter | Party::Portal => None,
        });
        let assigned = entries
            .iter()
            .filter(|entry| matches!(entry.action, CaseAction::Assign | CaseAction::Recuse | CaseAction::Readmit))
            .filter_map(|entry| entry.detail.as_ref().and_then(|detail| detail.parse().ok()));
        let mut names = HashMap::new();
        let mut kept: Vec<i64> = away.iter().map(|away| away.recusal.member_id).collect();
        kept.extend(away.iter().filter_map(|away| away.recusal.declared_by));
        for id in authors.chain(assigned).chain(case.first_handler_id).chain(case.assignee_id).chain(kept) {
            if let std::collections::hash_map::Entry::Vacant(place) = names.entry(id) {
                place.insert(self.office.store.members().by_id(id).await?.display_name);
            }
        }
        Ok(names)
    }
}
