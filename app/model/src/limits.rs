//! How much a person may type, in characters (Unicode scalar values). Generous: a limit protects the server, not the reader.

/// Who or what a report is about.
pub const SUBJECT: usize = 200;
/// Title of a report.
pub const TITLE: usize = 100;
/// Body of a report.
pub const BODY: usize = 50_000;
/// One message, note, answer or reason.
pub const MESSAGE: usize = 10_000;
/// A reason that staff give.
pub const REASON: usize = 1_000;
/// A person's name.
pub const NAME: usize = 60;
/// People named as who must not learn of a report.
pub const AVOIDED: usize = 10;
/// Ways in which each of them may be meant: see [`crate::avoid::spellings`].
pub const SPELLINGS: usize = 8;
/// A telephone number.
pub const PHONE: usize = 40;
/// The fewest digits of a telephone number.
pub const PHONE_DIGITS: usize = 7;
/// A postal address.
pub const ADDRESS: usize = 300;
/// A member's sign-in name.
pub const LOGIN: usize = 64;
/// A password, in bytes as sent.
pub const PASSWORD: usize = 256;
/// The least length of a member's password.
pub const PASSWORD_MIN: usize = 12;
/// The least length of a phrase that a draft is kept under.
pub const PHRASE_MIN: usize = 8;
/// A sealed report, in bytes: the longest there can be, padded, with room for the envelope.
pub const SEALED_REPORT: usize = 256 * 1024;
/// A sealed summary, in bytes, with the names of those who must not learn of the report.
pub const SEALED_SUMMARY: usize = 6 * 1024;
/// A sealed identity, in bytes.
pub const SEALED_IDENTITY: usize = 4 * 1024;
/// A sealed message, in bytes, the names of its files included.
pub const SEALED_MESSAGE: usize = 128 * 1024;
/// What is sealed of one file beside its content, in bytes.
pub const SEALED_FILE_NAME: usize = 8 * 1024;
/// A file's name.
pub const FILE_NAME: usize = 200;
/// Files that are added to one case and not yet sent, and files of one message.
pub const FILES_AT_ONCE: usize = 20;
/// A whole form post without files, in bytes: the largest body in UTF-8, form-encoded, with room for the rest.
pub const FORM_BYTES: usize = 1024 * 1024;
/// The same where a reporter writes, who may paste more than any field takes: it is read to be given back.
pub const LONG_FORM_BYTES: usize = 8 * 1024 * 1024;
