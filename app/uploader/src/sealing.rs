//! Seals a file, a segment at a time.

use cleaner::VideoPlan;
use data_encoding::BASE64;
use model::{Attachment, Handling, ReceiptCode, api::UploadGrant, evidence::file_name};
use seal::{
    BrowserRng, FileKey, FilePlace, FileSealer, FileSegment, Holder, KeyPlace, Purpose, ReporterSecret, SEGMENT, StagingKey, WrappedKey,
    stage, unwrap_key,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::treatment::Treatment;

/// A file that is being sealed.
#[wasm_bindgen]
pub struct Sealing {
    staging: StagingKey,
    place: FilePlace,
    key: FileKey,
    name: String,
    handling: Handling,
    /// What becomes of its bytes.
    plan: Option<VideoPlan>,
    state: State,
    size: u64,
    /// What stands before the first segment, until that is handed out.
    header: Option<Vec<u8>>,
}

enum State {
    Filling(Box<FileSealer>),
    Ending(Box<dyn Iterator<Item = FileSegment>>),
}

#[wasm_bindgen]
impl Sealing {
    /// Begins with a file of the case that the code opens, after it was treated. `grant` is the server's answer, in JSON: a script would
    /// round the case's number.
    #[wasm_bindgen(constructor)]
    pub fn new(code: &str, grant: &str, name: &str, treatment: Treatment) -> Result<Self, JsValue> {
        let code = ReceiptCode::parse(code).map_err(|_| "no code")?;
        let UploadGrant { case, number, copy, .. } = serde_json::from_str(grant).map_err(|_| "no grant")?;
        let secret = ReporterSecret::from_code(&code);
        let first = KeyPlace { case, epoch: 0, purpose: Purpose::Report, holder: Holder::Reporter };
        // The first one is wrapped: what opens later ones, which are sealed, need not be loaded.
        let first =
            WrappedKey::try_from(copy.0).and_then(|copy| unwrap_key(&copy, &secret.wrapping_key(), &first)).map_err(|_| "no key")?;
        let (place, key) = (FilePlace { case, number }, FileKey::generate(&mut BrowserRng));
        let (handling, plan) = treatment.end();
        let sealer = FileSealer::begin(&key, place, &mut BrowserRng);
        Ok(Self {
            staging: secret.staging_key(&first),
            place,
            key,
            name: file_name(name),
            handling,
            plan,
            size: 0,
            header: Some(sealer.header().as_bytes().to_vec()),
            state: State::Filling(Box::new(sealer)),
        })
    }

    /// Bytes of a segment: the script reads as much at a time.
    pub fn segment() -> usize {
        SEGMENT
    }

    /// Names the case of this code, in base64.
    pub fn lookup(code: &str) -> Result<String, JsValue> {
        let code = ReceiptCode::parse(code).map_err(|_| "no code")?;
        Ok(BASE64.encode(ReporterSecret::from_code(&code).lookup_id().as_bytes()))
    }

    /// Takes the next bytes, no more than a segment of them; hands out a sealed segment once one is full.
    pub fn push(&mut self, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        let State::Filling(sealer) = &mut self.state else { return None };
        if let Some(plan) = &self.plan {
            plan.apply(self.size, &mut bytes);
        }
        self.size += bytes.len() as u64;
        let sealed = sealer.push(&bytes).into_iter().next();
        sealed.map(|segment| self.with_header(segment))
    }

    /// All was pushed: hands out what is left, a segment at a time, and nothing after the last one.
    pub fn finish(&mut self) -> Option<Vec<u8>> {
        let ending = match std::mem::replace(&mut self.state, State::Ending(Box::new(std::iter::empty()))) {
            State::Filling(sealer) => Box::new(sealer.finish()),
            State::Ending(ending) => ending,
        };
        self.state = State::Ending(ending);
        let State::Ending(ending) = &mut self.state else { return None };
        let segment = ending.next()?;
        Some(self.with_header(segment))
    }

    /// What is known of the file, sealed for the reporter alone, in base64.
    pub fn known(&self) -> String {
        let attachment = Attachment {
            number: self.place.number,
            name: self.name.clone(),
            size: self.size,
            key: BASE64.encode(self.key.expose()),
            handling: self.handling.clone(),
        };
        BASE64.encode(stage(&self.staging, self.place.case, &attachment, &mut BrowserRng).as_bytes())
    }
}

impl Sealing {
    fn with_header(&mut self, segment: FileSegment) -> Vec<u8> {
        match self.header.take() {
            Some(header) => [header, segment.into_bytes()].concat(),
            None => segment.into_bytes(),
        }
    }
}
