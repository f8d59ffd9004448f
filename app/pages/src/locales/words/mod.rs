//! What the vocabulary's words are called: kinds, statuses, notices, clocks, articles, reasons.

use model::{
    CaseStatus, IdentityMode, ReportKind, Role,
    basis::{Article, Clock, DeclineReason, DeletionRefusal, ReturnReason},
    state::Notice,
    status::{Finding, Rating},
};

use crate::Locale;

pub(crate) struct Texts {
    pub(crate) kind: fn(ReportKind) -> &'static str,
    pub(crate) identity: fn(IdentityMode) -> &'static str,
    /// A status as the reporter is told it.
    pub(crate) status: fn(CaseStatus) -> &'static str,
    /// A change as the reporter is told it.
    pub(crate) notice: fn(Notice) -> &'static str,
    /// What must have happened when a clock runs out.
    pub(crate) clock: fn(Clock) -> &'static str,
    /// Name of the rule, with the article where it is certain.
    pub(crate) article: fn(Article) -> &'static str,
    pub(crate) decline: fn(DeclineReason) -> &'static str,
    pub(crate) send_back: fn(ReturnReason) -> &'static str,
    pub(crate) kept: fn(DeletionRefusal) -> &'static str,
    pub(crate) finding: fn(Finding) -> &'static str,
    pub(crate) rating: fn(Rating) -> &'static str,
    pub(crate) role: fn(Role) -> &'static str,
    /// Heading of a group of categories.
    pub(crate) group: fn(code: &str) -> &'static str,
}

namespace!();

/// A category's name.
pub(crate) fn category(locale: Locale, category: &model::category::Category) -> &str {
    match locale {
        Locale::ZhHans => &category.name_hans,
        Locale::ZhHant => &category.name_hant,
        Locale::En => &category.name_en,
    }
}
