//! What the portal publishes about itself once a day: how the audit log ended and what was filed, as hashes, signed by the installation.
//! Whoever keeps a copy can tell later whether anything that came before was rewritten.

use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use seal::{Statement, StatementSignature, VerifyingKey, tree_hash};
use serde::{Deserialize, Serialize};

use super::calendar::{day_of, day_of_ms, end_of};
use crate::{
    store::{
        AuditEntry, NewEntry, Store, StoreError,
        audit::{
            AuditFilter, Checkpoint,
            days::{ClosedDay, DayEnd},
        },
    },
    vault::operator::OperatorKeys,
};

/// What is filed in the last second of a day may be stored a little later, and the clocks of two nodes differ a little.
const GRACE: SignedDuration = SignedDuration::from_mins(5);
/// Smaller figures are not published.
const FEW: i64 = 5;
/// Days that the published file holds.
const IN_FILE: u32 = 400;
/// The layout of that file.
const FORMAT: u32 = 1;
/// Entries read at once.
const PAGE: u32 = 1_000;
/// The word of the entry that closes a day.
const CLOSE: &str = "day.close";

/// A closed day as it is published. Hashes and the signature in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedDay {
    /// The day, `YYYY-MM-DD`, in the portal's time zone.
    pub day: String,
    /// Entries of the audit log when it was closed.
    pub entries: i64,
    /// Hash of the last of them.
    pub head: String,
    /// Reports filed on that day: a number, or `<5`.
    pub filings: String,
    /// Tree hash (RFC 6962) over the marks of these reports.
    pub root: String,
    /// Ed25519 under the statement of all this.
    pub signature: String,
}

/// What is published for machines, and kept by whoever wants to check later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Layout.
    pub format: u32,
    /// The installation's public key, in hexadecimal digits.
    pub key: String,
    /// Its fingerprint, in groups.
    pub fingerprint: String,
    /// Days that are over, newest first.
    pub days: Vec<PublishedDay>,
}

impl Published {
    /// As of now.
    ///
    /// # Errors
    /// The database is away.
    pub async fn read(store: &Store, keys: &OperatorKeys) -> Result<Self, StoreError> {
        Ok(Self {
            format: FORMAT,
            key: HEXLOWER.encode(keys.public_key().as_bytes()),
            fingerprint: keys.fingerprint().to_string(),
            days: store.days().newest(IN_FILE).await?.iter().map(PublishedDay::from).collect(),
        })
    }
}

impl From<&ClosedDay> for PublishedDay {
    fn from(day: &ClosedDay) -> Self {
        Self {
            day: day.day.clone(),
            entries: day.entries,
            head: HEXLOWER.encode(&day.head),
            filings: if day.filings < FEW { format!("<{FEW}") } else { day.filings.to_string() },
            root: HEXLOWER.encode(&day.root),
            signature: HEXLOWER.encode(&day.signature),
        }
    }
}

impl PublishedDay {
    /// What is signed.
    pub fn statement(&self) -> String {
        let Self { day, entries, head, filings, root, .. } = self;
        format!("day {day}\nentries {entries}\nhead {head}\nfilings {filings}\nroot {root}\n")
    }

    /// The same with its signature, which is what is stamped.
    pub fn signed_statement(&self) -> String {
        format!("{}signature {}\n", self.statement(), self.signature)
    }

    /// Whether the holder of this key signed it.
    pub fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        let signature = HEXLOWER.decode(self.signature.as_bytes()).ok();
        let signature = signature.and_then(|bytes| StatementSignature::try_from(bytes.as_slice()).ok());
        signature.is_some_and(|signature| key.has_stated(Statement::AuditHead, self.statement().as_bytes(), &signature))
    }

    /// How the audit log must have stood; none if the hash is none.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        let hash = HEXLOWER.decode(self.head.as_bytes()).ok()?.try_into().ok()?;
        Some(Checkpoint { seq: self.entries, hash })
    }
}

