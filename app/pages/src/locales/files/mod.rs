//! What is said of a file: what was found in it, and why it could not be cleaned.

use cleaner::{CleanError, Finding};

use crate::Locale;

pub(crate) struct Texts {
    /// What was found, as an entry of a list.
    pub(crate) finding: fn(Finding) -> &'static str,
    /// Why nothing was removed, in a sentence.
    pub(crate) not_cleaned: fn(CleanError) -> &'static str,
}

namespace!();

/// What a finding is called.
pub fn finding(locale: Locale, finding: Finding) -> &'static str {
    (texts(locale).finding)(finding)
}

/// Why a file could not be cleaned.
pub fn not_cleaned(locale: Locale, error: CleanError) -> &'static str {
    (texts(locale).not_cleaned)(error)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_finding_has_a_name_of_its_own_in_every_language() {
        for locale in Locale::ALL {
            let names: HashSet<&str> = Finding::ALL.iter().map(|one| finding(locale, *one)).collect();
            assert_eq!(names.len(), Finding::ALL.len());
            assert!(names.iter().all(|name| !name.trim().is_empty()));
        }
    }

    #[test]
    fn every_reason_is_a_sentence_in_every_language() {
        const ERRORS: [CleanError; 5] =
            [CleanError::Unsupported, CleanError::TooLarge, CleanError::Malformed, CleanError::Encrypted, CleanError::SamplesPassed];
        for locale in Locale::ALL {
            assert!(ERRORS.iter().all(|error| not_cleaned(locale, *error).ends_with(['。', '.'])));
        }
    }
}
