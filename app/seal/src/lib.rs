//! The cryptography that the server and the browser both run.
//!
//! | what | how | source |
//! | --- | --- | --- |
//! | sealing a key or a short secret to someone | HPKE base mode: X-Wing, HKDF-SHA256, AES-256-GCM | RFC 9180, draft-connolly-cfrg-xwing-kem |
//! | content under a data key | AES-256-GCM under a key of its own by HKDF-SHA256, with a key commitment | NIST SP 800-38D, RFC 5869 |
//! | a draft under a phrase | Argon2id, then the same | RFC 9106 |
//! | files | the same in segments | STREAM, CRYPTO 2015 |
//! | length hiding | Padmé | "Reducing Metadata Leakage from Encrypted Files", PoPETs 2019(4) |
//! | who wrote it | Ed25519, strict verification | RFC 8032 |
//!
//! Everything sealed starts with a suite byte and a version byte, carries a commitment to its key, and is bound to the [`Place`] or
//! [`KeyPlace`] it was made for: moved, exchanged, changed or cut, it does not open. Secrets wipe themselves when dropped, do not print
//! themselves, and are compared in constant time. Randomness is always a parameter.

mod act;
#[cfg(target_arch = "wasm32")]
mod browser_rng;
mod committed;
mod content;
mod draft;
mod envelope;
mod error;
mod file;
mod filing;
mod kdf;
mod keys;
mod merkle;
mod name_mark;
mod next_key;
mod padding;
mod place;
mod proof;
mod reporter;
mod sealed;
mod sealed_bytes;
mod sign;
mod stack;
mod staging;
mod statement;
mod unit_key;
mod wrap;

pub use act::ActStatement;
#[cfg(target_arch = "wasm32")]
pub use browser_rng::BrowserRng;
pub use content::{Content, decode, encode};
pub use draft::{DraftKey, open_draft};
pub use envelope::{Ciphertext, decrypt, encrypt};
pub use error::{InvalidKey, OpenError};
pub use file::{FileHeader, FileKey, FileLayout, FileOpener, FilePlace, FileSealer, FileSegment, SEGMENT};
pub use filing::{InvalidFiling, Recipient, SealedPart, SealedReport, seal_report};
pub use keys::{DataKey, SymmetricKey};
pub use merkle::{Hash, Side, root_of, tree_hash, tree_path};
pub use name_mark::{marks_meant, name_mark, name_marks};
pub use next_key::{NextKey, next_key};
pub use padding::padded_len;
pub use place::{Holder, KeyPlace, Place, Purpose, Slot, UnknownSlot};
pub use proof::{Proof, ProofKey, proof_of_filing};
pub use reporter::{LookupId, ReporterSecret};
pub use sealed::{SealPrivateKey, SealPublicKey, SealedBytes, SealedKey, open_key, open_secret, seal_key, seal_secret};
pub use sign::{SigningKey, VerifyingKey, open_message, sign_message};
pub use stack::off_the_stack;
pub use staging::{StagingKey, file_key, stage, staged};
pub use statement::{Fingerprint, Statement, StatementSignature};
pub use unit_key::{UnitKeyStatement, trusted_key};
pub use wrap::{Locked, WrappedKey, lock, unlock, unwrap_key, wrap_key};
