//! Keeping identities: the cases that a custodian can find wherever they are handled, and unit keys made after their first holder.

use model::CaseNumber;

use super::{
    NewEntry, StoreError, UnitKey, UnitKeyGrant, audit,
    cases::{Case, Cases},
    members::Members,
    sql::{self, value, values},
};

impl Cases<'_> {
    /// The case with this number, if a copy of its identity's key is for one of these unit keys, or for this member.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], whether there is no such case or its identity is kept elsewhere.
    pub async fn with_identity_kept(&self, number: &CaseNumber, unit_keys: &[i64], member: i64) -> Result<Case, StoreError> {
        let mut holders = vec!["k.holder = 'member' AND k.holder_id = ?"];
        holders.extend(unit_keys.iter().map(|_| "k.holder = 'unit' AND k.holder_id = ?"));
        let condition = format!(
            "WHERE number = ? AND EXISTS (SELECT 1 FROM case_keys k WHERE k.case_id = cases.id AND k.purpose = 'identity' AND ({}))",
            holders.join(" OR ")
        );
        let bound = values![number.clone(), member].into_iter().chain(unit_keys.iter().map(|&id| value(id))).collect();
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
