//! Takes out of a file what tells about its maker, as far as it is of a kind that can be cleaned.

use cleaner::{CleanError, Cleaned, FileKind, clean};
use model::{Handling, Trace, Uncleaned, Wish};
use tokio::sync::Semaphore;

/// Files that are cleaned at once by this process, so that its memory stays bounded.
static CLEANING: Semaphore = Semaphore::const_new(2);

/// The largest file that is cleaned here, in bytes: it has to fit into memory, with all that is made of it. A browser cleans larger ones.
pub(super) const LARGEST: usize = 20 << 20;

/// What was found, in the words of the vocabulary.
pub fn traces(found: &[cleaner::Finding]) -> Vec<Trace> {
    found.iter().filter_map(|finding| finding.code().parse().ok()).collect()
}

/// Cleans a file that is here as a whole, or only says what is in it if that is the wish.
pub(super) async fn handle(content: Vec<u8>, wish: &Wish) -> (Vec<u8>, Handling) {
    // Closed it never is; and if it were, cleaning is no less right.
    let _permit = CLEANING.acquire().await.ok();
    let (kept, given) = (wish_reason(wish), content.clone());
    let cleaned = tokio::task::spawn_blocking(move || clean(FileKind::of_whole(&given), given)).await;
    match (cleaned.unwrap_or(Err(CleanError::Malformed)), kept) {
        (Ok(Cleaned { found, .. }), Some(reason)) => (content, Handling::Kept { found: traces(&found), reason }),
        (Ok(Cleaned { bytes, found }), None) => (bytes, Handling::Cleaned(traces(&found))),
        (Err(error), _) => (content, Handling::Not(why(error))),
    }
}

/// What is said of a file that is too large to be cleaned here, or of a kind that is not.
pub(super) fn unhandled(wish: &Wish, why: Uncleaned) -> Handling {
    match wish_reason(wish) {
        Some(reason) => Handling::Kept { found: Vec::new(), reason },
        None => Handling::Not(why),
    }
}

fn wish_reason(wish: &Wish) -> Option<String> {
    match wish {
        Wish::Clean => None,
        Wish::Keep(reason) => Some(reason.clone()),
    }
}

pub(super) const fn why(error: CleanError) -> Uncleaned {
    match error {
        CleanError::Unsupported => Uncleaned::Kind,
        CleanError::TooLarge => Uncleaned::Size,
        CleanError::Malformed => Uncleaned::Damaged,
        CleanError::Encrypted => Uncleaned::Locked,
        CleanError::SamplesPassed => Uncleaned::Partly,
    }
}

#[cfg(test)]
mod tests {
    use cleaner::Finding;

    use super::*;

    #[test]
    fn every_finding_has_a_word_in_the_vocabulary() {
        assert_eq!(traces(Finding::ALL), Trace::ALL);
    }

    #[tokio::test]
    async fn what_cannot_be_cleaned_stays_as_it_is_and_says_so() {
        let (content, handling) = handle(b"\xFF\xD8\xFF broken".to_vec(), &Wish::Clean).await;
        assert!(content == b"\xFF\xD8\xFF broken" && handling == Handling::Not(Uncleaned::Damaged));
        let (_, handling) = handle(b"just words".to_vec(), &Wish::Keep("原件".into())).await;
        assert!(handling == Handling::Not(Uncleaned::Kind));
    }
}
