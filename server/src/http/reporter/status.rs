//! Following a case by its receipt code. The code comes in a form and goes back in forms: never in an address.

use axum::{extract::State, http::StatusCode, response::Response};
use jiff::Timestamp;
use model::{CaseAction, Fault, FaultKind, Field, ReceiptCode, Wish, evidence, status::Rating};
use pages::reporter::{EvidenceSection, FilesDone, StatusFormPage, StatusPage, destroyed_page, status_form_page, status_page};
use rand::rngs::StdRng;
use seal::ReporterSecret;

use super::{held, report::sealing, status_view};
use crate::{
    app::App,
    casework::{CaseworkError, Office, custody, follow, retention},
    http::{answer::page, destroyed, form::Form, limits::Spending, refusal::Refusal, visit::Visit},
};

/// Where the page stands, whichever address a form of it was posted to: its links lead on from there.
pub(super) const PAGE: &str = "/status";

/// `GET /status`: the empty form.
pub async fn show(State(app): State<App>, visit: Visit) -> Response {
    let shown = StatusFormPage { sealing: Some(sealing(&app.office())), ..StatusFormPage::default() };
    page(StatusCode::OK, status_form_page(&visit.view, &shown))
}

/// `POST /status`: opens the case, or does what the reporter asks for and shows it again.
pub async fn post(State(app): State<App>, visit: Visit, form: Form) -> Response {
    let sent = Sent::from(form);
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
    pub(super) action: String,
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
    pub(super) request: String,
    pub(super) objection: String,
}

impl From<Form> for Sent {
    fn from(mut form: Form) -> Self {
        let [receipt, action, step, message, rating] = ["receipt", "action", "step", "message", "rating"].map(|name| form.take(name));
        let [files, traces, keep_reason, remove] = ["files", "traces", "keep_reason", "remove"].map(|name| form.take(name));
        let [request, objection] = ["request", "objection"].map(|name| form.take(name));
        Self { receipt, action, step, message, rating, files, traces, keep_reason, remove, request, objection }
    }
}

/// What is to be done; none if the case is only to be shown.
fn asked(sent: &Sent) -> Result<Option<CaseAction>, Fault> {
    let action = sent.action.parse().ok();
    match sent.step.as_str() {
        "show" => Ok(None),
        // Enter was pressed in a field: the button would have sent it elsewhere.
        "add" => Err(evidence::fault(FaultKind::NotAdded)),
        _ if action == Some(CaseAction::Supply) && !sent.files.is_empty() => Err(evidence::fault(FaultKind::NotAdded)),
        _ => Ok(action),
    }
}

/// The page with what was typed and not taken, and what is said of it.
fn with_outcome(mut shown: StatusPage, sent: Sent, outcome: Outcome) -> StatusPage {
    if outcome.done.is_none() {
        shown.draft = sent.message;
        shown.custody.objecting = sent.request.parse().ok().map(|request| (request, sent.objection));
    }
    if outcome.done.is_none() && outcome.files != Some(FilesDone::Added) {
        shown.evidence = EvidenceSection { keep: sent.traces == Wish::KEEP, reason: sent.keep_reason, ..shown.evidence };
    }
    shown.evidence.done = outcome.files;
    StatusPage { faults: outcome.faults, done: outcome.done, ..shown }
}

/// The form again, with what was typed and what is wrong with it.
pub(super) fn reject(visit: &Visit, sent: Sent, kind: FaultKind) -> Response {
    let shown = StatusFormPage { typed: sent.receipt, faults: vec![Fault::new(Field::Receipt, kind)], sealing: None };
    page(StatusCode::UNPROCESSABLE_ENTITY, status_form_page(&visit.view, &shown))
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
            // The page shows how the case stands now. It may have no place any more for what was typed: then that comes back instead.
            Err(CaseworkError::Refused(_) | CaseworkError::Conflict { .. }) if sent.message.is_empty() && sent.objection.is_empty() => {
                self.show(StatusCode::CONFLICT, sent, Outcome::default()).await
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
        match action {
            CaseAction::Supply => follow::supply(office, code, &sent.message, now, rng).await,
            CaseAction::Withdraw => follow::withdraw(office, code, now, rng).await,
            CaseAction::AskDeletion => follow::ask_deletion(office, code, now, rng).await,
            CaseAction::Rate => follow::rate(office, code, rating(&sent.rating)?, &sent.message, now, rng).await,
            CaseAction::Object => {
                let request = sent.request.parse().map_err(|_| CaseworkError::NotFound)?;
                custody::object(office, code, request, &sent.objection, now, rng).await
            }
            // No form of a reporter asks for anything else.
            _ => Ok(()),
        }
    }

    /// The case as it stands now.
    pub(super) async fn show(self, status: StatusCode, sent: Sent, outcome: Outcome) -> Response {
        match follow::open(&self.office, &self.code, self.now).await {
            Ok(followed) => {
                let shown = status_view::status_view(&self.office, &self.visit.view, Some(self.code), followed);
                page(status, status_page(&self.visit.view, &with_outcome(shown, sent, outcome)))
            }
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
            error => held::status(&self.visit.view, sent, Refusal::from(error)),
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
