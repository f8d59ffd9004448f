//! Cases as their reporters follow them. Those that are asked for while others are being read are read together: the way to the database's
//! thread and back costs more than the rows, and this is what reporters ask for most.

use std::collections::HashMap;

use model::FileState;
use sea_orm::{DatabaseConnection, Value};
use tokio::sync::{mpsc, oneshot};

use super::{
    StoreError,
    cases::{Case, Cases},
    files::StoredFile,
    parts::{CaseKey, CaseKeyRow, Envelope, EnvelopeRow, Event, EventRow},
    record::{Columns, Record, Stored, record},
    shelter::Shelf,
    sql::{self, value},
};

/// The most cases that are read together.
const MOST: usize = 64;
/// Those who may wait; further ones wait outside.
const WAITING: usize = 4 * MOST;

/// MAC of the lookup id that a receipt code yields.
type Lookup = [u8; 32];

/// What is on record for a reporter.
#[derive(Clone)]
pub struct FollowedCase {
    /// The case.
    pub case: Case,
    /// The reporter's data keys and those of the identity, by epoch.
    pub keys: Vec<CaseKey>,
    /// What the reporter is told, oldest first.
    pub events: Vec<Event>,
    /// What was written at these steps.
    pub envelopes: Vec<Envelope>,
    /// Files that were added and not yet sent.
    pub files: Vec<StoredFile>,
}

record! {
    /// By what a case is found.
    Sought in "cases" {
        /// Identifier.
        id: i64,
        /// MAC of the lookup id.
        lookup: Lookup,
    }
}

impl Cases<'_> {
    /// The case whose reporter's code has this lookup MAC.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn followed(&self, lookup: Lookup) -> Result<FollowedCase, StoreError> {
        let (reply, answer) = oneshot::channel();
        let gone = || StoreError::Unavailable(None);
        self.0.followers().0.send(Asked { lookup, reply }).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

struct Asked {
    lookup: Lookup,
    reply: oneshot::Sender<Result<FollowedCase, StoreError>>,
}

/// Hands over what is asked for.
#[derive(Clone)]
pub(super) struct Sender(mpsc::Sender<Asked>);

/// Starts the task that reads. It ends when the last sender is gone.
pub(super) fn start(reader: DatabaseConnection, shelf: Shelf) -> Sender {
    let (sender, mut waiting) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut taken = Vec::with_capacity(MOST);
        while waiting.recv_many(&mut taken, MOST).await > 0 {
            settle(&reader, &shelf, std::mem::take(&mut taken)).await;
        }
    });
    Sender(sender)
}

/// Answers all, together; one by one if that fails because of one of them.
async fn settle(reader: &DatabaseConnection, shelf: &Shelf, asked: Vec<Asked>) {
    let lookups: Vec<Lookup> = asked.iter().map(|asked| asked.lookup).collect();
    match find(reader, shelf, &lookups).await {
        Ok(found) => asked.into_iter().for_each(|asked| asked.answer(Ok(&found))),
        Err(error) if error.is_passing() || asked.len() == 1 => asked.into_iter().for_each(|asked| asked.answer(Err(&error))),
        Err(_) => {
            for asked in asked {
                let found = find(reader, shelf, &[asked.lookup]).await;
                asked.answer(found.as_ref());
            }
        }
    }
}

impl Asked {
    /// Whoever asked may have gone away.
    fn answer(self, found: Result<&HashMap<Lookup, FollowedCase>, &StoreError>) {
        let answer = match found {
            Ok(found) => found.get(&self.lookup).cloned().ok_or(StoreError::NotFound),
            Err(error) => Err(error.clone()),
        };
        drop(self.reply.send(answer));
    }
}

