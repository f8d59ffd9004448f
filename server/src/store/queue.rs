//! The staff queue: pages by key set, each read from an index that has its rows in order.
//!
//! A filter on several statuses (or areas, or on what is late) is split into parts that each fix the leading columns of an index; each
//! part yields at most one page in order, and the parts are merged. So a page costs the same with a thousand cases and with a million.
//! What no index leads with is tested row by row on the way.

use std::fmt::{self, Write as _};

use model::{CaseStatus, CategoryCode, DivisionCode, ReportKind, text::UnknownWord};
use sea_orm::Value;

use super::{
    StoreError,
    cases::{Case, Cases},
    record::Record,
    recusals,
    sql::{self, value, values},
};

/// Which of a unit's cases are wanted. What is empty or none does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueFilter {
    /// The unit in charge.
    pub unit: i64,
    /// The member who looks: what that member is kept away from is left out.
    pub reader: i64,
    /// Any of these statuses.
    pub statuses: Vec<CaseStatus>,
    /// Kind.
    pub kind: Option<ReportKind>,
    /// Category.
    pub category: Option<CategoryCode>,
    /// Any of these areas; for a district, itself and its streets.
    pub areas: Vec<DivisionCode>,
    /// Filed under a real name, or anonymously.
    pub named: Option<bool>,
    /// Assigned to this member.
    pub assignee: Option<i64>,
    /// Due before this moment.
    pub due_before: Option<i64>,
    /// The danger for whoever reported is to be looked at again before this moment.
    pub risk_due_before: Option<i64>,
    /// Filed at or after this moment.
    pub filed_from: Option<i64>,
    /// Filed before this moment.
    pub filed_before: Option<i64>,
}

impl QueueFilter {
    /// All cases of a unit that this member may learn of.
    pub const fn of_unit(unit: i64, reader: i64) -> Self {
        Self {
            unit,
            reader,
            statuses: Vec::new(),
            kind: None,
            category: None,
            areas: Vec::new(),
            named: None,
            assignee: None,
            due_before: None,
            risk_due_before: None,
            filed_from: None,
            filed_before: None,
        }
    }
}

/// The order of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueueSort {
    /// Protection first, then named before anonymous, each by date due.
    NamedFirst,
    /// By date due; without a date last.
    DueFirst,
    /// Latest filed first.
    Newest,
    /// Earliest filed first.
    Oldest,
    /// By the date on which the danger for whoever reported is to be looked at; what was settled and not assessed since has none, and is left out.
    RiskFirst,
}

/// The last row of a page: the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its priority, due date, hour of filing and date of the next assessment.
    priority: i64,
    due_at: i64,
    filed_at: i64,
    risk_due_at: i64,
    id: i64,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueSlice {
    /// The cases in order.
    pub cases: Vec<Case>,
    /// Where the next page begins; none at the end.
    pub next: Option<Cursor>,
}

/// The priority of what asks for protection.
pub(super) const FIRST: i64 = -1;

/// Counts stop here: one more than is shown as a number.
pub const MOST_COUNTED: u32 = 1_001;

impl QueueSort {
    const fn columns(self) -> &'static str {
        match self {
            Self::NamedFirst => "priority, due_at, id",
            Self::DueFirst => "due_at, id",
            Self::Newest | Self::Oldest => "filed_at, id",
            Self::RiskFirst => "risk_due_at, id",
        }
    }

    const fn order(self) -> &'static str {
        match self {
            Self::NamedFirst => "priority, due_at, id",
            Self::DueFirst => "due_at, id",
            Self::Newest => "filed_at DESC, id DESC",
            Self::Oldest => "filed_at, id",
            Self::RiskFirst => "risk_due_at, id",
        }
    }

    /// What comes after the cursor.
    fn after(self, cursor: &Cursor) -> (String, Vec<Value>) {
        let keys = match self {
            Self::NamedFirst => values![cursor.priority, cursor.due_at, cursor.id],
            Self::DueFirst => values![cursor.due_at, cursor.id],
            Self::Newest | Self::Oldest => values![cursor.filed_at, cursor.id],
            Self::RiskFirst => values![cursor.risk_due_at, cursor.id],
        };
        let comparison = if self == Self::Newest { '<' } else { '>' };
        (format!("({}) {comparison} ({})", self.columns(), sql::placeholders(keys.len())), keys)
    }
}

/// A condition joined by `AND`, with its values.
#[derive(Clone, Default)]
struct Condition {
    terms: Vec<String>,
    values: Vec<Value>,
}

impl Condition {
    fn and(&mut self, term: impl Into<String>, values: Vec<Value>) {
        self.terms.push(term.into());
        self.values.extend(values);
    }

