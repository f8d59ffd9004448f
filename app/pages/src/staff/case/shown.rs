//! What the page of a case shows, and what its forms carry.

use jiff::civil::{Date, DateTime};
use model::{
    AccessPurpose, Attachment, CaseAction, CaseNumber, CaseStatus, Fault, RecusalSource, ReleasedIdentity, ReportContent, ReportKind,
    RiskLevel, Scope,
    basis::{Article, Clock, Period},
    state::Refused,
    status::{Finding, Rating, SealedBy},
};

use crate::{
    DaysLeft,
    staff::{
        frame::{Choice, Desk},
        leaks::LeakWarning,
    },
};

/// The report, or why it cannot be shown.
#[derive(Debug, Clone)]
pub enum ReportText {
    /// Opened.
    Open(ReportContent),
    /// The member keeps identities and handles no cases: reports are not sealed to custodians.
    NotForCustodians,
    /// The member holds no key to it.
    NoKey,
    /// What is stored does not fit its seal: it was changed or damaged.
    Broken,
}

/// The identity of a named report.
#[derive(Debug, Clone)]
pub enum IdentityCard {
    /// Filed anonymously: there is none.
    Anonymous,
    /// No unit above has a custodian: it is sealed to the reporter alone.
    NoCustodian,
    /// Custodians keep it.
    Kept(Keeping),
    /// What was released, for this answer; never kept.
    Opened {
        /// The fields that were asked for.
        identity: ReleasedIdentity,
        /// When the release ends, local time.
        until: DateTime,
    },
    /// Does not fit its seal.
    Broken,
}

/// Who keeps an identity, and what this member has to do with it.
#[derive(Debug, Clone)]
pub struct Keeping {
    /// Custodians, by name.
    pub custodians: Vec<String>,
    /// How many of them have to grant a request.
    pub needed: u32,
    /// By the danger it would be two, but fewer than two could decide.
    pub short: bool,
    /// This member is one of them.
    pub own: bool,
    /// How many of them could decide on a request of this member: not the member, and nobody who is kept away from the case.
    pub others: u32,
    /// This member may ask.
    pub may_ask: bool,
    /// How this member's last request stands.
    pub asked: Option<AskedFor>,
}

/// A member's last request for an identity.
#[derive(Debug, Clone)]
pub struct AskedFor {
    /// What for.
    pub purpose: AccessPurpose,
    /// Which fields.
    pub scope: Scope,
    /// Where it stands.
    pub state: AskedState,
}

/// Where a request stands.
#[derive(Debug, Clone)]
pub enum AskedState {
    /// Custodians have not decided.
    Waiting {
        /// Asked at, local time.
        at: DateTime,
        /// How many have granted it.
        granted: u32,
        /// How many have to.
        needed: u32,
    },
    /// Released until then, local time.
    Open(DateTime),
    /// Refused, with the custodian's words; none if they cannot be read.
    Refused(Option<String>),
    /// The case or the identity went elsewhere.
    Lapsed,
    /// The release is over.
    Ended,
}

/// Whose words an entry holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// The reporter.
    Reporter,
    /// A member, by name and unit.
    Member {
        /// Display name.
        name: String,
        /// Unit.
        unit: String,
    },
    /// The portal itself.
    Portal,
}

/// What the signature of an entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryProof {
    /// Signed by the speaker.
    Verified,
    /// The signature does not fit: someone may have put words into a mouth. Not to be acted upon.
    Forged,
    /// Cannot be opened: changed, damaged, or from before this unit held the case.
    Unreadable,
}

/// One message of the conversation.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Who.
    pub speaker: Speaker,
    /// When, local time, to the hour for the reporter.
    pub at: DateTime,
    /// What for, such as `Ask`, `Supply`, `Answer`, `Decline`, `Close`.
    pub action: CaseAction,
    /// The words; none if unreadable.
    pub body: Option<String>,
    /// Signature.
    pub proof: EntryProof,
    /// Files that go with it.
    pub files: Vec<Attachment>,
}

