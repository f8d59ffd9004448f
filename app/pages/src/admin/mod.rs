//! Pages of administrators and auditors.

mod audit;
mod categories;
mod keys;
mod members;
mod moving;
mod routing;
mod units;

pub use audit::{AuditAddress, AuditPage, AuditRow, action_name, audit_page};
pub use categories::{CategoriesPage, CategoryForm, CategoryRow, categories_page};
pub use keys::{KeyRow, KeyUse, KeysPage, keys_page};
pub use members::{InvitationRow, InviteForm, MemberPage, MemberRow, MemberState, MembersPage, member_page, members_page};
pub use moving::{MovingPage, moving_page};
pub use routing::{RouteAnswer, RouteTest, RoutingPage, RuleForm, RuleRow, routing_page};
pub use units::{KeyState, UnitForm, UnitPage, UnitRow, UnitsPage, unit_page, units_page};
