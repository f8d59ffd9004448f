//! Opens a file that the reporter added, a segment at a time. What is fetched and when is the business of the script.

use model::{
    Attachment,
    api::{Base64, SegmentAsk},
};
use seal::{FileHeader, FileLayout, FileOpener, FilePlace, FileSegment, OpenError, ReporterSecret, file_key};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::following::own;

/// A file of the case that the page shows.
#[wasm_bindgen]
pub struct OwnFile {
    secret: ReporterSecret,
    place: FilePlace,
    file: Attachment,
    opener: Option<FileOpener>,
}

#[wasm_bindgen]
impl OwnFile {
    /// The file with this number.
    #[wasm_bindgen(constructor)]
    pub fn new(number: u32) -> Result<Self, JsValue> {
        let (secret, place, file) = own(number).ok_or("no file")?;
        Ok(Self { secret, place, file, opener: None })
    }

    /// What it is called.
    pub fn name(&self) -> String {
        self.file.name.clone()
    }

    /// How many segments it has.
    pub fn segments(&self) -> u32 {
        FileLayout::of(self.file.size).segments()
    }

    /// The request for a segment, in JSON.
    pub fn ask(&self, segment: u32) -> Result<String, JsValue> {
        let lookup = Base64(self.secret.lookup_id().as_bytes().to_vec());
        let ask = SegmentAsk { lookup, number: self.place.number, segment };
        serde_json::to_string(&ask).map_err(|_| "no request".into())
    }

    /// The content of a segment; of the first one first.
    pub fn open(&mut self, segment: u32, stored: &[u8]) -> Result<Vec<u8>, JsValue> {
        self.opened(segment, stored).map_err(|_| "altered".into())
    }

    fn opened(&mut self, segment: u32, stored: &[u8]) -> Result<Vec<u8>, OpenError> {
        let header = if segment == 0 { FileHeader::LEN } else { 0 };
        let (header, sealed) = stored.split_at_checked(header).ok_or(OpenError::Truncated(stored.len()))?;
        if segment == 0 {
            let key = file_key(&self.file).map_err(|_| OpenError::Content)?;
            self.opener = Some(FileOpener::new(&key, self.place, &FileHeader::try_from(header)?, self.file.size)?);
        }
        let opener = self.opener.as_ref().ok_or(OpenError::Content)?;
        Ok(opener.open(segment, FileSegment::try_from(sealed.to_vec())?)?.to_vec())
    }
}
