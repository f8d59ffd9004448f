//! What staff call things beside the shared words: statuses, actions, levels, why something cannot be done.

use model::{CaseAction, CaseStatus, IdentityMode, Role, UnitLevel, basis::Clock, state::Refused};

pub(crate) struct Texts {
    pub(crate) status: fn(CaseStatus) -> &'static str,
    pub(crate) identity: fn(IdentityMode) -> &'static str,
    /// What a button says.
    pub(crate) action: fn(CaseAction) -> &'static str,
    /// What a line of the timeline says.
    pub(crate) done: fn(CaseAction) -> &'static str,
    pub(crate) role_note: fn(Role) -> &'static str,
    pub(crate) level: fn(UnitLevel) -> &'static str,
    pub(crate) refused: fn(Refused) -> &'static str,
    /// What the unit has to do before the clock runs out.
    pub(crate) clock: fn(Clock) -> &'static str,
    pub(crate) list_comma: &'static str,
}

namespace!();
