//! Texts for staff: terse, in the terms of the trade.

pub(crate) mod away;
pub(crate) mod case;
pub(crate) mod custody;
pub(crate) mod entries;
pub(crate) mod entry;
pub(crate) mod frame;
pub(crate) mod passkeys;
pub(crate) mod queue;
pub(crate) mod recovery;
pub(crate) mod redaction;
pub(crate) mod retention;
pub(crate) mod risk;
pub(crate) mod words;
