//! The vocabulary of the portal: what a report, a case, a unit and a member are called and what they may hold.
//!
//! Pure Rust without input or output, shared by the server and the browser.

pub mod api;
pub mod avoid;
pub mod basis;
pub mod case_number;
pub mod catalog;
pub mod category;
pub mod check;
pub mod content;
pub mod custody;
pub mod division;
pub mod evidence;
pub mod fault;
pub mod form;
pub mod identity;
pub mod kind;
pub mod limits;
pub mod receipt;
pub mod recusal;
pub mod redaction;
pub mod risk;
pub mod role;
pub mod state;
pub mod status;
pub mod text;
pub mod unit;

pub use avoid::{Avoid, NameMark};
pub use basis::{Article, Clock, DeclineReason, DeletionRefusal, Period, ReturnReason};
pub use case_number::CaseNumber;
pub use catalog::Catalog;
pub use category::CategoryCode;
pub use content::{Identity, Message, ReleasedIdentity, ReportContent, Summary};
pub use custody::{AccessPurpose, CustodyRefused, Decision, IdentityPart, LeakKind, RequestStatus, Scope};
pub use division::DivisionCode;
pub use evidence::{Attachment, FileState, Handling, Trace, Uncleaned, Wish};
pub use fault::{Fault, FaultKind, Field};
pub use form::{Chosen, Destination, Report, ReportForm, Written};
pub use identity::IdentityMode;
pub use kind::ReportKind;
pub use receipt::{ReceiptCheck, ReceiptCode};
pub use recusal::RecusalSource;
pub use risk::RiskLevel;
pub use role::{Right, Role};
pub use state::Transition;
pub use status::{CaseAction, CaseStatus};
pub use unit::{UnitCode, UnitLevel};
