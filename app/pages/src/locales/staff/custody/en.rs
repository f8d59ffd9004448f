//! English.

use model::{CustodyRefused, LeakKind};

use super::Texts;

fn refused(why: CustodyRefused) -> &'static str {
    match why {
        CustodyRefused::OwnRequest => "your own request: another custodian decides",
        CustodyRefused::DecidedAlready => "you have decided; another custodian has to decide as well",
        CustodyRefused::NotWaiting => "already decided, or lapsed",
        CustodyRefused::AskedAlready => "you have asked already: see below",
        CustodyRefused::NoCustodian => "there is no custodian to ask",
        CustodyRefused::NotReleased => "nothing is released to you, or no more",
        CustodyRefused::NotObjectable => "cannot be objected to, or has been",
        CustodyRefused::NoObjection => "has been answered",
        CustodyRefused::Involved => "you asked or decided, so somebody else answers",
        CustodyRefused::AskerGone => "whoever asked does not handle the case any more",
        CustodyRefused::Broken => "the identity does not fit its seal: nothing is released",
    }
}

fn leak(kind: LeakKind) -> &'static str {
    match kind {
        LeakKind::Name => "the name that was released to you",
        LeakKind::IdNumber => "the identity number that was released to you",
        LeakKind::Phone => "the telephone number that was released to you",
        LeakKind::Address => "the address that was released to you",
        LeakKind::AnIdNumber => "an identity number",
        LeakKind::AMobile => "a mobile number",
        LeakKind::Number => "a number that the reporter wrote",
        LeakKind::Passage => "a passage of what the reporter wrote",
    }
}

pub(super) static TEXTS: Texts = Texts {
    refused,
    leak,
    leak_title: "This may give the reporter away",
    leak_note: "Mend the text and send it again, or tick the box. Nothing has been sent. What is not listed may give the reporter away as well.",
    leak_confirm: "I have looked at it: send it as it stands",
    sealed: "Sealed. Whoever handles the case asks for what is needed and says what for; a custodian decides, and the reporter is told.",
    own: "You are a custodian of this identity. Requests wait for you here:",
    own_link: "Identities",
    needed: |count| if count == 1 { "One custodian decides.".to_owned() } else { format!("{count} custodians have to grant it.") },
    too_few: |others, needed| {
        format!(
            "Custodians beside you who could decide: {others}; needed: {needed}. Nobody could grant what you ask. Have an administrator of the unit appoint another custodian first."
        )
    },
    needed_short: "The danger for the reporter was assessed as high, so two custodians ought to decide. Fewer than two could, so one is enough: tell your lead that a second one is needed.",
    waiting: |at, granted, needed| format!("You asked at {at}. Granted by {granted} of {needed}."),
    refused_at: "Your last request was refused.",
    refused_words: "The custodian says",
    lapsed: "Your last request lapsed: the case or the identity went elsewhere.",
    ended: "Your last release has ended, and its key is destroyed.",
    open_until: |at| format!("Released to you until {at}; it then ends by itself."),
    open_note: "Each look goes into the audit log and is told to the reporter. It is shown on one page, once, and not kept.",
    shown: |until| format!("Shown on this page this once and not kept. Released to you alone until {until}. Do not copy what the case does not need."),
    ask: "Ask for the identity",
    ask_note: "The custodians and the reporter read the purpose and your words. Ask for no more than the case needs.",
    ask_purpose: "Purpose",
    ask_scope: "What is needed",
    ask_words: "What it is needed for",
    ask_words_hint: "For example: to verify the named report by telephone, as the rules ask. Do not repeat what the report says.",
    asked_scope: "Asked for",
    waiting_title: "Waiting for a decision",
    waiting_none: "Nobody is asking for an identity.",
    asker: "Asked by",
    asked_at: "Asked at",
    decided: |who, at| format!("{who}, {at}"),
    decided_label: "Granted so far by",
    two_needed: "Two custodians have to grant this one.",
    decided_short: "The danger for the reporter was assessed as high, so two custodians ought to decide. Nobody else could, so you decide alone: grant no more than is needed, and tell your lead that a second custodian is needed.",
    decide_words: "Words on the decision",
    decide_hint: "A refusal has to say why. Whoever asked reads it; if you grant it, the reporter as well.",
    grant: "Grant",
    refuse: "Refuse",
    grant_note: |hours| format!("What is granted is sealed anew to that one member, for {hours} hours."),
    kept_title: "Identities that you keep",
    kept_none: "None.",
    kept_caption: "Cases whose identity you keep, the newest first",
    kept_number: "Case number",
    kept_kind: "Kind",
    kept_unit: "Unit in charge",
    kept_filed: "Filed",
    kept_hand: "Hand over",
    hand_to: |unit| format!("Hand to the custodians of {unit}"),
    hand_words: "Reason",
    intro: "You keep the identities of named reports of your unit, and of units below it that have no custodian. Nobody looks at one without being asked for it by whoever handles the case, and nobody decides on an own request. The reports themselves stay closed to you.",
    more: "Older ones",
    done_granted: "Granted and released.",
    done_agreed: "Noted. Another custodian has to grant it as well.",
    done_refused: "Refused.",
    done_handed: "Handed over.",
    objections_title: "Objections of reporters",
    objections_intro: "Reporters object here to releases of their identity by units below yours. You see what was said about the request, and nothing else of the case.",
    objections_none: "There are no objections.",
    objection: "What the reporter objects",
    decisions: "Decided by",
    decision_of: |who, granted| if granted { format!("{who}: granted") } else { format!("{who}: refused") },
    involved: "You asked or decided in this case: somebody else answers.",
    answer: "Answer",
    answer_hint: "Shown to the reporter word for word: what you looked into, whether the release was right, what follows.",
    answered: "Answer",
    send_answer: "Send the answer",
    done_answered: "Answered.",
    unreadable: "Cannot be opened, or the signature does not fit.",
};
