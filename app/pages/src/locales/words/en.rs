//! English.

use model::{
    CaseStatus, IdentityMode, ReportKind, Role,
    basis::{Article, Clock, DeclineReason, ReturnReason},
    state::Notice,
    status::{Finding, Rating},
};

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    kind: |kind| match kind {
        ReportKind::Disclosure => "Disclosure of wrongdoing",
        ReportKind::Request => "Complaint or request",
        ReportKind::Suggestion => "Suggestion",
    },
    identity: |mode| match mode {
        IdentityMode::Anonymous => "Anonymous",
        IdentityMode::Named => "Under your name",
    },
    status: |status| match status {
        CaseStatus::Submitted => "Waiting to be accepted",
        CaseStatus::NeedMore => "The unit needs more from you",
        CaseStatus::Transferred => "Passed to the competent unit",
        CaseStatus::Returned => "Being sent to another unit",
        CaseStatus::Accepted => "Accepted; being handled",
        CaseStatus::Declined => "Not accepted",
        CaseStatus::Answered => "Answered",
        CaseStatus::Closed => "Closed",
        CaseStatus::Withdrawn => "Withdrawn",
    },
    notice: |notice| match notice {
        Notice::Filed => "You filed the report",
        Notice::Accepted => "The unit accepted it",
        Notice::Declined => "The unit did not accept it",
        Notice::Asked => "The unit asked you for more",
        Notice::Supplied => "You added to it",
        Notice::Transferred => "Passed to the competent unit",
        Notice::Returned => "Sent back, to go to another unit",
        Notice::Answered => "The unit answered",
        Notice::Extended => "The time limit was extended",
        Notice::Closed => "Closed",
        Notice::Reopened => "Taken up again",
        Notice::Withdrawn => "You withdrew it",
        Notice::Recategorised => "Its category was changed",
        Notice::IdentityOpened => "A custodian opened your identity",
    },
    clock: |clock| match clock {
        Clock::Acceptance | Clock::NamedAcceptance => "You are told whether it is accepted",
        Clock::Registration => "It is registered, or passed to the competent unit",
        Clock::TakeOver => "The receiving unit takes it or sends it back",
        Clock::Reroute => "It is sent to another unit",
        Clock::Settlement => "It is settled and you are answered",
        Clock::Disposal => "It is decided how it will be handled",
        Clock::SuggestionAnswer => "Your suggestion is answered",
    },
    article: |article| match article {
        Article::Petitions22 => "Regulations on Petitioning Work, art. 22",
        Article::Petitions23 => "Regulations on Petitioning Work, art. 23",
        Article::Petitions31 => "Regulations on Petitioning Work, art. 31",
        Article::Petitions34 => "Regulations on Petitioning Work, art. 34",
        Article::Petitions34Extended => "Regulations on Petitioning Work, art. 34 (extension)",
        Article::Petitions35 => "Regulations on Petitioning Work, art. 35",
        Article::Petitions36 => "Regulations on Petitioning Work, art. 36",
        Article::Disclosures16 => "Rules on Handling Disclosures and Accusations, art. 16",
        Article::DisclosuresNamed | Article::DisclosuresScope => "Rules on Handling Disclosures and Accusations",
        Article::Supervision => "Rules on Supervision and Discipline Enforcement",
        Article::House => "This site's own undertaking, not a statutory limit",
    },
    decline: |reason| match reason {
        DeclineReason::OtherProceedings => "It belongs, or has gone, before a court, arbitration or administrative reconsideration",
        DeclineReason::OtherOrgan => "Another authority is competent and it cannot be passed on from this site",
        DeclineReason::NoSubstance => "It names wrongs but gives nothing that could be looked into",
        DeclineReason::Duplicate => "The same matter is already being handled",
        DeclineReason::FinallyReviewed => "The same matter has been finally reviewed",
        DeclineReason::OutOfScope => "It is not a matter for petitioning",
    },
    send_back: |reason| match reason {
        ReturnReason::NotCompetent => "It is not that unit's duty",
        ReturnReason::OtherArea => "It happened in another area",
        ReturnReason::Conflict => "The unit has an interest in the matter and must stand aside",
        ReturnReason::HandledAbove => "A higher unit is handling the same matter",
    },
    finding: |finding| match finding {
        Finding::Substantiated => "True",
        Finding::Partly => "True in part",
        Finding::Unsubstantiated => "Not true",
        Finding::Undetermined => "Could not be established",
    },
    rating: |rating| match rating {
        Rating::Satisfied => "Satisfied",
        Rating::Fair => "Partly satisfied",
        Rating::Unsatisfied => "Not satisfied",
    },
    role: |role| match role {
        Role::Officer => "officer",
        Role::Lead => "lead",
        Role::Custodian => "identity custodian",
        Role::Administrator => "administrator",
        Role::Auditor => "auditor",
    },
    group: |code| match code {
        "key" => "Key fields",
        "livelihood" => "Everyday life",
        "efficiency" => "Conduct of offices",
        _ => "Other",
    },
};
