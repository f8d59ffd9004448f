//! Copies with parts blacked out, for whoever is to read them.

use jiff::Timestamp;
use model::{CaseAction, CaseNumber, Right, redaction::Redacted};
use seal::{Purpose, Slot};

use super::{
    CaseworkError, Office,
    desk::open_copy,
    reading::{KeyRing, Reading, read},
    rights,
};
use crate::{
    store::{CaseKey, Envelope, NewEntry},
    vault::{SignedIn, unit_keys::HeldKeys},
};

/// Copies on a page of the list.
pub const A_PAGE: u32 = 50;

/// The copies that a member's unit was given, for one request.
#[derive(Clone, Copy)]
pub struct SharedCopies<'a> {
    office: &'a Office,
    who: &'a SignedIn,
    now: Timestamp,
}

/// A copy, before it is opened.
pub struct SharedCopy {
    /// Case number.
    pub number: CaseNumber,
    /// Which copy of the case.
    pub seq: u32,
    /// Made at.
    pub at: i64,
    /// The unit that made it.
    pub from: i64,
}

impl<'a> SharedCopies<'a> {
    /// The copies for this member.
    pub const fn new(office: &'a Office, who: &'a SignedIn, now: Timestamp) -> Self {
        Self { office, who, now }
    }

    fn demand(&self) -> Result<(), CaseworkError> {
        let right = Right::HandleCases;
        if rights::may(&self.who.roles, right) { Ok(()) } else { Err(CaseworkError::Forbidden(right)) }
    }

    async fn note(&self, action: &str, case: Option<i64>, object: Option<String>) -> Result<(), CaseworkError> {
        let (at, member, unit) = (self.now.as_millisecond(), Some(self.who.member), Some(self.who.unit));
        self.office.store.audit().append(NewEntry { at, action: action.to_owned(), member, unit, case, object }).await?;
        Ok(())
    }

    async fn held(&self) -> Result<HeldKeys, CaseworkError> {
        Ok(HeldKeys::of(&self.office.store, self.who).await?)
    }

    /// What the unit was given, the latest first, without the first so many; and whether there is more.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn list(&self, skipped: u32) -> Result<(Vec<SharedCopy>, bool), CaseworkError> {
        self.demand()?;
        self.note("copy.list", None, None).await?;
        let held: Vec<i64> = self.held().await?.ids().collect();
        let cases = self.office.store.cases();
        let mut keys = cases.redaction_keys(&held, self.who.member, skipped, A_PAGE + 1).await?;
        let is_more = keys.len() > A_PAGE as usize;
        keys.truncate(A_PAGE as usize);
        let mut copies = Vec::new();
        for key in keys {
            copies.push(self.unopened(&key, &cases.envelope(key.case, Slot::Redacted, key.epoch).await?).await?);
        }
        Ok((copies, is_more))
    }

    async fn unopened(&self, key: &CaseKey, envelope: &Envelope) -> Result<SharedCopy, CaseworkError> {
        let case = self.office.store.cases().by_id(key.case).await?;
        // Each copy is an event, in the same order. The case may be in another unit by now.
        let events = self.office.store.cases().events(key.case).await?;
        let made = events.iter().filter(|event| event.action == CaseAction::Redact).nth(key.epoch as usize);
        let from = made.and_then(|event| event.unit).unwrap_or(case.unit_id);
        Ok(SharedCopy { number: case.number, seq: key.epoch, at: envelope.created_at, from })
    }

    /// Opens one.
    ///
    /// # Errors
    /// [`CaseworkError::NotFound`], whether there is none or it is for others; [`CaseworkError::Forbidden`].
    pub async fn open(&self, number: &CaseNumber, seq: u32) -> Result<(SharedCopy, Reading<Redacted>), CaseworkError> {
        self.demand()?;
        let mut held = self.held().await?;
        let ids: Vec<i64> = held.ids().collect();
        let cases = self.office.store.cases();
        let case = cases.with_number(number, self.who.member).await?.id;
        let key = cases.redaction_key(&ids, self.who.member, case, seq).await?;
        let envelope = cases.envelope(case, Slot::Redacted, seq).await?;
        let copy = self.unopened(&key, &envelope).await?;
        self.note("copy.open", Some(case), Some(seq.to_string())).await?;
        let mut ring = KeyRing::default();
        ring.take(Purpose::Redaction, seq, open_copy(&key, &mut held))?;
        let signatories = self.office.signatories(std::slice::from_ref(&envelope)).await?;
        Ok((copy, read(&envelope, &ring, &signatories)))
    }
}
