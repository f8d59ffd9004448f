//! Keeping identities: the cases that a custodian can find wherever they are handled, and unit keys made after their first holder.

use model::CaseNumber;

use super::{
    NewEntry, StoreError, UnitKey, UnitKeyGrant, audit,
    cases::{Case, Cases},
    members::Members,
    sql::{self, value, values},
};

impl Cases<'_> {
    /// The case with this number, if a copy of its identity's key is for one of these unit keys.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], whether there is no such case or its identity is kept elsewhere.
    pub async fn with_identity_kept(&self, number: &CaseNumber, unit_keys: &[i64]) -> Result<Case, StoreError> {
        if unit_keys.is_empty() {
            return Err(StoreError::NotFound);
        }
        let condition = format!(
            "WHERE number = ? AND EXISTS (SELECT 1 FROM case_keys k WHERE k.case_id = cases.id AND k.purpose = 'identity' \
             AND k.holder = 'unit' AND k.holder_id IN ({}))",
            sql::placeholders(unit_keys.len())
        );
        let bound = values![number.clone()].into_iter().chain(unit_keys.iter().map(|&id| value(id))).collect();
        sql::one(self.0.reader(), &condition, bound).await
    }
}

impl Members<'_> {
    /// Adds unit keys that a member who is there already is the first to need, granted to that member.
    ///
    /// # Errors
    /// The database is away; an unknown unit or member.
    pub async fn add_unit_keys(&self, keys: Vec<UnitKey>, grants: Vec<UnitKeyGrant>, entry: NewEntry) -> Result<(), StoreError> {
        let transaction = self.0.begin().await?;
        sql::insert(&transaction, keys, "").await?;
        sql::insert(&transaction, grants, "").await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }
}
