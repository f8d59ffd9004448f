//! Filing a report: one insert that either happens or finds what was filed before.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::PoisonError,
};

use model::{CaseAction, CaseNumber, CaseStatus, CategoryCode, DivisionCode, RecusalSource, ReportKind, status::SealedBy};
use rand_core::CryptoRng;
use sea_orm::ConnectionTrait;
use seal::{Holder, Purpose, Slot};

use super::{
    StoreError,
    cases::Cases,
    parts::{Author, CaseKey, Envelope, EnvelopeRow, Event, EventRow, ReporterKeys},
    queue::FIRST,
    record::record,
    recusals,
    shelter::Shelf,
    sql::{self, value},
    units,
    upkeep::{self, Token},
};

/// A report to be filed, sealed.
#[derive(Clone)]
pub struct NewCase {
    /// Identifier, from [`Cases::new_id`].
    pub id: i64,
    /// Case number.
    pub number: CaseNumber,
    /// MAC of the lookup id that the receipt code yields.
    pub lookup: [u8; 32],
    /// Kind.
    pub kind: ReportKind,
    /// Category.
    pub category: CategoryCode,
    /// Where it happened.
    pub area: DivisionCode,
    /// The unit it goes to.
    pub unit: i64,
    /// Filed under a real name.
    pub named: bool,
    /// The hour in which it was filed.
    pub filed_at: i64,
    /// What is kept of the proof of filing.
    pub filing_mark: [u8; 32],
    /// Due at; [`super::NEVER`] if no clock runs.
    pub due_at: i64,
    /// The article that sets the date.
    pub due_basis: Option<String>,
    /// Where it was sealed.
    pub sealed_by: SealedBy,
    /// The ticket of its form. One that was sealed in a browser uses it up; one that was sealed here has a lookup that follows from it.
    pub ticket: Token,
    /// Later data keys are sealed to it.
    pub reporter_public_key: Vec<u8>,
    /// Checks the reporter's messages.
    pub reporter_verifying_key: Vec<u8>,
    /// The portal's mark on both.
    pub reporter_keys_mark: Vec<u8>,
    /// Data key 0 for each holder and purpose.
    pub keys: Vec<(Purpose, Holder, Vec<u8>)>,
    /// The ciphertexts, each the first of its slot.
    pub envelopes: Vec<(Slot, Vec<u8>)>,
    /// Members who must not learn of it.
    pub recused: Vec<KeptAway>,
    /// Units that must not learn of it.
    pub avoided: Vec<i64>,
}

/// A member who must not learn of a report, and who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptAway {
    /// The member.
    pub member: i64,
    /// The member's unit.
    pub unit: i64,
    /// Who declared it.
    pub source: RecusalSource,
    /// The member who declared it.
    pub declared_by: Option<i64>,
}

/// What is on record for a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Identifier.
    pub case: i64,
    /// Case number.
    pub number: CaseNumber,
    /// The hour in which it was filed.
    pub filed_at: i64,
    /// The unit it was filed with.
    pub unit: i64,
    /// Whether this call filed it; false if the same code had filed before.
    pub new: bool,
}

record! {
    /// Everything a case starts with.
    CaseStart in "cases" {
        /// As in [`super::Case`], from here on.
        id: i64,
        /// Number.
        number: CaseNumber,
        /// MAC of the lookup id.
        lookup: [u8; 32],
        /// Kind.
        kind: ReportKind,
        /// Category.
        category: CategoryCode,
        /// Area.
        area: DivisionCode,
        /// Unit.
        unit_id: i64,
        /// First unit.
        first_unit_id: i64,
        /// Named.
        named: bool,
        /// Status.
        status: CaseStatus,
        /// -1 protection, 0 named, 1 anonymous: the order in which a queue shows them.
        priority: i64,
        /// Filed.
        filed_at: i64,
        /// Due.
        due_at: i64,
        /// Article.
        due_basis: Option<String>,
        /// Data key.
        epoch: u32,
        /// Version.
        version: i64,
        /// Where sealed.
        sealed_by: SealedBy,
        /// Returns.
        returned_count: u32,
        /// Last change.
        last_event_at: i64,
        /// The danger for whoever reported is to be looked at: at once.
        risk_due_at: i64,
        /// What is kept of the proof of filing.
        filing_mark: [u8; 32],
    }
}

record! {
    /// How often a unit's cases have changed.
    Mark in "unit_marks" {
        /// The unit.
        unit_id: i64,
        /// How often.
        mark: i64,
    }
}

