//! Where a case stands and what can be done to it. The rules stand in the server's `casework::state`.

use crate::{kind::ReportKind, text::words};

words! {
    /// The status of a case.
    CaseStatus("case status") {
        /// Filed; the unit has not looked at it yet.
        Submitted = "submitted",
        /// The unit asked the reporter for more.
        NeedMore = "need-more",
        /// Sent to another unit, which has not taken it yet.
        Transferred = "transferred",
        /// Sent back by the unit it was transferred to.
        Returned = "returned",
        /// Accepted for handling.
        Accepted = "accepted",
        /// Declined, with a reason from the rule's list.
        Declined = "declined",
        /// The unit gave its answer.
        Answered = "answered",
        /// Settled.
        Closed = "closed",
        /// Withdrawn by the reporter.
        Withdrawn = "withdrawn",
    }
}

impl CaseStatus {
    /// Whether the unit still owes something.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Declined | Self::Closed | Self::Withdrawn)
    }
}

words! {
    /// What someone does to a case.
    CaseAction("case action") {
        /// File the report.
        File = "file",
        /// Accept it for handling.
        Accept = "accept",
        /// Decline it.
        Decline = "decline",
        /// Ask the reporter for more.
        Ask = "ask",
        /// The reporter supplies what was asked, or adds text.
        Supply = "supply",
        /// Send it to another unit.
        Transfer = "transfer",
        /// Send it back to the unit it came from.
        Return = "return",
        /// Give the unit's answer.
        Answer = "answer",
        /// Put off the date by which it has to be settled.
        Extend = "extend",
        /// Close the case with a finding.
        Close = "close",
        /// Take it up again.
        Reopen = "reopen",
        /// The reporter withdraws it.
        Withdraw = "withdraw",
        /// The reporter rates the outcome.
        Rate = "rate",
        /// Give it to a member.
        Assign = "assign",
        /// Change the category.
        Recategorise = "recategorise",
        /// Write an internal note.
        Note = "note",
        /// Ask the custodians for the reporter's identity.
        AskIdentity = "ask-identity",
        /// A custodian grants a request that needs another custodian's word as well.
        AgreeIdentity = "agree-identity",
        /// A custodian grants a request: what was asked for is released.
        GrantIdentity = "grant-identity",
        /// A custodian refuses a request.
        RefuseIdentity = "refuse-identity",
        /// Look at what was released of the identity.
        OpenIdentity = "open-identity",
        /// Custodians hand the identity to those of the unit in charge.
        HandIdentity = "hand-identity",
        /// The reporter objects to a release.
        Object = "object",
        /// The unit above answers an objection.
        AnswerObjection = "answer-objection",
        /// Keep a member away from it, who must not learn of it.
        Recuse = "recuse",
        /// Let such a member back.
        Readmit = "readmit",
        /// It goes to the unit above, since here is nobody left who may handle it.
        PassUp = "pass-up",
        /// Assess the danger for whoever reported.
        Assess = "assess",
        /// Keep the case from being destroyed until a day.
        Hold = "hold",
        /// End such a hold.
        LiftHold = "lift-hold",
        /// The reporter asks for the case to be destroyed before its time.
        AskDeletion = "ask-deletion",
        /// The unit refuses that, for a reason from a list.
        RefuseDeletion = "refuse-deletion",
        /// Make a copy with parts blacked out, for another unit or for publication.
        Redact = "redact",
    }
}

impl CaseAction {
    /// Whether it concerns the reporter's identity alone. What is said with it is between custodians, those who ask them, the reporter and
    /// the unit above.
    pub const fn is_custody(self) -> bool {
        use CaseAction::{AgreeIdentity, AnswerObjection, AskIdentity, GrantIdentity, HandIdentity, Object, OpenIdentity, RefuseIdentity};
        matches!(
            self,
            AskIdentity | AgreeIdentity | GrantIdentity | RefuseIdentity | OpenIdentity | HandIdentity | Object | AnswerObjection
        )
    }
}

impl CaseAction {
    /// Whether the unit and the reporter come into contact with it, one telling the other something or looking at who the other is: after that
    /// the danger is assessed anew.
    pub const fn is_contact(self) -> bool {
        use CaseAction::{
            Accept, Answer, AnswerObjection, Ask, AskDeletion, Close, Decline, Extend, File, Object, OpenIdentity, Rate, RefuseDeletion,
            Reopen, Return, Supply, Transfer, Withdraw,
        };
        matches!(self, File | Supply | Withdraw | Rate | Object | AskDeletion)
            || matches!(self, Accept | Decline | Ask | Transfer | Return | Answer | Close | Reopen | Extend | RefuseDeletion)
            || matches!(self, OpenIdentity | AnswerObjection)
    }

    /// Whether what is written with it is for the unit's own eyes, and no part of the conversation with the reporter.
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::Note | Self::Recuse | Self::Readmit | Self::Assess) || self.is_custody()
    }
}

words! {
    /// What was found when a case is closed.
    Finding("finding") {
        /// What a disclosure says is true.
        Substantiated = "substantiated",
        /// Part of it is true.
        Partly = "partly",
        /// It is not true.
        Unsubstantiated = "unsubstantiated",
        /// It could not be established.
        Undetermined = "undetermined",
        /// What a request asks for is granted.
        Granted = "granted",
        /// Part of it is granted.
        GrantedInPart = "granted-in-part",
        /// It is fair, but no rule gives it; that was explained.
        Explained = "explained",
        /// It is not granted.
        Refused = "refused",
        /// A suggestion is taken up.
        Adopted = "adopted",
        /// Part of it is taken up.
        AdoptedInPart = "adopted-in-part",
        /// It is kept for study.
        Kept = "kept",
        /// It is not taken up.
        NotAdopted = "not-adopted",
        /// There was retaliation, or the danger of it; measures were taken.
        Protected = "protected",
        /// It was handed to those who prosecute it.
        Prosecuted = "prosecuted",
        /// There was none.
        NoRetaliation = "no-retaliation",
    }
}

impl Finding {
    /// What can be found about a report of this kind.
    pub const fn of(kind: ReportKind) -> &'static [Self] {
        match kind {
            ReportKind::Disclosure => &[Self::Substantiated, Self::Partly, Self::Unsubstantiated, Self::Undetermined],
            ReportKind::Request => &[Self::Granted, Self::GrantedInPart, Self::Explained, Self::Refused],
            ReportKind::Protection => &[Self::Protected, Self::Prosecuted, Self::NoRetaliation, Self::Undetermined],
            ReportKind::Suggestion => &[Self::Adopted, Self::AdoptedInPart, Self::Kept, Self::NotAdopted],
        }
    }
}

words! {
    /// How content a reporter is with a closed case.
    Rating("rating") {
        /// Content.
        Satisfied = "satisfied",
        /// Partly content.
        Fair = "fair",
        /// Not content.
        Unsatisfied = "unsatisfied",
    }
}

words! {
    /// Where a report was sealed. Said honestly to both sides.
    SealedBy("sealing place") {
        /// By the server in memory, after an encrypted connection.
        Server = "server",
        /// In the reporter's browser.
        Browser = "browser",
    }
}
