//! What members of staff do: sign in, work the queue, act on cases.

pub mod account;
pub mod api;
pub mod case;
pub mod file;
pub mod help;
pub mod identities;
pub mod identity;
pub mod invite;
pub mod login;
pub mod objections;
pub mod passkeys;
pub mod queue;
pub mod recover;
pub mod recovery;
pub mod redact;
pub mod retention;
pub mod second_factor;
pub mod transfer;

pub(super) mod lists;
pub(super) mod seat;
pub(super) mod time;

mod act;
mod case_view;
mod cookie;
mod next;
mod queue_address;
mod queue_view;
