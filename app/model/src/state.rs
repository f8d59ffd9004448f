//! The case's state machine: which action leads from which status to which, and why the rest may not be done.
//!
//! The only maker of a [`Transition`]; whoever changes a case has to show one. To add an action, add its lines to
//! [`destination`], its notice to [`notice_of`] and its name to [`STAFF_ACTIONS`] if staff take it.

use crate::{
    status::{CaseAction, CaseStatus},
    text::words,
};

/// What the machine has to know of a case beside its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// The unit has accepted it at some time.
    pub accepted: bool,
    /// Filed under a real name.
    pub named: bool,
    /// The reporter has rated the outcome.
    pub rated: bool,
    /// It is a request, whose settlement may be put off once (条例 34).
    pub extendable: bool,
    /// Its settlement has been put off.
    pub extended: bool,
    /// The reporter has asked for it to be destroyed, and is not answered yet.
    pub deletion_asked: bool,
}

words! {
    /// What a reporter is told of a change. Each has its own text in every language.
    Notice("notice") {
        /// It was filed.
        Filed = "filed",
        /// It was accepted; from now on the time to settle it runs.
        Accepted = "accepted",
        /// It was declined, for the reason told.
        Declined = "declined",
        /// The unit asks for more.
        Asked = "asked",
        /// What the reporter supplied has arrived.
        Supplied = "supplied",
        /// It was sent to another unit.
        Transferred = "transferred",
        /// It was sent back to the unit it came from.
        Returned = "returned",
        /// The unit has answered.
        Answered = "answered",
        /// The date by which it is to be settled was put off, for the reason told.
        Extended = "extended",
        /// It was closed with a finding.
        Closed = "closed",
        /// It was taken up again.
        Reopened = "reopened",
        /// The reporter's withdrawal has been noted.
        Withdrawn = "withdrawn",
        /// Its category was changed.
        Recategorised = "recategorised",
        /// Custodians released parts of the identity to a member.
        IdentityGranted = "identity-granted",
        /// That member looked at them.
        IdentityOpened = "identity-opened",
        /// The identity went to the custodians of the unit in charge.
        IdentityHandedOver = "identity-handed-over",
        /// The reporter's objection to a release has been noted.
        Objected = "objected",
        /// The unit above has answered an objection.
        ObjectionAnswered = "objection-answered",
        /// That the reporter asks for the case to be destroyed has been noted.
        DeletionAsked = "deletion-asked",
        /// The case is not destroyed before its time, for the reason told.
        DeletionRefused = "deletion-refused",
        /// A copy with parts blacked out was made.
        Redacted = "redacted",
    }
}

words! {
    /// Why an action may not be taken now.
    Refused("refusal") {
        /// The case has not been accepted.
        NotAccepted = "not-accepted",
        /// The case has been accepted already.
        AlreadyAccepted = "already-accepted",
        /// The unit waits for the reporter.
        WaitingForReporter = "waiting-for-reporter",
        /// It was not transferred to this unit, or was taken since.
        NotTransferred = "not-transferred",
        /// No answer has been given yet.
        NotAnswered = "not-answered",
        /// An answer has been given already.
        AlreadyAnswered = "already-answered",
        /// The case is not closed.
        NotClosed = "not-closed",
        /// The case is closed, declined or withdrawn.
        Settled = "settled",
        /// The reporter has withdrawn it.
        Withdrawn = "withdrawn",
        /// The report is anonymous.
        Anonymous = "anonymous",
        /// The outcome has been rated already.
        AlreadyRated = "already-rated",
        /// The date has been put off once.
        AlreadyExtended = "already-extended",
        /// No rule lets the date of such a report be put off.
        NotExtendable = "not-extendable",
        /// A case is filed once.
        AlreadyFiled = "already-filed",
        /// The reporter has asked for it to be destroyed already.
        DeletionAsked = "deletion-asked",
        /// The reporter has not asked for it to be destroyed.
        NoDeletionAsked = "no-deletion-asked",
        /// A hold keeps it from being destroyed.
        Held = "held",
    }
}

