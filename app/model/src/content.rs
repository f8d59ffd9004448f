//! What is sealed. These types hold what people wrote: they wipe themselves when dropped and cannot be printed.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The report itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct ReportContent {
    /// Who or what it is about.
    pub subject: String,
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
}

/// What a queue row shows of a report: kept apart so that fifty rows open without fifty bodies.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Summary {
    /// Who or what it is about.
    pub subject: String,
    /// Title.
    pub title: String,
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

/// One message, note, answer or reason.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Message {
    /// What was written.
    pub body: String,
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
unprintable!(ReportContent, Summary, Identity, Message);

impl ReportContent {
    /// The part that a queue row shows.
    pub fn summary(&self) -> Summary {
        Summary { subject: self.subject.clone(), title: self.title.clone() }
    }
}