async fn find(reader: &DatabaseConnection, shelf: &Shelf, lookups: &[Lookup]) -> Result<HashMap<Lookup, FollowedCase>, StoreError> {
    let (sql, bound) = cases_sql(lookups);
    let mut found = HashMap::with_capacity(lookups.len());
    for row in sql::rows(reader, &sql, bound).await? {
        let mut columns = Columns::of(&row);
        let case = Case::read(&mut columns)?;
        found.insert(case.id, (Sought::read(&mut columns)?.lookup, FollowedCase::from(case)));
    }
    let ids: Vec<i64> = found.keys().copied().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }

    let (sql, bound) = keys_sql(&ids);
    for row in sql::rows(reader, &sql, bound).await? {
        let key = shelf.open(CaseKeyRow::load(&row)?)?;
        let Some((_, followed)) = found.get_mut(&key.case) else { continue };
        followed.keys.push(key);
    }
    let (sql, bound) = steps_sql(&ids);
    for row in sql::rows(reader, &sql, bound).await? {
        let mut columns = Columns::of(&row);
        let event = Event::try_from(EventRow::read(&mut columns)?)?;
        let written = columns.joined::<EnvelopeRow>()?.map(Envelope::try_from).transpose()?;
        let Some((_, followed)) = found.get_mut(&event.case) else { continue };
        followed.events.push(event);
        followed.envelopes.extend(written);
    }
    let (sql, bound) = files_sql(&ids);
    for row in sql::rows(reader, &sql, bound).await? {
        let file = StoredFile::load(&row)?;
        let Some((_, followed)) = found.get_mut(&file.case_id) else { continue };
        followed.files.push(file);
    }
    Ok(found.into_values().map(|(lookup, followed)| (lookup, followed.in_order())).collect())
}

impl From<Case> for FollowedCase {
    fn from(case: Case) -> Self {
        Self { case, keys: Vec::new(), events: Vec::new(), envelopes: Vec::new(), files: Vec::new() }
    }
}

impl FollowedCase {
    fn in_order(mut self) -> Self {
        self.keys.sort_by_key(|key| key.epoch);
        self.events.sort_by_key(|event| event.seq);
        self.files.sort_by_key(|file| file.number);
        self
    }
}

/// Cases and by what they were found.
pub(super) fn cases_sql(lookups: &[Lookup]) -> (String, Vec<Value>) {
    let (list, bound) = list(lookups);
    let (case, sought) = (Case::SELECT, Sought::SELECT);
    let sql = format!(
        "SELECT found.*, sought.* FROM ({sought} WHERE lookup IN ({list})) AS sought JOIN ({case}) AS found ON found.id = sought.id"
    );
    (sql, bound)
}

/// Their reporters' keys.
pub(super) fn keys_sql(cases: &[i64]) -> (String, Vec<Value>) {
    let (list, bound) = list(cases);
    let key = CaseKeyRow::SELECT;
    (format!("{key} WHERE case_id IN ({list}) AND (holder = 'reporter' OR purpose = 'identity')"), bound)
}

/// What their reporters are told, and what was written at each step.
pub(super) fn steps_sql(cases: &[i64]) -> (String, Vec<Value>) {
    let (list, bound) = list(cases);
    let (event, envelope) = (EventRow::SELECT, EnvelopeRow::SELECT);
    let sql = format!(
        "SELECT told.*, written.* FROM ({event} WHERE public AND case_id IN ({list})) AS told \
         LEFT JOIN ({envelope}) AS written ON written.case_id = told.case_id AND written.slot = told.slot AND written.seq = told.slot_seq"
    );
    (sql, bound)
}

/// Files that wait to be sent.
pub(super) fn files_sql(cases: &[i64]) -> (String, Vec<Value>) {
    let (list, mut bound) = list(cases);
    bound.push(value(FileState::Added));
    (format!("{} WHERE case_id IN ({list}) AND state = ?", StoredFile::SELECT), bound)
}

/// A list for `IN`, its last item repeated up to a power of two: so few statements differ that each stays prepared.
fn list<T: Copy + Stored>(items: &[T]) -> (String, Vec<Value>) {
    let length = items.len().next_power_of_two();
    let padded = items.iter().chain(items.last().into_iter().cycle()).take(length);
    (sql::placeholders(length), padded.map(|item| value(*item)).collect())
}
