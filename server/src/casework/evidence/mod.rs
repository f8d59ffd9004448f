//! Files that a reporter adds to a case: taken in, cleaned of what tells about their maker, sealed as they come, and opened for who may.
//!
//! A file is the reporter's alone until it is sent with a message, which then carries its name and its key. What is never sent is swept.

mod deposit;
mod open;
mod receive;
mod sweep;
mod treatment;
mod upload;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

pub use open::{FileFault, OpenFile};
pub use receive::{BrokenOff, receive};
pub use sweep::{discard, sweep};
pub use upload::{Upload, begin, finish, put};

/// How large files may be, and how long those stay that are not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EvidenceRules {
    /// Most bytes of one file, in mebibytes.
    pub largest_mib: u32,
    /// After so many hours a file that did not become whole is deleted.
    pub unfinished_hours: u32,
    /// After so many hours a file that was not sent is deleted.
    pub unsent_hours: u32,
}

impl Default for EvidenceRules {
    fn default() -> Self {
        Self { largest_mib: 1024, unfinished_hours: 24, unsent_hours: 72 }
    }
}

impl EvidenceRules {
    /// Most bytes of one file.
    pub fn largest(&self) -> u64 {
        u64::from(self.largest_mib) << 20
    }

    fn unfinished(&self) -> SignedDuration {
        SignedDuration::from_hours(self.unfinished_hours.into())
    }

    fn unsent(&self) -> SignedDuration {
        SignedDuration::from_hours(self.unsent_hours.into())
    }
}
