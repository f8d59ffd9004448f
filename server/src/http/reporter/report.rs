//! The report form: shown, checked, reviewed, filed.

use std::sync::Arc;

use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use jiff::{SignedDuration, Timestamp};
use model::{Fault, FaultKind, Field, Report, ReportForm};
use pages::reporter::{ReportPage, report_page};
use rand::rngs::StdRng;
use seal::ReporterSecret;

use super::{filed, held, review};
use crate::{
    app::App,
    casework::{
        CaseworkError, Office, intake,
        ticket::{self, Ticket},
    },
    http::{answer::page, captcha::Question, form::Form, limits::Spending, refusal::Refusal, visit::Visit},
    store::StoreError,
};

/// Sooner than this nobody has filled in the form.
const MIN_AGE: SignedDuration = SignedDuration::from_secs(3);

/// `GET /report`, with the kind in the query if the reporter chose one on the way here.
pub async fn show(State(app): State<App>, visit: Visit, OriginalUri(address): OriginalUri) -> Response {
    let office = app.office_once_open().await;
    if !office.directory.is_open() {
        return held::not_open(&office, &visit.view, None);
    }
    let mut form = ReportForm::default();
    form.kind.push_str(Form::parse(address.query().unwrap_or_default().as_bytes()).get("kind"));
    Desk::open(app, office, visit).show(form, Vec::new(), None)
}

/// `POST /report`.
pub async fn post(State(app): State<App>, visit: Visit, form: Form) -> Response {
    let office = app.office_once_open().await;
    let sent = Sent::from(form);
    if !office.directory.is_open() {
        return held::not_open(&office, &visit.view, Some(sent));
    }
    if let Err(refusal) = app.budgets().spend(Spending::Report, visit.client) {
        return held::report(&visit.view, sent, refusal);
    }
    Desk::open(app, office, visit).take(sent).await
}

/// What a form sent.
pub(super) struct Sent {
    form: ReportForm,
    ticket: String,
    question: String,
    answer: String,
    trap: String,
    step: String,
}

/// What the pressed button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The same form again: another kind, captcha or language, or back from the review.
    Again,
    /// What would be sent.
    Review,
    /// File it.
    Send,
}

impl From<Form> for Sent {
    fn from(mut sent: Form) -> Self {
        let mut form = ReportForm::default();
        for (name, place) in fields(&mut form) {
            *place = sent.take(name);
        }
        let [ticket, question, answer, trap, step] = ["ticket", "captcha_token", "captcha", "website", "step"].map(|name| sent.take(name));
        Self { form, ticket, question, answer, trap, step }
    }
}

impl Sent {
    fn step(&self) -> Step {
        match self.step.as_str() {
            "kind" | "captcha" | "edit" => Step::Again,
            "review" => Step::Review,
            _ => Step::Send,
        }
    }

