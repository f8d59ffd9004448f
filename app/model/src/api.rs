//! The typed requests that interactive parts of a page make.

mod filing;
mod following;

pub use filing::{
    Base64, CheckAsk, FormAnswer, FormAsk, KeyCopy, Permit, SealAnswer, SealAsk, SealRefusal, SealedPart, SealedReport, SignedUnitKey,
    StoredReport,
};
pub use following::{
    ActAsk, AddedFile, Judge, NewText, NextKey, OpenAsk, RemoveAsk, ReportersKey, SealedCase, SealedText, SegmentAsk, StatusAnswer,
    UploadAsk, UploadEnd, UploadGrant, place_name,
};
use serde::{Deserialize, Serialize};

use crate::{case_number::CaseNumber, kind::ReportKind, risk::RiskLevel, status::CaseStatus};

/// One row of the queue, opened for the member who asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct QueueRow {
    /// Case number.
    pub number: CaseNumber,
    /// Title; none if this member cannot open it.
    pub title: Option<String>,
    /// Who or what it is about.
    pub subject: Option<String>,
    /// Kind.
    pub kind: ReportKind,
    /// Category's name in the reader's language.
    pub category: String,
    /// Area's name.
    pub area: String,
    /// Filed under a real name.
    pub named: bool,
    /// How great the danger for whoever reported is, if it is more than low.
    pub risk: Option<RiskLevel>,
    /// Nobody has assessed it yet.
    pub risk_is_new: bool,
    /// When it is to be looked at, again or for the first time, `YYYY-MM-DD`.
    pub risk_due_on: Option<String>,
    /// Today or earlier, or there was a contact since it was looked at.
    pub risk_is_due: bool,
    /// Status.
    pub status: CaseStatus,
    /// Filed on this day, `YYYY-MM-DD`.
    pub filed_on: String,
    /// Due on this day, if a clock runs.
    pub due_on: Option<String>,
    /// Days until it is due, counted as its rule counts them (working days or all days); negative when late.
    pub days_left: Option<i32>,
    /// Display name of the member it is assigned to.
    pub assignee: Option<String>,
}

/// What the queue's address says, and what it answers when asked for news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    /// Rows in order.
    pub rows: Vec<QueueRow>,
    /// Cursor of the next page; none at the end.
    pub next: Option<String>,
    /// Changes whenever any case of the unit does: compare with the last one seen.
    pub mark: String,
}

/// One step of a search through opened text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchStep {
    /// Rows that match among those looked at in this step.
    pub rows: Vec<QueueRow>,
    /// Rows looked at in this step.
    pub looked_at: u32,
    /// Where to go on; none when all that is filtered has been looked at.
    pub next: Option<String>,
}

/// Asks for one step of a search: `POST /api/staff/queue/search`, answered by a [`SearchStep`].
#[derive(Clone, Serialize, Deserialize)]
pub struct SearchAsk {
    /// Query of the queue's address: what is filtered.
    pub query: String,
    /// What is searched for.
    pub text: String,
    /// `next` of the step before; none for the first.
    pub after: Option<String>,
}

/// Assigns a case to the member who asks: `POST /api/staff/queue/assign`, answered by the changed [`QueueRow`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignAsk {
    /// Which case.
    pub number: CaseNumber,
}
