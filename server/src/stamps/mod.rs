//! Stamps of a time-stamping authority (RFC 3161): what somebody else signs about when the portal had a text.

mod authority;
mod config;
mod error;
mod token;

pub use authority::{Authority, Stamp};
pub use config::TimestampConfig;
pub use error::StampError;
pub use token::Trust;
