//! Which role has which right. The one table that every handler asks.

use model::{Right, Role};

/// The rights of each role. A member has those of all its roles.
const fn rights_of(role: Role) -> &'static [Right] {
    match role {
        Role::Officer => &[Right::SeeCases, Right::HandleCases],
        Role::Lead => &[Right::SeeCases, Right::HandleCases, Right::AssignOthers],
        Role::Custodian => &[Right::SeeCases, Right::OpenIdentity],
        Role::Administrator => &[Right::ManageMembers, Right::ManagePortal],
        Role::Auditor => &[Right::ReadAudit],
    }
}

/// Whether a member with these roles has this right.
pub fn may(roles: &[Role], right: Right) -> bool {
    roles.iter().any(|&role| rights_of(role).contains(&right))
}

/// Whether a member with these roles is to hold the unit's key for reports.
pub fn holds_report_key(roles: &[Role]) -> bool {
    may(roles, Right::HandleCases)
}

/// Whether a member with these roles is to hold the unit's key for identities.
pub fn holds_identity_key(roles: &[Role]) -> bool {
    may(roles, Right::OpenIdentity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_right_has_a_role_and_every_role_a_right() {
        assert!(Right::ALL.iter().all(|&right| may(Role::ALL, right)));
        assert!(Role::ALL.iter().all(|&role| !rights_of(role).is_empty()));
    }

    #[test]
    fn only_custodians_open_identities() {
        let able: Vec<_> = Role::ALL.iter().filter(|&&role| may(&[role], Right::OpenIdentity)).collect();
        assert_eq!(able, [&Role::Custodian]);
    }

    #[test]
    fn administrators_and_auditors_hold_no_key() {
        let roles = [Role::Administrator, Role::Auditor];
        assert!(!holds_report_key(&roles) && !holds_identity_key(&roles) && !may(&roles, Right::SeeCases));
    }

    #[test]
    fn rights_add_up() {
        assert!(may(&[Role::Officer, Role::Custodian], Right::OpenIdentity));
        assert!(!may(&[], Right::SeeCases));
    }
}
