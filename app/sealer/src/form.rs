//! The report form: what was typed stays here, and leaves sealed.

use std::cell::RefCell;

use model::{
    ReceiptCode, Report, ReportForm, ReportKind, Written,
    api::{FormAnswer, FormAsk, Permit, SealAnswer, SealAsk, SignedUnitKey},
    avoid::codes,
};
use seal::{
    BrowserRng, Purpose, Recipient, ReporterSecret, SealPublicKey, SealedReport, VerifyingKey, encode, name_marks, proof_of_filing,
    seal_report, trusted_key,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{FormData, HtmlFormElement};

use browser::{
    ask::{Answer, post},
    installation_key, page, refused,
};

use crate::{draft, receipt};

/// What the page does not hold.
#[derive(Default)]
struct Desk {
    /// As it came with the first page; what comes later cannot change it.
    installation: Option<VerifyingKey>,
    /// What the review was shown with.
    permit: Option<Permit>,
    /// The code of the report that is being filed: the same one however often it is sent.
    code: Option<ReceiptCode>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk::default());
}

/// Takes the installation's key, as the first page had it. Fails where something else stood there, and the form stays plain.
#[wasm_bindgen]
pub fn start(installation: &str) -> Result<(), JsValue> {
    let installation = installation_key(installation)?;
    DESK.with_borrow_mut(|desk| desk.installation = Some(installation));
    draft::show_panel()?;
    page::reveal("ready")
}

/// Does what the pressed button asks for. `address` is where the form would post to.
#[wasm_bindgen]
pub async fn submit_report(step: String, address: String, _form: String) -> Result<(), JsValue> {
    let typed = Typed::read(address)?;
    match (step.as_str(), DESK.with_borrow(|desk| desk.permit.clone())) {
        ("send", Some(permit)) => typed.send(permit).await,
        ("send" | "review", _) => typed.review().await,
        ("custodian" | "usual", _) => typed.sent_to(&step).review().await,
        ("avoid", _) => typed.avoiding(&page::value("[name=avoid_next]")?).review().await,
        (other, _) => typed.ask(other).await,
    }
}

/// What stands in the form.
struct Typed {
    form: ReportForm,
    ask: FormAsk,
    /// Where the page is.
    address: String,
}

