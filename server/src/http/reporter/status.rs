//! Following a case by its receipt code. The code comes in a form and goes back in forms: never in an address.

use axum::{extract::State, http::StatusCode, response::Response};
use jiff::Timestamp;
use model::{CaseAction, Fault, FaultKind, Field, ReceiptCode, status::Rating};
use pages::reporter::{EvidenceSection, FilesDone, StatusFormPage, StatusPage, destroyed_page, status_form_page, status_page};
use rand::rngs::StdRng;
use seal::ReporterSecret;

use super::{held, status_view};
use crate::{
    app::App,
    casework::{CaseworkError, Office, custody, follow, retention},
    http::{answer::page, destroyed, form::Form, limits::Spending, refusal::Refusal, visit::Visit},
};

/// `GET /status`: the empty form.
pub async fn show(visit: Visit) -> Response {
    page(StatusCode::OK, status_form_page(&visit.view, &StatusFormPage { in_browser: true, ..StatusFormPage::default() }))
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
    pub(super) message: String,
    pub(super) rating: String,
    /// Which file is taken back.
    pub(super) remove: String,
    /// Which request for the identity is objected to.
    pub(super) request: String,
    pub(super) objection: String,
}

impl From<Form> for Sent {
    fn from(mut form: Form) -> Self {
        let [receipt, action, message, rating, remove, request, objection] =
            ["receipt", "action", "message", "rating", "remove", "request", "objection"].map(|name| form.take(name));
        Self { receipt, action, message, rating, remove, request, objection }
    }
}

/// The form again, with what was typed and what is wrong with it.
pub(super) fn reject(visit: &Visit, sent: Sent, kind: FaultKind) -> Response {
    let shown = StatusFormPage { typed: sent.receipt, faults: vec![Fault::new(Field::Receipt, kind)], in_browser: false };
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

/// What came of files that were added or taken back.
#[derive(Default)]
pub(super) struct Files {
    pub(super) faults: Vec<Fault>,
    pub(super) keep: bool,
    pub(super) reason: String,
    pub(super) done: Option<FilesDone>,
}

impl Counter {
    async fn take(mut self, sent: Sent) -> Response {
        if let Ok(number) = sent.remove.parse() {
            return self.take_back(number, sent).await;
        }
        let outcome = match sent.action.parse() {
            Ok(action) => self.act(action, &sent).await.map(|()| Some(action)),
            // Without an action, or with one that is none, the case is shown.
            Err(_) => Ok(None),
        };
        match outcome {
            Ok(done) => self.show(StatusCode::OK, sent, Vec::new(), done).await,
            Err(CaseworkError::Faults(faults)) => self.show(StatusCode::UNPROCESSABLE_ENTITY, sent, faults, None).await,
            // The page shows how the case stands now. It may have no place any more for what was typed: then that comes back instead.
            Err(CaseworkError::Refused(_) | CaseworkError::Conflict { .. }) if sent.message.is_empty() && sent.objection.is_empty() => {
                self.show(StatusCode::CONFLICT, sent, Vec::new(), None).await
            }
            // It may have been destroyed since the page was shown.
            Err(CaseworkError::NotFound) => self.show_destroyed(sent).await,
            Err(error) => self.fail(sent, error),
        }
    }

    async fn take_back(self, number: u32, sent: Sent) -> Response {
        let lookup = ReporterSecret::from_code(&self.code).lookup_id();
        match follow::take_back(&self.office, &lookup, number).await {
            Ok(()) => self.show_files(StatusCode::OK, Files { done: Some(FilesDone::Removed), ..Files::default() }).await,
            // It is gone or was sent: the page shows how it stands now.
            Err(CaseworkError::NotFound) => self.show(StatusCode::CONFLICT, sent, Vec::new(), None).await,
            Err(error) => self.fail(sent, error),
        }
    }

    /// The case, after something was done with its files.
    pub(super) async fn show_files(self, status: StatusCode, files: Files) -> Response {
        match follow::open(&self.office, &self.code, self.now).await {
            Ok(followed) => {
                let mut shown = status_view::status_view(&self.office, &self.visit.view, Some(self.code), followed);
                let Files { faults, keep, reason, done } = files;
                shown.evidence = EvidenceSection { keep, reason, done, ..shown.evidence };
                page(status, status_page(&self.visit.view, &StatusPage { faults, ..shown }))
            }
            Err(error) => self.fail(Sent::from(Form::parse(b"")), error),
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

    async fn show(self, status: StatusCode, sent: Sent, faults: Vec<Fault>, done: Option<CaseAction>) -> Response {
        match follow::open(&self.office, &self.code, self.now).await {
            Ok(followed) => {
                let (draft, objection) = if status == StatusCode::OK { Default::default() } else { (sent.message, sent.objection) };
                let mut shown = status_view::status_view(&self.office, &self.visit.view, Some(self.code), followed);
                shown.custody.objecting =
                    sent.request.parse().ok().filter(|_| status != StatusCode::OK).map(|request| (request, objection));
                page(status, status_page(&self.visit.view, &StatusPage { draft, faults, done, ..shown }))
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
