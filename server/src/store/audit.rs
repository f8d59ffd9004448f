//! The append-only audit log: each entry's hash covers the one before it, and a row of its own remembers the last.
//!
//! Entries say who did what to which case and when. They hold nothing that a person wrote.

pub mod days;

use std::iter::Peekable;

use sea_orm::{ConnectionTrait, DatabaseBackend, Value};
use sha2::{Digest, Sha256};

use super::{
    Store, StoreError,
    record::record,
    recusals,
    sql::{self, values},
};

record! {
    /// An entry of the audit log.
    #[derive(Debug, Clone, PartialEq, Eq)]
    AuditEntry in "audit_log" {
        /// Number, from 1 without gaps.
        seq: i64,
        /// When.
        at: i64,
        /// What was done, as a word.
        action: String,
        /// The member who did it; none for the portal or the operator.
        member_id: Option<i64>,
        /// The member's unit at that time.
        unit_id: Option<i64>,
        /// To which case.
        case_id: Option<i64>,
        /// To what else: a code or an identifier.
        object: Option<String>,
        /// SHA-256 over the hash before and every field.
        hash: [u8; 32],
    }
}

record! {
    /// The last entry.
    AuditHead in "audit_head" {
        /// Always 1.
        id: i64,
        /// Its number.
        seq: i64,
        /// Its hash.
        hash: [u8; 32],
    }
}

/// What is to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When.
    pub at: i64,
    /// What was done, as a word such as `case.open`.
    pub action: String,
    /// The member who did it; none for the portal or the operator.
    pub member: Option<i64>,
    /// The member's unit.
    pub unit: Option<i64>,
    /// To which case.
    pub case: Option<i64>,
    /// To what else: a code or an identifier, never text that a person wrote.
    pub object: Option<String>,
}

/// The first fault that a verification found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// An entry is missing: this number was expected.
    #[error("entry {0} is missing")]
    Missing(i64),
    /// An entry does not match its hash: it, or the order of entries, was changed.
    #[error("entry {0} was changed or moved")]
    Changed(i64),
    /// The chain holds, but at this entry it is not the one whose end was signed: what came before was written anew.
    #[error("the log was rewritten: entry {0} is not the one that was signed")]
    Rewritten(i64),
    /// The last entry on record, or the last one signed, is not the last one found.
    #[error("entries after {0} were removed")]
    Cut(i64),
    /// The row that remembers the last entry is gone, or holds none.
    #[error("the record of the last entry was removed or changed")]
    NoHead,
}

/// How the log is known to have stood once: it must have this hash at this entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number of the entry.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// Which entries are wanted. What is none does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// By members of any of these units; all, and what no member did, if none.
    pub units: Option<Vec<i64>>,
    /// By this member.
    pub member: Option<i64>,
    /// With this word.
    pub action: Option<String>,
    /// About this case.
    pub case: Option<i64>,
    /// At or after this moment.
    pub from: Option<i64>,
    /// At or before this moment.
    pub to: Option<i64>,
    /// Before the entry with this number.
    pub before: Option<i64>,
    /// The member who looks: entries about cases which that member is kept away from, or was until they were destroyed, are left out.
    pub reader: Option<i64>,
}

impl AuditFilter {
    fn condition(&self) -> (String, Vec<Value>) {
        let mut terms = vec!["seq < ?".to_owned()];
        let mut bound = values![self.before.unwrap_or(i64::MAX)];
        if let Some(units) = &self.units {
            // Of no unit at all nothing is wanted.
            let units = if units.is_empty() { &[0][..] } else { units };
            terms.push(format!("unit_id IN ({})", sql::placeholders(units.len())));
            bound.extend(units.iter().map(|&unit| sql::value(unit)));
        }
        let whole = [("member_id = ?", self.member), ("case_id = ?", self.case), ("at >= ?", self.from), ("at <= ?", self.to)];
        for (term, number) in whole {
            if let Some(number) = number {
                terms.push(term.to_owned());
                bound.push(sql::value(number));
            }
        }
        if let Some(reader) = self.reader {
            let destroyed = "SELECT 1 FROM destroyed_cases d WHERE d.id = audit_log.case_id AND d.hidden_from LIKE ?";
            terms.push(recusals::is_open_to("audit_log.case_id"));
            terms.push(format!("NOT EXISTS ({destroyed})"));
            bound.extend(values![reader, recusals::trace(reader)]);
        }
        if let Some(action) = &self.action {
            terms.push("action = ?".to_owned());
            bound.push(sql::value(action.clone()));
        }
        (terms.join(" AND "), bound)
    }
}

