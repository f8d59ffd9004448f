//! What was done, as the audit log has it, other than to a case.

pub(crate) struct Texts {
    /// What an entry with this word is called; none if there are no such entries.
    pub(crate) name: fn(word: &str) -> Option<&'static str>,
}

namespace!();
