//! The unit's queue, opened on the page.

use std::collections::HashMap;

use model::{CaseNumber, CaseStatus, Right, Summary};
use seal::{Ciphertext, Purpose, decode, decrypt};

use super::{CaseworkError, Desk, open_copy};
use crate::{
    casework::{
        NextDate,
        reading::{Reading, place_of},
    },
    store::{Case, CaseKey, Cursor, Envelope, QueueFilter, QueueSort},
    vault::unit_keys::HeldKeys,
};

/// One row.
pub struct Row {
    /// The case.
    pub case: Case,
    /// Subject and title.
    pub summary: Reading<Summary>,
    /// The next date.
    pub next: Option<NextDate>,
}

/// One page of the queue.
pub struct QueueView {
    /// Rows in order.
    pub rows: Vec<Row>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Differs from an earlier one if any case of the unit changed.
    pub mark: i64,
    /// Display names of the unit's members.
    pub names: HashMap<i64, String>,
}

impl Desk<'_> {
    /// One page of the queue of the member's unit, whatever unit the filter names.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn queue(
        &self,
        filter: &QueueFilter,
        sort: QueueSort,
        cursor: Option<&Cursor>,
        limit: u32,
    ) -> Result<QueueView, CaseworkError> {
        self.demand(Right::SeeCases)?;
        let filter = QueueFilter { unit: self.who.unit, reader: self.who.member, ..filter.clone() };
        // Read before the rows: a change in between makes the mark old, never the page.
        let mark = self.mark().await?;
        let slice = self.office.store.cases().queue(&filter, sort, cursor, limit).await?;
        self.note("queue.read", None, Some(slice.cases.len().to_string())).await?;
        let members = self.office.store.members().of_unit(self.who.unit).await?;
        let names = members.into_iter().map(|member| (member.id, member.display_name)).collect();
        Ok(QueueView { rows: self.rows(slice.cases).await?, next: slice.next, mark, names })
    }

    /// Changes whenever any case of the unit does.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn mark(&self) -> Result<i64, CaseworkError> {
        self.demand(Right::SeeCases)?;
        Ok(self.office.store.units().mark(self.who.unit, self.who.member).await?)
    }

    /// How many cases of the unit have each status, up to a limit.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn counts(&self) -> Result<Vec<(CaseStatus, u32)>, CaseworkError> {
        self.demand(Right::SeeCases)?;
        Ok(self.office.store.cases().counts(self.who.unit, self.who.member, CaseStatus::ALL).await?)
    }

    /// How many cases of the unit a filter leaves, up to a limit.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn count(&self, filter: &QueueFilter) -> Result<u32, CaseworkError> {
        self.demand(Right::SeeCases)?;
        let filter = QueueFilter { unit: self.who.unit, reader: self.who.member, ..filter.clone() };
        Ok(self.office.store.cases().count(&filter).await?)
    }

    /// One case of the unit as a row.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`].
    pub async fn row(&self, number: &CaseNumber) -> Result<Row, CaseworkError> {
        self.demand(Right::SeeCases)?;
        let case = self.office.store.cases().by_number(number, self.who.unit, self.who.member).await?;
        self.rows(vec![case]).await?.pop().ok_or(CaseworkError::NotFound)
    }

    /// Opens the summaries of these cases. There is no row of one that turns out to name the member who looks.
    pub(super) async fn rows(&self, cases: Vec<Case>) -> Result<Vec<Row>, CaseworkError> {
        let ids: Vec<i64> = cases.iter().map(|case| case.id).collect();
        let summaries = self.office.store.cases().summaries(&ids).await?;
        let copies = self.office.store.cases().unit_keys_of(&ids).await?;
        let mut held = HeldKeys::of(&self.office.store, self.who).await?;
        let mut rows = Vec::with_capacity(cases.len());
        for case in cases {
            let summary = summaries.get(&case.id).map_or(Reading::Forged, |envelope| summary(envelope, &copies, &mut held));
            if self.is_named(summary.opened().map(|summary| summary.avoid.as_slice())) {
                self.heed(case.id).await?;
                continue;
            }
            rows.push(Row { summary, next: self.office.next_date(&case, self.now), case });
        }
        Ok(rows)
    }
}

/// One damaged row does not take the page down: it says so itself.
fn summary(envelope: &Envelope, copies: &[CaseKey], held: &mut HeldKeys) -> Reading<Summary> {
    let fits = |copy: &&CaseKey| copy.case == envelope.case && copy.epoch == envelope.epoch && copy.purpose == Purpose::Report;
    if !copies.iter().any(|copy| fits(&copy)) {
        // What nobody can open the store leaves out.
        return Reading::Unreadable;
    }
    for copy in copies.iter().filter(fits) {
        match open_copy(copy, held) {
            Ok(Some(key)) => {
                let opened = Ciphertext::try_from(envelope.ciphertext.as_slice())
                    .and_then(|sealed| decrypt(&key, &place_of(envelope), &sealed))
                    .and_then(|plain| decode(&plain));
                return opened.into();
            }
            Ok(None) => {}
            Err(_) => return Reading::Unreadable,
        }
    }
    Reading::NoKey
}
