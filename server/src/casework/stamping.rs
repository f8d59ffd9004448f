//! Stamps under the signed ends of days: asked for one at a time, and again, later and later, where none came.

use jiff::{SignedDuration, Timestamp};
use rand_core::CryptoRng;

use super::transparency::PublishedDay;
use crate::{
    stamps::{Authority, Stamp, StampError, Trust},
    store::{
        Store, StoreError,
        audit::days::{ClosedDay, DayStamp},
    },
};

/// Older days go without: the log's end of a later day holds theirs, and so does its stamp.
const RECENT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The first wait after nothing came; each further one is twice as long, up to the last.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);

/// What came of asking.
#[derive(Debug)]
pub struct Asked {
    /// The day.
    pub day: String,
    /// The stamp's time, or why there is none.
    pub outcome: Result<Timestamp, StampError>,
}

/// Asks for one stamp, if a day is due.
///
/// # Errors
/// The database is away. That there is no stamp is none.
pub async fn stamp_next(
    store: &Store,
    authority: &Authority,
    now: Timestamp,
    rng: &mut (impl CryptoRng + Send),
) -> Result<Option<Asked>, StoreError> {
    let days = store.days();
    let Some(day) = days.to_stamp((now - RECENT).as_millisecond(), now.as_millisecond()).await? else { return Ok(None) };
    let tries = days.stamp_on(&day.day).await?.map_or(0, |stamp| stamp.tries);
    let came = authority.stamp(stamped_text(&day).as_bytes(), rng).await;
    days.put_stamp(noted(&day.day, tries, now, &came)).await?;
    Ok(Some(Asked { day: day.day, outcome: came.map(|stamp| stamp.at) }))
}

fn noted(day: &str, tries: u32, now: Timestamp, came: &Result<Stamp, StampError>) -> DayStamp {
    let day = day.to_owned();
    match came {
        Ok(Stamp { token, at }) => {
            let (token, stamped_at) = (Some(token.clone()), Some(at.as_millisecond()));
            DayStamp { day, token, stamped_at, tries, next_try_at: now.as_millisecond(), problem: None }
        }
        Err(error) => {
            let next_try_at = (now + wait(tries)).as_millisecond();
            DayStamp { day, token: None, stamped_at: None, tries: tries.saturating_add(1), next_try_at, problem: Some(error.to_string()) }
        }
    }
}

fn wait(tries: u32) -> SignedDuration {
    FIRST_WAIT.checked_mul(2_i32.saturating_pow(tries)).map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

/// How many of the days that were closed lately have no stamp.
///
/// # Errors
/// The database is away.
pub async fn unstamped(store: &Store, now: Timestamp) -> Result<i64, StoreError> {
    store.days().unstamped((now - RECENT).as_millisecond()).await
}

/// What is stamped of a day: what was signed, and the signature.
pub fn stamped_text(day: &ClosedDay) -> String {
    PublishedDay::from(day).signed_statement()
}

/// Checks every stamp that is kept, without asking anybody; tells how many there are, or which does not hold.
///
/// # Errors
/// The database is away.
pub async fn verify_stamps(store: &Store, trust: &Trust) -> Result<Result<u64, (String, StampError)>, StoreError> {
    let mut kept = 0;
    for day in store.days().all().await? {
        let Some(token) = store.days().stamp_on(&day.day).await?.and_then(|stamp| stamp.token) else { continue };
        if let Err(error) = trust.check(&token, stamped_text(&day).as_bytes()) {
            return Ok(Err((day.day, error)));
        }
        kept += 1;
    }
    Ok(Ok(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_longer_and_none_longer_than_the_last() {
        assert_eq!(wait(0), FIRST_WAIT);
        assert_eq!(wait(3), FIRST_WAIT * 8);
        assert_eq!([wait(9), wait(31), wait(u32::MAX)], [LONGEST_WAIT; 3]);
    }
}
