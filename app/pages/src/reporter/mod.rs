//! The reporter's pages: form, review, receipt, status.

pub mod closed;
pub mod custody;
mod deletion;
mod destroyed;
mod draft;
pub mod evidence;
mod kind_text;
pub mod receipt;
pub mod receipt_check;
pub mod report;
mod report_fields;
pub mod review;
pub mod sealed_text;
pub mod sealing;
pub mod status;
mod status_forms;
mod status_parts;

pub use closed::{ClosedPage, closed_page};
pub use custody::{CustodySection, GrantShown, HandOver, IdentityUse, ObjectionState};
pub use destroyed::destroyed_page;
pub use evidence::{EvidenceSection, FilesDone, WaitingFile};
pub use receipt::{NextStep, ReceiptPage, receipt_page};
pub use receipt_check::{ReceiptCheckPage, receipt_check_page};
pub use report::{ReportPage, report_page};
pub use review::{CustodyChoice, ReviewPage, RouteReason, review_page};
pub use sealed_text::SealedText;
pub use sealing::Sealing;
pub use status::{CaseMessage, CaseStep, NextLimit, StatusFormPage, StatusPage, StepDetail, status_form_page, status_page};
