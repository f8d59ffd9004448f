//! Which reasons may be chosen for which kind of report.

use model::{DeclineReason, ReportKind};

/// Why a report of this kind may be declined, in the order in which a form offers it.
pub const fn for_declining(kind: ReportKind) -> &'static [DeclineReason] {
    use DeclineReason::{Duplicate, FinallyReviewed, NoSubstance, OtherOrgan, OtherProceedings, OutOfScope};
    match kind {
        ReportKind::Disclosure => &[OtherOrgan, OtherProceedings, NoSubstance, Duplicate, OutOfScope],
        ReportKind::Request => &[OtherProceedings, OtherOrgan, Duplicate, FinallyReviewed, OutOfScope],
        ReportKind::Protection => &[OtherOrgan, NoSubstance, Duplicate, OutOfScope],
        ReportKind::Suggestion => &[OtherOrgan, Duplicate, OutOfScope],
    }
}

#[cfg(test)]
mod tests {
    use model::Article;

    use super::*;

    #[test]
    fn a_final_review_ends_requests_alone() {
        assert!(for_declining(ReportKind::Request).contains(&DeclineReason::FinallyReviewed));
        assert!(!for_declining(ReportKind::Disclosure).contains(&DeclineReason::FinallyReviewed));
        assert_eq!(DeclineReason::FinallyReviewed.article(), Article::Petitions36);
    }

    #[test]
    fn each_kind_has_reasons_and_none_twice() {
        for &kind in ReportKind::ALL {
            let reasons = for_declining(kind);
            assert!(!reasons.is_empty());
            assert!(reasons.iter().enumerate().all(|(place, reason)| !reasons[..place].contains(reason)));
        }
    }
}
