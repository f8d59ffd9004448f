//! What administrators and auditors do: members, units, lists, routing, the audit log.

pub mod audit;
pub mod audit_export;
pub mod categories;
pub mod invitations;
pub mod keys;
pub mod member;
pub mod members;
pub mod moving;
pub mod routing;
pub mod units;

mod roster;
