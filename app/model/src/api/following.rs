//! Following a case whose receipt code stays in the browser.
//!
//! The browser names the case by the lookup id that follows from the code, gets the page with blanks and the ciphertexts that belong there,
//! and fills it in. What it asks for is signed; what it writes comes sealed.

use serde::{Deserialize, Serialize};

use super::{Base64, KeyCopy, SignedUnitKey};
use crate::{
    case_number::CaseNumber,
    fault::Fault,
    status::{CaseAction, Rating},
};

/// `POST /api/status/open`: the page of a case; without a lookup id, the form that asks for the code.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct OpenAsk {
    /// Names the case; none if the form is only to be shown again.
    pub lookup: Option<Base64>,
    /// What the browser found wrong with what was typed.
    pub faults: Vec<Fault>,
    /// To which request an objection was typed that is wrong.
    #[serde(default)]
    pub request: Option<u32>,
}

/// `POST /api/status/act`: what the reporter does to the case.
#[derive(Clone, Serialize, Deserialize)]
pub struct ActAsk {
    /// Names the case.
    pub lookup: Base64,
    /// The version of the case that the reporter saw.
    pub version: i64,
    /// What is done.
    pub action: CaseAction,
    /// How content the reporter is.
    pub rating: Option<Rating>,
    /// What was written.
    pub text: Option<NewText>,
    /// Which files go with it.
    #[serde(default)]
    pub files: Vec<u32>,
    /// The new data key that the message is under, where [`SealedCase::renewal`] asks for one.
    #[serde(default)]
    pub next: Option<NextKey>,
    /// With an objection: the key of its request, sealed to the unit above.
    #[serde(default)]
    pub judge: Option<KeyCopy>,
    /// The reporter's signature under all of it: with the lookup id alone nothing can be done.
    pub signature: Base64,
}

/// The copies of a new data key.
#[derive(Clone, Serialize, Deserialize)]
pub struct NextKey {
    /// The reporter's.
    pub reporter: Base64,
    /// The unit's.
    pub unit: KeyCopy,
}

/// A message that came sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewText {
    /// Which message of the case it becomes.
    pub seq: u32,
    /// The data key it is under.
    pub epoch: u32,
    /// The ciphertext.
    pub ciphertext: Base64,
}

/// The page to show, and what belongs into its blanks.
#[derive(Clone, Serialize, Deserialize)]
pub struct StatusAnswer {
    /// The whole document.
    pub page: String,
    /// The case; none if the page is the form that asks for the code.
    pub case: Option<SealedCase>,
}

/// A case as its reporter's browser needs it.
#[derive(Clone, Serialize, Deserialize)]
pub struct SealedCase {
    /// The case.
    pub case: i64,
    /// How often it has changed.
    pub version: i64,
    /// The data key in use.
    pub epoch: u32,
    /// Case number.
    pub number: CaseNumber,
    /// The hour in which it was filed, UTC milliseconds.
    pub filed_at: i64,
    /// The reporter's copies of its data keys.
    pub keys: Vec<ReportersKey>,
    /// What was written by either side.
    pub texts: Vec<SealedText>,
    /// Which message the next one becomes.
    pub next_message: u32,
    /// The unit's key in force, if what is written next is to start a new data key, sealed to it.
    pub renewal: Option<SignedUnitKey>,
    /// Who would answer objections.
    pub judges: Vec<Judge>,
    /// Files that were added and not yet sent.
    pub files: Vec<AddedFile>,
}

/// A file that was added and not yet sent.
#[derive(Clone, Serialize, Deserialize)]
pub struct AddedFile {
    /// Which file of the case.
    pub number: u32,
    /// What is known of it, for the reporter alone.
    pub known: Base64,
}

/// `POST /api/evidence/begin`: a file is to come.
#[derive(Clone, Serialize, Deserialize)]
pub struct UploadAsk {
    /// Names the case.
    pub lookup: Base64,
}

/// The right to send the segments of a file.
#[derive(Clone, Serialize, Deserialize)]
pub struct UploadGrant {
    /// The case.
    pub case: i64,
    /// Which file of the case.
    pub number: u32,
    /// Most bytes that it can have.
    pub most: u64,
    /// The reporter's copy of the case's first data key.
    pub copy: Base64,
    /// Proof of it, which goes with each segment.
    pub token: String,
}

/// `POST /api/evidence/finish`: the file is whole.
#[derive(Clone, Serialize, Deserialize)]
pub struct UploadEnd {
    /// The proof.
    pub token: String,
    /// How many segments it has.
    pub segments: u32,
    /// What is known of it, for the reporter alone.
    pub known: Base64,
}

/// `POST /api/evidence/remove`: takes a file away that was not sent.
#[derive(Clone, Serialize, Deserialize)]
pub struct RemoveAsk {
    /// Names the case.
    pub lookup: Base64,
    /// Which file of the case.
    pub number: u32,
}

/// `POST /api/evidence/read`: a sealed segment of a file that was added.
#[derive(Clone, Serialize, Deserialize)]
pub struct SegmentAsk {
    /// Names the case.
    pub lookup: Base64,
    /// Which file of the case.
    pub number: u32,
    /// Which segment, from 0.
    pub segment: u32,
}

/// The unit whose leads answer an objection to one request.
#[derive(Clone, Serialize, Deserialize)]
pub struct Judge {
    /// The request.
    pub request: u32,
    /// The unit's key.
    pub key: SignedUnitKey,
}

/// A reporter's copy of a data key. `seal` knows what purposes there are and what the bytes are.
#[derive(Clone, Serialize, Deserialize)]
pub struct ReportersKey {
    /// Which data key.
    pub epoch: u32,
    /// What it opens.
    pub purpose: String,
    /// The copy.
    pub sealed: Base64,
}

/// A text as it is on record.
#[derive(Clone, Serialize, Deserialize)]
pub struct SealedText {
    /// What it is.
    pub slot: String,
    /// Which one of its kind.
    pub seq: u32,
    /// The data key it is under.
    pub epoch: u32,
    /// The public keys of the member who is said to have written it, the present one first; none if the reporter is.
    pub authors: Option<Vec<Base64>>,
    /// The ciphertext.
    pub ciphertext: Base64,
}

impl SealedText {
    /// The name of its place in the page.
    pub fn place(&self) -> String {
        place_name(&self.slot, self.seq)
    }
}

/// The name by which a browser finds the place of a text.
pub fn place_name(slot: &str, seq: u32) -> String {
    format!("{slot}-{seq}")
}
