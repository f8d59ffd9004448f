//! Members, units, lists and routing: what administrators change. They read no report.

use jiff::Timestamp;
use model::{CategoryCode, DivisionCode, FaultKind, Field, Right, Role};
use rand_core::CryptoRng;
use secrecy::SecretString;

use super::{CaseworkError, Office, rights, routing::Route};
use crate::{
    store::{
        Invitation, Member, NewEntry, Unit,
        catalog::{CategoryRow, RoutingRule},
        members::{Departure, RoleChange},
    },
    vault::{Proposal, SignedIn, Vault, unit_keys::purposes_of},
};

/// The administration as one member may use it, for one request.
///
/// Members are managed for one's own unit and those under it; units, lists and routing by the administrators of the topmost unit.
#[derive(Clone, Copy)]
pub struct Administration<'a> {
    office: &'a Office,
    who: &'a SignedIn,
    now: Timestamp,
}

/// A unit's members and open invitations.
pub struct Staff {
    /// Members, those who left last.
    pub members: Vec<Member>,
    /// Open invitations, oldest first.
    pub invitations: Vec<Invitation>,
}

impl<'a> Administration<'a> {
    /// The administration for this member.
    pub const fn new(office: &'a Office, who: &'a SignedIn, now: Timestamp) -> Self {
        Self { office, who, now }
    }

    fn demand(&self, right: Right) -> Result<(), CaseworkError> {
        if rights::may(&self.who.roles, right) { Ok(()) } else { Err(CaseworkError::Forbidden(right)) }
    }

    fn demand_over(&self, unit: i64) -> Result<(), CaseworkError> {
        self.demand(Right::ManageMembers)?;
        if self.office.directory.is_within(unit, self.who.unit) { Ok(()) } else { Err(CaseworkError::NotFound) }
    }

    /// Members are managed down the tree of units; keys are granted within one's own, since nobody holds another's.
    fn sees(&self, unit: i64) -> bool {
        let manages = rights::may(&self.who.roles, Right::ManageMembers) && self.office.directory.is_within(unit, self.who.unit);
        manages || (rights::may(&self.who.roles, Right::GrantKeys) && unit == self.who.unit)
    }

    fn demand_sight(&self, unit: i64) -> Result<(), CaseworkError> {
        if self.sees(unit) {
            return Ok(());
        }
        self.demand(Right::GrantKeys)?;
        Err(CaseworkError::NotFound)
    }

    fn demand_portal(&self) -> Result<(), CaseworkError> {
        self.demand(Right::ManagePortal)?;
        let top = self.office.directory.unit(self.who.unit).is_some_and(|unit| unit.parent_id.is_none());
        if top { Ok(()) } else { Err(CaseworkError::Forbidden(Right::ManagePortal)) }
    }

    fn entry(&self, action: &str, object: String) -> NewEntry {
        NewEntry {
            at: self.now.as_millisecond(),
            action: action.to_owned(),
            member: Some(self.who.member),
            unit: Some(self.who.unit),
            case: None,
            object: Some(object),
        }
    }

    async fn note(&self, action: &str, object: String) -> Result<(), CaseworkError> {
        self.office.store.audit().append(self.entry(action, object)).await?;
        Ok(())
    }

