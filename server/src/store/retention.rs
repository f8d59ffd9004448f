//! What is due to be destroyed, what holds it, and what is left of it.

use std::collections::HashMap;

use model::{
    CaseNumber, CaseStatus, CategoryCode, DivisionCode, ReportKind,
    status::{Finding, Rating},
};
use sea_orm::ConnectionTrait;

use super::{
    NewEntry, Store, StoreError, audit,
    cases::{Case, Cases},
    connect, files, filing,
    record::record,
    recusals::{self, is_open_to, was_open_to},
    sql::{self, value, values},
};

/// The most cases that a list shows.
const MOST: u32 = 200;
/// When a hold ends, or ended.
const HOLD_END: &str = "COALESCE(lifted_at, until)";

record! {
    /// A hold on a case: as long as it is in force the case is not destroyed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    Hold in "holds" {
        /// The case.
        case_id: i64,
        /// Which hold of the case, from 0; its reason is the ciphertext of the same number.
        seq: u32,
        /// Who placed it.
        member_id: i64,
        /// Placed at.
        placed_at: i64,
        /// In force until.
        until: i64,
        /// Lifted at.
        lifted_at: Option<i64>,
        /// Who lifted it.
        lifted_by: Option<i64>,
    }
}

record! {
    /// What is left of a case that was destroyed, and what the portal stated about it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    DestroyedCase in "destroyed_cases" {
        /// Identifier.
        id: i64,
        /// Case number.
        number: CaseNumber,
        /// MAC of the lookup id: its reporter is told what became of it.
        lookup: [u8; 32],
        /// Kind.
        kind: ReportKind,
        /// Category.
        category: CategoryCode,
        /// Where it happened.
        area: DivisionCode,
        /// The unit that was in charge last.
        unit_id: i64,
        /// How it stood.
        status: CaseStatus,
        /// What was found.
        finding: Option<Finding>,
        /// How content the reporter was.
        rating: Option<Rating>,
        /// The hour in which it was filed.
        filed_at: i64,
        /// Settled at; none if it never was.
        settled_at: Option<i64>,
        /// What is kept of the proof of filing.
        filing_mark: Option<[u8; 32]>,
        /// Destroyed at.
        destroyed_at: i64,
        /// The rule by which it was destroyed, as a word.
        rule: String,
        /// The member who decided it; none if the portal did, by a term.
        member_id: Option<i64>,
        /// How many copies of data keys were destroyed.
        data_keys: u32,
        /// How many ciphertexts were destroyed.
        texts: u32,
        /// Members who must not learn of it, with a space before and after each.
        hidden_from: String,
        /// The entry of the audit log that says so.
        entry: i64,
        /// The installation's signature under its certificate.
        signature: Vec<u8>,
    }
}

record! {
    /// What of a case's row the rest of the program never needs.
    Hidden in "cases" {
        /// Identifier.
        id: i64,
        /// MAC of the lookup id.
        lookup: [u8; 32],
        /// What is kept of the proof of filing.
        filing_mark: Option<[u8; 32]>,
    }
}

/// What becomes of a hold with a change of its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoldChange {
    /// Somebody places it.
    Place(Hold),
    /// Somebody lifts it.
    Lift {
        /// Which.
        seq: u32,
        /// Who.
        member: i64,
    },
}

/// An order to destroy a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destruction {
    /// The case.
    pub case: i64,
    /// The version on which it was decided.
    pub version: i64,
    /// When.
    pub at: i64,
    /// The rule, as a word.
    pub rule: String,
    /// The member who decided it, and the member's unit; none for the portal.
    pub by: Option<(i64, i64)>,
}

/// States in public what was destroyed.
pub trait Notary: Send + Sync {
    /// A hash over all that a certificate says but in which entry it stands: what the entry holds.
    ///
    /// # Errors
    /// A value is none that can be stated.
    fn digest(&self, destroyed: &DestroyedCase) -> Result<String, StoreError>;
    /// The signature under the whole certificate.
    ///
    /// # Errors
    /// A value is none that can be stated.
    fn sign(&self, destroyed: &DestroyedCase) -> Result<Vec<u8>, StoreError>;
}

