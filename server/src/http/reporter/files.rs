//! Files that come in a plain form: each is read, sealed and stored as it arrives, and stands nowhere as a whole.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::header::CONTENT_TYPE,
    response::Response,
};
use bytes::Bytes;
use futures_util::{Stream, stream};
use model::{FaultKind, ReceiptCode, Wish, evidence, limits};
use multer::{Field as Part, Multipart};
use pages::reporter::FilesDone;
use seal::ReporterSecret;
use tokio::time::timeout;

use super::{
    held,
    status::{Counter, Outcome, PAGE, Sent, reject},
};
use crate::{
    app::App,
    casework::{
        CaseworkError,
        evidence::{BrokenOff, receive},
    },
    http::{
        form::Form,
        limits::Spending,
        pace::{Pace, TooSlow},
        places::{Place, Places},
        refusal::Refusal,
        visit::Visit,
    },
    store::StoreError,
};

/// The longest that what stands before the files may take.
const FIELDS_TIME: Duration = Duration::from_secs(30);
/// The longest that is listened to what is no longer wanted.
const DRAIN: Duration = Duration::from_secs(300);
/// Most fields that stand before the files.
const FIELDS: usize = 16;

/// Posts whose files are taken in at once.
static READING: Places = Places::new(64, 16);

/// `POST /status/files`: adds files to a case, for its reporter alone.
pub async fn post(State(app): State<App>, mut visit: Visit, request: Request) -> Result<Response, Refusal> {
    let mut parts = Parts::of(request)?;
    let (form, first) = timeout(FIELDS_TIME, parts.before_files()).await.map_err(|_| Refusal::TimedOut)??;
    visit.view.path = PAGE.to_owned();
    // Whoever hangs up in the middle leaves something to be cleared away.
    let work = tokio::spawn(async move { take(&app, visit, Sent::from(form), first, parts).await });
    // A panic goes on to where panics are answered, without its message, which may quote what somebody typed. Else the program stops.
    work.await.map_err(|error| error.try_into_panic().map_or(Refusal::Unavailable, |panic| std::panic::resume_unwind(panic)))
}

/// The parts of a form with files.
struct Parts {
    parts: Multipart<'static>,
    pace: Pace,
    /// What was typed in fields that stand behind the files.
    later: Vec<(String, String)>,
}