/// What a verification found intact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intact {
    /// How many entries there are.
    pub entries: i64,
    /// The last hash: note it elsewhere, and nobody can rewrite what came before it.
    pub head: [u8; 32],
}

/// Entries read at once.
const PAGE: i64 = 5_000;
/// What the first entry is chained to.
const START: [u8; 32] = [0; 32];

/// Questions about the audit log, and its one way in.
pub struct Audit<'a>(&'a Store);

impl Store {
    /// The audit log.
    pub fn audit(&self) -> Audit<'_> {
        Audit(self)
    }
}

impl Audit<'_> {
    /// Appends an entry; returns its number once it is durable.
    ///
    /// # Errors
    /// The database is away or full.
    pub async fn append(&self, entry: NewEntry) -> Result<i64, StoreError> {
        self.0.batch().append(entry).await
    }

    /// The entries before `before`, newest first; all if it is none.
    ///
    /// # Errors
    /// The database is away.
    pub async fn page(&self, before: Option<i64>, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
        let before = before.unwrap_or(i64::MAX);
        sql::all(self.0.reader(), "WHERE seq < ? ORDER BY seq DESC LIMIT ?", values![before, limit]).await
    }

    /// The entries that a filter leaves, newest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn filtered(&self, filter: &AuditFilter, limit: u32) -> Result<Vec<AuditEntry>, StoreError> {
        let (condition, mut bound) = filter.condition();
        bound.push(sql::value(limit));
        sql::all(self.0.reader(), &format!("WHERE {condition} ORDER BY seq DESC LIMIT ?"), bound).await
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// The database is away.
    pub async fn entries(&self) -> Result<i64, StoreError> {
        let head: AuditHead = sql::one(self.0.reader(), "WHERE id = 1", vec![]).await?;
        Ok(head.seq)
    }

    /// The entries after `after`, oldest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn after(&self, after: i64, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        sql::all(self.0.reader(), "WHERE seq > ? ORDER BY seq LIMIT ?", values![after, limit]).await
    }

    /// The entry with this number.
    ///
    /// # Errors
    /// The database is away.
    pub async fn entry(&self, seq: i64) -> Result<Option<AuditEntry>, StoreError> {
        sql::optional(self.0.reader(), "WHERE seq = ?", values![seq]).await
    }

    /// Whether some entry has this hash: the log has not been rewritten since it was noted.
    ///
    /// # Errors
    /// The database is away.
    pub async fn contains(&self, hash: &[u8; 32]) -> Result<bool, StoreError> {
        Ok(sql::row(self.0.reader(), "SELECT 1 FROM audit_log WHERE hash = ?", values![*hash]).await?.is_some())
    }

    /// Checks the whole chain against itself and against ends that were signed. Finds entries removed, changed, put in or reordered;
    /// entries cut off the end as long as the row that remembers the last one stands or an end beyond the cut was signed; and, where an
    /// end was signed, that all before it was written anew.
    ///
    /// # Errors
    /// The database is away.
    pub async fn verify(&self, signed: &[Checkpoint]) -> Result<Result<Intact, Broken>, StoreError> {
        let mut signed = signed.to_vec();
        signed.sort_unstable_by_key(|checkpoint| checkpoint.seq);
        // Read first: what is appended meanwhile is no fault.
        let Some(head) = self.head().await? else { return Ok(Err(Broken::NoHead)) };
        let mut chain = Chain { seq: 0, hash: START };
        let mut signed = signed.into_iter().peekable();
        while chain.seq < head.seq {
            let page = match self.readable(chain.seq, PAGE.min(head.seq - chain.seq)).await? {
                Ok(page) => page,
                Err(broken) => return Ok(Err(broken)),
            };
            if page.is_empty() {
                return Ok(Err(Broken::Cut(chain.seq)));
            }
            if let Err(broken) = page.iter().try_for_each(|entry| chain.check(entry).and_then(|()| chain.meet(&mut signed))) {
                return Ok(Err(broken));
            }
        }
        if signed.peek().is_some() {
            return Ok(Err(Broken::Cut(chain.seq)));
        }
        if chain.hash != head.hash {
            return Ok(Err(Broken::Changed(chain.seq)));
        }
        let beyond = self.readable(head.seq, 1).await?;
        let follows = beyond.and_then(|beyond| beyond.first().map_or(Ok(()), |entry| chain.check(entry)));
        Ok(follows.map(|()| Intact { entries: head.seq, head: head.hash }))
    }

    /// The row that remembers the last entry, if it is one.
    async fn head(&self) -> Result<Option<AuditHead>, StoreError> {
        match sql::optional(self.0.reader(), "WHERE id = 1", vec![]).await {
            Err(StoreError::Corrupt(_)) => Ok(None),
            other => other,
        }
    }

    /// The entries after `after` up to one that cannot be read, such as for the length of its hash; if that is the first, it was changed.
    async fn readable(&self, after: i64, mut limit: i64) -> Result<Result<Vec<AuditEntry>, Broken>, StoreError> {
        loop {
            match self.after(after, limit).await {
                Err(StoreError::Corrupt(_)) if limit > 1 => limit /= 2,
                Err(StoreError::Corrupt(_)) => return Ok(Err(Broken::Changed(after + 1))),
                other => return other.map(Ok),
            }
        }
    }
}