    /// One condition for each choice; itself if there is none.
    fn split<T: Clone>(self, column: &str, choices: &[T], bind: impl Fn(T) -> Value) -> Vec<Self> {
        if choices.is_empty() {
            return vec![self];
        }
        let with = |choice: &T| {
            let mut condition = self.clone();
            condition.and(format!("{column} = ?"), vec![bind(choice.clone())]);
            condition
        };
        choices.iter().map(with).collect()
    }
}

impl QueueFilter {
    /// The parts, each fixing the leading columns of the index that suits the filter and the order.
    fn parts(&self, sort: QueueSort) -> Vec<Condition> {
        let mut base = Condition::default();
        base.and("unit_id = ?", values![self.unit]);
        if let Some(assignee) = self.assignee {
            base.and("assignee_id = ?", values![assignee]);
        }
        if let Some(category) = &self.category {
            base.and("category = ?", values![category.clone()]);
        }
        self.narrow(&mut base);
        if sort == QueueSort::RiskFirst || self.risk_due_before.is_some() {
            // Open cases have such a date, and few others, and an index of its own leads to them.
            base.and("risk_due_at IS NOT NULL", Vec::new());
            return vec![self.any_area(self.any_status(base))];
        }
        let by_priority = |condition: Condition| condition.split("priority", &self.priorities(sort), value);
        self.led(base, sort).into_iter().flat_map(by_priority).collect()
    }

    /// Splits by what leads the index: area or category in the named-first order, the status in every other case.
    fn led(&self, base: Condition, sort: QueueSort) -> Vec<Condition> {
        let own_index = sort == QueueSort::NamedFirst && (self.category.is_some() || !self.areas.is_empty());
        if self.assignee.is_some() || own_index {
            let base = self.any_status(base);
            return base.split("area", &self.areas, value);
        }
        let statuses = if self.statuses.is_empty() { CaseStatus::ALL } else { &self.statuses };
        self.any_area(base).split("status", statuses, value)
    }

    fn any_status(&self, mut base: Condition) -> Condition {
        if !self.statuses.is_empty() {
            let statuses = self.statuses.iter().map(|&status| value(status)).collect();
            base.and(format!("status IN ({})", sql::placeholders(self.statuses.len())), statuses);
        }
        base
    }

    fn any_area(&self, mut base: Condition) -> Condition {
        if !self.areas.is_empty() {
            let areas = self.areas.iter().map(|area| value(area.clone())).collect();
            base.and(format!("area IN ({})", sql::placeholders(self.areas.len())), areas);
        }
        base
    }

    /// What is late stands at the front within each priority, so each priority is a range of its own.
    fn priorities(&self, sort: QueueSort) -> Vec<i64> {
        match (self.named, sort, self.due_before) {
            (Some(named), _, _) => vec![FIRST, i64::from(!named)],
            (None, QueueSort::NamedFirst, Some(_)) => vec![FIRST, 0, 1],
            _ => Vec::new(),
        }
    }

    fn narrow(&self, base: &mut Condition) {
        base.and(recusals::is_open_to("cases.id"), values![self.reader]);
        if let Some(named) = self.named {
            // Protection has a priority of its own, whether named or not.
            base.and("named = ?", values![named]);
        }
        if let Some(kind) = self.kind {
            base.and("kind = ?", values![kind]);
        }
        if let Some(moment) = self.due_before {
            base.and("due_at < ?", values![moment]);
        }
        if let Some(moment) = self.risk_due_before {
            base.and("risk_due_at < ?", values![moment]);
        }
        if let Some(moment) = self.filed_from {
            base.and("filed_at >= ?", values![moment]);
        }
        if let Some(moment) = self.filed_before {
            base.and("filed_at < ?", values![moment]);
        }
    }
}

/// The statement of a page and its values: the parts, merged.
fn page_sql(filter: &QueueFilter, sort: QueueSort, cursor: Option<&Cursor>, rows: u32) -> (String, Vec<Value>) {
    let (parts, bound) = parts_sql(filter, sort, cursor, rows);
    (format!("SELECT * FROM ({parts}) AS parts ORDER BY {} LIMIT {rows}", sort.order()), bound)
}

/// The statement of its parts, each in order. The test that explains it to the database reads it here.
pub(super) fn parts_sql(filter: &QueueFilter, sort: QueueSort, cursor: Option<&Cursor>, rows: u32) -> (String, Vec<Value>) {
    let mut sql = String::new();
    let mut bound = Vec::new();
    for mut part in filter.parts(sort) {
        if let Some(cursor) = cursor {
            let (term, keys) = sort.after(cursor);
            part.and(term, keys);
        }
        let union = if sql.is_empty() { "" } else { " UNION ALL " };
        let (columns, condition, order) = (Case::SELECT, part.terms.join(" AND "), sort.order());
        // Writing to a string cannot fail.
        let _ = write!(sql, "{union}SELECT * FROM ({columns} WHERE {condition} ORDER BY {order} LIMIT {rows}) AS part");
        bound.extend(part.values);
    }
    (sql, bound)
}

