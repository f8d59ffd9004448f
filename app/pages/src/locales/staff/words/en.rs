//! English.

use model::{CaseAction, CaseStatus, IdentityMode, Role, UnitLevel, basis::Clock, state::Refused};

use super::Texts;

fn status(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::Submitted => "To accept",
        CaseStatus::NeedMore => "With reporter",
        CaseStatus::Transferred => "Transferred in",
        CaseStatus::Returned => "Returned",
        CaseStatus::Accepted => "In hand",
        CaseStatus::Declined => "Declined",
        CaseStatus::Answered => "Answered",
        CaseStatus::Closed => "Closed",
        CaseStatus::Withdrawn => "Withdrawn",
    }
}

fn action(action: CaseAction) -> &'static str {
    match action {
        CaseAction::File => "File",
        CaseAction::Accept => "Accept",
        CaseAction::Decline => "Decline",
        CaseAction::Ask => "Ask for more",
        CaseAction::Supply => "Supply",
        CaseAction::Transfer => "Transfer",
        CaseAction::Return => "Return",
        CaseAction::Answer => "Answer",
        CaseAction::Extend => "Extend the time limit",
        CaseAction::Close => "Close",
        CaseAction::Reopen => "Reopen",
        CaseAction::Withdraw => "Withdraw",
        CaseAction::Rate => "Rate",
        CaseAction::Assign => "Assign",
        CaseAction::Recategorise => "Change category",
        CaseAction::Note => "Add a note",
        CaseAction::AskIdentity => "Ask for the identity",
        CaseAction::AgreeIdentity => "Grant with another",
        CaseAction::GrantIdentity => "Grant",
        CaseAction::RefuseIdentity => "Refuse",
        CaseAction::OpenIdentity => "Show the identity",
        CaseAction::HandIdentity => "Hand the identity over",
        CaseAction::Object => "Object",
        CaseAction::AnswerObjection => "Answer the objection",
        CaseAction::Recuse => "Keep someone away",
        CaseAction::Readmit => "Let someone back",
        CaseAction::PassUp => "Pass up",
        CaseAction::Assess => "Assess the danger",
        CaseAction::Hold => "Hold",
        CaseAction::LiftHold => "Lift the hold",
        CaseAction::AskDeletion => "Ask for deletion",
        CaseAction::RefuseDeletion => "Refuse deletion",
        CaseAction::Redact => "Copy with parts blacked out",
    }
}

fn done(action: CaseAction) -> &'static str {
    match action {
        CaseAction::File => "Filed the report",
        CaseAction::Accept => "Accepted",
        CaseAction::Decline => "Declined",
        CaseAction::Ask => "Asked for more",
        CaseAction::Supply => "Supplied more",
        CaseAction::Transfer => "Transferred",
        CaseAction::Return => "Returned",
        CaseAction::Answer => "Answered",
        CaseAction::Extend => "Extended the time limit",
        CaseAction::Close => "Closed",
        CaseAction::Reopen => "Reopened",
        CaseAction::Withdraw => "Withdrew the report",
        CaseAction::Rate => "Rated the outcome",
        CaseAction::Assign => "Assigned",
        CaseAction::Recategorise => "Changed the category",
        CaseAction::Note => "Wrote a note",
        CaseAction::AskIdentity => "Asked for the identity",
        CaseAction::AgreeIdentity => "Granted a request for the identity; another custodian has to as well",
        CaseAction::GrantIdentity => "Released parts of the identity",
        CaseAction::RefuseIdentity => "Refused a request for the identity",
        CaseAction::OpenIdentity => "Looked at what was released of the identity",
        CaseAction::HandIdentity => "Handed the identity to other custodians",
        CaseAction::Object => "Objected to a release of the identity",
        CaseAction::AnswerObjection => "Answered the reporter’s objection",
        CaseAction::Recuse => "Kept someone away who must not learn of it",
        CaseAction::Readmit => "Let someone back",
        CaseAction::PassUp => "Passed up: nobody was left here who may handle it",
        CaseAction::Assess => "Assessed the danger",
        CaseAction::Hold => "Put it on hold: it is not destroyed for now",
        CaseAction::LiftHold => "Lifted a hold",
        CaseAction::AskDeletion => "Asked for deletion",
        CaseAction::RefuseDeletion => "Refused early deletion",
        CaseAction::Redact => "Made a copy with parts blacked out",
    }
}

fn role_note(role: Role) -> &'static str {
    match role {
        Role::Officer => "Works the unit’s cases",
        Role::Lead => "Assigns and supervises, and may work cases",
        Role::Custodian => "Keeps identities and decides who is shown them",
        Role::Administrator => "Manages members, units, categories and routing; reads no case",
        Role::Auditor => "Reads the audit log; reads no case",
    }
}

fn level(level: UnitLevel) -> &'static str {
    match level {
        UnitLevel::City => "City",
        UnitLevel::District => "District",
        UnitLevel::Street => "Street or town",
    }
}

fn refused(refused: Refused) -> &'static str {
    match refused {
        Refused::NotAccepted => "not accepted yet",
        Refused::AlreadyAccepted => "already accepted",
        Refused::WaitingForReporter => "waiting for the reporter",
        Refused::NotTransferred => "not a case transferred here and untaken",
        Refused::NotAnswered => "not answered yet",
        Refused::AlreadyAnswered => "already answered",
        Refused::NotClosed => "not closed yet",
        Refused::Settled => "already settled",
        Refused::Withdrawn => "withdrawn by the reporter",
        Refused::Anonymous => "anonymous: there is no identity",
        Refused::AlreadyRated => "already rated",
        Refused::AlreadyExtended => "the date has been put off once",
        Refused::NotExtendable => "only a request’s date may be put off",
        Refused::AlreadyFiled => "already filed",
        Refused::DeletionAsked => "deletion has been asked for already",
        Refused::NoDeletionAsked => "the reporter has not asked for deletion",
        Refused::Held => "a hold keeps it from being destroyed",
    }
}

fn clock(clock: Clock) -> &'static str {
    match clock {
        Clock::Acceptance => "Say whether it is accepted",
        Clock::NamedAcceptance => "Tell the named reporter whether it is accepted",
        Clock::Registration => "Register or forward",
        Clock::TakeOver => "Take it or send it back",
        Clock::Reroute => "Route it again",
        Clock::Settlement => "Settle it",
        Clock::Disposal => "Propose how to handle it",
        Clock::SuggestionAnswer => "Answer the suggestion",
        Clock::Protection => "Say what is done at once to protect",
        Clock::Safeguard => "Look into the danger and settle the measures",
    }
}

fn identity(mode: IdentityMode) -> &'static str {
    match mode {
        IdentityMode::Named => "Named",
        IdentityMode::Anonymous => "Anonymous",
    }
}

pub(super) static TEXTS: Texts = Texts { status, identity, action, done, role_note, level, refused, clock, list_comma: ", " };