    /// The units whose members may be managed or granted keys, by code.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`].
    pub fn units(&self) -> Result<Vec<&'a Unit>, CaseworkError> {
        self.demand(Right::GrantKeys)?;
        Ok(self.office.directory.units().iter().filter(|unit| self.sees(unit.id)).collect())
    }

    /// A unit's members and invitations.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] for a unit that is not one's own nor, for administrators, under it.
    pub async fn staff(&self, unit: i64) -> Result<Staff, CaseworkError> {
        self.demand_sight(unit)?;
        let members = self.office.store.members();
        Ok(Staff { members: members.of_unit(unit).await?, invitations: members.invitations(unit, self.now.as_millisecond()).await? })
    }

    /// Invites someone by a one-time link; returns the link's token. It is shown once.
    ///
    /// # Errors
    /// As for [`Self::staff`]; a fault if no role is chosen.
    pub async fn invite<R: CryptoRng + Send>(
        &self,
        vault: &Vault,
        unit: i64,
        roles: Vec<Role>,
        proposed: &Proposal,
        rng: &mut R,
    ) -> Result<SecretString, CaseworkError> {
        self.demand_over(unit)?;
        Ok(vault.invite(Some(self.who), unit, roles, proposed, None, self.now, rng).await?)
    }

    /// Invites a member who forgot the password to set up anew, by a one-time link; returns the link's token.
    ///
    /// # Errors
    /// As for [`Self::staff`].
    pub async fn invite_again<R: CryptoRng + Send>(&self, vault: &Vault, member: i64, rng: &mut R) -> Result<SecretString, CaseworkError> {
        let member = self.member(member).await?;
        Ok(vault.invite(Some(self.who), member.unit_id, member.roles, &Proposal::default(), Some(member.id), self.now, rng).await?)
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// As for [`Self::staff`]; [`CaseworkError::NotFound`].
    pub async fn withdraw_invitation(&self, unit: i64, invitation: i64) -> Result<(), CaseworkError> {
        self.demand_over(unit)?;
        let staff = self.staff(unit).await?;
        if !staff.invitations.iter().any(|open| open.id == invitation) {
            return Err(CaseworkError::NotFound);
        }
        self.office.store.members().withdraw_invitation(invitation).await?;
        self.note("member.invitation-withdrawn", invitation.to_string()).await
    }

    /// Changes a member's name and roles. Keys that the new roles do not need are taken back at once; those that they need are granted by
    /// a colleague who holds them, or made if the unit has none.
    ///
    /// # Errors
    /// As for [`Self::staff`]; a fault if no role is chosen.
    pub async fn set_roles<R: CryptoRng + Send>(
        &self,
        vault: &Vault,
        member: i64,
        display_name: &str,
        roles: Vec<Role>,
        rng: &mut R,
    ) -> Result<(), CaseworkError> {
        let member = self.member(member).await?;
        if roles.is_empty() {
            return Err(CaseworkError::fault(Field::Roles, FaultKind::Empty));
        }
        let name = model::check::line(display_name, model::limits::NAME).map_err(|kind| CaseworkError::fault(Field::Name, kind))?;
        let entry = self.entry("member.roles", member.id.to_string());
        self.office.store.members().set_roles(self.role_change(&member, name, roles), entry).await?;
        Ok(vault.make_missing_keys(member.id, self.now, rng).await?)
    }

    fn role_change(&self, member: &Member, display_name: String, roles: Vec<Role>) -> RoleChange {
        let kept = purposes_of(&roles);
        let is_lost = |role: &Role| purposes_of(&[*role]).iter().any(|purpose| !kept.contains(purpose));
        let lost: Vec<Role> = member.roles.iter().copied().filter(is_lost).collect();
        let withdrawn = purposes_of(&lost);
        let (unit_id, member_id, left_at) = (member.unit_id, member.id, self.now.as_millisecond());
        RoleChange {
            member: member.id,
            unit: member.unit_id,
            display_name,
            may_invite: rights::may(&roles, Right::ManageMembers),
            departure: (!withdrawn.is_empty()).then_some(Departure { unit_id, member_id, left_at, roles: lost }),
            withdrawn,
            roles,
        }
    }

    /// A member leaves: keys and sessions are gone at once.
    ///
    /// # Errors
    /// As for [`Self::staff`]; a fault if it is the administrator who asks, who would lock everyone out.
    pub async fn leave(&self, member: i64) -> Result<(), CaseworkError> {
        let member = self.member(member).await?;
        if member.id == self.who.member {
            return Err(CaseworkError::fault(Field::Assignee, FaultKind::Unknown));
        }
        let entry = self.entry("member.leave", member.id.to_string());
        Ok(self.office.store.members().leave(member.id, self.now.as_millisecond(), entry).await?)
    }

    /// A member goes to another unit, to these roles there: everything of the old one is gone at once, and of the new one there is nothing
    /// until a colleague grants its keys.
    ///
    /// # Errors
    /// As for [`Self::staff`], of either unit; a fault if the member is there already, or is the administrator who asks.
    pub async fn move_to<R: CryptoRng + Send>(
        &self,
        vault: &Vault,
        member: i64,
        unit: i64,
        roles: Vec<Role>,
        rng: &mut R,
    ) -> Result<(), CaseworkError> {
        let member = self.member(member).await?;
        self.demand_over(unit)?;
        if member.id == self.who.member {
            return Err(CaseworkError::fault(Field::Login, FaultKind::Unknown));
        }
        if unit == member.unit_id {
            return Err(CaseworkError::fault(Field::Unit, FaultKind::Unknown));
        }
        let now = self.now.as_millisecond();
        let departure = Departure { unit_id: member.unit_id, member_id: member.id, left_at: now, roles: member.roles };
        let entry = self.entry("member.move", format!("{} {unit}", member.id));
        self.office.store.members().move_to(departure, unit, roles, entry).await?;
        Ok(vault.make_missing_keys(member.id, self.now, rng).await?)
    }

    /// A member who is still there.
    async fn member(&self, id: i64) -> Result<Member, CaseworkError> {
        let member = self.office.store.members().by_id(id).await?;
        self.demand_over(member.unit_id)?;
        if member.left_at.is_none() { Ok(member) } else { Err(CaseworkError::NotFound) }
    }

    /// Adds a unit.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; a fault if the unit above is unknown or the code is in use.
    pub async fn add_unit(&self, unit: Unit) -> Result<(), CaseworkError> {
        self.demand_portal()?;
        if unit.parent_id.is_none_or(|parent| self.office.directory.unit(parent).is_none()) {
            return Err(CaseworkError::fault(Field::Parent, FaultKind::Unknown));
        }
        if self.office.directory.units().iter().any(|known| known.code == unit.code) {
            return Err(CaseworkError::fault(Field::UnitCode, FaultKind::Taken));
        }
        let code = unit.code.to_string();
        self.office.store.units().add(vec![unit]).await?;
        self.note("unit.add", code).await
    }

    /// Changes a unit's names and contact data, and whether it takes reports.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`].
    pub async fn update_unit(&self, unit: &Unit) -> Result<(), CaseworkError> {
        self.demand_portal()?;
        self.office.store.units().update(unit).await?;
        self.note("unit.update", unit.code.to_string()).await
    }

    /// Adds a category.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; a fault if the code is in use.
    pub async fn add_category(&self, category: CategoryRow) -> Result<(), CaseworkError> {
        self.demand_portal()?;
        if self.has_category(&category.code).await? {
            return Err(CaseworkError::fault(Field::CategoryCode, FaultKind::Taken));
        }
        self.put_category(category).await
    }

    /// Changes a category.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`].
    pub async fn change_category(&self, category: CategoryRow) -> Result<(), CaseworkError> {
        self.demand_portal()?;
        if !self.has_category(&category.code).await? {
            return Err(CaseworkError::NotFound);
        }
        self.put_category(category).await
    }

    async fn has_category(&self, code: &CategoryCode) -> Result<bool, CaseworkError> {
        Ok(self.office.store.lists().categories().await?.iter().any(|known| known.code == *code))
    }

    async fn put_category(&self, category: CategoryRow) -> Result<(), CaseworkError> {
        let code = category.code.to_string();
        self.office.store.lists().put_category(category).await?;
        self.note("category.put", code).await
    }

    /// Adds a routing rule or changes it.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; faults in what is chosen.
    pub async fn put_rule(&self, rule: RoutingRule) -> Result<(), CaseworkError> {
        self.demand_portal()?;
        let directory = &self.office.directory;
        let unknown = |field| Err(CaseworkError::fault(field, FaultKind::Unknown));
        if directory.unit(rule.unit_id).is_none() {
            return unknown(Field::Unit);
        }
        if rule.category.as_ref().is_some_and(|code| directory.catalog.category(code).is_none()) {
            return unknown(Field::Category);
        }
        if rule.area.as_ref().is_some_and(|code| directory.catalog.division(code).is_none()) {
            return unknown(Field::Area);
        }
        let id = rule.id.to_string();
        self.office.store.lists().put_rule(rule).await?;
        self.note("rule.put", id).await
    }

    /// Removes a routing rule.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`].
    pub async fn remove_rule(&self, rule: i64) -> Result<(), CaseworkError> {
        self.demand_portal()?;
        self.office.store.lists().remove_rule(rule).await?;
        self.note("rule.remove", rule.to_string()).await
    }

    /// The test box: where a report like this would go.
    ///
    /// # Errors
    /// [`CaseworkError::Forbidden`]; [`CaseworkError::NotOpen`].
    pub fn try_route(&self, category: &CategoryCode, area: &DivisionCode) -> Result<Route, CaseworkError> {
        self.demand(Right::ManagePortal)?;
        Ok(self.office.directory.route(category, area)?)
    }
}
