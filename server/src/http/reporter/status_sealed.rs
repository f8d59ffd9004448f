//! Following a case whose receipt code stays in the browser. It sends the lookup id and gets the page with blanks and what belongs there;
//! the budget and the answer to an unknown code are those of the plain form.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use model::{
    CaseAction, Fault, FaultKind, Field,
    api::{ActAsk, Base64, KeyCopy, NewText, NextKey, OpenAsk, StatusAnswer},
    limits,
    state::REPORTER_ACTIONS,
};
use pages::reporter::{StatusFormPage, StatusPage, destroyed_page, status_form_page, status_page};
use seal::{Ciphertext, LookupId, SealedKey, StatementSignature};

use super::{report::sealing, status::PAGE, status_view::status_view};
use crate::{
    app::App,
    casework::{
        CaseworkError, Office,
        follow::sealed::{self, Act, NextCopies, Text},
        retention,
    },
    http::{ask::Ask, destroyed, limits::Spending, refusal::Refusal, visit::Visit},
};

/// What is typed, and so never comes here.
const KEPT: [Field; 4] = [Field::Receipt, Field::Message, Field::Rating, Field::Objection];

/// `POST /api/status/open`: the page of a case, or the form with what the browser found wrong.
pub async fn open(State(app): State<App>, visit: Visit, Ask(ask): Ask<OpenAsk>) -> Result<Response, Refusal> {
    let counter = Counter::open(&app, visit)?;
    let faults: Vec<Fault> = ask.faults.into_iter().filter(|fault| KEPT.contains(&fault.field)).collect();
    let Some(lookup) = ask.lookup else { return counter.form(faults) };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    counter.case(&lookup_id(&lookup)?, status, faults, None, ask.request).await
}

/// `POST /api/status/act`: does what the reporter asks for, and answers with how the case stands then.
pub async fn act(State(app): State<App>, visit: Visit, Ask(ask): Ask<ActAsk>) -> Result<Response, Refusal> {
    let counter = Counter::open(&app, visit)?;
    let asked = read(ask)?;
    let (lookup, action, rating) = (asked.lookup.clone(), asked.action, asked.rating);
    match sealed::act(&counter.office, asked, counter.now).await {
        Ok(()) => counter.case(&lookup, StatusCode::OK, Vec::new(), Some(action), None).await,
        Err(CaseworkError::Faults(faults)) => counter.case(&lookup, StatusCode::UNPROCESSABLE_ENTITY, faults, None, None).await,
        // It comes twice when its answer got lost.
        Err(CaseworkError::Conflict { .. }) if sealed::is_done(&counter.office, &lookup, action, rating).await? => {
            counter.case(&lookup, StatusCode::OK, Vec::new(), Some(action), None).await
        }
        Err(CaseworkError::Refused(_) | CaseworkError::Custody(_) | CaseworkError::Conflict { .. }) => {
            counter.case(&lookup, StatusCode::CONFLICT, Vec::new(), None, None).await
        }
        Err(CaseworkError::NotFound) => counter.destroyed(&lookup).await,
        // Who signed it is not the reporter of this case.
        Err(CaseworkError::Sealed(_)) => Err(Refusal::BadRequest),
        Err(error) => Err(error.into()),
    }
}

const fn unknown() -> Fault {
    Fault::new(Field::Receipt, FaultKind::NotFound)
}

pub(super) fn lookup_id(sent: &Base64) -> Result<LookupId, Refusal> {
    <[u8; 32]>::try_from(sent.0.as_slice()).map(LookupId::from_bytes).map_err(|_| Refusal::BadRequest)
}

/// Checks all that can be checked of what nobody here can open.
fn read(ask: ActAsk) -> Result<Act, Refusal> {
    if !REPORTER_ACTIONS.contains(&ask.action) && ask.action != CaseAction::Object {
        return Err(Refusal::BadRequest);
    }
    Ok(Act {
        lookup: lookup_id(&ask.lookup)?,
        version: ask.version,
        action: ask.action,
        rating: ask.rating,
        text: ask.text.map(text).transpose()?,
        files: ask.files,
        next: ask.next.map(next).transpose()?,
        judge: ask.judge.map(copy).transpose()?,
        signature: StatementSignature::try_from(ask.signature.0.as_slice()).map_err(|_| Refusal::BadRequest)?,
    })
}

fn text(sent: NewText) -> Result<Text, Refusal> {
    if sent.ciphertext.0.len() > limits::SEALED_MESSAGE {
        return Err(Refusal::TooLarge);
    }
    let ciphertext = Ciphertext::try_from(sent.ciphertext.0).map_err(|_| Refusal::BadRequest)?;
    Ok(Text { seq: sent.seq, epoch: sent.epoch, ciphertext })
}

fn next(sent: NextKey) -> Result<NextCopies, Refusal> {
    Ok(NextCopies { reporter: sealed_key(sent.reporter)?, unit: copy(sent.unit)? })
}

fn copy(sent: KeyCopy) -> Result<(i64, SealedKey), Refusal> {
    Ok((sent.key, sealed_key(sent.sealed)?))
}

fn sealed_key(sent: Base64) -> Result<SealedKey, Refusal> {
    SealedKey::try_from(sent.0).map_err(|_| Refusal::BadRequest)
}

/// One request.
struct Counter {
    office: Office,
    now: Timestamp,
    visit: Visit,
}

impl Counter {
    fn open(app: &App, mut visit: Visit) -> Result<Self, Refusal> {
        app.budgets().spend(Spending::Status, visit.client)?;
        visit.view.path = PAGE.to_owned();
        Ok(Self { office: app.office(), now: app.now(), visit })
    }

    /// The form that asks for the code, with what is wrong with it or in another language. The browser puts back what was typed.
    fn form(self, faults: Vec<Fault>) -> Result<Response, Refusal> {
        let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let shown = StatusFormPage { typed: String::new(), faults, sealing: Some(sealing(&self.office)) };
        let page = status_form_page(&self.visit.view, &shown).into_string();
        Ok((status, Json(StatusAnswer { page, case: None })).into_response())
    }

    async fn case(
        self,
        lookup: &LookupId,
        status: StatusCode,
        faults: Vec<Fault>,
        done: Option<CaseAction>,
        objecting: Option<u32>,
    ) -> Result<Response, Refusal> {
        match sealed::open(&self.office, lookup, self.now).await {
            Ok((followed, case)) => {
                let mut shown = StatusPage { faults, done, ..status_view(&self.office, &self.visit.view, None, followed) };
                shown.custody.objecting = objecting;
                let page = status_page(&self.visit.view, &shown).into_string();
                Ok((status, Json(StatusAnswer { page, case: Some(case) })).into_response())
            }
            Err(CaseworkError::NotFound) => self.destroyed(lookup).await,
            Err(error) => Err(error.into()),
        }
    }

    /// What became of a case that is not there any more; without one, that the code is unknown.
    async fn destroyed(self, lookup: &LookupId) -> Result<Response, Refusal> {
        match retention::certificate_under(&self.office, lookup).await {
            Ok(stated) => {
                let shown = destroyed::shown(&self.office, self.visit.view.locale, &stated);
                let page = destroyed_page(&self.visit.view, &shown).into_string();
                Ok((StatusCode::OK, Json(StatusAnswer { page, case: None })).into_response())
            }
            Err(CaseworkError::NotFound) => self.form(vec![unknown()]),
            Err(error) => Err(error.into()),
        }
    }
}