/// Writes what becomes of a hold within the transaction of its case's change.
pub(super) async fn write(db: &impl ConnectionTrait, case: i64, at: i64, change: &HoldChange) -> Result<(), StoreError> {
    match change {
        HoldChange::Place(hold) => sql::insert(db, vec![hold.clone()], "").await,
        HoldChange::Lift { seq, member } => {
            let sql = "UPDATE holds SET lifted_at = ?, lifted_by = ? WHERE case_id = ? AND seq = ? AND lifted_at IS NULL";
            sql::run_on_one(db, sql, values![at, *member, case, *seq]).await
        }
    }
}

impl Store {
    /// Destroys a case with everything that belongs to it; all that is left is what the certificate says. The entry in the audit log, the
    /// certificate and the destruction happen together or not at all.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the case was changed since the version on which it was decided; [`StoreError::NotFound`].
    pub async fn destroy(&self, order: Destruction, notary: &dyn Notary) -> Result<DestroyedCase, StoreError> {
        let transaction = self.begin().await?;
        let written = destroy(&transaction, order, notary).await;
        connect::finish(transaction, written).await
    }
}

async fn destroy(db: &impl ConnectionTrait, order: Destruction, notary: &dyn Notary) -> Result<DestroyedCase, StoreError> {
    let case: Case = sql::one(db, "WHERE id = ?", values![order.case]).await?;
    if case.version != order.version {
        return Err(StoreError::Conflict { by: None, version: case.version });
    }
    let mut destroyed = remains(db, case, &order).await?;
    let entry = NewEntry {
        at: order.at,
        action: "case.destroy".to_owned(),
        member: order.by.map(|(member, _)| member),
        unit: order.by.map(|(_, unit)| unit),
        case: Some(order.case),
        object: Some(notary.digest(&destroyed)?),
    };
    destroyed.entry = audit::append(db, &[&entry]).await?.first().copied().ok_or(StoreError::NotFound)?;
    destroyed.signature = notary.sign(&destroyed)?;
    filing::mark(db, [destroyed.unit_id]).await?;
    recusals::hide_destruction(db, &destroyed).await?;
    files::abandon(db, order.case, order.at).await?;
    // Everything that belongs to a case refers to its row, and goes with it.
    sql::run_on_one(db, "DELETE FROM cases WHERE id = ? AND version = ?", values![order.case, order.version]).await?;
    sql::insert(db, vec![destroyed.clone()], "").await?;
    Ok(destroyed)
}

async fn remains(db: &impl ConnectionTrait, case: Case, order: &Destruction) -> Result<DestroyedCase, StoreError> {
    let hidden: Hidden = sql::one(db, "WHERE id = ?", values![case.id]).await?;
    // Members of a unit that the reporter named come here as well, whichever unit they go to.
    let kept_away = "SELECT member_id FROM recusals WHERE case_id = ? UNION \
                     SELECT m.id FROM members m JOIN avoided_units a ON a.unit_id = m.unit_id WHERE a.case_id = ?";
    let recused = sql::rows(db, kept_away, values![case.id, case.id]).await?;
    let recused: Vec<i64> = recused.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let hidden_from = recused.iter().copied().map(recusals::mention).collect();
    Ok(DestroyedCase {
        data_keys: count(db, "case_keys", case.id).await?,
        texts: count(db, "envelopes", case.id).await?,
        id: case.id,
        number: case.number,
        lookup: hidden.lookup,
        kind: case.kind,
        category: case.category,
        area: case.area,
        unit_id: case.unit_id,
        status: case.status,
        finding: case.finding,
        rating: case.rating,
        filed_at: case.filed_at,
        settled_at: case.settled_at,
        filing_mark: hidden.filing_mark,
        destroyed_at: order.at,
        rule: order.rule.clone(),
        member_id: order.by.map(|(member, _)| member),
        hidden_from,
        entry: 0,
        signature: Vec::new(),
    })
}

