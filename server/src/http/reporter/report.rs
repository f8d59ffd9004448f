//! The report form: shown, checked, reviewed, filed.

use std::sync::Arc;

use axum::{
    extract::{OriginalUri, State},
    http::StatusCode,
    response::Response,
};
use data_encoding::BASE64;
use jiff::{SignedDuration, Timestamp};
use model::{Destination, Fault, FaultKind, Field, Report, ReportForm, avoid::codes};
use pages::{
    Html,
    reporter::{ReportPage, ReviewPage, Sealing, report_page, review_page},
};
use rand::rngs::StdRng;

use super::{filed, held, review};
use crate::{
    app::App,
    casework::{
        CaseworkError, Office, intake,
        routing::{Avoided, Route},
        ticket::{self, Ticket},
    },
    http::{
        answer::page,
        captcha::Question,
        form::{Form, LongForm},
        limits::Spending,
        refusal::Refusal,
        visit::Visit,
    },
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
    Desk::open(app, office, visit).form(form, Vec::new(), None, Way::Browser).answer()
}

/// `POST /report`.
pub async fn post(State(app): State<App>, visit: Visit, form: LongForm) -> Response {
    let (form, carrying) = form.open();
    carrying(take(app, visit, Sent::from(form)).await)
}

async fn take(app: App, visit: Visit, sent: Sent) -> Response {
    let office = app.office_once_open().await;
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
    pub(super) form: ReportForm,
    pub(super) ticket: String,
    pub(super) question: String,
    pub(super) answer: String,
    pub(super) trap: String,
    pub(super) step: String,
    /// What the review told of the way that the report takes; empty if there was none.
    pub(super) reviewed: String,
}

/// What the pressed button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
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
        let reviewed = sent.take("reviewed");
        if step.parse::<Destination>().is_ok() {
            form.to.clone_from(&step);
        }
        form.avoid_units = units(&mut sent, &form.avoid_units, &step);
        Self { form, ticket, question, answer, trap, step, reviewed }
    }
}

impl Sent {
    pub(super) fn step(&self) -> Step {
        match self.step.as_str() {
            "kind" | "captcha" | "edit" | "protect" => Step::Again,
            // Another destination is reviewed before it is sent to.
            "review" | "custodian" | "usual" | "avoid" => Step::Review,
            _ => Step::Send,
        }
    }

    /// All of it that was not empty, to be sent again.
    pub(super) fn into_fields(mut self) -> Vec<(String, String)> {
        let typed = fields(&mut self.form).map(|(name, place)| (name, std::mem::take(place)));
        let rest = [
            ("ticket", self.ticket),
            ("captcha_token", self.question),
            ("captcha", self.answer),
            ("step", self.step),
            ("reviewed", self.reviewed),
        ];
        let all = typed.into_iter().chain(rest).filter(|(_, value)| !value.is_empty());
        all.map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The units that are carried and the one that was chosen beside them, but for those that were ticked to be left out; from the review, the
/// one that it was to go to.
fn units(sent: &mut Form, carried: &str, step: &str) -> String {
    let next = if step == "avoid" { sent.take("avoid_next") } else { String::new() };
    let all = [carried, &sent.take("avoid_unit"), &next].join(" ");
    let dropped: Vec<&str> = sent.all("avoid_drop").collect();
    codes(&all).into_iter().filter(|code| !dropped.contains(code)).collect::<Vec<_>>().join(" ")
}

/// The typed fields in the order of the form, by the names that it posts them under.
fn fields(form: &mut ReportForm) -> [(&'static str, &mut String); 15] {
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
        ("to", &mut form.to),
        ("avoid_names", &mut form.avoid_names),
        ("avoid_units", &mut form.avoid_units),
        ("number", &mut form.number),
    ]
}

/// Who is going to seal what is typed into a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The browser, if it can: the server has seen nothing of it.
    Browser,
    /// The server: it has seen it, and says so.
    Server,
}

/// A page with its status.
pub(super) struct Shown {
    pub(super) status: StatusCode,
    pub(super) page: Html,
}

impl Shown {
    fn answer(self) -> Response {
        page(self.status, self.page)
    }
}

/// One request at the form.
pub(super) struct Desk {
    pub(super) app: App,
    pub(super) office: Office,
    pub(super) visit: Visit,
    pub(super) now: Timestamp,
    pub(super) rng: StdRng,
}

impl Desk {
    pub(super) fn open(app: App, office: Office, visit: Visit) -> Self {
        let (now, rng) = (app.now(), app.rng());
        Self { app, office, visit, now, rng }
    }