/// Where a verification stands.
struct Chain {
    seq: i64,
    hash: [u8; 32],
}

impl Chain {
    /// Compares with the ends that were signed at the entry reached.
    fn meet(&self, signed: &mut Peekable<impl Iterator<Item = Checkpoint>>) -> Result<(), Broken> {
        while let Some(checkpoint) = signed.next_if(|checkpoint| checkpoint.seq <= self.seq) {
            if checkpoint.hash != self.hash {
                return Err(Broken::Rewritten(checkpoint.seq));
            }
        }
        Ok(())
    }

    fn check(&mut self, entry: &AuditEntry) -> Result<(), Broken> {
        if entry.seq != self.seq + 1 {
            return Err(Broken::Missing(self.seq + 1));
        }
        if entry.hash != digest(&self.hash, entry) {
            return Err(Broken::Changed(entry.seq));
        }
        (self.seq, self.hash) = (entry.seq, entry.hash);
        Ok(())
    }
}

/// The hash of an entry. Every field has a length or a fixed width before it, so that no two entries are hashed alike.
fn digest(before: &[u8; 32], entry: &AuditEntry) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"qingfeng audit entry 1");
    hash.update(before);
    hash.update(entry.seq.to_be_bytes());
    hash.update(entry.at.to_be_bytes());
    text(&mut hash, Some(&entry.action));
    for id in [entry.member_id, entry.unit_id, entry.case_id] {
        hash.update([u8::from(id.is_some())]);
        hash.update(id.unwrap_or(0).to_be_bytes());
    }
    text(&mut hash, entry.object.as_deref());
    hash.finalize().into()
}

fn text(hash: &mut Sha256, text: Option<&str>) {
    hash.update([u8::from(text.is_some())]);
    let text = text.unwrap_or("");
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text.as_bytes());
}

/// Appends entries within a transaction and returns their numbers.
pub(super) async fn append(db: &impl ConnectionTrait, entries: &[&NewEntry]) -> Result<Vec<i64>, StoreError> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let head = lock_head(db).await?;
    let mut chain = Chain { seq: head.seq, hash: head.hash };
    let chained: Vec<AuditEntry> = entries.iter().map(|entry| chain.extend(entry)).collect();
    let numbers = chained.iter().map(|entry| entry.seq).collect();
    sql::insert(db, chained, "").await?;
    sql::run(db, "UPDATE audit_head SET seq = ?, hash = ? WHERE id = 1", values![chain.seq, chain.hash]).await?;
    Ok(numbers)
}

/// Reads the last entry. On PostgreSQL its row stays locked until the end, so that two nodes append one after the other; on SQLite the
/// transaction holds the only write lock anyway.
async fn lock_head(db: &impl ConnectionTrait) -> Result<AuditHead, StoreError> {
    let lock = if db.get_database_backend() == DatabaseBackend::Postgres { " FOR UPDATE" } else { "" };
    sql::one(db, &format!("WHERE id = 1{lock}"), vec![]).await
}

impl Chain {
    fn extend(&mut self, new: &NewEntry) -> AuditEntry {
        let NewEntry { at, action, member: member_id, unit: unit_id, case: case_id, object } = new.clone();
        let mut entry = AuditEntry { seq: self.seq + 1, at, action, member_id, unit_id, case_id, object, hash: START };
        entry.hash = digest(&self.hash, &entry);
        (self.seq, self.hash) = (entry.seq, entry.hash);
        entry
    }
}
