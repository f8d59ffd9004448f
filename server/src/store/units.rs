//! Units and their key pairs.

use std::collections::BTreeSet;

use model::{DivisionCode, UnitCode, UnitLevel};
use sea_orm::ConnectionTrait;
use seal::Purpose;

use super::{
    Store, StoreError,
    record::record,
    sql::{self, value, values},
};

record! {
    /// A unit that handles reports, and how people reach it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Unit in "units" {
        /// Identifier.
        id: i64,
        /// Stable code.
        code: UnitCode,
        /// City, district or street.
        level: UnitLevel,
        /// Where it is in charge.
        division: DivisionCode,
        /// The unit above; none for the city's.
        parent_id: Option<i64>,
        /// Name in Simplified Chinese.
        name_hans: String,
        /// Name in Traditional Chinese.
        name_hant: String,
        /// Name in English.
        name_en: String,
        /// Where it receives visitors.
        address: String,
        /// Postal code for letters.
        postcode: String,
        /// Telephone.
        phone: String,
        /// When it receives visitors.
        hours: String,
        /// Whether it still takes reports.
        active: bool,
        /// Made at.
        created_at: i64,
    }
}

record! {
    /// The public half of a unit's key pair. The private half exists only sealed to members.
    #[derive(Clone, PartialEq, Eq)]
    UnitKey in "unit_keys" {
        /// Identifier.
        id: i64,
        /// The unit.
        unit_id: i64,
        /// What it opens.
        purpose: Purpose,
        /// The public key.
        public_key: Vec<u8>,
        /// The installation's signature under it; empty in a database of a version that signed none.
        signature: Vec<u8>,
        /// Made at.
        created_at: i64,
        /// Replaced at; the key in force has none.
        retired_at: Option<i64>,
    }
}

impl UnitKey {
    /// Whether both are keys of one unit for one purpose: one has replaced the other, by way of others or not.
    pub fn is_beside(&self, other: &Self) -> bool {
        (self.unit_id, self.purpose) == (other.unit_id, other.purpose)
    }
}

/// Questions and changes about units.
pub struct Units<'a>(&'a Store);

impl Store {
    /// Units and their keys.
    pub fn units(&self) -> Units<'_> {
        Units(self)
    }
}

impl Units<'_> {
    /// Every unit, by code.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(&self) -> Result<Vec<Unit>, StoreError> {
        sql::all(self.0.reader(), "ORDER BY code", vec![]).await
    }

    /// The unit with this identifier.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn by_id(&self, id: i64) -> Result<Unit, StoreError> {
        sql::one(self.0.reader(), "WHERE id = ?", values![id]).await
    }

    /// The unit with this code.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn by_code(&self, code: &UnitCode) -> Result<Unit, StoreError> {
        sql::one(self.0.reader(), "WHERE code = ?", values![code.clone()]).await
    }

    /// Adds units; those whose code is known stay as they are.
    ///
    /// # Errors
    /// The database is away; an unknown parent or division.
    pub async fn add(&self, units: Vec<Unit>) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        insert(&transaction, units).await?;
        Ok(transaction.commit().await?)
    }

    /// Changes names, contact data and whether the unit is active. Code, level, division and parent stay.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn update(&self, unit: &Unit) -> Result<(), StoreError> {
        let sql = "UPDATE units SET name_hans = ?, name_hant = ?, name_en = ?, address = ?, postcode = ?, phone = ?, hours = ?, \
                   active = ? WHERE id = ?";
        let Unit { name_hans, name_hant, name_en, address, postcode, phone, hours, active, id, .. } = unit.clone();
        let values = values![name_hans, name_hant, name_en, address, postcode, phone, hours, active, id];
        sql::run_on_one(self.0.writer(), sql, values).await
    }

    /// The keys of all units, those that were replaced among them.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keys(&self) -> Result<Vec<UnitKey>, StoreError> {
        sql::all(self.0.reader(), "ORDER BY unit_id, purpose, created_at, id", vec![]).await
    }

    /// The keys of one unit, the latest of each purpose first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keys_of(&self, unit: i64) -> Result<Vec<UnitKey>, StoreError> {
        let condition = "WHERE unit_id = ? ORDER BY purpose DESC, retired_at IS NOT NULL, created_at DESC, id";
        sql::all(self.0.reader(), condition, values![unit]).await
    }

    /// Keeps the installation's signature under a key that has none.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such key, or it has one.
    pub async fn sign_key(&self, key: i64, signature: Vec<u8>) -> Result<(), StoreError> {
        let sql = "UPDATE unit_keys SET signature = ? WHERE id = ? AND length(signature) = 0";
        sql::run_on_one(self.0.writer(), sql, values![signature, key]).await
    }

    /// The key in force of one unit for one purpose.
    ///
    /// # Errors
    /// The database is away.
    pub async fn key(&self, unit: i64, purpose: Purpose) -> Result<Option<UnitKey>, StoreError> {
        let condition = "WHERE unit_id = ? AND purpose = ? AND retired_at IS NULL ORDER BY created_at DESC, id LIMIT 1";
        sql::optional(self.0.reader(), condition, values![unit, purpose]).await
    }

    /// How often the unit's cases that `reader` may learn of have changed: differs from an earlier answer if any of them did, and not if
    /// another did.
    ///
    /// # Errors
    /// The database is away.
    pub async fn mark(&self, unit: i64, reader: i64) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE((SELECT mark FROM unit_marks WHERE unit_id = ?), 0) \
                   - CAST(COALESCE((SELECT SUM(hidden_marks) FROM recusals WHERE member_id = ?), 0) AS BIGINT) \
                   - COALESCE((SELECT hidden_marks FROM members WHERE id = ?), 0)";
        let row = sql::row(self.0.reader(), sql, values![unit, reader, reader]).await?.ok_or(StoreError::NotFound)?;
        Ok(row.try_get_by_index(0)?)
    }
}

/// Puts new keys in force.
///
/// # Errors
/// [`StoreError::OtherKey`] if the unit has one for the same purpose by now.
pub(super) async fn put_in_force(db: &impl ConnectionTrait, keys: Vec<UnitKey>) -> Result<(), StoreError> {
    let count = keys.len();
    let ending = "ON CONFLICT (unit_id, purpose) WHERE retired_at IS NULL DO NOTHING RETURNING id";
    let made = sql::insert_returning(db, keys, ending).await?;
    if made.len() == count { Ok(()) } else { Err(StoreError::OtherKey) }
}

/// Goes on only if these unit keys are in force, and keeps them so until the transaction ends.
///
/// # Errors
/// [`StoreError::OtherKey`] if another has taken the place of one.
pub(super) async fn demand_in_force(db: &impl ConnectionTrait, keys: &BTreeSet<i64>) -> Result<(), StoreError> {
    if keys.is_empty() {
        return Ok(());
    }
    let marks = sql::placeholders(keys.len());
    let condition = format!("WHERE id IN ({marks}) AND retired_at IS NULL ORDER BY id{}", sql::while_it_lasts(db));
    let rows = sql::rows(db, &format!("SELECT id FROM unit_keys {condition}"), keys.iter().map(|&key| value(key)).collect()).await?;
    if rows.len() == keys.len() { Ok(()) } else { Err(StoreError::OtherKey) }
}

/// One after the other, so that each finds the one above it.
pub(super) async fn insert(db: &impl ConnectionTrait, units: Vec<Unit>) -> Result<(), StoreError> {
    for unit in units {
        sql::insert(db, vec![unit], "ON CONFLICT (code) DO NOTHING").await?;
    }
    Ok(())
}