/// An internal note; the reporter never sees it.
#[derive(Debug, Clone)]
pub struct Note {
    /// Member's name.
    pub member: String,
    /// When, local time.
    pub at: DateTime,
    /// The words.
    pub body: OwnWords,
}

/// What a member wrote for the unit's own eyes.
#[derive(Debug, Clone)]
pub enum OwnWords {
    /// As it was signed.
    Genuine(String),
    /// Not what the member signed.
    Forged,
    /// It cannot be opened: damaged, or from before this unit held the case.
    Unreadable,
}

/// A line of the timeline.
#[derive(Debug, Clone)]
pub struct Step {
    /// What was done.
    pub action: CaseAction,
    /// By whom.
    pub by: Speaker,
    /// When, local time.
    pub at: DateTime,
    /// What it led to, such as the receiving unit's or new category's name.
    pub detail: Option<String>,
    /// Article it follows from.
    pub article: Option<Article>,
}

/// A time limit.
#[derive(Debug, Clone)]
pub struct CaseClock {
    /// Which one.
    pub clock: Clock,
    /// Counted from.
    pub from: Date,
    /// Last day.
    pub due: Date,
    /// Days left, in the unit of the limit.
    pub left: DaysLeft,
    /// How long the limit is by its rule.
    pub period: Period,
    /// What it follows from.
    pub article: Article,
    /// Stopped on this day.
    pub stopped: Option<Date>,
    /// It stopped, and was not met: the case went elsewhere, or was taken back.
    pub unmet: bool,
}

/// Why something cannot be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    /// The rules of the case do not allow it.
    Rule(Refused),
    /// The member's roles do not allow it.
    Role,
}

/// An assessment of the danger for whoever reported.
#[derive(Debug, Clone)]
pub struct Assessed {
    /// How great it is.
    pub level: RiskLevel,
    /// When it was to be looked at again.
    pub next: Date,
    /// Who assessed it.
    pub member: String,
    /// When, local time.
    pub at: DateTime,
    /// Reasons and measures.
    pub body: OwnWords,
}

/// A member who must not learn of a case.
#[derive(Debug, Clone)]
pub struct KeptAway {
    /// Display name.
    pub name: String,
    /// Who said so.
    pub source: RecusalSource,
    /// The member who said so; none for the reporter.
    pub by: Option<String>,
    /// Since when, local time.
    pub at: DateTime,
    /// Why, if anything was said.
    pub words: Option<OwnWords>,
}

/// Something that can be done to a case, or why it cannot.
#[derive(Debug, Clone)]
pub struct ActionOffer {
    /// What.
    pub action: CaseAction,
    /// Why not; none if it can be done.
    pub blocked: Option<Blocked>,
}

/// What a form sends as the member to whom a case is given if it is to be nobody's.
pub const NOBODY: &str = "nobody";

/// What was typed into a form of the case. Shown again when it was refused.
#[derive(Debug, Clone, Default)]
pub struct ActionForm {
    /// `message`: text to the reporter, note, or the reason to a unit.
    pub message: String,
    /// `reason`: word of a declining or returning reason, or what an identity is needed for.
    pub reason: String,
    /// `purpose`: an access purpose's word.
    pub purpose: String,
    /// `scope`: words of parts of an identity.
    pub scope: Vec<String>,
    /// `finding`: a finding's word.
    pub finding: String,
    /// `unit`: a unit's code.
    pub unit: String,
    /// `assignee`: a member's id, or [`NOBODY`].
    pub assignee: String,
    /// `category`: a category's code.
    pub category: String,
    /// `risk`: a risk level's word.
    pub risk: String,
    /// `until`: a day.
    pub until: String,
    /// `confirmed`: which findings the member confirms.
    pub confirmed: String,
    /// What in the text may give the reporter away.
    pub leaks: LeakWarning,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl ActionForm {
    /// A form with nothing typed.
    pub const fn empty() -> Self {
        Self {
            message: String::new(),
            reason: String::new(),
            purpose: String::new(),
            scope: Vec::new(),
            finding: String::new(),
            unit: String::new(),
            assignee: String::new(),
            category: String::new(),
            risk: String::new(),
            until: String::new(),
            confirmed: String::new(),
            leaks: LeakWarning::none(),
            faults: Vec::new(),
        }
    }
}

/// Someone else changed the case between showing and sending.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// Name of the one who was first; none for the reporter.
    pub member: Option<String>,
    /// What they did.
    pub action: CaseAction,
    /// When, local time.
    pub at: DateTime,
}

