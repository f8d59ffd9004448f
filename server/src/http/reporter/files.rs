//! Files that come in a plain form: each is read as it arrives, cleaned, sealed and stored, and stands nowhere as a whole unless it is
//! small enough to be cleaned in memory.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::Response,
};
use futures_util::{Stream, stream};
use model::{FaultKind, ReceiptCode, Wish, evidence};
use multer::{Field as Part, Multipart};
use pages::reporter::FilesDone;
use seal::ReporterSecret;
use tokio::{sync::Semaphore, time::timeout};

use super::{
    held,
    status::{Counter, Files, Sent, reject},
};
use crate::{
    app::App,
    casework::{
        CaseworkError,
        evidence::{BrokenOff, receive},
    },
    http::{form::Form, limits::Spending, refusal::Refusal, visit::Visit},
};

/// A connection on which nothing comes for so long is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// Posts that are read at once by this process, so that its memory stays bounded.
const AT_ONCE: usize = 32;
/// Fields that stand before the files.
const FIELDS: usize = 3;
/// Most bytes of such a field.
const WORDS: usize = 8 * 1024;

static READING: Semaphore = Semaphore::const_new(AT_ONCE);

/// `POST /status/files`: adds files to a case, for its reporter alone.
pub async fn post(State(app): State<App>, visit: Visit, request: Request) -> Result<Response, Refusal> {
    let Ok(_permit) = READING.try_acquire() else { return Err(Refusal::Unavailable) };
    let mut parts = Parts::of(request)?;
    let (words, first) = parts.words().await?;
    let answer = Posted { app, visit, words }.take(first, &mut parts).await;
    // A browser that is answered before all was sent shows an error of its own instead.
    parts.drain().await;
    Ok(answer)
}

/// The parts of a form with files.
struct Parts(Multipart<'static>);

impl Parts {
    fn of(request: Request) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|_| Refusal::UnsupportedMedia)?;
        Ok(Self(Multipart::new(request.into_body().into_data_stream(), boundary)))
    }

    async fn next(&mut self) -> Result<Option<Part<'static>>, BrokenOff> {
        timeout(PATIENCE, self.0.next_field()).await.map_err(|_| BrokenOff)?.map_err(|_| BrokenOff)
    }

    /// What stands before the files, and the first of these.
    async fn words(&mut self) -> Result<(Words, Option<Part<'static>>), Refusal> {
        let mut words = Words::default();
        for _ in 0..=FIELDS {
            let Some(part) = self.next().await.map_err(|_| Refusal::BadRequest)? else { return Ok((words, None)) };
            let place = match part.name() {
                Some("receipt") => &mut words.receipt,
                Some("traces") => &mut words.traces,
                Some("keep_reason") => &mut words.reason,
                Some("files") => return Ok((words, Some(part))),
                _ => return Err(Refusal::BadRequest),
            };
            *place = text(part).await?;
        }
        Err(Refusal::BadRequest)
    }

    async fn drain(&mut self) {
        while let Ok(Some(mut part)) = self.next().await {
            while let Ok(Ok(Some(_))) = timeout(PATIENCE, part.chunk()).await {}
        }
    }
}

async fn text(mut part: Part<'static>) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(more) = timeout(PATIENCE, part.chunk()).await.map_err(|_| Refusal::TimedOut)?.map_err(|_| Refusal::BadRequest)? {
        if bytes.len() + more.len() > WORDS {
            return Err(Refusal::TooLarge);
        }
        bytes.extend_from_slice(&more);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What stands before the files.
#[derive(Default)]
struct Words {
    receipt: String,
    traces: String,
    reason: String,
}

/// One post.
struct Posted {
    app: App,
    visit: Visit,
    words: Words,
}

impl Posted {
    async fn take(self, first: Option<Part<'static>>, parts: &mut Parts) -> Response {
        let Self { app, visit, words: Words { receipt, traces, reason } } = self;
        let sent = Sent { receipt, ..Sent::from(Form::parse(b"")) };
        if let Err(refusal) = app.budgets().spend(Spending::Status, visit.client) {
            return held::status(&visit.view, sent, refusal);
        }
        let code = match ReceiptCode::parse(&sent.receipt) {
            Ok(code) => code,
            Err(error) => return reject(&visit, sent, error.into()),
        };
        let mut counter = Counter { office: app.office(), now: app.now(), rng: app.rng(), visit, code };
        let outcome = match Wish::read(&traces, &reason) {
            Ok(wish) => add(&mut counter, first, parts, &wish).await,
            Err(fault) => Err(CaseworkError::Faults(vec![fault])),
        };
        answer(counter, outcome, Files { keep: traces == Wish::KEEP, reason, ..Files::default() }).await
    }
}

/// Adds one file after the other. What is added before one fails stays.
async fn add(counter: &mut Counter, first: Option<Part<'static>>, parts: &mut Parts, wish: &Wish) -> Result<(), CaseworkError> {
    let secret = ReporterSecret::from_code(&counter.code);
    let (mut part, mut none) = (first, true);
    while let Some(file) = part {
        // A field in which nothing was chosen is sent as a file without a name.
        if let Some(name) = file.file_name().filter(|name| !name.is_empty()).map(ToOwned::to_owned) {
            let content = Box::pin(content(file));
            receive(&counter.office, &secret, &name, wish, content, counter.now, &mut counter.rng).await?;
            none = false;
        }
        part = parts.next().await.map_err(|_| CaseworkError::Faults(vec![evidence::fault(FaultKind::Interrupted)]))?;
    }
    if none { Err(CaseworkError::Faults(vec![evidence::fault(FaultKind::Empty)])) } else { Ok(()) }
}

fn content(part: Part<'static>) -> impl Stream<Item = Result<bytes::Bytes, BrokenOff>> + Send {
    stream::unfold(part, async |mut part| match timeout(PATIENCE, part.chunk()).await {
        Ok(Ok(Some(bytes))) => Some((Ok(bytes), part)),
        Ok(Ok(None)) => None,
        Ok(Err(_)) | Err(_) => Some((Err(BrokenOff), part)),
    })
}

async fn answer(counter: Counter, outcome: Result<(), CaseworkError>, files: Files) -> Response {
    match outcome {
        Ok(()) => counter.show_files(StatusCode::OK, Files { done: Some(FilesDone::Added), ..Files::default() }).await,
        Err(CaseworkError::Faults(faults)) => counter.show_files(StatusCode::UNPROCESSABLE_ENTITY, Files { faults, ..files }).await,
        Err(CaseworkError::Refused(_) | CaseworkError::Conflict { .. }) => counter.show_files(StatusCode::CONFLICT, files).await,
        Err(error) => counter.fail(Sent::from(Form::parse(b"")), error),
    }
}