/// The statement that counts each status up to [`MOST_COUNTED`].
pub(super) fn count_sql(unit: i64, reader: i64, statuses: &[CaseStatus]) -> (String, Vec<Value>) {
    let open = recusals::is_open_to("cases.id");
    let one =
        format!("SELECT COUNT(*) FROM (SELECT 1 FROM cases WHERE unit_id = ? AND status = ? AND {open} LIMIT {MOST_COUNTED}) AS part");
    let columns: Vec<String> = statuses.iter().map(|_| format!("({one})")).collect();
    (format!("SELECT {}", columns.join(", ")), statuses.iter().flat_map(|&status| values![unit, status, reader]).collect())
}

/// The statement that counts what a filter leaves up to [`MOST_COUNTED`], by the same indexes as its page.
pub(super) fn total_sql(filter: &QueueFilter) -> (String, Vec<Value>) {
    let parts = filter.parts(QueueSort::NamedFirst);
    let one =
        |part: &Condition| format!("SELECT * FROM (SELECT 1 FROM cases WHERE {} LIMIT {MOST_COUNTED}) AS part", part.terms.join(" AND "));
    let all: Vec<String> = parts.iter().map(one).collect();
    let sql = format!("SELECT COUNT(*) FROM (SELECT * FROM ({}) AS parts LIMIT {MOST_COUNTED}) AS counted", all.join(" UNION ALL "));
    (sql, parts.into_iter().flat_map(|part| part.values).collect())
}

impl Cases<'_> {
    /// One page of a unit's queue.
    ///
    /// # Errors
    /// The database is away.
    pub async fn queue(
        &self,
        filter: &QueueFilter,
        sort: QueueSort,
        cursor: Option<&Cursor>,
        limit: u32,
    ) -> Result<QueueSlice, StoreError> {
        // One more than asked for tells whether there is a next page.
        let (sql, bound) = page_sql(filter, sort, cursor, limit + 1);
        let rows = sql::rows(self.0.reader(), &sql, bound).await?;
        let mut cases = rows.iter().map(Case::load).collect::<Result<Vec<_>, _>>()?;
        let more = cases.len() > limit as usize;
        cases.truncate(limit as usize);
        let next = cases.last().filter(|_| more).map(Cursor::after);
        Ok(QueueSlice { cases, next })
    }

    /// How many cases a filter leaves, counted up to [`MOST_COUNTED`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn count(&self, filter: &QueueFilter) -> Result<u32, StoreError> {
        let (sql, bound) = total_sql(filter);
        let row = sql::row(self.0.reader(), &sql, bound).await?.ok_or(StoreError::NotFound)?;
        let count: i64 = row.try_get_by_index(0)?;
        u32::try_from(count).map_err(|_| StoreError::Corrupt("count"))
    }

    /// How many cases of the unit that `reader` may learn of have each status, counted up to [`MOST_COUNTED`].
    ///
    /// # Errors
    /// The database is away.
    pub async fn counts(&self, unit: i64, reader: i64, statuses: &[CaseStatus]) -> Result<Vec<(CaseStatus, u32)>, StoreError> {
        let (sql, bound) = count_sql(unit, reader, statuses);
        let row = sql::row(self.0.reader(), &sql, bound).await?.ok_or(StoreError::NotFound)?;
        let count = |(column, &status)| {
            let count: i64 = row.try_get_by_index(column)?;
            Ok((status, u32::try_from(count).map_err(|_| StoreError::Corrupt("count"))?))
        };
        statuses.iter().enumerate().map(count).collect()
    }
}

impl Cursor {
    fn after(case: &Case) -> Self {
        let risk_due_at = case.risk_due_at.unwrap_or(super::NEVER);
        Self { priority: case.priority, due_at: case.due_at, filed_at: case.filed_at, risk_due_at, id: case.id }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:x}.{:x}.{:x}.{:x}", self.priority, self.due_at, self.filed_at, self.risk_due_at, self.id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let numbers: Option<Vec<i64>> = text.split('.').map(|part| i64::from_str_radix(part, 16).ok()).collect();
        match numbers.as_deref() {
            Some(&[priority, due_at, filed_at, risk_due_at, id]) => Ok(Self { priority, due_at, filed_at, risk_due_at, id }),
            _ => Err(UnknownWord("cursor")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_refuses_what_is_none() {
        let cursor =
            Cursor { priority: 1, due_at: super::super::NEVER, filed_at: 1_764_000_000_000, risk_due_at: 1_765_000_000_000, id: 42 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        let first = Cursor { priority: FIRST, ..cursor };
        assert_eq!(first.to_string().parse(), Ok(first));
        for text in ["", "1.2.3.4", "1.2.3.4.5.6", "x.2.3.4.5", "1.2.3.4.-"] {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }
}
