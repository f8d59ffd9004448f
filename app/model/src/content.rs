//! What is sealed. These types hold what people wrote: they wipe themselves when dropped and cannot be printed.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    custody::{IdentityPart, Scope},
    evidence::Attachment,
};

/// The report itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct ReportContent {
    /// Who or what it is about.
    pub subject: String,
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
    /// People who must not learn of it, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub avoid: Vec<String>,
    /// Number of the case that it is about; protection only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// What a queue row shows of a report: kept apart so that fifty rows open without fifty bodies.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Summary {
    /// Who or what it is about.
    pub subject: String,
    /// Title.
    pub title: String,
    /// People who must not learn of it, by name: no row is shown to one of them who became a member after it was filed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub avoid: Vec<String>,
}

/// Who filed a named report.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Identity {
    /// Name of a person or an organisation.
    pub name: String,
    /// Identity number, half-width, upper case.
    pub id_number: String,
    /// Telephone.
    pub phone: String,
    /// Postal address.
    pub address: String,
}

/// What of an identity was released to a member: the fields of the request's scope, and no others.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct ReleasedIdentity {
    /// Name of a person or an organisation.
    pub name: Option<String>,
    /// Identity number.
    pub id_number: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<String>,
}

/// One message, note, answer or reason.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Message {
    /// What was written.
    pub body: String,
    /// Files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
}

impl Message {
    /// Words alone.
    pub fn of(body: String) -> Self {
        Self { body, files: Vec::new() }
    }
}

macro_rules! unprintable {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(sealed)"))
            }
        }
    )+};
}
unprintable!(ReportContent, Summary, Identity, ReleasedIdentity, Message);

impl Identity {
    /// One of its fields.
    pub fn part(&self, part: IdentityPart) -> &str {
        match part {
            IdentityPart::Name => &self.name,
            IdentityPart::IdNumber => &self.id_number,
            IdentityPart::Phone => &self.phone,
            IdentityPart::Address => &self.address,
        }
    }

    /// The fields of this scope alone.
    pub fn within(&self, scope: &Scope) -> ReleasedIdentity {
        let released = |part| scope.contains(part).then(|| self.part(part).to_owned());
        ReleasedIdentity {
            name: released(IdentityPart::Name),
            id_number: released(IdentityPart::IdNumber),
            phone: released(IdentityPart::Phone),
            address: released(IdentityPart::Address),
        }
    }
}

impl ReleasedIdentity {
    /// One of its fields, if it was released.
    pub fn part(&self, part: IdentityPart) -> Option<&str> {
        match part {
            IdentityPart::Name => self.name.as_deref(),
            IdentityPart::IdNumber => self.id_number.as_deref(),
            IdentityPart::Phone => self.phone.as_deref(),
            IdentityPart::Address => self.address.as_deref(),
        }
    }
}

impl ReportContent {
    /// The part that a queue row shows.
    pub fn summary(&self) -> Summary {
        Summary { subject: self.subject.clone(), title: self.title.clone(), avoid: self.avoid.clone() }
    }
}