/// The fields that are sealed: no request carries them otherwise.
fn kept(form: &ReportForm) -> [(&'static str, &str); 8] {
    [
        ("subject", &form.subject),
        ("title", &form.title),
        ("body", &form.body),
        ("name", &form.name),
        ("id_number", &form.id_number),
        ("phone", &form.phone),
        ("address", &form.address),
        ("avoid_names", &form.avoid_names),
    ]
}

/// Whether anything was typed into it.
pub(crate) fn is_begun(form: &ReportForm) -> bool {
    kept(form).iter().any(|(_, value)| !value.trim().is_empty()) || !form.number.trim().is_empty()
}

/// What stands in the form now.
pub(crate) fn written() -> Result<ReportForm, JsValue> {
    let form = page::find::<HtmlFormElement>("#report-form")?.ok_or("no form")?;
    Ok(form_of(&FormData::new_with_form(&form)?))
}

/// Puts what was written before into the form, and tells whether it is there now. A form of another kind, and the boxes that take a unit off
/// the list again, come from the server, which may be away.
pub(crate) async fn bring_back(form: &ReportForm, address: String) -> Result<bool, JsValue> {
    if is_form_for(form)? {
        return fill(form).map(|()| true);
    }
    Typed::read(address)?.with(form.clone()).ask("kind").await?;
    is_form_for(form)
}

/// Whether the form that is shown has a place for all of it.
fn is_form_for(form: &ReportForm) -> Result<bool, JsValue> {
    let is_protection = |kind: &str| kind == ReportKind::Protection.as_str();
    let shown = written()?;
    Ok(is_protection(&form.kind) == is_protection(&shown.kind) && codes(&form.avoid_units) == codes(&shown.avoid_units))
}

fn fill(form: &ReportForm) -> Result<(), JsValue> {
    for (name, value) in [("kind", &form.kind), ("category", &form.category), ("area", &form.area), ("identity", &form.identity)] {
        page::choose(name, value)?;
    }
    page::fill_fields("avoid_units", &form.avoid_units)?;
    page::fill_fields("number", &form.number)?;
    fill_kept(form)
}

/// What is folded and holds something is unfolded.
fn fill_kept(form: &ReportForm) -> Result<(), JsValue> {
    kept(form).into_iter().try_for_each(|(name, value)| page::fill_fields(name, value))?;
    if form.avoid_names.is_empty() { Ok(()) } else { page::unfold("#avoid") }
}

/// The units that are carried and the one that was chosen beside them, but for those that were ticked to be left out.
fn units_of(data: &FormData) -> String {
    let value = |name: &str| data.get(name).as_string().unwrap_or_default();
    let dropped: Vec<String> = data.get_all("avoid_drop").iter().filter_map(|code| code.as_string()).collect();
    let all = [value("avoid_units"), value("avoid_unit")].join(" ");
    codes(&all).into_iter().filter(|code| !dropped.iter().any(|dropped| dropped == code)).collect::<Vec<_>>().join(" ")
}

fn form_of(data: &FormData) -> ReportForm {
    let value = |name: &str| data.get(name).as_string().unwrap_or_default();
    let mut form = ReportForm::default();
    form.kind = value("kind");
    form.category = value("category");
    form.area = value("area");
    form.identity = value("identity");
    form.to = value("to");
    form.subject = value("subject");
    form.title = value("title");
    form.body = value("body");
    form.name = value("name");
    form.id_number = value("id_number");
    form.phone = value("phone");
    form.address = value("address");
    form.avoid_names = value("avoid_names");
    form.avoid_units = units_of(data);
    form.number = value("number");
    form
}

/// What the portal compares with its members' names.
fn marks(form: &ReportForm) -> Vec<model::api::Base64> {
    let names = form.check_written().map(|written| written.content.avoid.clone()).unwrap_or_default();
    let marks = DESK.with_borrow(|desk| {
        let installation = desk.installation.as_ref()?;
        Some(name_marks(installation, &names, &mut BrowserRng))
    });
    let marks = marks.unwrap_or_default();
    marks.into_iter().map(|mark| model::api::Base64(mark.to_vec())).collect()
}

impl Typed {
    fn read(address: String) -> Result<Self, JsValue> {
        let form = page::find::<HtmlFormElement>("#report-form")?.ok_or("no form")?;
        let data = FormData::new_with_form(&form)?;
        let value = |name: &str| data.get(name).as_string().unwrap_or_default();
        let form = form_of(&data);
        let ask = FormAsk {
            avoid_units: form.avoid_units.clone(),
            avoid_names: marks(&form),
            number: form.number.clone(),
            kind: value("kind"),
            category: value("category"),
            area: value("area"),
            identity: value("identity"),
            to: value("to"),
            ticket: value("ticket"),
            captcha_token: value("captcha_token"),
            captcha: value("captcha"),
            website: value("website"),
            step: String::new(),
            faults: Vec::new(),
        };
        Ok(Self { form, ask, address })
    }

    /// The address of a request, in the language of the page that comes next.
    fn api(&self, path: &str) -> String {
        format!("{}{path}", self.address.strip_suffix("/report").unwrap_or_default())
    }

    /// With all that was written before.
    fn with(mut self, form: ReportForm) -> Self {
        let fields = [
            (&mut self.ask.kind, &form.kind),
            (&mut self.ask.category, &form.category),
            (&mut self.ask.area, &form.area),
            (&mut self.ask.identity, &form.identity),
            (&mut self.ask.to, &form.to),
            (&mut self.ask.avoid_units, &form.avoid_units),
            (&mut self.ask.number, &form.number),
        ];
        fields.into_iter().for_each(|(field, value)| field.clone_from(value));
        Self { form, ..self }
    }

    /// With another destination; the next review says what it is.
    fn sent_to(mut self, destination: &str) -> Self {
        destination.clone_into(&mut self.ask.to);
        self
    }

    /// With one more unit that must not learn of it; the next review says where it goes then.
    fn avoiding(mut self, unit: &str) -> Self {
        self.ask.avoid_units = [&self.ask.avoid_units, unit].join(" ");
        self
    }

    async fn review(mut self) -> Result<(), JsValue> {
        self.ask.faults = self.form.check_written().err().unwrap_or_default();
        self.ask("review").await
    }

    async fn ask(mut self, step: &str) -> Result<(), JsValue> {
        step.clone_into(&mut self.ask.step);
        let answer = post(&self.api("/api/report/prepare"), &self.ask).await?;
        match answer.status {
            200 | 422 => self.show(&answer),
            status => refused(status),
        }
    }

    /// The next page, with what was typed in its places.
    fn show(&self, answer: &Answer) -> Result<(), JsValue> {
        let answer: FormAnswer = answer.read()?;
        if answer.permit.as_ref().is_some_and(|permit| !is_signed(permit)) {
            return page::say("key");
        }
        page::show(&answer.page)?;
        fill_kept(&self.form)?;
        if let (true, Ok(written)) = (answer.permit.is_some(), self.form.check_written()) {
            fill_review(&written)?;
        }
        let history = page::window()?.history()?;
        match (&answer.permit, DESK.with_borrow(|desk| desk.permit.is_some())) {
            // Back then leads to the form, and not away with what was typed.
            (Some(_), false) => history.push_state_with_url(&JsValue::NULL, "", Some(&self.address))?,
            _ => history.replace_state_with_url(&JsValue::NULL, "", Some(&self.address))?,
        }
        DESK.with_borrow_mut(|desk| desk.permit = answer.permit);
        draft::show_panel()
    }

    async fn send(self, permit: Permit) -> Result<(), JsValue> {
        let Some(report) = self.report() else { return self.review().await };
        let code = DESK.with_borrow_mut(|desk| desk.code.get_or_insert_with(|| ReceiptCode::generate(&mut BrowserRng)).clone());
        let secret = ReporterSecret::from_code(&code);
        let sealed = seal(&report, &permit, &secret)?;
        let proof = proof_of_filing(&secret.proof_key(), &permit.number, permit.hour, &encode(&report.content));
        let ask = SealAsk {
            kind: report.kind,
            category: report.category.clone(),
            area: report.area.clone(),
            to: report.to,
            avoid_units: self.ask.avoid_units.clone(),
            avoid_names: self.ask.avoid_names.clone(),
            number: self.ask.number.clone(),
            ticket: self.ask.ticket.clone(),
            token: permit.token.clone(),
            lookup: model::api::Base64(secret.lookup_id().as_bytes().to_vec()),
            sealed: (&sealed).into(),
            mark: model::api::Base64(proof.mark(&permit.number, permit.hour).to_vec()),
        };
        let answer = post(&self.api("/api/report/seal"), &ask).await?;
        match answer.status {
            200 => {
                let answer: SealAnswer = answer.read()?;
                receipt::show(&answer, &code, &secret, &report.content)?;
                DESK.with_borrow_mut(|desk| (desk.code, desk.permit) = (None, None));
                draft::destroy()
            }
            409 => self.renew(&permit).await,
            422 => self.show(&answer),
            status => refused(status),
        }
    }

    /// Asks for a new permit. If the report goes to the same keys as before, it is sent with it; else it is shown again, and not sent.
    async fn renew(mut self, stale: &Permit) -> Result<(), JsValue> {
        let address = self.address.clone();
        self.ask.faults = Vec::new();
        self.ask("review").await?;
        let fresh = DESK.with_borrow(|desk| desk.permit.clone());
        let Some(fresh) = fresh.filter(|fresh| keys_of(fresh) == keys_of(stale)) else { return page::say("changed") };
        if fresh.hour == stale.hour {
            return page::say("changed");
        }
        Box::pin(Self::read(address)?.send(fresh)).await
    }

    /// The report, if nothing is wrong with it.
    fn report(&self) -> Option<Report> {
        let Written { content, identity } = self.form.check_written().ok()?;
        let (kind, category, area) = (self.form.kind.parse().ok()?, self.form.category.parse().ok()?, self.form.area.parse().ok()?);
        Some(Report { kind, category, area, content, identity, to: self.form.destination(), avoid_units: Vec::new() })
    }
}

fn seal(report: &Report, permit: &Permit, secret: &ReporterSecret) -> Result<SealedReport, JsValue> {
    let parse = |signed: &SignedUnitKey| SealPublicKey::try_from(signed.public.0.as_slice()).map_err(|_| JsValue::from_str("no key"));
    let unit = parse(&permit.unit)?;
    let custodians = permit.custodians.as_ref().map(|signed| Ok::<_, JsValue>((signed.key, parse(signed)?))).transpose()?;
    let custodians = custodians.as_ref().map(|(key, public)| Recipient { key: *key, public });
    let unit = Recipient { key: permit.unit.key, public: &unit };
    Ok(seal_report(permit.case, report, unit, custodians, secret, &mut BrowserRng))
}

fn keys_of(permit: &Permit) -> (i64, Option<i64>) {
    (permit.unit.key, permit.custodians.as_ref().map(|signed| signed.key))
}

/// Whether the installation has signed the keys.
fn is_signed(permit: &Permit) -> bool {
    let check =
        |named: &SignedUnitKey, purpose| DESK.with_borrow(|desk| trusted_key(named, purpose, desk.installation.as_ref()?)).is_some();
    check(&permit.unit, Purpose::Report) && permit.custodians.as_ref().is_none_or(|signed| check(signed, Purpose::Identity))
}

/// Shown as it will be sealed, not as it was typed.
fn fill_review(written: &Written) -> Result<(), JsValue> {
    let content = &written.content;
    for (name, text) in [("subject", &content.subject), ("title", &content.title), ("body", &content.body)] {
        page::fill_text(name, text)?;
    }
    if !content.avoid.is_empty() {
        page::fill_text("avoid_names", &content.avoid.join("\n"))?;
    }
    let Some(identity) = &written.identity else { return Ok(()) };
    let identity =
        [("name", &identity.name), ("id_number", &identity.id_number), ("phone", &identity.phone), ("address", &identity.address)];
    identity.into_iter().try_for_each(|(name, text)| page::fill_text(name, text))
}
