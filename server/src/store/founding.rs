//! What a portal starts with.

use model::{category::Category, division::Division};
use sea_orm::ConnectionTrait;

use super::{Store, StoreError, Unit, catalog, catalog::RoutingRule, connect, sql, units};

/// The first lists, units and rules.
pub struct Founding {
    /// Categories of reports.
    pub categories: Vec<Category>,
    /// City, districts, streets and towns.
    pub divisions: Vec<Division>,
    /// Units, each after the one above it.
    pub units: Vec<Unit>,
    /// Which reports go to another unit than that of their area.
    pub rules: Vec<RoutingRule>,
}

impl Store {
    /// Puts it all into a database that has no unit yet, and tells whether it did. Of two nodes that start at once one does.
    ///
    /// # Errors
    /// The database is away; an unknown parent or division. Nothing of it stays.
    pub async fn found(&self, founding: Founding) -> Result<bool, StoreError> {
        let transaction = self.begin_alone().await?;
        let outcome = insert(&transaction, founding).await;
        connect::finish(transaction, outcome).await
    }
}

async fn insert(db: &impl ConnectionTrait, founding: Founding) -> Result<bool, StoreError> {
    if sql::row(db, "SELECT 1 FROM units LIMIT 1", vec![]).await?.is_some() {
        return Ok(false);
    }
    let Founding { categories, divisions, units, rules } = founding;
    catalog::insert(db, categories, divisions).await?;
    units::insert(db, units).await?;
    sql::insert(db, rules, "").await?;
    Ok(true)
}
