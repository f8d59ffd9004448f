//! What time limits and decisions rest on: the articles, the clocks that follow from them, and the lists of reasons.
//!
//! Pages name each of them in every language; the server counts by them.

use crate::text::words;

words! {
    /// An article that a time limit or a reason rests on.
    Article("article") {
        /// 信访工作条例 (2022) 第二十二条: register and forward within 15 days.
        Petitions22 = "petitions-22",
        /// 信访工作条例 第二十三条: tell whether it is accepted within 15 days; object to a transfer within 5 working days.
        Petitions23 = "petitions-23",
        /// 信访工作条例 第三十一条: what belongs to other proceedings is handled there.
        Petitions31 = "petitions-31",
        /// 信访工作条例 第三十四条: settle a request within 60 days, at most 30 more.
        Petitions34 = "petitions-34",
        /// The same, once the person in charge has put off the date, and the reporter was told why.
        Petitions34Extended = "petitions-34-extended",
        /// 信访工作条例 第三十五条: ask for a review within 30 days.
        Petitions35 = "petitions-35",
        /// 信访工作条例 第三十六条: what has been finally reviewed is not accepted again.
        Petitions36 = "petitions-36",
        /// 纪检监察机关处理检举控告工作规则 (2020) 第十六条: take or pass on what was forwarded within 5 working days.
        Disclosures16 = "disclosures-16",
        /// 处理检举控告工作规则: tell a named reporter within 15 working days whether it is accepted.
        ///
        /// The limit is confirmed by an official page; that it stands in article 26 is not, so no article is named.
        DisclosuresNamed = "disclosures-named",
        /// 处理检举控告工作规则: what is not accepted.
        DisclosuresScope = "disclosures-scope",
        /// 处理检举控告工作规则 第四十九条: protect who reports, and their kin, against threats. It sets no time; the portal does.
        Disclosures49 = "disclosures-49",
        /// 纪律检查机关监督执纪工作规则: a proposal for handling a lead within one month.
        Supervision = "supervision",
        /// No statute: what this portal has undertaken.
        House = "house",
    }
}

words! {
    /// A clock that runs on a case.
    Clock("clock") {
        /// Until the reporter is told whether it is accepted.
        Acceptance = "acceptance",
        /// The same for a named disclosure, in working days.
        NamedAcceptance = "named-acceptance",
        /// Until an anonymous disclosure is registered or forwarded.
        Registration = "registration",
        /// Until a transfer is taken or sent back.
        TakeOver = "take-over",
        /// Until what came back is sent elsewhere.
        Reroute = "reroute",
        /// Until a request is settled.
        Settlement = "settlement",
        /// Until it is decided how a disclosure is handled.
        Disposal = "disposal",
        /// Until a suggestion is answered.
        SuggestionAnswer = "suggestion-answer",
        /// Until whoever asks for protection is told what is done at once.
        Protection = "protection",
        /// Until the danger has been looked into, and the measures stand.
        Safeguard = "safeguard",
    }
}

words! {
    /// Why a report is declined.
    DeclineReason("reason for declining") {
        /// It belongs, or has gone, before a court, arbitration or administrative reconsideration.
        OtherProceedings = "other-proceedings",
        /// Another organ is competent, and it cannot be transferred within this portal.
        OtherOrgan = "other-organ",
        /// Accusations are listed without anything that could be looked into.
        NoSubstance = "no-substance",
        /// The same matter is being handled already.
        Duplicate = "duplicate",
        /// The same matter has been finally reviewed.
        FinallyReviewed = "finally-reviewed",
        /// It is no matter for petitions at all.
        OutOfScope = "out-of-scope",
    }
}

impl DeclineReason {
    /// What the reason rests on.
    pub const fn article(self) -> Article {
        match self {
            Self::OtherProceedings => Article::Petitions31,
            Self::OtherOrgan | Self::Duplicate | Self::OutOfScope => Article::Petitions23,
            Self::NoSubstance => Article::DisclosuresScope,
            Self::FinallyReviewed => Article::Petitions36,
        }
    }
}

words! {
    /// Why a transferred case is sent back.
    ReturnReason("reason for returning") {
        /// Not this unit's duty.
        NotCompetent = "not-competent",
        /// The matter lies in another area.
        OtherArea = "other-area",
        /// The unit, or one of its leaders, is what the report is about.
        Conflict = "conflict",
        /// A higher unit is handling the same matter.
        HandledAbove = "handled-above",
    }
}

impl ReturnReason {
    /// What the reason rests on.
    pub const fn article(self) -> Article {
        match self {
            Self::NotCompetent | Self::OtherArea | Self::HandledAbove | Self::Conflict => Article::Petitions23,
        }
    }
}

words! {
    /// Why a case is not destroyed before its time although its reporter asks for it.
    DeletionRefusal("reason for keeping") {
        /// It is being handled, or a review can still be asked for.
        Pending = "pending",
        /// It is evidence in proceedings.
        Evidence = "evidence",
        /// A rule on archives says how long it has to be kept.
        Archive = "archive",
        /// Others have rights that hang on it.
        OthersRights = "others-rights",
    }
}

/// How long a limit is, in the unit that its rule counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Days of the calendar.
    Days(u32),
    /// Days on which offices work.
    WorkingDays(u32),
    /// Months of the calendar.
    Months(u32),
}
