//! The status page: the code stays here, the case is opened here, and what is written leaves sealed and signed.

use std::cell::RefCell;

use browser::{
    ask::{Answer, post},
    installation_key, page,
    proof::show_proof,
    refused,
};
use data_encoding::HEXLOWER;
use model::{
    Attachment, CaseAction, Fault, FaultKind, Field, Message, ReceiptCode, ReportContent, Wish,
    api::{ActAsk, AddedFile, Base64, KeyCopy, NewText, NextKey, OpenAsk, RemoveAsk, SealedCase, SealedText, SignedUnitKey, StatusAnswer},
    check, limits,
    status::Rating,
};
use seal::{
    ActStatement, BrowserRng, Ciphertext, Content, DataKey, FilePlace, Holder, KeyPlace, Place, Purpose, Recipient, ReporterSecret,
    SealPublicKey, SealedKey, Slot, VerifyingKey, decode, encode, next_key, open_message, proof_of_filing, seal_key, sign_message, staged,
    trusted_key,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use web_sys::{FormData, HtmlFormElement};

use crate::files;

thread_local! {
    /// The case that the page shows.
    static SHOWN: RefCell<Option<SealedCase>> = const { RefCell::new(None) };
    /// Whose signature a unit's key has to carry.
    static INSTALLATION: RefCell<Option<VerifyingKey>> = const { RefCell::new(None) };
}

/// Takes the installation's key, as the first page had it, and says that the code stays here.
#[wasm_bindgen]
pub fn start(installation: &str) -> Result<(), JsValue> {
    INSTALLATION.set(Some(installation_key(installation)?));
    page::reveal("ready")
}

/// Opens the case of the code that was typed; with the step `form` nothing but showing the form again.
#[wasm_bindgen]
pub async fn open_status(step: String, address: String, form: String) -> Result<(), JsValue> {
    let typed = page::value(&format!("#{form} [name=receipt]"))?;
    if step == "form" {
        return form_again(typed, address, Vec::new()).await;
    }
    match ReceiptCode::parse(&typed) {
        Ok(code) => Visit { secret: ReporterSecret::from_code(&code), typed, address }.look(Vec::new(), None).await,
        Err(error) => form_again(typed, address, vec![Fault::new(Field::Receipt, error.into())]).await,
    }
}

/// Does what a form of the opened case asks for; with the step `show` nothing but showing it again, with what was typed.
#[wasm_bindgen]
pub async fn act(step: String, address: String, form: String) -> Result<(), JsValue> {
    let visit = Visit::of(&form, address)?;
    if step == "show" { visit.look(Vec::new(), None).await } else { visit.act(Asked::read(&form, &step)?).await }
}

/// A file of the case that the page shows, with the code that its form `own-file` carries.
pub(crate) fn own(number: u32) -> Option<(ReporterSecret, FilePlace, Attachment)> {
    let code = ReceiptCode::parse(&page::value("#own-file [name=receipt]").ok()?).ok()?;
    let secret = ReporterSecret::from_code(&code);
    SHOWN
        .with_borrow(|case| {
            let case = case.as_ref()?;
            let file = Opener::new(case, &secret).own(number)?;
            Some((FilePlace { case: case.case, number }, file))
        })
        .map(|(place, file)| (secret, place, file))
}

/// Takes a file back that was not sent.
#[wasm_bindgen]
pub async fn remove_file(number: String, address: String, form: String) -> Result<(), JsValue> {
    let visit = Visit::of(&form, address)?;
    let number = number.parse().map_err(|_| "no file")?;
    let to = api(&visit.address, "open").replace("/status/open", "/evidence/remove");
    match post(&to, &RemoveAsk { lookup: visit.lookup(), number }).await?.status {
        // It is gone already.
        204 | 404 => visit.look(Vec::new(), None).await,
        status => refused(status),
    }
}

/// The form again, with what is wrong with the code or in another language. The server hears what is wrong, and not what was typed.
async fn form_again(typed: String, address: String, faults: Vec<Fault>) -> Result<(), JsValue> {
    let answer = post(&api(&address, "open"), &OpenAsk { lookup: None, faults, request: None }).await?;
    match answer.status {
        200 | 422 => {
            page::show(&answer.read::<StatusAnswer>()?.page)?;
            page::window()?.history()?.replace_state_with_url(&JsValue::NULL, "", Some(&address))?;
            page::fill_fields("receipt", &typed)
        }
        status => refused(status),
    }
}

/// The address of a request, in the language of the page that comes next.
fn api(address: &str, deed: &str) -> String {
    format!("{}/api/status/{deed}", address.strip_suffix("/status").unwrap_or_default())
}

/// One press of a button, with the code that it goes with.
struct Visit {
    secret: ReporterSecret,
    /// The code as it was typed.
    typed: String,
    /// Where the next page is.
    address: String,
}

/// What a form of the opened case asks for.
struct Asked {
    action: CaseAction,
    message: String,
    rating: String,
    /// Which request for the identity is objected to.
    request: Option<u32>,
}

/// The same, checked.
struct Checked {
    rating: Option<Rating>,
    message: Option<Message>,
}

impl Asked {
    /// The field that holds what was written.
    fn field(&self) -> String {
        self.request.map_or_else(|| "message".to_owned(), |request| format!("objection-{request}"))
    }

    /// A button names the action, with the number of the request if that is an objection, or leaves it to the form.
    fn read(form: &str, step: &str) -> Result<Self, JsValue> {
        let form = page::find::<HtmlFormElement>(&format!("#{form}"))?.ok_or("no form")?;
        let data = FormData::new_with_form(&form)?;
        let value = |name: &str| data.get(name).as_string().unwrap_or_default();
        let request = step.strip_prefix("object-").and_then(|number| number.parse().ok());
        let named = step.parse().or_else(|_| value("action").parse()).ok();
        let action = request.map(|_| CaseAction::Object).or(named).ok_or("no action")?;
        let asked = Self { action, message: String::new(), rating: value("rating"), request };
        Ok(Self { message: value(&asked.field()), ..asked })
    }

    /// Empties the fields of what was done: the rest of what is typed stays.
    fn forget(&self) -> Result<(), JsValue> {
        if self.action == CaseAction::Supply {
            page::choose("traces", Wish::CLEAN)?;
            page::fill_fields("keep_reason", "")?;
        }
        match self.action {
            CaseAction::Supply | CaseAction::Object => page::fill_fields(&self.field(), ""),
            _ => Ok(()),
        }
    }

    /// With files to go along no words are needed.
    fn check(&self, files: Vec<Attachment>) -> Result<Checked, Fault> {
        match self.action {
            CaseAction::Supply => {
                let body = match check::paragraphs(&self.message, limits::MESSAGE) {
                    Err(FaultKind::Empty) if !files.is_empty() => String::new(),
                    checked => checked.map_err(|kind| Fault::new(Field::Message, kind))?,
                };
                Ok(Checked { rating: None, message: Some(Message { body, files }) })
            }
            CaseAction::Object => {
                let body = check::paragraphs(&self.message, limits::REASON).map_err(|kind| Fault::new(Field::Objection, kind))?;
                Ok(Checked { rating: None, message: Some(Message::of(body)) })
            }
            CaseAction::Rate => {
                let rating = self.rating.parse().map_err(|_| Fault::new(Field::Rating, FaultKind::Empty))?;
                Ok(Checked { rating: Some(rating), message: None })
            }
            _ => Ok(Checked { rating: None, message: None }),
        }
    }
}

impl Visit {
    /// With the code that a form of the opened case carries.
    fn of(form: &str, address: String) -> Result<Self, JsValue> {
        let typed = page::value(&format!("#{form} [name=receipt]"))?;
        let code = ReceiptCode::parse(&typed).map_err(|_| "no code")?;
        Ok(Self { secret: ReporterSecret::from_code(&code), typed, address })
    }

    /// Asks for the page of the case. The faults are in what was written to the unit, or objected to this request.
    async fn look(&self, faults: Vec<Fault>, request: Option<u32>) -> Result<(), JsValue> {
        let ask = OpenAsk { lookup: Some(self.lookup()), faults, request };
        let answer = post(&api(&self.address, "open"), &ask).await?;
        match answer.status {
            200 | 422 => self.show(&answer, None).map(drop),
            status => refused(status),
        }
    }

    fn lookup(&self) -> Base64 {
        Base64(self.secret.lookup_id().as_bytes().to_vec())
    }

    /// The next page, opened, with what was typed on the one before, but for what was typed for what is done. Returns what it has no place for.
    fn show(&self, answer: &Answer, done: Option<&Asked>) -> Result<Vec<String>, JsValue> {
        let answer: StatusAnswer = answer.read()?;
        done.map_or(Ok(()), Asked::forget)?;
        let typed = page::typed()?;
        page::show(&answer.page)?;
        let left = page::put_back(typed)?;
        page::fill_fields("receipt", &self.typed)?;
        page::window()?.history()?.replace_state_with_url(&JsValue::NULL, "", Some(&self.address))?;
        if let Some(case) = &answer.case {
            Opener::new(case, &self.secret).fill()?;
        }
        SHOWN.set(answer.case);
        Ok(left)
    }

    async fn act(&self, asked: Asked) -> Result<(), JsValue> {
        let Some(case) = SHOWN.take() else { return Err("no case".into()) };
        let files = Opener::new(&case, &self.secret).added();
        let checked = match asked.check(files) {
            Ok(checked) => checked,
            Err(fault) => {
                SHOWN.set(Some(case));
                return self.look(vec![fault], asked.request).await;
            }
        };
        let sent = self.sealed(&case, &asked, &checked);
        SHOWN.set(Some(case));
        let sent = match sent {
            Ok(sent) => sent,
            Err(Unsealed::Untrusted) => return page::say("key"),
            Err(Unsealed::NoKey) => return Err("no key".into()),
        };
        let answer = post(&api(&self.address, "act"), &sent).await?;
        match answer.status {
            200 => self.show(&answer, Some(&asked)).map(drop),
            422 => self.show(&answer, None).map(drop),
            409 => self.show_changed(&answer, &sent, &asked, &checked),
            status => refused(status),
        }
    }

    /// What is asked for, sealed and signed.
    fn sealed(&self, case: &SealedCase, asked: &Asked, checked: &Checked) -> Result<ActAsk, Unsealed> {
        let opener = Opener::new(case, &self.secret);
        let Written { text, next, judge } = match (&checked.message, asked.request) {
            (Some(message), Some(request)) => opener.objection(message, request)?,
            (Some(message), None) => opener.message(message)?,
            (None, _) => Written::default(),
        };
        let (action, rating) = (asked.action, checked.rating);
        let files: Vec<u32> = checked.message.iter().flat_map(|message| &message.files).map(|file| file.number).collect();
        let copies = next.iter().flat_map(|(reporter, (_, unit))| [reporter, unit]).chain(judge.iter().map(|(_, copy)| copy));
        let stated = ActStatement {
            case: case.case,
            version: case.version,
            action,
            rating,
            text: text.as_ref().map(|(_, text)| text),
            files: &files,
            copies: &copies.collect::<Vec<_>>(),
        };
        let signature = stated.sign(&self.secret.signing_key());
        let copy = |(key, sealed): (i64, SealedKey)| KeyCopy { key, sealed: Base64(sealed.into_bytes()) };
        Ok(ActAsk {
            lookup: self.lookup(),
            version: case.version,
            action,
            rating,
            signature: Base64(signature.as_bytes().to_vec()),
            text: text.map(|(place, text)| NewText { seq: place.seq, epoch: place.epoch, ciphertext: Base64(text.into_bytes()) }),
            files,
            next: next.map(|(reporter, unit)| NextKey { reporter: Base64(reporter.into_bytes()), unit: copy(unit) }),
            judge: judge.map(copy),
        })
    }

    /// The case as it stands now, and what was typed: it was not sent, unless an answer got lost and it had been.
    fn show_changed(&self, answer: &Answer, sent: &ActAsk, asked: &Asked, checked: &Checked) -> Result<(), JsValue> {
        let left = self.show(answer, None)?;
        if self.has_arrived(sent, checked) {
            return asked.forget();
        }
        page::fill_place("kept", &left.join("\n\n"))?;
        page::say("changed")
    }

    fn has_arrived(&self, sent: &ActAsk, checked: &Checked) -> bool {
        let (Some(tried), Some(message)) = (&sent.text, &checked.message) else { return false };
        SHOWN.with_borrow(|case| {
            case.as_ref().is_some_and(|case| {
                let slot = if sent.judge.is_some() { Slot::Objection } else { Slot::Message };
                let is_it = |text: &&SealedText| text.slot == slot.as_str() && text.seq == tried.seq && text.authors.is_none();
                let opener = Opener::new(case, &self.secret);
                case.texts.iter().find(is_it).and_then(|text| opener.open::<Message>(text)).is_some_and(|arrived| arrived == *message)
            })
        })
    }
}

/// What was written, sealed.
#[derive(Default)]
struct Written {
    text: Option<(Place, Ciphertext)>,
    /// The copies of its data key if that is a new one: the reporter's, and the unit's with the id of its key.
    next: Option<(SealedKey, (i64, SealedKey))>,
    /// The key of the request that is objected to, sealed to the unit above.
    judge: Option<(i64, SealedKey)>,
}

/// Why something was not sealed.
enum Unsealed {
    /// The installation has not signed the key to which it was to be sealed.
    Untrusted,
    /// There is no data key for it that opens.
    NoKey,
}

/// The key that the server names, if it may be sealed to.
fn trusted(named: &SignedUnitKey) -> Result<SealPublicKey, Unsealed> {
    let key = INSTALLATION.with_borrow(|installation| trusted_key(named, Purpose::Report, installation.as_ref()?));
    key.ok_or(Unsealed::Untrusted)
}

/// A case with the keys that the code opens.
struct Opener<'a> {
    case: &'a SealedCase,
    secret: &'a ReporterSecret,
    /// Computed from the code: nobody else can have put it there.
    own: VerifyingKey,
    keys: Vec<(Purpose, u32, DataKey)>,
}