/// A change that the rules allow. Made by [`decide`] and [`filing`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    action: CaseAction,
    from: CaseStatus,
    to: CaseStatus,
    notice: Option<Notice>,
}

impl Transition {
    /// What is done.
    pub const fn action(&self) -> CaseAction {
        self.action
    }

    /// Where the case stands before.
    pub const fn from(&self) -> CaseStatus {
        self.from
    }

    /// Where the case stands after it; the same for what changes no status.
    pub const fn to(&self) -> CaseStatus {
        self.to
    }

    /// What the reporter is told; none for the unit's own affairs.
    pub const fn notice(&self) -> Option<Notice> {
        self.notice
    }

    /// Whether the status changes.
    pub fn moves(&self) -> bool {
        self.from != self.to
    }
}

/// What staff can do to a case, in the order in which a case page offers it. What concerns the identity has rules of its own beside these:
/// see [`crate::custody`].
pub const STAFF_ACTIONS: &[CaseAction] = &[
    CaseAction::Accept,
    CaseAction::Decline,
    CaseAction::Ask,
    CaseAction::Transfer,
    CaseAction::Return,
    CaseAction::Answer,
    CaseAction::Extend,
    CaseAction::Close,
    CaseAction::Reopen,
    CaseAction::Assign,
    CaseAction::Recategorise,
    CaseAction::Note,
    CaseAction::Assess,
    CaseAction::Recuse,
    CaseAction::Readmit,
];

/// What the reporter can do to a case.
pub const REPORTER_ACTIONS: &[CaseAction] = &[CaseAction::Supply, CaseAction::Withdraw, CaseAction::Rate, CaseAction::AskDeletion];

/// The first entry of every case.
pub const fn filing() -> Transition {
    Transition { action: CaseAction::File, from: CaseStatus::Submitted, to: CaseStatus::Submitted, notice: Some(Notice::Filed) }
}

/// Whether `action` may be taken on a case in this status, and what follows.
///
/// # Errors
/// Why it may not.
pub fn decide(status: CaseStatus, action: CaseAction, facts: Facts) -> Result<Transition, Refused> {
    let to = destination(status, action, facts)?;
    Ok(Transition { action, from: status, to, notice: notice_of(action) })
}

/// Each of `actions` with what it leads to, or why it may not be taken now.
pub fn possible(status: CaseStatus, actions: &[CaseAction], facts: Facts) -> Vec<(CaseAction, Result<Transition, Refused>)> {
    actions.iter().map(|&action| (action, decide(status, action, facts))).collect()
}