impl Parts {
    fn of(request: Request) -> Result<Self, Refusal> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|_| Refusal::UnsupportedMedia)?;
        let parts = Multipart::new(request.into_body().into_data_stream(), boundary);
        Ok(Self { parts, pace: Pace::default(), later: Vec::new() })
    }

    async fn next(&mut self) -> Result<Option<Part<'static>>, BrokenOff> {
        self.pace.wait(self.parts.next_field(), |_| 0).await?.map_err(|_| BrokenOff)
    }

    /// More of a part.
    async fn more(&mut self, part: &mut Part<'static>) -> Result<Option<Bytes>, BrokenOff> {
        let len = |chunk: &multer::Result<Option<Bytes>>| chunk.as_ref().ok().and_then(Option::as_ref).map_or(0, Bytes::len);
        self.pace.wait(part.chunk(), len).await?.map_err(|_| BrokenOff)
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
            let typed = self.text(part, left).await?;
            left -= typed.len().min(left);
            fields.push((name, typed));
        }
        Ok((fields.into(), None))
    }

    async fn text(&mut self, mut part: Part<'static>, most: usize) -> Result<String, Refusal> {
        let mut bytes = Vec::new();
        while let Some(more) = self.more(&mut part).await.map_err(|_| Refusal::BadRequest)? {
            if bytes.len() + more.len() > most {
                return Err(Refusal::TooLarge);
            }
            bytes.extend_from_slice(&more);
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Keeps a field that stands behind the files, as far as there is room.
    async fn keep(&mut self, part: Part<'static>) {
        let Some(name) = part.name().filter(|name| *name != "files").map(ToOwned::to_owned) else { return };
        let kept: usize = self.later.iter().map(|(_, typed)| typed.len()).sum();
        if self.later.len() == FIELDS {
            return;
        }
        // What broke off breaks off for the next part as well.
        if let Ok(typed) = self.text(part, limits::FORM_BYTES.saturating_sub(kept)).await {
            self.later.push((name, typed));
        }
    }

    /// Reads on to the end, and keeps nothing of files.
    async fn drain(&mut self) {
        while let Ok(Some(mut part)) = self.next().await {
            if part.file_name().is_none() {
                self.keep(part).await;
                continue;
            }
            while let Ok(Some(_)) = self.more(&mut part).await {}
        }
    }

    fn content(&mut self, part: Part<'static>) -> impl Stream<Item = Result<Bytes, BrokenOff>> + Send {
        stream::unfold((self, part), async |(parts, mut part)| {
            let more = parts.more(&mut part).await.transpose()?;
            Some((more, (parts, part)))
        })
    }
}

impl From<TooSlow> for BrokenOff {
    fn from(_: TooSlow) -> Self {
        Self
    }
}

/// Why no file is taken in.
enum Turned {
    Away(Refusal),
    Code(FaultKind),
}

/// Whoever has a code, for as long as there is a place.
fn admit(app: &App, visit: Visit, sent: &Sent) -> Result<(Counter, Place), (Visit, Turned)> {
    if let Err(refusal) = app.budgets().spend(Spending::Status, visit.client) {
        return Err((visit, Turned::Away(refusal)));
    }
    let code = match ReceiptCode::parse(&sent.receipt) {
        Ok(code) => code,
        Err(error) => return Err((visit, Turned::Code(error.into()))),
    };
    let Some(place) = READING.take(visit.client) else { return Err((visit, Turned::Away(Refusal::FilesAway))) };
    Ok((Counter { office: app.office(), now: app.now(), rng: app.rng(), visit, code }, place))
}

/// Adds the files and does nothing else: a message that was begun comes back unsent.
async fn take(app: &App, visit: Visit, sent: Sent, first: Option<Part<'static>>, mut parts: Parts) -> Response {
    let (admitted, outcome) = match admit(app, visit, &sent) {
        Ok((mut counter, place)) => {
            let outcome = match Wish::read(&sent.traces, &sent.keep_reason) {
                Ok(wish) => add(&mut counter, first, &mut parts, &wish).await,
                Err(fault) => Err(CaseworkError::Faults(vec![fault])),
            };
            (Ok((counter, place)), outcome)
        }
        Err(turned) => {
            drop(first);
            (Err(turned), Ok(()))
        }
    };
    // What was typed behind the files comes back whatever became of them; and a browser that is answered before all was sent shows an error of
    // its own instead.
    let _ = timeout(DRAIN, parts.drain()).await;
    let later = Form::from(parts.later).numbered("objection-");
    let sent = Sent { step: "show".to_owned(), objections: sent.objections.into_iter().chain(later).collect(), ..sent };
    match (admitted, outcome) {
        (Err((visit, Turned::Away(refusal))), _) => held::status(&visit.view, sent, refusal),
        (Err((visit, Turned::Code(kind))), _) => reject(&visit, sent, kind),
        (
            Ok((counter, _)),
            Err(error @ (CaseworkError::Files(_) | CaseworkError::Store(StoreError::Unavailable(_) | StoreError::Full))),
        ) => {
            let refusal = Refusal::from(error);
            let refusal = if refusal == Refusal::Unavailable { Refusal::FilesAway } else { refusal };
            held::status(&counter.visit.view, sent, refusal)
        }
        (Ok((counter, _)), outcome) => counter.answer(sent, outcome.map(|()| Outcome::files(FilesDone::Added))).await,
    }
}

/// Adds one file after the other. What is added before one fails stays.
async fn add(counter: &mut Counter, first: Option<Part<'static>>, parts: &mut Parts, wish: &Wish) -> Result<(), CaseworkError> {
    let secret = ReporterSecret::from_code(&counter.code);
    let (mut part, mut none) = (first, true);
    while let Some(file) = part {
        // A field in which nothing was chosen is sent as a file without a name.
        match file.file_name().filter(|name| !name.is_empty()).map(ToOwned::to_owned) {
            Some(name) => {
                let content = Box::pin(parts.content(file));
                receive(&counter.office, &secret, &name, wish, content, counter.now, &mut counter.rng).await?;
                none = false;
            }
            // The next part is read only once nobody holds this one.
            None => parts.keep(file).await,
        }
        part = parts.next().await.map_err(|_| CaseworkError::Faults(vec![evidence::fault(FaultKind::Interrupted)]))?;
    }
    if none { Err(CaseworkError::Faults(vec![evidence::fault(FaultKind::Empty)])) } else { Ok(()) }
}
