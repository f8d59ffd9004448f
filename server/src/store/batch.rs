//! Group commit: what arrives while a commit is under way goes into the next one, and each is answered only after its own.
//!
//! One `fsync` then makes many reports durable. A failing item does not fail its neighbours: they are tried again one by one.

use sea_orm::{DatabaseConnection, DatabaseTransaction};
use tokio::sync::{mpsc, oneshot};

use super::{
    StoreError, audit,
    audit::NewEntry,
    connect, filing,
    filing::{Filed, NewCase},
    shelter::Shelf,
    upkeep,
    upkeep::Token,
};

/// The most items that one transaction takes.
const MOST: usize = 256;
/// Items that may wait; further ones wait outside.
const WAITING: usize = 4 * MOST;

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

enum Job {
    File(Box<NewCase>, Reply<Filed>),
    Append(NewEntry, Reply<i64>),
    Spend(Token, Reply<bool>),
}

/// Hands items to the committing task and waits until they are durable.
#[derive(Clone)]
pub(super) struct Sender(mpsc::Sender<Job>);

impl Sender {
    pub(super) async fn file(&self, case: NewCase) -> Result<Filed, StoreError> {
        self.send(|reply| Job::File(Box::new(case), reply)).await
    }

    pub(super) async fn append(&self, entry: NewEntry) -> Result<i64, StoreError> {
        self.send(|reply| Job::Append(entry, reply)).await
    }

    pub(super) async fn spend(&self, token: Token) -> Result<bool, StoreError> {
        self.send(|reply| Job::Spend(token, reply)).await
    }

    async fn send<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let gone = |_| StoreError::Unavailable(None);
        self.0.send(job(reply)).await.map_err(|_| StoreError::Unavailable(None))?;
        answer.await.map_err(gone)?
    }
}

/// Starts the task. It ends when the last sender is gone, with everything committed that it had taken.
pub(super) fn start(writer: DatabaseConnection, shelf: Shelf) -> Sender {
    let (sender, mut jobs) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut taken = Vec::with_capacity(MOST);
        while jobs.recv_many(&mut taken, MOST).await > 0 {
            Batch::of(taken.drain(..)).settle(&writer, &shelf).await;
        }
    });
    Sender(sender)
}

#[derive(Default)]
struct Batch {
    cases: Vec<(Box<NewCase>, Reply<Filed>)>,
    entries: Vec<(NewEntry, Reply<i64>)>,
    tokens: Vec<(Token, Reply<bool>)>,
}

/// What a committed batch has to answer, in the batch's order.
struct Answers {
    filed: Vec<Filed>,
    appended: Vec<i64>,
    spent: Vec<bool>,
}

impl Batch {
    fn of(jobs: impl Iterator<Item = Job>) -> Self {
        let mut batch = Self::default();
        for job in jobs {
            match job {
                Job::File(case, reply) => batch.cases.push((case, reply)),
                Job::Append(entry, reply) => batch.entries.push((entry, reply)),
                Job::Spend(token, reply) => batch.tokens.push((token, reply)),
            }
        }
        batch
    }

    fn len(&self) -> usize {
        self.cases.len() + self.entries.len() + self.tokens.len()
    }

    async fn settle(self, writer: &DatabaseConnection, shelf: &Shelf) {
        match self.commit(writer, shelf).await {
            Ok(answers) => self.answer(answers),
            Err(error) if error.is_passing() || self.len() == 1 => self.refuse(&error),
            Err(_) => {
                for single in self.singles() {
                    match single.commit(writer, shelf).await {
                        Ok(answers) => single.answer(answers),
                        Err(error) => single.refuse(&error),
                    }
                }
            }
        }
    }

    async fn commit(&self, writer: &DatabaseConnection, shelf: &Shelf) -> Result<Answers, StoreError> {
        let transaction = connect::begin(writer).await?;
        let written = self.write(&transaction, shelf).await;
        connect::finish(transaction, written).await
    }

    async fn write(&self, transaction: &DatabaseTransaction, shelf: &Shelf) -> Result<Answers, StoreError> {
        let cases: Vec<&NewCase> = self.cases.iter().map(|(case, _)| &**case).collect();
        let entries: Vec<&NewEntry> = self.entries.iter().map(|(entry, _)| entry).collect();
        let tokens: Vec<&Token> = self.tokens.iter().map(|(token, _)| token).collect();
        Ok(Answers {
            spent: upkeep::spend(transaction, &tokens).await?,
            filed: filing::insert(transaction, shelf, &cases).await?,
            appended: audit::append(transaction, &entries).await?,
        })
    }

    /// Whoever asked may have gone away; what was committed stays committed.
    fn answer(self, answers: Answers) {
        self.cases.into_iter().zip(answers.filed).for_each(|((_, reply), filed)| drop(reply.send(Ok(filed))));
        self.entries.into_iter().zip(answers.appended).for_each(|((_, reply), seq)| drop(reply.send(Ok(seq))));
        self.tokens.into_iter().zip(answers.spent).for_each(|((_, reply), new)| drop(reply.send(Ok(new))));
    }

    fn refuse(self, error: &StoreError) {
        self.cases.into_iter().for_each(|(_, reply)| drop(reply.send(Err(error.clone()))));
        self.entries.into_iter().for_each(|(_, reply)| drop(reply.send(Err(error.clone()))));
        self.tokens.into_iter().for_each(|(_, reply)| drop(reply.send(Err(error.clone()))));
    }

    fn singles(self) -> impl Iterator<Item = Self> {
        let cases = self.cases.into_iter().map(|item| Self { cases: vec![item], ..Self::default() });
        let entries = self.entries.into_iter().map(|item| Self { entries: vec![item], ..Self::default() });
        let tokens = self.tokens.into_iter().map(|item| Self { tokens: vec![item], ..Self::default() });
        tokens.chain(cases).chain(entries)
    }
}
