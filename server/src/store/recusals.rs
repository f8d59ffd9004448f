//! Who must not learn of a case. What a member is kept away from is left out by the very query that looks for it: no answer, no count and no
//! time that a query takes tells it from a case that does not exist.

use std::collections::BTreeSet;

use model::RecusalSource;
use sea_orm::ConnectionTrait;

use super::{
    NewEntry, Store, StoreError, audit,
    cases::Cases,
    change::Change,
    filing::{KeptAway, NewCase},
    record::{Columns, record},
    retention::DestroyedCase,
    sql::{self, value, values},
};

record! {
    /// A member who must not learn of a case.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Recusal in "recusals" {
        /// The member.
        member_id: i64,
        /// The case.
        case_id: i64,
        /// Who declared it.
        source: RecusalSource,
        /// The member who declared it; none for the reporter.
        declared_by: Option<i64>,
        /// Declared at; to the hour if by the reporter.
        at: i64,
        /// Which ciphertext holds the reason.
        words: Option<u32>,
        /// How often the case has changed meanwhile in the member's own unit: taken off what the member is told of the unit's changes.
        hidden_marks: i64,
    }
}

record! {
    /// A unit that must not learn of a case.
    AvoidedUnit in "avoided_units" {
        /// The case.
        case_id: i64,
        /// The unit.
        unit_id: i64,
    }
}

/// What becomes of a recusal with a change of its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecusalChange {
    /// A member is kept away.
    Add(Recusal),
    /// A member may come back. Whom the reporter meant stays away.
    Lift(i64),
}

/// The condition that a member is not kept away from the case in this column. Binds the member.
pub(super) fn is_open_to(case: &str) -> String {
    format!("NOT EXISTS (SELECT 1 FROM recusals r WHERE r.member_id = ? AND r.case_id = {case})")
}

/// How a destroyed case mentions a member whom it was kept from.
pub(super) fn mention(member: i64) -> String {
    format!(" {member} ")
}

/// The condition that a destroyed case, in whose row this column is, was not kept from a member. Binds [`trace`].
pub(super) fn was_open_to(hidden_from: &str) -> String {
    format!("{hidden_from} NOT LIKE ?")
}

/// What finds a member's mention.
pub(super) fn trace(member: i64) -> String {
    format!("%{}%", mention(member))
}

/// Writes what becomes of a recusal within the transaction of its case's change, which marks these units.
pub(super) async fn write(db: &impl ConnectionTrait, change: &Change, units: &BTreeSet<i64>) -> Result<(), StoreError> {
    hide_mark(db, change.case, units).await?;
    match &change.recusal {
        None => Ok(()),
        Some(RecusalChange::Add(recusal)) => {
            end_requests(db, recusal.case_id, recusal.member_id).await?;
            sql::insert(db, vec![recusal.clone()], "").await
        }
        Some(RecusalChange::Lift(member)) => {
            let sql = "DELETE FROM recusals WHERE member_id = ? AND case_id = ? AND source NOT IN (?, ?)";
            sql::run_on_one(db, sql, values![*member, change.case, RecusalSource::Reporter, RecusalSource::Unit]).await
        }
    }
}

/// Those who are kept away are not told that anything has changed.
async fn hide_mark(db: &impl ConnectionTrait, case: i64, units: &BTreeSet<i64>) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE recusals SET hidden_marks = hidden_marks + 1 \
         WHERE case_id = ? AND member_id IN (SELECT id FROM members WHERE unit_id IN ({}))",
        sql::placeholders(units.len())
    );
    let bound = std::iter::once(value(case)).chain(units.iter().map(|&unit| value(unit))).collect();
    sql::run(db, &sql, bound).await.map(drop)
}

/// They are not told that the case was destroyed either. What was hidden with it goes over to them before its rows go.
pub(super) async fn hide_destruction(db: &impl ConnectionTrait, destroyed: &DestroyedCase) -> Result<(), StoreError> {
    let sql = "UPDATE members SET hidden_marks = hidden_marks + CASE WHEN unit_id = ? THEN 1 ELSE 0 END \
               + (SELECT r.hidden_marks FROM recusals r WHERE r.case_id = ? AND r.member_id = members.id) \
               WHERE id IN (SELECT member_id FROM recusals WHERE case_id = ?)";
    sql::run(db, sql, values![destroyed.unit_id, destroyed.id, destroyed.id]).await.map(drop)
}

/// Keeps a member who leaves a unit away from every case that this unit must not learn of, wherever it is.
pub(super) async fn keep_away_from_avoiding(db: &impl ConnectionTrait, member: i64, unit: i64, at: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO recusals (member_id, case_id, source, at, hidden_marks) \
               SELECT ?, case_id, ?, ?, 0 FROM avoided_units WHERE unit_id = ? ON CONFLICT (member_id, case_id) DO NOTHING";
    sql::run(db, sql, values![member, RecusalSource::Unit, at, unit]).await.map(drop)
}

