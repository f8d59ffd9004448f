//! The steps that build the database, on SQLite and on PostgreSQL alike.
//!
//! One file a step. A step that has been released is never changed: the next one corrects it.

use sea_orm_migration::prelude::*;

mod m20261124_000001_units;
mod m20261124_000002_members;
mod m20261124_000003_cases;
mod m20261124_000004_audit;
mod m20261124_000005_upkeep;
mod m20261124_000006_proof;
mod m20261124_000007_unit_key_signatures;
mod m20261125_000008_custody;
mod m20261125_000009_recusals;
mod m20261125_000010_files;
mod m20261125_000012_retention;
mod m20261125_000013_redactions;
mod m20261125_000014_departures;
mod m20261125_000015_shares;
mod m20261125_000016_risk;
mod m20261126_000017_passkeys;
mod m20261126_000018_hidden_marks;
mod m20261126_000019_stamps;
mod m20261126_000020_terms;
mod m20261126_000021_key_marks;
mod m20261126_000022_one_key_in_force;
mod m20261126_000031_risk_due;
mod table;

/// Knows every step in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_units::Migration),
            Box::new(m20261124_000002_members::Migration),
            Box::new(m20261124_000003_cases::Migration),
            Box::new(m20261124_000004_audit::Migration),
            Box::new(m20261124_000005_upkeep::Migration),
            Box::new(m20261124_000006_proof::Migration),
            Box::new(m20261124_000007_unit_key_signatures::Migration),
            Box::new(m20261125_000008_custody::Migration),
            Box::new(m20261125_000009_recusals::Migration),
            Box::new(m20261125_000010_files::Migration),
            Box::new(m20261125_000012_retention::Migration),
            Box::new(m20261125_000013_redactions::Migration),
            Box::new(m20261125_000014_departures::Migration),
            Box::new(m20261125_000015_shares::Migration),
            Box::new(m20261125_000016_risk::Migration),
            Box::new(m20261126_000017_passkeys::Migration),
            Box::new(m20261126_000018_hidden_marks::Migration),
            Box::new(m20261126_000019_stamps::Migration),
            Box::new(m20261126_000020_terms::Migration),
            Box::new(m20261126_000021_key_marks::Migration),
            Box::new(m20261126_000022_one_key_in_force::Migration),
            Box::new(m20261126_000031_risk_due::Migration),
        ]
    }
}
