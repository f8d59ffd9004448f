//! Texts about how long a case is kept: for its reporter, and on the certificate of its destruction.

pub(crate) struct Texts {
    pub(crate) ask_heading: &'static str,
    pub(crate) ask_summary: &'static str,
    pub(crate) ask_lead: &'static str,
    pub(crate) ask_costs: [&'static str; 4],
    pub(crate) ask: &'static str,
    pub(crate) asked: &'static str,
    pub(crate) done_asked: &'static str,
    pub(crate) destroyed_title: &'static str,
    pub(crate) destroyed_lead: &'static str,
    pub(crate) destroyed_public_lead: &'static str,
    pub(crate) destroyed_gone: [&'static str; 3],
    pub(crate) certificate: &'static str,
    pub(crate) number: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) stood: &'static str,
    pub(crate) settled: &'static str,
    pub(crate) destroyed_at: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) rule_term: fn(months: u32) -> String,
    pub(crate) rule_asked: &'static str,
    pub(crate) decided_by: &'static str,
    pub(crate) by_portal: &'static str,
    pub(crate) by_unit: &'static str,
    pub(crate) what: &'static str,
    pub(crate) counted: fn(data_keys: u32, texts: u32) -> String,
    pub(crate) entry: &'static str,
    pub(crate) file: &'static str,
    pub(crate) file_note: &'static str,
}

namespace!();
