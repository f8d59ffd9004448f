//! From rows that were opened to rows as pages and scripts get them.

use std::collections::HashMap;

use model::{RiskLevel, api::QueueRow};
use pages::Locale;

use crate::{
    casework::{
        Office,
        calendar::{after_day_of, day_of_ms},
        desk::Row,
    },
    http::names::category_name,
};

/// What the rows of one answer have in common.
pub struct Names<'a> {
    /// Lists.
    pub office: &'a Office,
    /// The reader's language.
    pub locale: Locale,
    /// Display names of the unit's members.
    pub members: &'a HashMap<i64, String>,
    /// The moment of the request, in UTC milliseconds.
    pub now: i64,
}

impl Names<'_> {
    /// All rows.
    pub fn rows(&self, rows: &[Row]) -> Vec<QueueRow> {
        rows.iter().map(|row| self.row(row)).collect()
    }

    fn row(&self, row: &Row) -> QueueRow {
        let (case, summary) = (&row.case, row.summary.opened());
        let catalog = &self.office.directory.catalog;
        let category = catalog.category(&case.category);
        QueueRow {
            number: case.number.clone(),
            title: summary.map(|summary| summary.title.clone()),
            subject: summary.map(|summary| summary.subject.clone()),
            kind: case.kind,
            category: category.map_or_else(|| case.category.to_string(), |category| category_name(category, self.locale)),
            area: catalog.division(&case.area).map_or_else(|| case.area.to_string(), |division| division.name.clone()),
            named: case.named,
            risk: case.risk_level.filter(|level| *level != RiskLevel::Low),
            risk_is_new: case.risk_level.is_none(),
            risk_due_on: case.risk_due_at.map(|at| day_of_ms(at).to_string()),
            risk_is_due: case.risk_due_at.is_some_and(|at| at < after_day_of(self.now)),
            status: case.status,
            filed_on: day_of_ms(case.filed_at).to_string(),
            due_on: row.next.map(|next| next.on.to_string()),
            days_left: row.next.map(|next| next.days_left),
            assignee: case.assignee_id.and_then(|id| self.members.get(&id).cloned()),
        }
    }
}
