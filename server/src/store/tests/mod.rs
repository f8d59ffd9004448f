//! The store against both databases.

mod attest;
mod audit;
mod change;
mod filing;
mod fixture;
mod members;
mod passkeys;
mod plans;
mod queue;
mod schema;
mod shelter;
mod trouble;
mod upkeep;