/// The condition that a case was marked up to a moment and that nothing has held it since. Binds the moment twice.
fn shown_until() -> String {
    format!("announced_at <= ? AND NOT EXISTS (SELECT 1 FROM holds WHERE case_id = cases.id AND {HOLD_END} > ?)")
}

async fn count(db: &impl ConnectionTrait, table: &str, case: i64) -> Result<u32, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE case_id = ?");
    let row = sql::row(db, &sql, values![case]).await?.ok_or(StoreError::NotFound)?;
    u32::try_from(row.try_get_by_index::<i64>(0)?).map_err(|_| StoreError::Corrupt("count"))
}

impl Cases<'_> {
    /// Gives cases that an earlier version settled, which noted no moment, that of what last happened in them. Returns how many they were.
    ///
    /// # Errors
    /// The database is away.
    pub async fn note_settled(&self) -> Result<u64, StoreError> {
        // An index holds these rows alone, by just this condition.
        let sql = "UPDATE cases SET settled_at = last_event_at \
                   WHERE settled_at IS NULL AND status IN ('declined', 'closed', 'withdrawn')";
        sql::run(self.0.writer(), sql, vec![]).await
    }

    /// Marks the cases of one kind that were settled so, up to a moment, as soon to be destroyed. Returns how many were not marked yet.
    ///
    /// # Errors
    /// The database is away.
    pub async fn announce(&self, kind: ReportKind, status: CaseStatus, settled_until: i64, now: i64) -> Result<u64, StoreError> {
        let sql = "UPDATE cases SET announced_at = ? WHERE settled_at <= ? AND kind = ? AND status = ? AND announced_at IS NULL";
        sql::run(self.0.writer(), sql, values![now, settled_until, kind, status]).await
    }

    /// Takes such a mark back: the rules have changed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn recant(&self, case: i64) -> Result<(), StoreError> {
        sql::run(self.0.writer(), "UPDATE cases SET announced_at = NULL WHERE id = ?", values![case]).await.map(drop)
    }

    /// Cases after this one that were marked up to a moment and that nothing has held since. Their identifiers alone: one that cannot be read
    /// is not to stand in the way of the others.
    ///
    /// # Errors
    /// The database is away.
    pub async fn announced_until(&self, until: i64, after: i64, limit: u32) -> Result<Vec<i64>, StoreError> {
        let sql = format!("SELECT id FROM cases WHERE {} AND id > ? ORDER BY id LIMIT ?", shown_until());
        let rows = sql::rows(self.0.reader(), &sql, values![until, until, after, limit]).await?;
        rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
    }

    /// How many cases were marked up to a moment, have not been held since, and are there still.
    ///
    /// # Errors
    /// The database is away.
    pub async fn count_announced_until(&self, until: i64) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM cases WHERE {}", shown_until());
        let row = sql::row(self.0.reader(), &sql, values![until, until]).await?.ok_or(StoreError::NotFound)?;
        Ok(row.try_get_by_index::<i64>(0)?.unsigned_abs())
    }

    /// Cases of a unit that are marked and that a member may learn of, those that were settled first at the top; and how many there are.
    ///
    /// # Errors
    /// The database is away.
    pub async fn announced(&self, unit: i64, member: i64) -> Result<(Vec<Case>, u64), StoreError> {
        let condition = format!("WHERE unit_id = ? AND announced_at IS NOT NULL AND {}", is_open_to("cases.id"));
        let listed = format!("{condition} ORDER BY settled_at, id LIMIT {MOST}");
        let cases = sql::all(self.0.reader(), &listed, values![unit, member]).await?;
        let sql = format!("SELECT COUNT(*) FROM cases {condition}");
        let row = sql::row(self.0.reader(), &sql, values![unit, member]).await?.ok_or(StoreError::NotFound)?;
        Ok((cases, row.try_get_by_index::<i64>(0)?.unsigned_abs()))
    }

    /// Cases of a unit that a member may learn of and whose reporters ask for deletion, those that have waited longest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn asked_to_delete(&self, unit: i64, member: i64) -> Result<Vec<Case>, StoreError> {
        let condition = format!(
            "WHERE unit_id = ? AND deletion_asked_at IS NOT NULL AND {} ORDER BY deletion_asked_at, id LIMIT {MOST}",
            is_open_to("cases.id")
        );
        sql::all(self.0.reader(), &condition, values![unit, member]).await
    }

    /// Cases of a unit that a member may learn of and that are held at a moment, with the hold; those that are free soonest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn held(&self, unit: i64, member: i64, now: i64) -> Result<Vec<(Case, Hold)>, StoreError> {
        let condition = format!(
            "WHERE lifted_at IS NULL AND until > ? AND EXISTS (SELECT 1 FROM cases c WHERE c.id = holds.case_id AND c.unit_id = ?) AND {} \
             ORDER BY until, case_id LIMIT {MOST}",
            is_open_to("holds.case_id")
        );
        let mut held = Vec::new();
        for hold in sql::all::<Hold>(self.0.reader(), &condition, values![now, unit, member]).await? {
            held.push((self.by_id(hold.case_id).await?, hold));
        }
        Ok(held)
    }

    /// When the last hold of each of these cases ends, or ended, by case.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold_ends(&self, cases: &[i64]) -> Result<HashMap<i64, i64>, StoreError> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let places = sql::placeholders(cases.len());
        let sql = format!("SELECT case_id, MAX({HOLD_END}) FROM holds WHERE case_id IN ({places}) GROUP BY case_id");
        let rows = sql::rows(self.0.reader(), &sql, cases.iter().map(|&case| value(case)).collect()).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
    }

    /// Every hold of a case, in the order in which they were placed.
    ///
    /// # Errors
    /// The database is away.
    pub async fn holds(&self, case: i64) -> Result<Vec<Hold>, StoreError> {
        sql::all(self.0.reader(), "WHERE case_id = ? ORDER BY seq", values![case]).await
    }

    /// What is left of the case whose reporter's code has this lookup MAC.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn destroyed_by_lookup(&self, lookup: &[u8; 32]) -> Result<DestroyedCase, StoreError> {
        sql::one(self.0.reader(), "WHERE lookup = ?", values![*lookup]).await
    }

    /// What is left of the case that had this number.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn destroyed(&self, number: &CaseNumber) -> Result<DestroyedCase, StoreError> {
        sql::one(self.0.reader(), "WHERE number = ?", values![number.clone()]).await
    }

    /// What is left of the case that had this number, if it was kept from nobody: for whoever asks without signing in.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn destroyed_openly(&self, number: &CaseNumber) -> Result<DestroyedCase, StoreError> {
        sql::one(self.0.reader(), "WHERE number = ? AND hidden_from = ''", values![number.clone()]).await
    }

    /// What is left of the case that had this number, if `member` may learn of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn destroyed_with_number(&self, number: &CaseNumber, member: i64) -> Result<DestroyedCase, StoreError> {
        let condition = format!("WHERE number = ? AND {}", was_open_to("hidden_from"));
        sql::one(self.0.reader(), &condition, values![number.clone(), recusals::trace(member)]).await
    }

    /// Cases of a unit that were destroyed and that a member may learn of, the latest first.
    ///
    /// # Errors
    /// The database is away.
    pub async fn destroyed_of(&self, unit: i64, member: i64) -> Result<Vec<DestroyedCase>, StoreError> {
        let condition = format!("WHERE unit_id = ? AND {} ORDER BY destroyed_at DESC, id LIMIT {MOST}", was_open_to("hidden_from"));
        sql::all(self.0.reader(), &condition, values![unit, recusals::trace(member)]).await
    }

    /// What is left of cases, by identifier, after this one.
    ///
    /// # Errors
    /// The database is away.
    pub async fn destroyed_after(&self, id: i64, limit: u32) -> Result<Vec<DestroyedCase>, StoreError> {
        sql::all(self.0.reader(), "WHERE id > ? ORDER BY id LIMIT ?", values![id, limit]).await
    }
}
