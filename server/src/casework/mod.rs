//! The rules: intake, routing, the case's state machine, deadlines. No HTTP, no SQL, no pages.

pub mod admin;
pub mod calendar;
pub mod custody;
pub mod deadlines;
pub mod desk;
pub mod directory;
pub mod evidence;
pub mod filing_proof;
pub mod follow;
pub mod inspection;
pub mod intake;
pub mod leaks;
pub mod reading;
pub mod reasons;
pub mod retention;
pub mod rights;
pub mod routing;
pub mod shared;
pub mod stamping;
pub mod ticket;
pub mod timeline;
pub mod transparency;

mod error;
mod limits;
mod office;
mod renewal;

pub use error::CaseworkError;
pub use office::{NextDate, Office};
