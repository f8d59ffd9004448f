//! Texts of what the portal publishes about itself each day.

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) none: &'static str,
    pub(crate) caption: &'static str,
    pub(crate) day: &'static str,
    pub(crate) filings: &'static str,
    pub(crate) entries: &'static str,
    pub(crate) head: &'static str,
    pub(crate) stamp: &'static str,
    pub(crate) no_stamp: &'static str,
    pub(crate) stamp_file: &'static str,
    pub(crate) stamped_file: &'static str,
    pub(crate) check_heading: &'static str,
    pub(crate) check: [&'static str; 3],
    pub(crate) check_stamp: &'static str,
    pub(crate) file: &'static str,
    pub(crate) fingerprint: &'static str,
    pub(crate) to_verify: &'static str,
}

namespace!();
