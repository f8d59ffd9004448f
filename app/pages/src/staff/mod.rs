//! Pages of signed-in members, and the ways in.

mod account;
mod case;
mod file;
pub(crate) mod frame;
mod help;
mod identities;
mod leaks;
mod login;
mod objections;
pub(crate) mod parts;
mod passkeys;
mod queue;
mod reauth;
mod recovery;
mod redaction;
mod retention;
mod transfer;
mod welcome;

pub use account::{AccountPage, SessionRow, account_page};
pub use case::{
    ActionForm, ActionOffer, AskedFor, AskedState, Assessed, Blocked, CaseClock, CasePage, Conflict, Draft, Entry, EntryProof,
    IdentityCard, Keeping, KeptAway, NOBODY, Note, OwnWords, ReportText, Speaker, Step, case_page,
};
pub use file::{FilePage, FileState, file_page};
pub use frame::{Choice, Desk, DeskDone, Section};
pub use help::help_page;
pub use identities::{CustodyDone, CustodyDraft, IdentitiesPage, KeptRow, WaitingRequest, identities_page};
pub use leaks::LeakWarning;
pub use login::{CodePage, LoginNotice, LoginPage, RecoverPage, code_page, login_page, recover_page};
pub use objections::{AnswerDraft, ObjectionCard, ObjectionsPage, objections_page};
pub use passkeys::{
    NewPasskeyPage, PasskeyDone, PasskeyOffer, PasskeyRow, PasskeysPage, RemovePasskeyPage, new_passkey_page, passkeys_page,
    remove_passkey_page,
};
pub use queue::{BulkForm, QueueAddress, QueueContent, QueueListPage, QueueSearch, RISK, queue_page};
pub use reauth::{ReauthPage, ReauthPurpose, reauth_page};
pub use recovery::{Asking, Lacking, OwnShare, RecoveryDone, RecoveryPage, ShareForm, ShareShown, SharedKey, recovery_page};
pub use redaction::{
    CopyText, CutText, MadeRow, RedactPage, SharedCopyPage, SharedPage, SharedRow, TextPart, publication, redact_page, shared_copy_page,
    shared_page,
};
pub use retention::{
    CertificateRow, DueRow, HeldRow, HoldLine, KeepingDraft, KeepingPage, RetentionDone, RetentionPage, WaitingRow, keeping_page,
    retention_page,
};
pub use transfer::{TransferPage, UnitOffer, transfer_page};
pub use welcome::{InvitePage, InviteState, RecoveryCodePage, TotpPage, invite_page, recovery_code_page, totp_page};
