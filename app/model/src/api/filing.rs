//! Filing a report that is sealed in the browser.
//!
//! The browser keeps what was typed. It tells the portal what was chosen from lists, gets the page to show with the places for what was
//! typed left blank, fills them in, and in the end sends ciphertexts alone.

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{
    case_number::CaseNumber, category::CategoryCode, division::DivisionCode, fault::Fault, form::Destination, kind::ReportKind,
    receipt::ReceiptCheck, text::words,
};

/// Bytes, written in base64.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Base64(pub Vec<u8>);

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64.decode(text.as_bytes()).map(Self).map_err(|_| D::Error::custom("not base64"))
    }
}

/// `POST /api/report/prepare`: what a browser tells of its form. Nothing that was typed is in it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FormAsk {
    /// `disclosure`, `request` or `suggestion`.
    pub kind: String,
    /// A category's code.
    pub category: String,
    /// A division's code.
    pub area: String,
    /// `anonymous` or `named`.
    pub identity: String,
    /// `custodian` or `usual`.
    pub to: String,
    /// Codes of units that must not learn of it.
    pub avoid_units: String,
    /// Marks of people's names who must not: see [`crate::NameMark`].
    pub avoid_names: Vec<Base64>,
    /// Number of the case that it is about; protection only.
    pub number: String,
    /// The form's ticket.
    pub ticket: String,
    /// The captcha that was asked.
    pub captcha_token: String,
    /// Its answer.
    pub captcha: String,
    /// The trap for robots.
    pub website: String,
    /// What the pressed button asks for.
    pub step: String,
    /// What the browser found wrong with what was typed.
    pub faults: Vec<Fault>,
}

/// The page to show, with blanks for what the browser alone knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FormAnswer {
    /// The whole document.
    pub page: String,
    /// With the review: what it takes to file.
    pub permit: Option<Permit>,
}

/// All that the portal decides about a report before it is sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Permit {
    /// The case that the report becomes.
    pub case: i64,
    /// Its number.
    pub number: CaseNumber,
    /// The hour in which it is filed, UTC milliseconds. Once it has passed the permit is stale.
    pub hour: i64,
    /// Goes back with the report: proves that the portal gave out this case for this form.
    pub token: String,
    /// The key of the unit that gets the report.
    pub unit: SignedUnitKey,
    /// The key of the custodians who keep the identity; none if anonymous or if there are none.
    pub custodians: Option<SignedUnitKey>,
}

/// A unit's public key, signed by the installation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignedUnitKey {
    /// The unit.
    pub unit: i64,
    /// The key's id.
    pub key: i64,
    /// The key.
    pub public: Base64,
    /// The installation's signature.
    pub signature: Base64,
}

/// `POST /api/report/seal`: a sealed report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealAsk {
    /// Kind.
    pub kind: ReportKind,
    /// Category.
    pub category: CategoryCode,
    /// Where it happened.
    pub area: DivisionCode,
    /// Where it goes if there are no custodians.
    pub to: Destination,
    /// Codes of units that must not learn of it.
    pub avoid_units: String,
    /// Marks of people's names who must not.
    pub avoid_names: Vec<Base64>,
    /// Number of the case that it is about; protection only. The portal finds the way by it and does not keep it.
    pub number: String,
    /// The form's ticket.
    pub ticket: String,
    /// [`Permit::token`].
    pub token: String,
    /// Names the case later; nothing can be opened with it.
    pub lookup: Base64,
    /// The report.
    pub sealed: SealedReport,
    /// What the portal keeps of the proof of filing.
    pub mark: Base64,
}

/// A sealed report as it is sent. `seal` knows what the bytes are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedReport {
    /// The reporter's public key for later data keys.
    pub public_key: Base64,
    /// The reporter's public key for signatures.
    pub verifying_key: Base64,
    /// What was written.
    pub report: SealedPart,
    /// What a queue shows of it.
    pub summary: Base64,
    /// Who wrote it.
    pub identity: Option<SealedPart>,
}

/// A ciphertext and the copies of its data key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedPart {
    /// The ciphertext.
    pub ciphertext: Base64,
    /// The reporter's copy of the data key.
    pub reporter: Base64,
    /// The unit's copy.
    pub unit: Option<KeyCopy>,
}

/// A data key sealed to a unit's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyCopy {
    /// The unit key's id.
    pub key: i64,
    /// The sealed data key.
    pub sealed: Base64,
}

/// A report was filed, or had been before by the same form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealAnswer {
    /// The receipt, with blanks for the code and the proof.
    pub page: String,
    /// Case number.
    pub number: CaseNumber,
    /// The hour in which it was filed, UTC milliseconds.
    pub filed_at: i64,
    /// What is on record, if this form had filed before: the proof is over that.
    pub stored: Option<StoredReport>,
}

/// A report as it is on record, for its reporter.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredReport {
    /// Its case.
    pub case: i64,
    /// The report.
    pub ciphertext: Base64,
    /// The reporter's copy of its data key.
    pub reporter: Base64,
}

/// `POST /api/receipt/check`: what came of comparing the code with a copy of it. The browser compares.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckAsk {
    /// What came of it.
    pub outcome: ReceiptCheck,
}

words! {
    /// Why a sealed report was not taken.
    SealRefusal("refusal of a sealed report") {
        /// It is of a suite or version that this portal does not know.
        UnknownSuite = "unknown-suite",
        /// Something in it is cut short.
        Truncated = "truncated",
        /// Something in it is longer than any report.
        TooLarge = "too-large",
        /// A public key in it is none.
        InvalidKey = "invalid-key",
        /// The portal has not given out this case for this form.
        WrongPermit = "wrong-permit",
        /// The permit no longer holds, since keys have changed, its hour has passed, or its number is taken: ask again.
        PermitStale = "permit-stale",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_in_base64_and_nothing_else_is_read() {
        assert_eq!(serde_json::to_string(&Base64(vec![1, 2, 255])).unwrap(), "\"AQL/\"");
        assert_eq!(serde_json::from_str::<Base64>("\"AQL/\"").unwrap(), Base64(vec![1, 2, 255]));
        for bad in ["\"AQL\"", "\"AQ_-\"", "3"] {
            assert!(serde_json::from_str::<Base64>(bad).is_err());
        }
    }
}