/// Whoever is kept away has nothing released any more, and asks for nothing.
async fn end_requests(db: &impl ConnectionTrait, case: i64, member: i64) -> Result<(), StoreError> {
    let of_member = "SELECT seq FROM identity_requests WHERE case_id = ? AND member_id = ?";
    let sql = format!("DELETE FROM envelopes WHERE case_id = ? AND slot = 'release' AND seq IN ({of_member})");
    sql::run(db, &sql, values![case, case, member]).await?;
    let sql = "DELETE FROM case_keys WHERE case_id = ? AND holder = 'member' AND holder_id = ?";
    sql::run(db, sql, values![case, member]).await?;
    for (from, to) in [("waiting", "lapsed"), ("granted", "ended")] {
        let sql = "UPDATE identity_requests SET status = ? WHERE case_id = ? AND member_id = ? AND status = ?";
        sql::run(db, sql, values![to.to_owned(), case, member, from.to_owned()]).await?;
    }
    Ok(())
}

impl Store {
    /// Keeps a member away from a case that turns out to name the member. The case itself does not change.
    ///
    /// # Errors
    /// The database is away.
    pub async fn keep_away(&self, recusal: Recusal, entry: NewEntry) -> Result<(), StoreError> {
        let transaction = self.begin().await?;
        end_requests(&transaction, recusal.case_id, recusal.member_id).await?;
        let sql = "UPDATE cases SET assignee_id = NULL WHERE id = ? AND assignee_id = ?";
        sql::run(&transaction, sql, values![recusal.case_id, recusal.member_id]).await?;
        sql::insert(&transaction, vec![recusal], "ON CONFLICT (member_id, case_id) DO NOTHING").await?;
        audit::append(&transaction, &[&entry]).await?;
        Ok(transaction.commit().await?)
    }
}

/// Writes who must not learn of new reports.
pub(super) async fn insert(db: &impl ConnectionTrait, cases: &[&NewCase]) -> Result<(), StoreError> {
    let recusal = |case: &NewCase, kept: &KeptAway| Recusal {
        member_id: kept.member,
        case_id: case.id,
        source: kept.source,
        declared_by: kept.declared_by,
        at: case.filed_at,
        words: None,
        // The filing itself is the first change.
        hidden_marks: i64::from(kept.unit == case.unit),
    };
    let recusals = cases.iter().flat_map(|case| case.recused.iter().map(|kept| recusal(case, kept)));
    sql::insert(db, recusals.collect(), "").await?;
    let avoided = cases.iter().flat_map(|case| case.avoided.iter().map(|&unit_id| AvoidedUnit { case_id: case.id, unit_id }));
    sql::insert(db, avoided.collect(), "").await
}

impl Cases<'_> {
    /// Members who must not learn of a case, in the order in which that was declared.
    ///
    /// # Errors
    /// The database is away.
    pub async fn recusals(&self, case: i64) -> Result<Vec<Recusal>, StoreError> {
        sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY at, member_id", values![case]).await
    }

    /// Units that the reporter named.
    ///
    /// # Errors
    /// The database is away.
    pub async fn avoided_units(&self, case: i64) -> Result<Vec<i64>, StoreError> {
        let rows: Vec<AvoidedUnit> = sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY unit_id", values![case]).await?;
        Ok(rows.into_iter().map(|row| row.unit_id).collect())
    }

    /// Members who must not learn of a case and have not left.
    ///
    /// # Errors
    /// The database is away.
    pub async fn kept_away(&self, case: i64) -> Result<Vec<KeptAway>, StoreError> {
        let sql = "SELECT m.id, m.unit_id, r.source, r.declared_by FROM recusals r JOIN members m ON m.id = r.member_id \
                   WHERE r.case_id = ? AND m.left_at IS NULL ORDER BY m.id";
        let rows = sql::rows(self.0.reader(), sql, values![case]).await?;
        let kept = rows.iter().map(|row| {
            let mut columns = Columns::of(row);
            Ok(KeptAway { member: columns.read()?, unit: columns.read()?, source: columns.read()?, declared_by: columns.read()? })
        });
        kept.collect()
    }

    /// Units to which a case may not go: those that the reporter named, and those of which the reporter named a member, whose key would open
    /// it.
    ///
    /// # Errors
    /// The database is away.
    pub async fn barred_units(&self, case: i64) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT unit_id FROM avoided_units WHERE case_id = ? UNION SELECT m.unit_id FROM recusals r \
                   JOIN members m ON m.id = r.member_id WHERE r.case_id = ? AND r.source = ? AND m.left_at IS NULL";
        let rows = sql::rows(self.0.reader(), sql, values![case, case, RecusalSource::Reporter]).await?;
        rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
    }
}
