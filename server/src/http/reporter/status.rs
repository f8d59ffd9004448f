//! Following a case by its receipt code. The code comes in a form and goes back in forms: never in an address.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use model::{CaseAction, Fault, FaultKind, Field, ReceiptCode, Wish, evidence, status::Rating};
use pages::reporter::{EvidenceSection, FilesDone, StatusFormPage, StatusPage, destroyed_page, status_form_page, status_page};
use rand::rngs::StdRng;
use seal::ReporterSecret;

use super::{held, report::sealing, status_view};
use crate::{
    app::App,
    casework::{
        CaseworkError, Office, custody,
        follow::{self, Followed},
        retention,
    },
    http::{
        answer::page,
        destroyed,
        form::{Form, LongForm},
        limits::Spending,
        refusal::Refusal,
        visit::Visit,
    },
};

/// Where the page stands, whichever address a form of it was posted to: its links lead on from there.
pub(super) const PAGE: &str = "/status";

/// `GET /status`: the empty form.
pub async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = StatusFormPage { sealing: Some(sealing(&app.office())), ..StatusFormPage::default() };
    page(StatusCode::OK, status_form_page(&visit.view, &shown))
}

/// `POST /status`: opens the case, or does what the reporter asks for and shows it again.
pub async fn post(State(app): State<App>, visit: Visit, form: LongForm) -> Response {
    let (form, carrying) = form.open();
    carrying(take(&app, visit, Sent::from(form)).await)
}

async fn take(app: &App, visit: Visit, sent: Sent) -> Response {
    if sent.step == "form" {
        return form_again(&visit, sent, StatusCode::OK, Vec::new());
    }
    if let Err(refusal) = app.budgets().spend(Spending::Status, visit.client) {
        return held::status(&visit.view, sent, refusal);
    }
    match ReceiptCode::parse(&sent.receipt) {
        Ok(code) => Counter { office: app.office(), now: app.now(), rng: app.rng(), visit, code }.take(sent).await,
        Err(error) => reject(&visit, sent, error.into()),
    }
}

/// What a form of the status page sent.
pub(super) struct Sent {
    pub(super) receipt: String,
    /// The case as the page showed it.
    pub(super) version: String,
    /// What is to be done, if anything.
    pub(super) action: Option<CaseAction>,
    /// `add` or `show` if it is not to be done, but what was typed is to come back.
    pub(super) step: String,
    pub(super) message: String,
    pub(super) rating: String,
    /// The name of a file that was chosen: of a form without files, all that is sent of it.
    pub(super) files: String,
    /// Whether files are to stay as they are.
    pub(super) traces: String,
    pub(super) keep_reason: String,
    /// Which file is taken back.
    pub(super) remove: String,
    /// Which request for the identity is objected to.
    pub(super) request: Option<u32>,
    /// What was typed against requests, also where another button was pressed.
    pub(super) objections: Vec<(u32, String)>,
}

impl From<Form> for Sent {
    fn from(mut form: Form) -> Self {
        let objections = form.numbered("objection-");
        let [receipt, version, action] = ["receipt", "version", "action"].map(|name| form.take(name));
        let [step, message, rating] = ["step", "message", "rating"].map(|name| form.take(name));
        let [files, traces, keep_reason, remove] = ["files", "traces", "keep_reason", "remove"].map(|name| form.take(name));
        let (action, request) = pressed(&step, &action);
        Self { receipt, version, action, step, message, rating, files, traces, keep_reason, remove, request, objections }
    }
}

impl Sent {
    /// What was typed against the request that is objected to.
    fn objection(&self) -> &str {
        self.objections.iter().find(|(to, _)| Some(*to) == self.request).map_or("", |(_, typed)| typed)
    }
}

/// What a button asks for. It names the action, with the number of the request if that is an objection, or leaves it to the form.
fn pressed(step: &str, action: &str) -> (Option<CaseAction>, Option<u32>) {
    match step.strip_prefix("object-").and_then(|number| number.parse().ok()) {
        Some(request) => (Some(CaseAction::Object), Some(request)),
        None => (step.parse().or_else(|_| action.parse()).ok(), None),
    }
}

/// What is to be done; none if the case is only to be shown.
fn asked(sent: &Sent) -> Result<Option<CaseAction>, Fault> {
    match sent.step.as_str() {
        "show" => Ok(None),
        // Enter was pressed in a field: the button would have sent it elsewhere.
        "add" => Err(evidence::fault(FaultKind::NotAdded)),
        _ if sent.action == Some(CaseAction::Supply) && !sent.files.is_empty() => Err(evidence::fault(FaultKind::NotAdded)),
        _ => Ok(sent.action),
    }
}

