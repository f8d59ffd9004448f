//! Gives reporters back what they added: the file itself, or its sealed segments to a browser that opens them.

use std::time::Duration;

use axum::{
    extract::{FromRequest, Request, State},
    http::StatusCode,
    response::Response,
};
use model::{ReceiptCode, api::SegmentAsk};
use pages::reporter::FilesDone;
use tokio::time::timeout;

use super::{
    held,
    status::{Counter, Outcome, PAGE, Sent, reject},
    status_sealed::lookup_id,
};
use crate::{
    app::App,
    casework::{
        CaseworkError,
        follow::file::{own_file, own_segment},
    },
    http::{ask::Ask, download, form::Form, limits::Spending, places::Places, refusal::Refusal, visit::Visit},
};

/// The longest that the form may take to arrive.
const FORM_TIME: Duration = Duration::from_secs(30);

/// Files and segments that are on their way to reporters at once.
static GIVING: Places = Places::new(64, 16);

/// `POST /status/file`: a file that the reporter added. If something is wrong with it, the page says so.
pub async fn post(State(app): State<App>, mut visit: Visit, request: Request) -> Result<Response, Refusal> {
    visit.view.path = PAGE.to_owned();
    let mut form = timeout(FORM_TIME, Form::from_request(request, &())).await.map_err(|_| Refusal::TimedOut)??;
    let number = form.take("fetch");
    let sent = Sent::from(form);
    if let Err(refusal) = app.budgets().spend(Spending::Status, visit.client) {
        return Ok(held::status(&visit.view, sent, refusal));
    }
    Ok(match ReceiptCode::parse(&sent.receipt) {
        Ok(code) => Counter { office: app.office(), now: app.now(), rng: app.rng(), visit, code }.give_back(&number, sent).await,
        Err(error) => reject(&visit, sent, error.into()),
    })
}

impl Counter {
    async fn give_back(self, number: &str, sent: Sent) -> Response {
        let Some(place) = GIVING.take(self.visit.client) else { return held::status(&self.visit.view, sent, Refusal::Unavailable) };
        let opened = match number.parse() {
            Ok(number) => own_file(&self.office, &self.code, number, self.now).await,
            Err(_) => Err(CaseworkError::NotFound),
        };
        match opened {
            Ok(opened) => match download::checked(opened).await {
                Ok(file) => download::attached(file, Some(place)),
                Err(fault) => self.show(StatusCode::UNPROCESSABLE_ENTITY, sent, Outcome::files(FilesDone::Wrong(fault.into()))).await,
            },
            // It was taken back meanwhile: the page shows how it stands now.
            Err(CaseworkError::NotFound) => self.show(StatusCode::CONFLICT, sent, Outcome::default()).await,
            Err(error) => self.fail(sent, error),
        }
    }
}

/// `POST /api/evidence/read`: a sealed segment.
pub async fn segment(State(app): State<App>, visit: Visit, Ask(ask): Ask<SegmentAsk>) -> Result<Response, Refusal> {
    app.budgets().spend(Spending::Page, visit.client)?;
    let Some(place) = GIVING.take(visit.client) else { return Err(Refusal::Unavailable) };
    let bytes = own_segment(&app.office(), &lookup_id(&ask.lookup)?, ask.number, ask.segment).await?;
    Ok(download::sealed(bytes, place))
}
