//! Files that come in a plain form: each is read as it arrives, cleaned, sealed and stored, and stands nowhere as a whole unless it is
//! small enough to be cleaned in memory.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::header::CONTENT_TYPE,
    response::Response,
};
use futures_util::{Stream, stream};
use model::{FaultKind, ReceiptCode, Wish, evidence, limits};
use multer::{Field as Part, Multipart};
use pages::reporter::FilesDone;
use seal::ReporterSecret;
use tokio::{sync::Semaphore, time::timeout};

use super::{
    held,
    status::{Counter, Outcome, Sent, reject},
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
/// Most fields that stand before the files.
const FIELDS: usize = 16;

static READING: Semaphore = Semaphore::const_new(AT_ONCE);

/// `POST /status/files`: adds files to a case, for its reporter alone.
pub async fn post(State(app): State<App>, visit: Visit, request: Request) -> Result<Response, Refusal> {
    let Ok(_permit) = READING.try_acquire() else { return Err(Refusal::Unavailable) };
    let mut parts = Parts::of(request)?;
    let (form, first) = parts.before_files().await?;
    let answer = take(&app, visit, Sent::from(form), first, &mut parts).await;
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
    async fn before_files(&mut self) -> Result<(Form, Option<Part<'static>>), Refusal> {
        let (mut fields, mut left) = (Vec::new(), limits::FORM_BYTES);
        while let Some(part) = self.next().await.map_err(|_| Refusal::BadRequest)? {
            let Some(name) = part.name().filter(|name| *name != "files").map(ToOwned::to_owned) else {
                return Ok((fields.into(), Some(part)));
            };
            if fields.len() == FIELDS {
                return Err(Refusal::BadRequest);
            }
            let typed = text(part, left).await?;
            left -= typed.len().min(left);
            fields.push((name, typed));
        }
        Ok((fields.into(), None))
    }

    async fn drain(&mut self) {
        while let Ok(Some(mut part)) = self.next().await {
            while let Ok(Ok(Some(_))) = timeout(PATIENCE, part.chunk()).await {}
        }
    }
}

async fn text(mut part: Part<'static>, most: usize) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(more) = timeout(PATIENCE, part.chunk()).await.map_err(|_| Refusal::TimedOut)?.map_err(|_| Refusal::BadRequest)? {
        if bytes.len() + more.len() > most {
            return Err(Refusal::TooLarge);
        }
        bytes.extend_from_slice(&more);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Adds the files and does nothing else: a message that was begun comes back unsent.
async fn take(app: &App, visit: Visit, sent: Sent, first: Option<Part<'static>>, parts: &mut Parts) -> Response {
    let sent = Sent { step: "show".to_owned(), ..sent };
    if let Err(refusal) = app.budgets().spend(Spending::Status, visit.client) {
        return held::status(&visit.view, sent, refusal);
    }
    let code = match ReceiptCode::parse(&sent.receipt) {
        Ok(code) => code,
        Err(error) => return reject(&visit, sent, error.into()),
    };
    let mut counter = Counter { office: app.office(), now: app.now(), rng: app.rng(), visit, code };
    let outcome = match Wish::read(&sent.traces, &sent.keep_reason) {
        Ok(wish) => add(&mut counter, first, parts, &wish).await,
        Err(fault) => Err(CaseworkError::Faults(vec![fault])),
    };
    counter.answer(sent, outcome.map(|()| Outcome::files(FilesDone::Added))).await
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