impl<'a> Opener<'a> {
    /// A copy of a key that does not open is no reason to show nothing: what it would open is then shown as forged.
    fn new(case: &'a SealedCase, secret: &'a ReporterSecret) -> Self {
        let key = |copy: &model::api::ReportersKey| {
            let purpose = copy.purpose.parse().ok()?;
            let place = KeyPlace { case: case.case, epoch: copy.epoch, purpose, holder: Holder::Reporter };
            Some((purpose, copy.epoch, secret.open_copy(&copy.sealed.0, &place).ok()?))
        };
        let keys = case.keys.iter().filter_map(key).collect();
        Self { case, secret, own: secret.signing_key().verifying_key(), keys }
    }

    fn key(&self, purpose: Purpose, epoch: u32) -> Option<&DataKey> {
        self.keys.iter().find(|(opens, of, _)| (*opens, *of) == (purpose, epoch)).map(|(_, _, key)| key)
    }

    /// Seals a message to the unit: under a new data key, if its key is another since the one in use was made.
    fn message(&self, message: &Message) -> Result<Written, Unsealed> {
        let SealedCase { case, epoch, next_message, .. } = *self.case;
        let slot = Slot::Message;
        let Some(unit) = &self.case.renewal else {
            let place = Place { case, slot, seq: next_message, epoch };
            let key = self.key(Purpose::Report, epoch).ok_or(Unsealed::NoKey)?;
            return Ok(Written { text: Some((place, self.signed(key, &place, message))), ..Written::default() });
        };
        let public = trusted(unit)?;
        let reporter = self.secret.seal_key().public();
        let next = next_key(case, epoch, &reporter, Recipient { key: unit.key, public: &public }, &mut BrowserRng);
        let place = Place { case, slot, seq: next_message, epoch: next.epoch };
        let text = self.signed(&next.key, &place, message);
        Ok(Written { text: Some((place, text)), next: Some((next.reporter, (unit.key, next.unit))), judge: None })
    }

