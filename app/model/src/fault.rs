//! What is wrong with what a person typed: which field and why, without the text itself.

use serde::{Deserialize, Serialize};

use crate::text::words;

words! {
    /// A field of a form.
    Field("field") {
        /// Kind of report.
        Kind = "kind",
        /// Case number.
        Number = "number",
        /// Category.
        Category = "category",
        /// Code of a category that is added.
        CategoryCode = "category_code",
        /// Name of a category.
        CategoryName = "category_name",
        /// Name of a unit.
        UnitName = "unit_name",
        /// Code of a unit that is added.
        UnitCode = "unit_code",
        /// The unit above one that is added.
        Parent = "parent",
        /// Level of a unit.
        Level = "level",
        /// Division in which a unit is.
        UnitArea = "unit_area",
        /// Division.
        Area = "area",
        /// Who or what it is about.
        Subject = "subject",
        /// Title.
        Title = "title",
        /// Body.
        Body = "body",
        /// Anonymous or named.
        Identity = "identity",
        /// Name.
        Name = "name",
        /// Identity number.
        IdNumber = "id_number",
        /// Telephone.
        Phone = "phone",
        /// Postal address.
        Address = "address",
        /// People who must not learn of it.
        AvoidNames = "avoid_names",
        /// A unit that must not learn of it.
        AvoidUnit = "avoid_unit",
        /// Captcha answer.
        Captcha = "captcha",
        /// The sealed ticket that the form carries.
        Ticket = "ticket",
        /// The trap for robots.
        Website = "website",
        /// What to do: review or send.
        Step = "step",
        /// Receipt code.
        Receipt = "receipt",
        /// A message to the other side.
        Message = "message",
        /// What a member writes about a case.
        Text = "text",
        /// A reason.
        Reason = "reason",
        /// Rating of the outcome.
        Rating = "rating",
        /// How great the danger is.
        Risk = "risk",
        /// A unit to send to.
        Unit = "unit",
        /// A member to assign to.
        Assignee = "assignee",
        /// A member of staff.
        Member = "member",
        /// The first day of a stretch of time.
        From = "from",
        /// The last day of a stretch of time.
        To = "to",
        /// Officers who are given shares of a key.
        Officers = "officers",
        /// How many of them bring it back.
        Threshold = "threshold",
        /// Why a case is kept although its reporter asks for its deletion.
        Why = "why",
        /// Finding at closing.
        Finding = "finding",
        /// Sign-in name.
        Login = "login",
        /// Password.
        Password = "password",
        /// Code of the second factor.
        Code = "code",
        /// Roles of a member.
        Roles = "roles",
        /// Proof of filing.
        Proof = "proof",
        /// What an identity is needed for.
        Purpose = "purpose",
        /// Which fields of an identity.
        Scope = "scope",
        /// What a reporter objects.
        Objection = "objection",
        /// The last day of something.
        Until = "until",
        /// Files that are added.
        Files = "files",
        /// What is to be done about the traces in files.
        Traces = "traces",
        /// Why a file has to stay as it is.
        KeepReason = "keep_reason",
        /// That a text is sent although it may give the reporter away.
        Confirmed = "confirmed",
    }
}

/// Why a field was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// Nothing was given.
    Empty,
    /// Longer than `max` characters; `by` is how many too many.
    TooLong {
        /// Most characters allowed.
        max: usize,
        /// Characters over it.
        by: usize,
    },
    /// More lines, or files, than `max`.
    TooMany {
        /// Most allowed.
        max: usize,
    },
    /// Shorter than `min` characters.
    TooShort {
        /// Fewest characters allowed.
        min: usize,
    },
    /// Holds control characters or text that is not well-formed.
    Malformed,
    /// Not one of the choices.
    Unknown,
    /// A telephone number of fewer than `min` digits.
    TooFewDigits {
        /// Fewest digits allowed.
        min: usize,
    },
    /// An identity number whose form or check character is wrong.
    IdNumber,
    /// A wrong answer to the captcha.
    Wrong,
    /// Expired or already used.
    Expired,
    /// Sent sooner than a person could have filled it in.
    TooSoon,
    /// A receipt code with a wrong number of characters.
    ReceiptLength {
        /// How many were typed.
        typed: usize,
    },
    /// A case number in place of a receipt code.
    ReceiptIsNumber,
    /// A receipt code with a character that no code has.
    ReceiptCharacter(char),
    /// A receipt code whose check character does not fit: a typing slip.
    ReceiptCheck,
    /// Nothing is known under that code.
    NotFound,
    /// The number of a case that was destroyed.
    Destroyed,
    /// Too easy to guess.
    Weak,
    /// Letters that a code or a sign-in name cannot have, or too few.
    Letters,
    /// Taken already.
    Taken,
    /// What it is already: nothing would change.
    Unchanged,
    /// A unit or a person who must not learn of the case.
    Excluded,
    /// Nobody would be left who may handle the case.
    NobodyLeft,
    /// A file of more than `max` bytes.
    FileTooLarge {
        /// Most bytes of one file.
        max: u64,
    },
    /// A file without content.
    FileEmpty,
    /// It broke off before it had arrived whole.
    Interrupted,
    /// Chosen, and not added.
    NotAdded,
}

/// One fault in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// Why.
    pub kind: FaultKind,
}

impl Fault {
    /// A fault.
    pub const fn new(field: Field, kind: FaultKind) -> Self {
        Self { field, kind }
    }
}