record! {
    /// What a second filing with the same code is answered from.
    OnRecord in "cases" {
        /// Identifier.
        id: i64,
        /// Number.
        number: CaseNumber,
        /// Filed.
        filed_at: i64,
        /// First unit.
        first_unit_id: i64,
        /// MAC of the lookup id.
        lookup: [u8; 32],
    }
}

impl Cases<'_> {
    /// An identifier for a report that is filed in this hour.
    pub fn new_id(&self, hour: i64, rng: &mut impl CryptoRng) -> i64 {
        self.0.stripe().lock().unwrap_or_else(PoisonError::into_inner).next(hour, rng)
    }

    /// Files a report. Answered after it is durable; reports that arrive together share one commit.
    ///
    /// A report with the same lookup MAC is filed once: the second call returns the first one's record.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if its ticket has filed another report already; [`StoreError::Taken`] if the number is in use (make
    /// another); [`StoreError::OtherKey`] if it is sealed to a unit key that is not in force any more; [`StoreError::Unavailable`] and [`StoreError::Full`], after which nothing of it is stored.
    pub async fn file(&self, case: NewCase) -> Result<Filed, StoreError> {
        self.0.batch().file(case).await
    }
}

/// Files reports within a transaction, in order.
pub(super) async fn insert(db: &impl ConnectionTrait, shelf: &Shelf, cases: &[&NewCase]) -> Result<Vec<Filed>, StoreError> {
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let admitted = admitted(db, cases).await?;
    let starts = cases.iter().zip(&admitted).filter(|(_, is_admitted)| **is_admitted).map(|(case, _)| CaseStart::from(*case)).collect();
    let fresh = insert_starts(db, starts).await?;
    // A report that a browser sends twice has the same identifier both times.
    let is_new: Vec<bool> = cases.iter().zip(admitted).map(|(case, is_admitted)| is_admitted && fresh.contains(&case.id)).collect();
    let of = |wanted| cases.iter().zip(&is_new).filter(move |(_, is_new)| **is_new == wanted).map(|(case, _)| *case).collect::<Vec<_>>();
    let new = of(true);
    units::demand_in_force(db, &unit_keys(&new)).await?;
    insert_contents(db, shelf, &new).await?;
    let known = on_record(db, &of(false)).await?;
    cases.iter().zip(&is_new).map(|(case, is_new)| filed(case, *is_new, &known)).collect()
}

/// The unit keys under which reports are sealed.
fn unit_keys(cases: &[&NewCase]) -> BTreeSet<i64> {
    let of_unit = |holder: &Holder| if let Holder::Unit(key) = holder { Some(*key) } else { None };
    cases.iter().flat_map(|case| &case.keys).filter_map(|(_, holder, _)| of_unit(holder)).collect()
}