    /// Seals an objection to one request, and its key to the unit whose leads answer.
    fn objection(&self, message: &Message, request: u32) -> Result<Written, Unsealed> {
        let case = self.case.case;
        let key = self.key(Purpose::Custody, request).ok_or(Unsealed::NoKey)?;
        let judge = self.case.judges.iter().find(|judge| judge.request == request).ok_or(Unsealed::NoKey)?;
        let public = trusted(&judge.key)?;
        let to = KeyPlace { case, epoch: request, purpose: Purpose::Custody, holder: Holder::Unit(judge.key.key) };
        let copy = seal_key(key, &public, &to, &mut BrowserRng);
        let place = Place { case, slot: Slot::Objection, seq: request, epoch: request };
        Ok(Written { text: Some((place, self.signed(key, &place, message))), next: None, judge: Some((judge.key.key, copy)) })
    }

    fn signed(&self, key: &DataKey, place: &Place, message: &Message) -> Ciphertext {
        sign_message(key, place, &self.secret.signing_key(), &encode(message), &mut BrowserRng)
    }

    /// What was written, if it is its writer's.
    fn open<T: Content>(&self, text: &SealedText) -> Option<T> {
        let slot: Slot = text.slot.parse().ok()?;
        let key = self.key(slot.purpose(), text.epoch)?;
        let place = Place { case: self.case.case, slot, seq: text.seq, epoch: text.epoch };
        let sealed = Ciphertext::try_from(text.ciphertext.0.as_slice()).ok()?;
        let signed_by = |author: &VerifyingKey| decode(&open_message(key, &place, &sealed, author).ok()?).ok();
        match &text.authors {
            None => signed_by(&self.own),
            Some(keys) => keys.iter().filter_map(|key| VerifyingKey::try_from(key.0.as_slice()).ok()).find_map(|key| signed_by(&key)),
        }
    }