    /// All of it that was not empty, to be sent again.
    pub(super) fn into_fields(mut self) -> Vec<(String, String)> {
        let typed = fields(&mut self.form).map(|(name, place)| (name, std::mem::take(place)));
        let rest = [("ticket", self.ticket), ("captcha_token", self.question), ("captcha", self.answer), ("step", self.step)];
        let all = typed.into_iter().chain(rest).filter(|(_, value)| !value.is_empty());
        all.map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The typed fields in the order of the form, by the names that it posts them under.
fn fields(form: &mut ReportForm) -> [(&'static str, &mut String); 11] {
    [
        ("kind", &mut form.kind),
        ("category", &mut form.category),
        ("area", &mut form.area),
        ("subject", &mut form.subject),
        ("title", &mut form.title),
        ("body", &mut form.body),
        ("identity", &mut form.identity),
        ("name", &mut form.name),
        ("id_number", &mut form.id_number),
        ("phone", &mut form.phone),
        ("address", &mut form.address),
    ]
}

/// One request at the form.
struct Desk {
    app: App,
    office: Office,
    visit: Visit,
    now: Timestamp,
    rng: StdRng,
}

impl Desk {
    fn open(app: App, office: Office, visit: Visit) -> Self {
        let (now, rng) = (app.now(), app.rng());
        Self { app, office, visit, now, rng }
    }

    async fn take(self, sent: Sent) -> Response {
        let ticket = Ticket::open(&sent.ticket, &self.office.keys.ticket, self.now, ticket::LIFETIME).ok();
        if sent.step() == Step::Again {
            return self.show(sent.form, Vec::new(), ticket);
        }
        match self.check(&sent, ticket).await {
            Ok(Checked { report, ticket }) if sent.step() == Step::Review => self.review(sent, report, &ticket),
            Ok(Checked { report, ticket }) => self.file(sent, &report, &ticket).await,
            Err(Rejected::Faults(faults, ticket)) => self.show(sent.form, faults, ticket),
            Err(Rejected::Store(error)) => held::report(&self.visit.view, sent, Refusal::from(error)),
        }
    }

    /// Checks ticket, captcha and every field, and finds all faults at once.
    async fn check(&self, sent: &Sent, ticket: Option<Ticket>) -> Result<Checked, Rejected> {
        let checked = sent.form.check(&self.office.directory.catalog);
        let (ticket, mut late_faults) = match ticket {
            Some(ticket) => self.check_sender(sent, ticket).await?,
            None => (None, vec![Fault::new(Field::Ticket, FaultKind::Expired)]),
        };
        if !sent.trap.is_empty() {
            late_faults.push(Fault::new(Field::Website, FaultKind::Unknown));
        }
        match (checked, ticket) {
            (Ok(report), Some(ticket)) if late_faults.is_empty() => Ok(Checked { report, ticket }),
            (checked, ticket) => {
                let mut faults = checked.err().unwrap_or_default();
                faults.append(&mut late_faults);
                Err(Rejected::Faults(faults, ticket))
            }
        }
    }

    /// Whether a person seems to have sent this; the ticket that comes back remembers a solved captcha.
    async fn check_sender(&self, sent: &Sent, ticket: Ticket) -> Result<(Option<Ticket>, Vec<Fault>), StoreError> {
        if !self.app.asks_captcha() || ticket.is_human() || self.is_filed(&ticket).await? {
            return Ok((Some(ticket), Vec::new()));
        }
        match self.check_captcha(sent).await? {
            Err(kind) => Ok((Some(ticket), vec![Fault::new(Field::Captcha, kind)])),
            Ok(()) if ticket.age(self.now) < MIN_AGE => Ok((Some(ticket.solved()), vec![Fault::new(Field::Ticket, FaultKind::TooSoon)])),
            Ok(()) => Ok((Some(ticket.solved()), Vec::new())),
        }
    }

    /// A question is used up by the first answer, right or wrong, so that nobody can try them all.
    async fn check_captcha(&self, sent: &Sent) -> Result<Result<(), FaultKind>, StoreError> {
        let Some(question) = Question::open(&sent.question, &self.office.keys.captcha, self.now) else {
            return Ok(Err(FaultKind::Expired));
        };
        let outcome = question.check(&sent.answer);
        if outcome == Err(FaultKind::Empty) {
            return Ok(outcome);
        }
        let spent = question.spent(&sent.question);
        let unused = self.office.store.spend(spent.id, spent.expires_at).await?;
        Ok(if unused { outcome } else { Err(FaultKind::Expired) })
    }

    /// A form that was filed already is answered with its receipt again, without another captcha.
    async fn is_filed(&self, ticket: &Ticket) -> Result<bool, StoreError> {
        let secret = ReporterSecret::from_code(&ticket.receipt_code());
        let lookup = self.office.keys.receipt_lookup(&secret.lookup_id());
        match self.office.store.cases().by_lookup(&lookup).await {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The form with what was typed and its faults. Without a ticket it gets a new one.
    fn show(mut self, form: ReportForm, faults: Vec<Fault>, ticket: Option<Ticket>) -> Response {
        let ticket = ticket.unwrap_or_else(|| Ticket::issue(self.now, &mut self.rng));
        let asks = self.app.asks_captcha() && !ticket.is_human();
        let captcha = asks.then(|| Question::ask(self.now, &mut self.rng).seal(&self.office.keys.captcha, &mut self.rng));
        let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let ticket = ticket.seal(&self.office.keys.ticket, &mut self.rng);
        let catalog = Arc::clone(&self.office.directory.catalog);
        page(status, report_page(&self.visit.view, &ReportPage { form, faults, ticket, captcha, catalog }))
    }

    fn review(mut self, sent: Sent, report: Report, ticket: &Ticket) -> Response {
        let sealed = ticket.seal(&self.office.keys.ticket, &mut self.rng);
        match intake::preview(&self.office, &report) {
            Ok(route) => review::answer(&self.office, &self.visit.view, sent.form, report, sealed, &route),
            Err(_) => held::not_open(&self.office, &self.visit.view, Some(sent)),
        }
    }

    async fn file(mut self, sent: Sent, report: &Report, ticket: &Ticket) -> Response {
        match intake::file(&self.office, report, ticket, self.now, &mut self.rng).await {
            Ok(receipt) => filed::answer(&self.office, &self.visit.view, report.kind, receipt),
            Err(CaseworkError::NotOpen(_)) => held::not_open(&self.office, &self.visit.view, Some(sent)),
            Err(error) => held::report(&self.visit.view, sent, Refusal::from(error)),
        }
    }
}

struct Checked {
    report: Report,
    ticket: Ticket,
}

enum Rejected {
    /// What is wrong, and the ticket to carry on with; none if a new one is needed.
    Faults(Vec<Fault>, Option<Ticket>),
    Store(StoreError),
}

impl From<StoreError> for Rejected {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