/// The days that the audit log itself says were closed, and how it stood with each: what has no such end on record was taken out of it.
///
/// # Errors
/// The database is away.
pub async fn closed_in_log(store: &Store) -> Result<Vec<(String, Checkpoint)>, StoreError> {
    let mut closed = Vec::new();
    let mut filter = AuditFilter { action: Some(CLOSE.to_owned()), ..AuditFilter::default() };
    loop {
        let page = store.audit().filtered(&filter, PAGE).await?;
        let Some(last) = page.last() else { return Ok(closed) };
        filter.before = Some(last.seq);
        closed.extend(page.iter().map(|entry| (day_closed_by(entry), Checkpoint { seq: entry.seq, hash: entry.hash })));
    }
}

fn day_closed_by(entry: &AuditEntry) -> String {
    let object = entry.object.as_deref().unwrap_or_default();
    object.split(' ').next().unwrap_or_default().to_owned()
}

/// Closes every day that is over and not closed yet, oldest first; tells how many. Two nodes that do it at once close each day once.
///
/// # Errors
/// The database is away.
pub async fn close_days(store: &Store, keys: &OperatorKeys, now: Timestamp) -> Result<u32, StoreError> {
    let today = day_of(now - GRACE);
    let mut closed = 0;
    let mut next = first_open(store).await?;
    while let Some(day) = next.filter(|&day| day < today) {
        closed += u32::from(close(store, keys, day, now).await?);
        next = day.tomorrow().ok();
    }
    Ok(closed)
}

/// The latest day that was closed, if it is not over: a clock ran ahead, and what is filed up to its end stands in no day's end.
///
/// # Errors
/// The database is away.
pub async fn closed_too_early(store: &Store, now: Timestamp) -> Result<Option<Date>, StoreError> {
    let latest = store.days().latest().await?.and_then(|latest| latest.day.parse().ok());
    Ok(latest.filter(|&day| day >= day_of(now)))
}

/// The day after the last closed one; if none was closed, the day of the log's first entry.
async fn first_open(store: &Store) -> Result<Option<Date>, StoreError> {
    if let Some(latest) = store.days().latest().await? {
        return Ok(latest.day.parse::<Date>().ok().and_then(|day| day.tomorrow().ok()));
    }
    Ok(store.audit().after(0, 1).await?.first().map(|entry| day_of_ms(entry.at)))
}

async fn close(store: &Store, keys: &OperatorKeys, day: Date, now: Timestamp) -> Result<bool, StoreError> {
    let start = end_of(day.saturating_sub(1.day())) + 1;
    let marks = store.days().filed_within(start, end_of(day)).await?;
    let root = tree_hash(&marks);
    let object = Some(format!("{day} {}", HEXLOWER.encode(&root)));
    let entry = NewEntry { at: now.as_millisecond(), action: CLOSE.to_owned(), member: None, unit: None, case: None, object };
    let sign =
        |day: &ClosedDay| keys.signing.state(Statement::AuditHead, PublishedDay::from(day).statement().as_bytes()).as_bytes().to_vec();
    store.days().close(DayEnd { day: day.to_string(), marks, root, entry }, sign).await
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn small_figures_are_not_published_and_what_is_published_is_signed() {
        let keys = OperatorKeys::generate(&mut StdRng::seed_from_u64(1));
        let mut day = ClosedDay {
            day: "2026-11-24".to_owned(),
            closed_at: 0,
            entries: 7,
            head: [1; 32],
            filings: FEW - 1,
            root: [2; 32],
            signature: Vec::new(),
        };
        let statement = PublishedDay::from(&day).statement();
        day.signature = keys.signing.state(Statement::AuditHead, statement.as_bytes()).as_bytes().to_vec();
        let published = PublishedDay::from(&day);
        assert_eq!(published.filings, "<5");
        assert_eq!(published.checkpoint(), Some(Checkpoint { seq: 7, hash: [1; 32] }));
        assert!(published.is_signed_by(&keys.public_key()));
        assert!(!published.is_signed_by(&OperatorKeys::generate(&mut StdRng::seed_from_u64(2)).public_key()));
        for changed in [
            PublishedDay { day: "2026-11-25".to_owned(), ..published.clone() },
            PublishedDay { entries: 8, ..published.clone() },
            PublishedDay { head: published.root.clone(), ..published.clone() },
            PublishedDay { filings: "5".to_owned(), ..published.clone() },
            PublishedDay { signature: "00".to_owned(), ..published.clone() },
        ] {
            assert!(!changed.is_signed_by(&keys.public_key()), "{changed:?}");
        }
    }
}