/// Whether what a form asks for is what was done last: a form comes twice when its answer is loaded again.
fn has_arrived(followed: &Followed, sent: &Sent) -> bool {
    match sent.action {
        Some(CaseAction::Supply) => followed.ends_with(&sent.message),
        Some(CaseAction::Object) => sent.request.is_some_and(|request| followed.has_objection(request, sent.objection())),
        Some(action) => follow::is_done(&followed.case, action, sent.rating.parse().ok()),
        None => false,
    }
}

/// Whether the page has a place for all that was typed.
fn has_place(followed: &Followed, sent: &Sent) -> bool {
    let is_open = |request: u32| followed.uses.iter().any(|given| given.request.seq == request && given.objectable_at.is_some());
    let has_message_place = sent.message.is_empty() || followed.may(CaseAction::Supply);
    has_message_place && sent.objections.iter().all(|(request, typed)| typed.is_empty() || is_open(*request))
}

/// The page with what was typed and not taken, and what is said of it.
fn with_outcome(mut shown: StatusPage, sent: Sent, outcome: Outcome) -> StatusPage {
    let (is_sent, is_objected) = (outcome.done == Some(CaseAction::Supply), outcome.done == Some(CaseAction::Object));
    if !is_sent {
        shown.draft = sent.message;
    }
    shown.rating_typed = sent.rating;
    shown.custody.objecting = sent.request.filter(|_| !is_objected);
    shown.custody.objections = sent.objections;
    if !is_sent && outcome.files != Some(FilesDone::Added) {
        shown.evidence = EvidenceSection { keep: sent.traces == Wish::KEEP, reason: sent.keep_reason, ..shown.evidence };
    }
    shown.evidence.done = outcome.files;
    StatusPage { faults: outcome.faults, done: outcome.done, changed: outcome.changed, ..shown }
}

/// The form again, with what was typed and what is wrong with it.
pub(super) fn reject(visit: &Visit, sent: Sent, kind: FaultKind) -> Response {
    form_again(visit, sent, StatusCode::UNPROCESSABLE_ENTITY, vec![Fault::new(Field::Receipt, kind)])
}

fn form_again(visit: &Visit, sent: Sent, status: StatusCode, faults: Vec<Fault>) -> Response {
    page(status, status_form_page(&visit.view, &StatusFormPage { typed: sent.receipt, faults, sealing: None }))
}

/// One request with a code that is one.
pub(super) struct Counter {
    pub(super) office: Office,
    pub(super) now: Timestamp,
    pub(super) rng: StdRng,
    pub(super) visit: Visit,
    pub(super) code: ReceiptCode,
}

/// What the page says when it is shown again.
#[derive(Default)]
pub(super) struct Outcome {
    faults: Vec<Fault>,
    /// What was done; without it, what was typed for it is still there.
    done: Option<CaseAction>,
    files: Option<FilesDone>,
    /// It was not done, since the case is another than the reporter saw.
    changed: bool,
}

impl Outcome {
    fn faults(faults: Vec<Fault>) -> Self {
        Self { faults, ..Self::default() }
    }

    pub(super) fn files(done: FilesDone) -> Self {
        Self { files: Some(done), ..Self::default() }
    }
}

impl Counter {
    async fn take(mut self, sent: Sent) -> Response {
        if let Ok(number) = sent.remove.parse() {
            return self.take_back(number, sent).await;
        }
        let outcome = match asked(&sent) {
            Ok(Some(action)) => self.act(action, &sent).await.map(|()| Outcome { done: Some(action), ..Outcome::default() }),
            Ok(None) => Ok(Outcome::default()),
            Err(fault) => Err(CaseworkError::Faults(vec![fault])),
        };
        self.answer(sent, outcome).await
    }

    /// The page after what was asked for was done, or not.
    pub(super) async fn answer(self, sent: Sent, outcome: Result<Outcome, CaseworkError>) -> Response {
        match outcome {
            Ok(outcome) => self.show(StatusCode::OK, sent, outcome).await,
            Err(CaseworkError::Faults(faults)) => self.show(StatusCode::UNPROCESSABLE_ENTITY, sent, Outcome::faults(faults)).await,
            Err(error @ (CaseworkError::Refused(_) | CaseworkError::Custody(_) | CaseworkError::Conflict { .. })) => {
                self.show_changed(sent, error).await
            }
            // It may have been destroyed since the page was shown.
            Err(CaseworkError::NotFound) => self.show_destroyed(sent).await,
            Err(error) => self.fail(sent, error),
        }
    }