    async fn take(self, sent: Sent) -> Response {
        let ticket = self.ticket(&sent.ticket);
        if sent.step() == Step::Again {
            // From a status page it brings what the case says about itself, and nothing that was typed.
            let way = if sent.step == "protect" { Way::Browser } else { Way::Server };
            return self.form(sent.form, Vec::new(), ticket, way).answer();
        }
        let checked = sent.form.check(&self.office.directory.catalog);
        match self.check(&sent, checked, ticket).await {
            Ok((report, ticket)) if sent.step() == Step::Review => self.review(sent, report, &ticket).await,
            Ok((report, ticket)) => self.file(sent, report, &ticket).await,
            Err(Rejected::Faults(faults, ticket)) => self.form(sent.form, faults, ticket, Way::Server).answer(),
            Err(Rejected::Store(error)) => held::report(&self.visit.view, sent, Refusal::from(error)),
        }
    }

    /// The ticket that a form carried, if it is good.
    pub(super) fn ticket(&self, carried: &str) -> Option<Ticket> {
        Ticket::open(carried, &self.office.keys.ticket, self.now, ticket::LIFETIME).ok()
    }

    /// Checks ticket, captcha and trap beside what came of checking the fields, and finds all faults at once.
    pub(super) async fn check<T>(
        &self,
        sent: &Sent,
        checked: Result<T, Vec<Fault>>,
        ticket: Option<Ticket>,
    ) -> Result<(T, Ticket), Rejected> {
        let (ticket, mut late_faults) = match ticket {
            Some(ticket) => self.check_sender(sent, ticket).await?,
            None => (None, vec![Fault::new(Field::Ticket, FaultKind::Expired)]),
        };
        if !sent.trap.is_empty() {
            late_faults.push(Fault::new(Field::Website, FaultKind::Unknown));
        }
        match (checked, ticket) {
            (Ok(checked), Some(ticket)) if late_faults.is_empty() => Ok((checked, ticket)),
            (checked, ticket) => {
                let mut faults = checked.err().unwrap_or_default();
                faults.append(&mut late_faults);
                Err(Rejected::Faults(faults, ticket))
            }
        }
    }

