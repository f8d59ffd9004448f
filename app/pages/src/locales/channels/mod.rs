//! Texts on the other ways to be heard.

pub(crate) struct Texts {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) none: &'static str,
    pub(crate) visit: &'static str,
    pub(crate) hours: &'static str,
    pub(crate) letter: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) website: &'static str,
    pub(crate) visit_note: &'static str,
}

namespace!();