/// The table. Each action's lines stand together, what is allowed first.
fn destination(status: CaseStatus, action: CaseAction, facts: Facts) -> Result<CaseStatus, Refused> {
    use CaseAction as Do;
    use CaseStatus::{Accepted, Answered, Closed, Declined, NeedMore, Returned, Submitted, Transferred, Withdrawn};

    match (action, status) {
        (Do::File, _) => Err(Refused::AlreadyFiled),

        (Do::Accept, Submitted | Transferred | Returned) => Ok(Accepted),
        (Do::Accept, NeedMore) if !facts.accepted => Ok(Accepted),

        (Do::Decline, Submitted | Transferred | Returned) => Ok(Declined),
        (Do::Decline, NeedMore) if !facts.accepted => Ok(Declined),

        (Do::Transfer, Submitted | Transferred | Returned) => Ok(Transferred),
        (Do::Transfer, NeedMore) if !facts.accepted => Ok(Transferred),

        (Do::Accept | Do::Decline | Do::Transfer, NeedMore | Accepted | Answered) => Err(Refused::AlreadyAccepted),

        (Do::Return, Transferred) => Ok(Returned),
        (Do::Return, Submitted | NeedMore | Returned | Accepted | Answered) => Err(Refused::NotTransferred),

        (Do::Ask, Submitted | Transferred | Returned | Accepted) => Ok(NeedMore),
        (Do::Ask, NeedMore) => Err(Refused::WaitingForReporter),
        (Do::Ask, Answered) => Err(Refused::AlreadyAnswered),

        (Do::Answer, Accepted) => Ok(Answered),
        (Do::Answer, NeedMore) if facts.accepted => Ok(Answered),
        (Do::Answer, Submitted | NeedMore | Transferred | Returned) => Err(Refused::NotAccepted),
        (Do::Answer, Answered) => Err(Refused::AlreadyAnswered),

        (Do::Extend, Accepted | NeedMore) if facts.accepted => extension(status, facts),
        (Do::Extend, Submitted | NeedMore | Transferred | Returned | Accepted) => Err(Refused::NotAccepted),
        (Do::Extend, Answered) => Err(Refused::AlreadyAnswered),

        (Do::Close, Answered) => Ok(Closed),
        (Do::Close, Submitted | NeedMore | Transferred | Returned | Accepted) => Err(Refused::NotAnswered),

        (Do::Reopen, Answered | Closed) => Ok(Accepted),
        (Do::Reopen, Declined) => Ok(Submitted),
        (Do::Reopen, Submitted | NeedMore | Transferred | Returned | Accepted) => Err(Refused::NotClosed),

        (Do::Supply, NeedMore) if facts.accepted => Ok(Accepted),
        (Do::Supply, NeedMore) => Ok(Submitted),
        (Do::Supply, Submitted | Transferred | Returned | Accepted | Answered) => Ok(status),

        (Do::Withdraw, Submitted | NeedMore | Transferred | Returned | Accepted) => Ok(Withdrawn),
        (Do::Withdraw, Answered) => Err(Refused::AlreadyAnswered),

        (Do::Rate, Closed) if facts.rated => Err(Refused::AlreadyRated),
        (Do::Rate, Closed) => Ok(Closed),
        (Do::Rate, Submitted | NeedMore | Transferred | Returned | Accepted | Answered | Declined) => Err(Refused::NotClosed),

        (Do::Assign | Do::Recategorise, Submitted | NeedMore | Transferred | Returned | Accepted | Answered) => Ok(status),
        (Do::Note | Do::Recuse | Do::Readmit | Do::PassUp | Do::Assess, _) => Ok(status),
        (Do::AskIdentity | Do::AgreeIdentity | Do::GrantIdentity | Do::OpenIdentity, _) => opening(status, facts),
        (Do::RefuseIdentity | Do::HandIdentity | Do::Object | Do::AnswerObjection, _) if facts.named => Ok(status),
        (Do::RefuseIdentity | Do::HandIdentity | Do::Object | Do::AnswerObjection, _) => Err(Refused::Anonymous),

        (Do::Hold | Do::LiftHold, _) => Ok(status),
        (Do::AskDeletion, _) if facts.deletion_asked => Err(Refused::DeletionAsked),
        (Do::RefuseDeletion, _) if !facts.deletion_asked => Err(Refused::NoDeletionAsked),
        (Do::AskDeletion | Do::RefuseDeletion, _) => Ok(status),
        (Do::Redact, Submitted | NeedMore | Transferred | Returned | Accepted | Answered | Declined | Closed) => Ok(status),

        (_, Withdrawn) => Err(Refused::Withdrawn),
        (_, Declined | Closed) => Err(Refused::Settled),
    }
}

/// What leads to the identity being read: not of what its reporter has taken back.
const fn opening(status: CaseStatus, facts: Facts) -> Result<CaseStatus, Refused> {
    match (facts.named, status) {
        (false, _) => Err(Refused::Anonymous),
        (true, CaseStatus::Withdrawn) => Err(Refused::Withdrawn),
        (true, _) => Ok(status),
    }
}

const fn extension(status: CaseStatus, facts: Facts) -> Result<CaseStatus, Refused> {
    match (facts.extendable, facts.extended) {
        (true, false) => Ok(status),
        (true, true) => Err(Refused::AlreadyExtended),
        (false, _) => Err(Refused::NotExtendable),
    }
}