    /// Whether a person seems to have sent this; the ticket that comes back remembers a solved captcha.
    async fn check_sender(&self, sent: &Sent, ticket: Ticket) -> Result<(Option<Ticket>, Vec<Fault>), StoreError> {
        if !self.app.asks_captcha() || ticket.is_human() || intake::is_filed(&self.office, &ticket).await? {
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

    /// The form with what was typed and its faults. Without a ticket it gets a new one.
    pub(super) fn form(mut self, form: ReportForm, faults: Vec<Fault>, ticket: Option<Ticket>, way: Way) -> Shown {
        let ticket = ticket.unwrap_or_else(|| Ticket::issue(self.now, &mut self.rng));
        let asks = self.app.asks_captcha() && !ticket.is_human();
        let captcha = asks.then(|| Question::ask(self.now, &mut self.rng).seal(&self.office.keys.captcha, &mut self.rng));
        let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let ticket = ticket.seal(&self.office.keys.ticket, &mut self.rng);
        let catalog = Arc::clone(&self.office.directory.catalog);
        let sealing = (way == Way::Browser).then(|| sealing(&self.office));
        let units = review::unit_names(&self.office, self.visit.view.locale);
        let page = report_page(&self.visit.view, &ReportPage { form, faults, ticket, captcha, catalog, units, sealing });
        Shown { status, page }
    }

    async fn review(mut self, sent: Sent, report: Report, ticket: &Ticket) -> Response {
        let sealed = ticket.seal(&self.office.keys.ticket, &mut self.rng);
        match intake::preview(&self.office, &intake::chosen(&self.office, &report)).await {
            Ok(routed) => {
                let shown = review::shown(&self.office, &self.visit.view, sent.form, report, sealed, &routed, None);
                page(StatusCode::OK, review_page(&self.visit.view, &shown))
            }
            Err(CaseworkError::Faults(faults)) => self.form(sent.form, faults, Some(ticket.clone()), Way::Server).answer(),
            Err(_) => held::not_open(&self.office, &self.visit.view, Some(sent)),
        }
    }

    /// The way that a report takes, if a review told of another. What is filed already has taken its own.
    async fn other_way(&self, sent: &Sent, report: &Report, ticket: &Ticket) -> Result<Option<(Route, Avoided)>, CaseworkError> {
        if sent.reviewed.is_empty() {
            return Ok(None);
        }
        let routed = intake::preview(&self.office, &intake::chosen(&self.office, report)).await?;
        let is_told = review::told(&self.office, &routed, report.identity.is_some(), self.visit.view.locale) == sent.reviewed;
        let is_settled = is_told || intake::is_filed(&self.office, ticket).await?;
        Ok((!is_settled).then_some(routed))
    }

    /// The review again, which says that the way is another one.
    fn review_again(mut self, sent: Sent, report: Report, ticket: &Ticket, routed: &(Route, Avoided)) -> Response {
        let sealed = ticket.seal(&self.office.keys.ticket, &mut self.rng);
        let shown = review::shown(&self.office, &self.visit.view, sent.form, report, sealed, routed, None);
        page(StatusCode::CONFLICT, review_page(&self.visit.view, &ReviewPage { changed: true, ..shown }))
    }

    /// Files the report; once more if another node has put a new key in the place of the one that this node knew.
    async fn filed(&mut self, report: &Report, ticket: &Ticket) -> Result<intake::Receipt, CaseworkError> {
        match intake::file(&self.office, report, ticket, self.now, &mut self.rng).await {
            Err(CaseworkError::Store(StoreError::OtherKey)) => {
                self.office = self.app.office_anew().await;
                intake::file(&self.office, report, ticket, self.now, &mut self.rng).await
            }
            filed => filed,
        }
    }

    async fn file(mut self, sent: Sent, report: Report, ticket: &Ticket) -> Response {
        let filed = match self.other_way(&sent, &report, ticket).await {
            Ok(Some(routed)) => return self.review_again(sent, report, ticket, &routed),
            Ok(None) => self.filed(&report, ticket).await,
            Err(error) => Err(error),
        };
        match filed {
            Ok(receipt) => filed::answer(&self.office, &self.visit.view, report.kind, receipt),
            Err(CaseworkError::NotOpen(_)) => held::not_open(&self.office, &self.visit.view, Some(sent)),
            Err(CaseworkError::Faults(faults)) => self.form(sent.form, faults, Some(ticket.clone()), Way::Server).answer(),
            Err(CaseworkError::TicketUsed) => {
                let used = Fault::new(Field::Ticket, FaultKind::Expired);
                self.form(sent.form, vec![used], None, Way::Server).answer()
            }
            Err(error) => held::report(&self.visit.view, sent, Refusal::from(error)),
        }
    }
}

/// What a page holds for a browser that seals.
pub(super) fn sealing(office: &Office) -> Sealing {
    Sealing { installation_key: BASE64.encode(office.keys.public_key().as_bytes()) }
}

pub(super) enum Rejected {
    /// What is wrong, and the ticket to carry on with; none if a new one is needed.
    Faults(Vec<Fault>, Option<Ticket>),
    Store(StoreError),
}

impl From<StoreError> for Rejected {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