/// A form that was refused: which one, what was typed, why.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which form.
    pub action: CaseAction,
    /// What was typed.
    pub form: ActionForm,
    /// Someone was first.
    pub conflict: Option<Conflict>,
}

/// `/staff/cases/{number}`.
///
/// Each form `#action-<word>` posts to `/staff/cases/{number}/<word>` with `version`, `csrf` and: accept –; decline `reason`, `message`
/// (optional); ask `message`; return `reason`, `message` (optional); answer `message`; close `finding`, `message` (optional); reopen `message`; note
/// `message`; assign `assignee`; recategorise `category`; transfer `unit`, `message`; ask-identity `purpose`, `scope`,
/// `reason`; open-identity nothing; recuse `assignee`, `message` (optional for oneself); readmit `assignee`. A refused one is answered
/// by this page, 422 (or 409), with `draft`.
#[derive(Debug, Clone)]
pub struct CasePage {
    /// Who is signed in.
    pub desk: Desk,
    /// Query of the queue that led here, for the way back; empty for the plain queue.
    pub back: String,
    /// Case number.
    pub number: CaseNumber,
    /// Version that the forms carry.
    pub version: i64,
    /// Kind.
    pub kind: ReportKind,
    /// Status.
    pub status: CaseStatus,
    /// Category.
    pub category: Choice,
    /// Area's name from the city down.
    pub area: String,
    /// Filed under a real name.
    pub named: bool,
    /// Where it was sealed.
    pub sealed_by: SealedBy,
    /// Filed on.
    pub filed_on: Date,
    /// The unit that holds it.
    pub unit: String,
    /// The first unit.
    pub first_unit: String,
    /// The first handler's name.
    pub first_handler: Option<String>,
    /// The member it is assigned to: id and name.
    pub assignee: Option<Choice>,
    /// How often it was sent back.
    pub returned_count: u32,
    /// Finding, once closed.
    pub finding: Option<Finding>,
    /// The reporter's rating.
    pub rating: Option<Rating>,
    /// The report.
    pub report: ReportText,
    /// The identity.
    pub identity: IdentityCard,
    /// Time limits, the running ones first.
    pub clocks: Vec<CaseClock>,
    /// Conversation, oldest first.
    pub conversation: Vec<Entry>,
    /// Internal notes, oldest first.
    pub notes: Vec<Note>,
    /// Timeline, oldest first.
    pub timeline: Vec<Step>,
    /// Everything that members do to cases, allowed or not.
    pub actions: Vec<ActionOffer>,
    /// Units that the case could go to, the suggested ones.
    pub suggested_units: Vec<Choice>,
    /// Members who can be assigned to.
    pub members: Vec<Choice>,
    /// How great the danger was last found to be, and when that is looked at again.
    pub risk: Option<(RiskLevel, Option<Date>)>,
    /// When unit and reporter last came into contact, if nothing was assessed since.
    pub risk_old_since: Option<Date>,
    /// Assessments, oldest first.
    pub assessments: Vec<Assessed>,
    /// Members who must not learn of it.
    pub away: Vec<KeptAway>,
    /// Units that the reporter named as who must not learn of it.
    pub avoided_units: Vec<String>,
    /// Members of whom this member may say so.
    pub recusable: Vec<Choice>,
    /// Members whom this member may let back.
    pub readmittable: Vec<Choice>,
    /// Categories.
    pub categories: Vec<Choice>,
    /// A refused form.
    pub draft: Option<Draft>,
    /// What has just been done, to confirm it.
    pub done: Option<CaseAction>,
}
