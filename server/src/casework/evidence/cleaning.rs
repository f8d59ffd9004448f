//! Takes out of a file what tells about its maker, as far as it is of a kind that can be cleaned.

use cleaner::{CleanError, Cleaned, FileKind, clean};
use model::{Handling, Wish};
use tokio::sync::Semaphore;

/// Files that are cleaned at once by this process, so that its memory stays bounded.
static CLEANING: Semaphore = Semaphore::const_new(2);

/// The largest file that is cleaned here, in bytes: it has to fit into memory, with all that is made of it. A browser cleans larger ones.
pub(super) const LARGEST: usize = 20 << 20;

/// Cleans a file that is here as a whole, or only says what is in it if that is the wish.
pub(super) async fn handle(content: Vec<u8>, wish: &Wish) -> (Vec<u8>, Handling) {
    // Closed it never is; and if it were, cleaning is no less right.
    let _permit = CLEANING.acquire().await.ok();
    let given = content.clone();
    let cleaned = tokio::task::spawn_blocking(move || clean(FileKind::of_whole(&given), given)).await;
    match (cleaned.unwrap_or(Err(CleanError::Malformed)), wish) {
        (Ok(Cleaned { bytes, found }), Wish::Clean) => (bytes, wish.handling(Ok(found))),
        (Ok(Cleaned { found, .. }), Wish::Keep(_)) => (content, wish.handling(Ok(found))),
        (Err(error), _) => (content, wish.handling(Err(error.into()))),
    }
}

#[cfg(test)]
mod tests {
    use model::Uncleaned;

    use super::*;

    #[tokio::test]
    async fn what_cannot_be_cleaned_stays_as_it_is_and_says_so() {
        let (content, handling) = handle(b"\xFF\xD8\xFF broken".to_vec(), &Wish::Clean).await;
        assert!(content == b"\xFF\xD8\xFF broken" && handling == Handling::Not(Uncleaned::Damaged));
        let (_, handling) = handle(b"just words".to_vec(), &Wish::Keep("原件".into())).await;
        assert!(handling == Handling::Kept { found: vec![], reason: "原件".into() });
    }
}