/// What the reporter is told: everything but whom the unit gives the case to, what it notes, for how long it holds it, how the reporter
/// rates it, and who asked for the identity as long as nothing of it is released.
pub const fn notice_of(action: CaseAction) -> Option<Notice> {
    match action {
        CaseAction::File => Some(Notice::Filed),
        CaseAction::Accept => Some(Notice::Accepted),
        CaseAction::Decline => Some(Notice::Declined),
        CaseAction::Ask => Some(Notice::Asked),
        CaseAction::Supply => Some(Notice::Supplied),
        CaseAction::Transfer | CaseAction::PassUp => Some(Notice::Transferred),
        CaseAction::Return => Some(Notice::Returned),
        CaseAction::Answer => Some(Notice::Answered),
        CaseAction::Extend => Some(Notice::Extended),
        CaseAction::Close => Some(Notice::Closed),
        CaseAction::Reopen => Some(Notice::Reopened),
        CaseAction::Withdraw => Some(Notice::Withdrawn),
        CaseAction::Recategorise => Some(Notice::Recategorised),
        CaseAction::GrantIdentity => Some(Notice::IdentityGranted),
        CaseAction::OpenIdentity => Some(Notice::IdentityOpened),
        CaseAction::HandIdentity => Some(Notice::IdentityHandedOver),
        CaseAction::Object => Some(Notice::Objected),
        CaseAction::AnswerObjection => Some(Notice::ObjectionAnswered),
        CaseAction::AskDeletion => Some(Notice::DeletionAsked),
        CaseAction::RefuseDeletion => Some(Notice::DeletionRefused),
        CaseAction::Redact => Some(Notice::Redacted),
        CaseAction::Rate
        | CaseAction::Assign
        | CaseAction::Note
        | CaseAction::AskIdentity
        | CaseAction::AgreeIdentity
        | CaseAction::RefuseIdentity
        | CaseAction::Recuse
        | CaseAction::Readmit
        | CaseAction::Assess
        | CaseAction::Hold
        | CaseAction::LiftHold => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Facts = Facts { accepted: false, named: false, rated: false, extendable: true, extended: false, deletion_asked: false };
    const TAKEN: Facts = Facts { accepted: true, named: true, ..NEW };

    fn walk(actions: &[CaseAction], facts: Facts) -> Result<CaseStatus, Refused> {
        let mut facts = facts;
        actions.iter().try_fold(CaseStatus::Submitted, |status, &action| {
            let to = decide(status, action, facts)?.to();
            facts.accepted |= action == CaseAction::Accept;
            Ok(to)
        })
    }

    #[test]
    fn a_case_goes_from_filing_to_a_rated_end() {
        use CaseAction::{Accept, Answer, Ask, Close, Rate, Supply};
        assert_eq!(walk(&[Ask, Supply, Accept, Ask, Supply, Answer, Close, Rate], NEW), Ok(CaseStatus::Closed));
    }

    #[test]
    fn a_transfer_can_be_sent_back_once_and_sent_on() {
        use CaseAction::{Accept, Return, Transfer};
        assert_eq!(walk(&[Transfer, Return, Transfer, Accept], NEW), Ok(CaseStatus::Accepted));
        assert_eq!(walk(&[Transfer, Return, Return], NEW), Err(Refused::NotTransferred));
        assert_eq!(walk(&[Transfer, Accept, Return], NEW), Err(Refused::NotTransferred));
    }

    #[test]
    fn what_was_accepted_is_neither_declined_nor_passed_on() {
        for action in [CaseAction::Accept, CaseAction::Decline, CaseAction::Transfer] {
            for status in [CaseStatus::Accepted, CaseStatus::NeedMore, CaseStatus::Answered] {
                assert_eq!(decide(status, action, TAKEN), Err(Refused::AlreadyAccepted));
            }
        }
    }

    #[test]
    fn nothing_is_closed_without_an_answer() {
        assert_eq!(decide(CaseStatus::Accepted, CaseAction::Close, TAKEN), Err(Refused::NotAnswered));
    }

    #[test]
    fn a_supply_returns_to_where_the_question_was_asked() {
        assert_eq!(decide(CaseStatus::NeedMore, CaseAction::Supply, NEW).unwrap().to(), CaseStatus::Submitted);
        assert_eq!(decide(CaseStatus::NeedMore, CaseAction::Supply, TAKEN).unwrap().to(), CaseStatus::Accepted);
    }

    #[test]
    fn a_withdrawn_case_stays_so() {
        for &action in CaseAction::ALL {
            let moved = decide(CaseStatus::Withdrawn, action, TAKEN).is_ok_and(|transition| transition.moves());
            assert!(!moved, "{action}");
        }
    }

    #[test]
    fn an_anonymous_report_has_no_identity_to_open() {
        for &action in CaseAction::ALL.iter().filter(|action| action.is_custody()) {
            assert_eq!(decide(CaseStatus::Accepted, action, NEW), Err(Refused::Anonymous), "{action}");
            assert!(decide(CaseStatus::Accepted, action, TAKEN).is_ok_and(|transition| !transition.moves()), "{action}");
        }
    }

    #[test]
    fn nobody_gets_at_the_identity_of_what_was_withdrawn_and_its_reporter_can_still_object() {
        for action in [CaseAction::AskIdentity, CaseAction::GrantIdentity, CaseAction::OpenIdentity] {
            assert_eq!(decide(CaseStatus::Withdrawn, action, TAKEN), Err(Refused::Withdrawn));
        }
        assert!(decide(CaseStatus::Withdrawn, CaseAction::Object, TAKEN).is_ok());
    }

    #[test]
    fn the_date_of_an_accepted_request_is_put_off_once() {
        let decided = |status, facts| decide(status, CaseAction::Extend, facts).map(|transition| transition.to());
        for status in [CaseStatus::Accepted, CaseStatus::NeedMore] {
            assert_eq!(decided(status, TAKEN), Ok(status));
            assert_eq!(decided(status, Facts { extended: true, ..TAKEN }), Err(Refused::AlreadyExtended));
            assert_eq!(decided(status, Facts { extendable: false, ..TAKEN }), Err(Refused::NotExtendable));
        }
        assert_eq!(decided(CaseStatus::Submitted, NEW), Err(Refused::NotAccepted));
        assert_eq!(decided(CaseStatus::NeedMore, NEW), Err(Refused::NotAccepted));
        assert_eq!(decided(CaseStatus::Answered, TAKEN), Err(Refused::AlreadyAnswered));
        assert_eq!(decided(CaseStatus::Closed, TAKEN), Err(Refused::Settled));
    }

    #[test]
    fn an_outcome_is_rated_once() {
        let rated = Facts { rated: true, ..TAKEN };
        assert_eq!(decide(CaseStatus::Closed, CaseAction::Rate, rated), Err(Refused::AlreadyRated));
    }

    #[test]
    fn deletion_is_asked_for_once_and_refused_if_it_was() {
        let asked = Facts { deletion_asked: true, ..TAKEN };
        for &status in CaseStatus::ALL {
            assert_eq!(decide(status, CaseAction::AskDeletion, TAKEN).map(|transition| transition.to()), Ok(status));
            assert_eq!(decide(status, CaseAction::AskDeletion, asked), Err(Refused::DeletionAsked));
            assert_eq!(decide(status, CaseAction::RefuseDeletion, TAKEN), Err(Refused::NoDeletionAsked));
            assert!(decide(status, CaseAction::RefuseDeletion, asked).is_ok());
        }
    }

    #[test]
    fn no_status_changes_without_a_notice() {
        for &status in CaseStatus::ALL {
            for &action in CaseAction::ALL {
                for facts in [NEW, TAKEN] {
                    let silent = decide(status, action, facts).is_ok_and(|t| t.moves() && t.notice().is_none());
                    assert!(!silent, "{action} from {status}");
                }
            }
        }
    }

    #[test]
    fn every_action_is_offered_with_its_result_or_a_reason() {
        let offered = possible(CaseStatus::Submitted, STAFF_ACTIONS, NEW);
        let allowed: Vec<_> = offered.iter().filter(|(_, result)| result.is_ok()).map(|(action, _)| *action).collect();
        use CaseAction::{Accept, Ask, Assess, Assign, Decline, Note, Readmit, Recategorise, Recuse, Transfer};
        assert_eq!(allowed, [Accept, Decline, Ask, Transfer, Assign, Recategorise, Note, Assess, Recuse, Readmit]);
    }
}
