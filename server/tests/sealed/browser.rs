//! A browser that seals: what the page's module does, against the real router.

use axum::{body::Body, extract::Request, http::header};
use data_encoding::BASE64;
use model::{
    ReceiptCode, Report, ReportForm,
    api::{Base64, FormAnswer, FormAsk, Permit, SealAnswer, SealAsk, SealRefusal, SignedUnitKey},
};
use rand::{SeedableRng, rngs::StdRng};
use seal::{
    Purpose, Recipient, ReporterSecret, SealPublicKey, StatementSignature, UnitKeyStatement, VerifyingKey, encode, name_marks,
    proof_of_filing, seal_report,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::support::{Answer, TestPortal, filled};

/// One open page.
pub struct Browser<'a> {
    pub portal: &'a TestPortal,
    pub installation: VerifyingKey,
    pub form: ReportForm,
    pub ask: FormAsk,
    pub code: ReceiptCode,
    rng: StdRng,
}

/// What a script sends.
pub async fn post(portal: &TestPortal, path: &str, body: &impl Serialize) -> Answer {
    let body = serde_json::to_string(body).unwrap();
    portal.send(Request::post(path).header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap()).await
}

pub fn read<T: DeserializeOwned>(answer: &Answer) -> T {
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {} {}", answer.status, answer.body))
}

/// The page that an answer carries.
pub fn page(answer: &Answer) -> Answer {
    let FormAnswer { page, .. } = read(answer);
    Answer { status: answer.status, headers: answer.headers.clone(), bytes: page.clone().into_bytes(), body: page }
}

impl<'a> Browser<'a> {
    /// Opens the form and fills it in, with these fields changed or added.
    pub async fn open(portal: &'a TestPortal, changes: &[(&str, &str)]) -> Self {
        let page = portal.get("/report").await;
        let key = page.body.split("data-key=\"").nth(1).unwrap().split('"').next().unwrap();
        let installation = VerifyingKey::try_from(BASE64.decode(key.as_bytes()).unwrap().as_slice()).unwrap();
        let ticket = page.hidden("ticket");
        // No two forms carry the same ticket, so no two browsers draw the same code.
        let mut rng = StdRng::from_seed(Sha256::digest(&ticket).into());
        let code = ReceiptCode::generate(&mut rng);
        let (form, mut ask) = typed(changes, ticket);
        let names = form.check_written().map(|written| written.content.avoid.clone()).unwrap_or_default();
        ask.avoid_names = name_marks(&installation, &names, &mut rng).into_iter().map(|mark| Base64(mark.to_vec())).collect();
        Self { portal, installation, form, ask, code, rng }
    }

    pub fn secret(&self) -> ReporterSecret {
        ReporterSecret::from_code(&self.code)
    }

    pub async fn prepare(&self, step: &str) -> Answer {
        let faults = self.form.check_written().err().unwrap_or_default();
        post(self.portal, "/api/report/prepare", &FormAsk { step: step.into(), faults, ..self.ask.clone() }).await
    }

    /// Shows the review; keeps the ticket that came with it.
    pub async fn review(&mut self) -> Permit {
        let answer = self.prepare("review").await;
        let permit = read::<FormAnswer>(&answer).permit.unwrap_or_else(|| panic!("no permit: {}", page(&answer).body));
        self.ask.ticket = page(&answer).hidden("ticket");
        permit
    }

    /// Whether the keys are the installation's.
    pub fn trusts(&self, permit: &Permit) -> bool {
        let signed = |key: &SignedUnitKey, purpose| {
            let signature = StatementSignature::try_from(key.signature.0.as_slice()).unwrap();
            let stated = UnitKeyStatement { unit: key.unit, key: key.key, purpose, public: &key.public.0 };
            stated.is_signed(&self.installation, &signature)
        };
        signed(&permit.unit, Purpose::Report) && permit.custodians.as_ref().is_none_or(|key| signed(key, Purpose::Identity))
    }

    pub fn sealed(&mut self, permit: &Permit) -> SealAsk {
        let written = self.form.check_written().ok().unwrap();
        let report = Report {
            kind: self.form.kind.parse().unwrap(),
            category: self.form.category.parse().unwrap(),
            area: self.form.area.parse().unwrap(),
            content: written.content,
            identity: written.identity,
            to: self.form.destination(),
            avoid_units: Vec::new(),
        };
        let secret = self.secret();
        let parse = |key: &SignedUnitKey| SealPublicKey::try_from(key.public.0.as_slice()).unwrap();
        let unit = parse(&permit.unit);
        let custodians = permit.custodians.as_ref().map(|key| (key.key, parse(key)));
        let custodians = custodians.as_ref().map(|(key, public)| Recipient { key: *key, public });
        let unit = Recipient { key: permit.unit.key, public: &unit };
        let proof = proof_of_filing(&secret.proof_key(), &permit.number, permit.hour, &encode(&report.content));
        let sealed = seal_report(permit.case, &report, unit, custodians, &secret, &mut self.rng);
        SealAsk {
            kind: report.kind,
            category: report.category.clone(),
            area: report.area.clone(),
            to: report.to,
            avoid_units: self.ask.avoid_units.clone(),
            avoid_names: self.ask.avoid_names.clone(),
            number: self.ask.number.clone(),
            ticket: self.ask.ticket.clone(),
            token: permit.token.clone(),
            lookup: Base64(secret.lookup_id().as_bytes().to_vec()),
            sealed: (&sealed).into(),
            mark: Base64(proof.mark(&permit.number, permit.hour).to_vec()),
        }
    }

    pub async fn send(&self, ask: &SealAsk) -> Answer {
        post(self.portal, "/api/report/seal", ask).await
    }

    /// Review, seal, send.
    pub async fn file(&mut self) -> SealAnswer {
        let permit = self.review().await;
        let ask = self.sealed(&permit);
        read(&self.send(&ask).await)
    }

    /// What the receipt says as proof.
    pub fn proof(&self, answer: &SealAnswer) -> String {
        let content = encode(&self.form.check_written().ok().unwrap().content);
        let proof = proof_of_filing(&self.secret().proof_key(), &answer.number, answer.filed_at, &content);
        data_encoding::HEXLOWER.encode(proof.as_bytes())
    }

    /// The status page, opened with the code.
    pub async fn follow(&self) -> Answer {
        self.portal.post("/status", &[("receipt", &self.code.to_display())]).await
    }
}

pub fn refusal(answer: &Answer) -> SealRefusal {
    read(answer)
}

fn typed(changes: &[(&str, &str)], ticket: String) -> (ReportForm, FormAsk) {
    let fields = filled(changes);
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let mut form = ReportForm::default();
    (form.kind, form.category, form.area, form.identity) = (value("kind"), value("category"), value("area"), value("identity"));
    form.to = value("to");
    form.subject = value("subject");
    form.title = value("title");
    form.body = value("body");
    form.name = value("name");
    form.id_number = value("id_number");
    form.phone = value("phone");
    form.address = value("address");
    form.avoid_names = value("avoid_names");
    form.avoid_units = value("avoid_units");
    form.number = value("number");
    let ask = FormAsk {
        kind: value("kind"),
        category: value("category"),
        area: value("area"),
        identity: value("identity"),
        to: value("to"),
        avoid_units: value("avoid_units"),
        number: value("number"),
        website: value("website"),
        ticket,
        ..FormAsk::default()
    };
    (form, ask)
}
