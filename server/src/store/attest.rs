//! Public keys of people as the portal wrote them. Each stands with a mark that only the portal can make, so that whoever writes to the database
//! cannot put a key of their own in the place of a member's or a reporter's: one whose mark does not fit counts as none.
//!
//! The store knows no secret. Whoever has it, the vault, makes the marks, and the store asks for them at each reading.

use std::sync::{Arc, OnceLock};

use subtle::ConstantTimeEq;

use super::{
    Member, ReporterKeys, Store, StoreError,
    sql::{self, values},
};

/// The condition that keys have no mark.
const UNMARKED: &str = "WHERE length(keys_mark) = 0";

/// Public keys, and whose they are.
#[derive(Clone, Copy)]
pub enum PersonKeys<'a> {
    /// A member's.
    Member {
        /// The member.
        id: i64,
        /// The sign-in name.
        login: &'a str,
        /// Keys are sealed to it.
        public: &'a [u8],
        /// What checks the member's messages, the present key first.
        verifying: &'a [u8],
    },
    /// A reporter's.
    Reporter {
        /// The case.
        case: i64,
        /// Data keys are sealed to it.
        public: &'a [u8],
        /// Checks the reporter's messages.
        verifying: &'a [u8],
    },
}

/// Makes marks.
pub trait Attestor: Send + Sync {
    /// The mark of these keys: of no others, and of nobody else's.
    fn mark(&self, keys: PersonKeys<'_>) -> [u8; 32];
}

/// The attestor in use. Without one, as in a store of its own, every key counts.
#[derive(Default)]
pub(super) struct Attested(OnceLock<Arc<dyn Attestor>>);

impl Attested {
    fn are_genuine(&self, keys: PersonKeys<'_>, mark: &[u8]) -> bool {
        self.0.get().is_none_or(|attestor| attestor.mark(keys).ct_eq(mark).into())
    }

    /// The member, without keys if they are not as the portal wrote them.
    pub(super) fn member(&self, mut member: Member) -> Member {
        if !self.are_genuine(member.keys(), &member.keys_mark) {
            member.public_key.clear();
            member.verifying_key.clear();
        }
        member
    }

    /// The reporter's keys; none if they are not as the portal wrote them.
    pub(super) fn reporter(&self, mut keys: ReporterKeys) -> ReporterKeys {
        if !self.are_genuine(keys.keys(), &keys.keys_mark) {
            keys.public_key.clear();
            keys.verifying_key.clear();
        }
        keys
    }
}

impl Store {
    /// Has the marks of people's keys checked from now on. The first attestor stays.
    pub fn attest(&self, attestor: Arc<dyn Attestor>) {
        drop(self.attested().0.set(attestor));
    }

    /// Marks the keys that an earlier version left without a mark, and returns how many people they are of. Whoever calls this vouches for the
    /// database: keys that somebody else put there are marked as well.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mark_earlier_keys(&self) -> Result<usize, StoreError> {
        const TOGETHER: usize = 1_000;
        let Some(attestor) = self.attested().0.get() else { return Ok(0) };
        let members: Vec<Member> = sql::all(self.reader(), UNMARKED, vec![]).await?;
        for member in &members {
            let sql = "UPDATE members SET keys_mark = ? WHERE id = ? AND length(keys_mark) = 0";
            sql::run(self.writer(), sql, values![attestor.mark(member.keys()), member.id]).await?;
        }
        let mut count = members.len();
        loop {
            let reporters: Vec<ReporterKeys> = sql::all(self.reader(), &format!("{UNMARKED} LIMIT {TOGETHER}"), vec![]).await?;
            let transaction = self.begin().await?;
            for keys in &reporters {
                let sql = "UPDATE reporter_keys SET keys_mark = ? WHERE case_id = ?";
                sql::run(&transaction, sql, values![attestor.mark(keys.keys()), keys.case_id]).await?;
            }
            transaction.commit().await?;
            count += reporters.len();
            if reporters.len() < TOGETHER {
                return Ok(count);
            }
        }
    }
}

impl Member {
    /// The member's public keys.
    pub fn keys(&self) -> PersonKeys<'_> {
        PersonKeys::Member { id: self.id, login: &self.login, public: &self.public_key, verifying: &self.verifying_key }
    }

    /// Whether something can be sealed to the member: the keys are those that the portal wrote.
    pub fn has_keys(&self) -> bool {
        !self.public_key.is_empty()
    }
}

impl ReporterKeys {
    /// The reporter's public keys.
    pub fn keys(&self) -> PersonKeys<'_> {
        PersonKeys::Reporter { case: self.case_id, public: &self.public_key, verifying: &self.verifying_key }
    }
}