    async fn take_back(self, number: u32, sent: Sent) -> Response {
        let lookup = ReporterSecret::from_code(&self.code).lookup_id();
        match follow::take_back(&self.office, &lookup, number).await {
            Ok(()) => self.show(StatusCode::OK, sent, Outcome::files(FilesDone::Removed)).await,
            // It is gone or was sent: the page shows how it stands now.
            Err(CaseworkError::NotFound) => self.show(StatusCode::CONFLICT, sent, Outcome::default()).await,
            Err(error) => self.fail(sent, error),
        }
    }

    async fn act(&mut self, action: CaseAction, sent: &Sent) -> Result<(), CaseworkError> {
        let (office, code, now, rng) = (&self.office, &self.code, self.now, &mut self.rng);
        // Who writes a form instead of a browser may leave it out.
        let seen = sent.version.parse().ok();
        match action {
            CaseAction::Supply => follow::supply(office, code, seen, &sent.message, now, rng).await,
            CaseAction::Withdraw => follow::withdraw(office, code, seen, now, rng).await,
            CaseAction::AskDeletion => follow::ask_deletion(office, code, seen, now, rng).await,
            CaseAction::Rate => follow::rate(office, code, seen, rating(&sent.rating)?, &sent.message, now, rng).await,
            CaseAction::Object => {
                let request = sent.request.ok_or(CaseworkError::NotFound)?;
                custody::object(office, code, seen, request, sent.objection(), now, rng).await
            }
            // No form of a reporter asks for anything else.
            _ => Ok(()),
        }
    }

    /// The case as it stands now.
    pub(super) async fn show(self, status: StatusCode, sent: Sent, outcome: Outcome) -> Response {
        match follow::open(&self.office, &self.code, self.now).await {
            Ok(followed) => self.opened(status, followed, sent, outcome),
            Err(CaseworkError::NotFound) => self.show_destroyed(sent).await,
            Err(error) => self.fail(sent, error),
        }
    }

    fn opened(self, status: StatusCode, followed: Followed, sent: Sent, outcome: Outcome) -> Response {
        let shown = status_view::status_view(&self.office, &self.visit.view, Some(self.code), followed);
        page(status, status_page(&self.visit.view, &with_outcome(shown, sent, outcome)))
    }

    /// The case has changed since the reporter saw it: the page shows how it stands now, with what was typed. Where it has no place any more for
    /// that, it comes back instead.
    async fn show_changed(self, sent: Sent, error: CaseworkError) -> Response {
        let is_seen = matches!(error, CaseworkError::Refused(_));
        match follow::open(&self.office, &self.code, self.now).await {
            Ok(followed) if !is_seen && has_arrived(&followed, &sent) => {
                let outcome = Outcome { done: sent.action, ..Outcome::default() };
                self.opened(StatusCode::OK, followed, sent, outcome)
            }
            Ok(followed) if has_place(&followed, &sent) => {
                self.opened(StatusCode::CONFLICT, followed, sent, Outcome { changed: true, ..Outcome::default() })
            }
            // Sent again from there it is compared with nothing: the page that it was seen on is gone.
            Ok(_) => self.fail(Sent { version: String::new(), ..sent }, error),
            Err(CaseworkError::NotFound) => self.show_destroyed(sent).await,
            Err(error) => self.fail(sent, error),
        }
    }

    /// What became of a case that is not there any more; without one, that the code is unknown.
    async fn show_destroyed(self, sent: Sent) -> Response {
        match retention::certificate_for(&self.office, &self.code).await {
            Ok(stated) => {
                let shown = destroyed::shown(&self.office, self.visit.view.locale, &stated);
                page(StatusCode::OK, destroyed_page(&self.visit.view, &shown))
            }
            Err(error) => self.fail(sent, error),
        }
    }

    pub(super) fn fail(self, sent: Sent, error: CaseworkError) -> Response {
        match error {
            CaseworkError::NotFound => reject(&self.visit, sent, FaultKind::NotFound),
            error => match Refusal::from(error) {
                // To send it again would be of no use.
                refusal @ Refusal::KeyDestroyed => refusal.into_response(),
                refusal => held::status(&self.visit.view, sent, refusal),
            },
        }
    }
}

fn rating(typed: &str) -> Result<Rating, CaseworkError> {
    let fault = |kind| CaseworkError::Faults(vec![Fault::new(Field::Rating, kind)]);
    match typed {
        "" => Err(fault(FaultKind::Empty)),
        other => other.parse().map_err(|_| fault(FaultKind::Unknown)),
    }
}