    /// What is known of a file that waits.
    fn known(&self, file: &AddedFile) -> Option<Attachment> {
        let place = FilePlace { case: self.case.case, number: file.number };
        let staging = self.secret.staging_key(self.key(Purpose::Report, 0)?);
        staged(&staging, place, &Ciphertext::try_from(file.known.0.as_slice()).ok()?).ok()
    }

    /// A file that waits or that the reporter sent.
    fn own(&self, number: u32) -> Option<Attachment> {
        let own = self.case.texts.iter().filter(|text| text.authors.is_none() && text.slot.parse() == Ok(Slot::Message));
        let mut sent = own.filter_map(|text| self.open::<Message>(text)).flat_map(|message| message.files.clone());
        self.added().into_iter().find(|file| file.number == number).or_else(|| sent.find(|file| file.number == number))
    }

    /// Files that wait, as far as they are the reporter's.
    fn added(&self) -> Vec<Attachment> {
        self.case.files.iter().filter_map(|file| self.known(file)).collect()
    }

    /// Puts everything into its place, or says there that it is forged.
    fn fill(&self) -> Result<(), JsValue> {
        for file in &self.case.files {
            files::fill_waiting(file.number, self.known(file).as_ref())?;
        }
        for text in &self.case.texts {
            match text.slot.parse() {
                Ok(Slot::Report) => self.fill_report(text)?,
                Ok(Slot::Identity) => self.warn_unless(self.open::<model::Identity>(text).is_some(), text)?,
                _ => self.fill_message(text)?,
            }
        }
        Ok(())
    }

    fn fill_message(&self, text: &SealedText) -> Result<(), JsValue> {
        let message = self.open::<Message>(text);
        self.warn_unless(message.is_some(), text)?;
        page::fill_place(&text.place(), message.as_ref().map_or("", |message| &message.body))?;
        files::fill_carried(&text.place(), message.as_ref().map_or(&[], |message| &message.files))
    }

    fn fill_report(&self, text: &SealedText) -> Result<(), JsValue> {
        let Some(content) = self.open::<ReportContent>(text) else {
            page::hide(".proof form")?;
            return self.warn_unless(false, text);
        };
        for (name, written) in [("subject", &content.subject), ("title", &content.title), ("body", &content.body)] {
            page::fill_text(name, written)?;
        }
        if !content.avoid.is_empty() {
            page::fill_text("avoid_names", &content.avoid.join("\n"))?;
        }
        let proof = proof_of_filing(&self.secret.proof_key(), &self.case.number, self.case.filed_at, &encode(&content));
        show_proof(&HEXLOWER.encode(proof.as_bytes()))
    }

    fn warn_unless(&self, genuine: bool, text: &SealedText) -> Result<(), JsValue> {
        if genuine { Ok(()) } else { page::warn(&text.place()) }
    }
}
