//! Moments as staff read them.

use jiff::{Timestamp, civil::DateTime};

use crate::casework::calendar::CHINA;

/// Local time of a stored moment, in UTC milliseconds. One out of range, which nothing stores, shows as the epoch.
pub fn local(moment: i64) -> DateTime {
    CHINA.to_datetime(Timestamp::from_millisecond(moment).unwrap_or(Timestamp::UNIX_EPOCH))
}
