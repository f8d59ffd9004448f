//! The rules: intake, routing, the case's state machine, deadlines. No HTTP, no SQL, no pages.

pub mod calendar;
pub mod deadlines;
pub mod reasons;
pub mod rights;
pub mod routing;
pub mod ticket;