/// Returns the identifiers of those that are new.
async fn insert_starts(db: &impl ConnectionTrait, starts: Vec<CaseStart>) -> Result<Vec<i64>, StoreError> {
    if starts.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sql::insert_returning::<CaseStart>(db, starts, "ON CONFLICT (lookup) DO NOTHING RETURNING id").await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Which reports may be filed: whose ticket has filed none yet. Those sealed in browsers use theirs up.
async fn admitted(db: &impl ConnectionTrait, cases: &[&NewCase]) -> Result<Vec<bool>, StoreError> {
    let from_browser = |case: &NewCase| case.sealed_by == SealedBy::Browser;
    let used = upkeep::used(db, cases.iter().filter(|case| !from_browser(case)).map(|case| case.ticket.token_hash)).await?;
    let tokens: Vec<&Token> = cases.iter().filter(|case| from_browser(case)).map(|case| &case.ticket).collect();
    let mut spent = upkeep::spend(db, &tokens).await?.into_iter();
    let is_admitted = |case: &&NewCase| {
        if from_browser(case) { spent.next().unwrap_or_default() } else { !used.contains(&case.ticket.token_hash) }
    };
    Ok(cases.iter().map(is_admitted).collect())
}

async fn insert_contents(db: &impl ConnectionTrait, shelf: &Shelf, cases: &[&NewCase]) -> Result<(), StoreError> {
    sql::insert(db, cases.iter().map(|case| reporter_keys(case)).collect(), "").await?;
    let keys = cases.iter().flat_map(|case| case_keys(case)).map(|key| shelf.close(key)).collect::<Result<Vec<_>, _>>()?;
    sql::insert(db, keys, "").await?;
    sql::insert(db, cases.iter().flat_map(|case| envelopes(case)).collect(), "").await?;
    sql::insert(db, cases.iter().map(|case| filing_event(case)).collect(), "").await?;
    recusals::insert(db, cases).await?;
    mark(db, cases.iter().map(|case| case.unit)).await
}

/// Notes that cases of these units have changed, of each unit as often as it is named: what is taken off for whoever is kept away from one of
/// several counts each of them.
pub(super) async fn mark(db: &impl ConnectionTrait, units: impl IntoIterator<Item = i64>) -> Result<(), StoreError> {
    // In one order everywhere: two nodes that mark the same units must not wait for each other in a circle.
    let mut changes = BTreeMap::new();
    for unit in units {
        *changes.entry(unit).or_default() += 1;
    }
    let marks = changes.into_iter().map(|(unit_id, mark)| Mark { unit_id, mark }).collect();
    sql::insert(db, marks, "ON CONFLICT (unit_id) DO UPDATE SET mark = unit_marks.mark + excluded.mark").await
}

async fn on_record(db: &impl ConnectionTrait, cases: &[&NewCase]) -> Result<HashMap<[u8; 32], OnRecord>, StoreError> {
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let condition = format!("WHERE lookup IN ({})", sql::placeholders(cases.len()));
    let known: Vec<OnRecord> = sql::all(db, &condition, cases.iter().map(|case| value(case.lookup)).collect()).await?;
    Ok(known.into_iter().map(|known| (known.lookup, known)).collect())
}

fn filed(case: &NewCase, new: bool, known: &HashMap<[u8; 32], OnRecord>) -> Result<Filed, StoreError> {
    if new {
        return Ok(Filed { case: case.id, number: case.number.clone(), filed_at: case.filed_at, unit: case.unit, new });
    }
    let known = known.get(&case.lookup).ok_or(StoreError::NotFound)?;
    Ok(Filed { case: known.id, number: known.number.clone(), filed_at: known.filed_at, unit: known.first_unit_id, new })
}

impl From<&NewCase> for CaseStart {
    fn from(case: &NewCase) -> Self {
        Self {
            id: case.id,
            number: case.number.clone(),
            lookup: case.lookup,
            kind: case.kind,
            category: case.category.clone(),
            area: case.area.clone(),
            unit_id: case.unit,
            first_unit_id: case.unit,
            named: case.named,
            status: CaseStatus::Submitted,
            priority: if case.kind == ReportKind::Protection { FIRST } else { i64::from(!case.named) },
            filed_at: case.filed_at,
            due_at: case.due_at,
            due_basis: case.due_basis.clone(),
            epoch: 0,
            version: 0,
            sealed_by: case.sealed_by,
            returned_count: 0,
            last_event_at: case.filed_at,
            risk_due_at: case.filed_at,
            filing_mark: case.filing_mark,
        }
    }
}

fn reporter_keys(case: &NewCase) -> ReporterKeys {
    ReporterKeys {
        case_id: case.id,
        public_key: case.reporter_public_key.clone(),
        verifying_key: case.reporter_verifying_key.clone(),
        keys_mark: case.reporter_keys_mark.clone(),
    }
}

fn case_keys(case: &NewCase) -> impl Iterator<Item = CaseKey> {
    case.keys.iter().map(|(purpose, holder, sealed)| CaseKey {
        case: case.id,
        epoch: 0,
        purpose: *purpose,
        holder: *holder,
        sealed: sealed.clone(),
    })
}

fn envelopes(case: &NewCase) -> impl Iterator<Item = EnvelopeRow> {
    case.envelopes.iter().map(|(slot, ciphertext)| {
        let envelope = Envelope {
            case: case.id,
            slot: *slot,
            seq: 0,
            epoch: 0,
            author: Author::Reporter,
            created_at: case.filed_at,
            ciphertext: ciphertext.clone(),
        };
        envelope.into()
    })
}

fn filing_event(case: &NewCase) -> EventRow {
    Event {
        case: case.id,
        seq: 0,
        at: case.filed_at,
        action: CaseAction::File,
        status: CaseStatus::Submitted,
        actor: Author::Reporter,
        unit: Some(case.unit),
        role: None,
        // What it was filed under, whatever it is changed to.
        detail: Some(case.category.to_string()),
        basis: case.due_basis.clone(),
        due_at: (case.due_at != super::NEVER).then_some(case.due_at),
        envelope: Some((Slot::Report, 0)),
        public: true,
    }
    .into()
}
