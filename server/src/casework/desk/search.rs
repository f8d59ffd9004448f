//! Searching text: the server cannot search what is sealed, so a member's search opens page after page of what is filtered.

use model::{ReportContent, Right};

use super::{CaseworkError, Desk, Row, opened};
use crate::{
    store::{Cursor, QueueFilter, QueueSort},
    vault::unit_keys::HeldKeys,
};

/// What one step of a search found.
pub struct Found {
    /// The rows that match, in order.
    pub rows: Vec<Row>,
    /// How many were looked at.
    pub looked_at: usize,
    /// Where to go on; none at the end.
    pub next: Option<Cursor>,
}

impl Desk<'_> {
    /// Looks through the next `limit` cases of a filter for reports that hold every one of the words, in whatever case they are written.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub async fn search_step(
        &self,
        filter: &QueueFilter,
        sort: QueueSort,
        cursor: Option<&Cursor>,
        text: &str,
        limit: u32,
    ) -> Result<Found, CaseworkError> {
        self.demand(Right::HandleCases)?;
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let filter = QueueFilter { unit: self.who.unit, reader: self.who.member, ..filter.clone() };
        let slice = self.office.store.cases().queue(&filter, sort, cursor, limit).await?;
        let looked_at = slice.cases.len();
        self.note("queue.search", None, Some(looked_at.to_string())).await?;
        let mut held = HeldKeys::of(&self.office.store, self.who).await?;
        let mut matching = Vec::new();
        for case in slice.cases {
            let copies = self.office.store.cases().unit_keys_of(&[case.id]).await?;
            let report = self.report(case.id, &opened(&copies, &mut held, |_| true)?).await?;
            if report.opened().is_some_and(|report| holds(report, &words)) {
                matching.push(case);
            }
        }
        Ok(Found { rows: self.rows(matching).await?, looked_at, next: slice.next })
    }
}

fn holds(report: &ReportContent, words: &[String]) -> bool {
    let text = zeroize::Zeroizing::new([report.subject.as_str(), &report.title, &report.body].join("\n").to_lowercase());
    words.iter().all(|word| text.contains(word.as_str()))
}
