//! A case as its reporter follows it, read by one statement: each is a way to the database's thread and back, and this page is the one
//! that reporters ask for most.

use sea_orm::Value;

use super::{
    StoreError,
    cases::{Case, Cases},
    parts::{CaseKey, CaseKeyRow, Envelope, EnvelopeRow, Event, EventRow},
    record::{Columns, Record},
    sql::{self, values},
};

/// What is on record for a reporter.
pub struct FollowedCase {
    /// The case.
    pub case: Case,
    /// The reporter's data keys and those of the identity, by epoch.
    pub keys: Vec<CaseKey>,
    /// What the reporter is told, oldest first.
    pub events: Vec<Event>,
    /// What was written at these steps.
    pub envelopes: Vec<Envelope>,
}

/// The statement: rows of the case with a key each, then rows of a step with what was written at it.
pub(super) fn followed_sql(lookup: [u8; 32]) -> (String, Vec<Value>) {
    let nulls = |columns: usize| vec!["NULL"; columns].join(", ");
    let sql = format!(
        "SELECT found.*, copies.*, {no_step} FROM ({case} WHERE lookup = ?) AS found \
         JOIN ({key} WHERE holder = 'reporter' OR purpose = 'identity') AS copies ON copies.case_id = found.id \
         UNION ALL \
         SELECT {no_key}, told.*, written.* \
         FROM ({event} WHERE public AND case_id = (SELECT id FROM cases WHERE lookup = ?)) AS told \
         LEFT JOIN ({envelope}) AS written ON written.case_id = told.case_id AND written.slot = told.slot AND written.seq = told.slot_seq",
        case = Case::SELECT,
        key = CaseKeyRow::SELECT,
        event = EventRow::SELECT,
        envelope = EnvelopeRow::SELECT,
        no_step = nulls(EventRow::COLUMNS.len() + EnvelopeRow::COLUMNS.len()),
        no_key = nulls(Case::COLUMNS.len() + CaseKeyRow::COLUMNS.len()),
    );
    (sql, values![lookup, lookup])
}

impl Cases<'_> {
    /// The case whose reporter's code has this lookup MAC.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn followed(&self, lookup: [u8; 32]) -> Result<FollowedCase, StoreError> {
        let (sql, bound) = followed_sql(lookup);
        let (mut found, mut keys, mut events, mut envelopes) = (None, Vec::new(), Vec::new(), Vec::new());
        for row in sql::rows(self.0.reader(), &sql, bound).await? {
            let mut columns = Columns::of(&row);
            found = columns.joined::<Case>()?.or(found);
            keys.extend(columns.joined::<CaseKeyRow>()?.map(CaseKey::try_from).transpose()?);
            events.extend(columns.joined::<EventRow>()?.map(Event::try_from).transpose()?);
            envelopes.extend(columns.joined::<EnvelopeRow>()?.map(Envelope::try_from).transpose()?);
        }
        keys.sort_by_key(|key| key.epoch);
        events.sort_by_key(|event| event.seq);
        Ok(FollowedCase { case: found.ok_or(StoreError::NotFound)?, keys, events, envelopes })
    }
}
