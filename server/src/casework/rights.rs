//! Which role has which right. The one table that every handler asks.

use model::{CaseAction, Right, Role};

/// The rights of each role. A member has those of all its roles.
const fn rights_of(role: Role) -> &'static [Right] {
    match role {
        Role::Officer => &[Right::SeeCases, Right::HandleCases],
        Role::Lead => &[
            Right::SeeCases,
            Right::HandleCases,
            Right::AssignOthers,
            Right::ExtendLimits,
            Right::GrantKeys,
            Right::AnswerObjections,
            Right::LiftRecusals,
            Right::SeeRetention,
            Right::DecideRetention,
        ],
        Role::Custodian => &[Right::SeeCases, Right::KeepIdentities, Right::GrantKeys, Right::LiftRecusals, Right::SeeRetention],
        Role::Administrator => &[Right::ManageMembers, Right::GrantKeys, Right::ManagePortal],
        Role::Auditor => &[Right::ReadAudit],
    }
}

/// Whether a member with these roles has this right.
pub fn may(roles: &[Role], right: Right) -> bool {
    roles.iter().any(|&role| rights_of(role).contains(&right))
}

/// The right that an action of staff needs; none for what only a reporter does. Giving a case to someone else needs one more.
pub const fn right_for(action: CaseAction) -> Option<Right> {
    use CaseAction::{
        Accept, AgreeIdentity, Answer, AnswerObjection, Ask, AskDeletion, AskIdentity, Assess, Assign, Close, Decline, Extend, File,
        GrantIdentity, HandIdentity, Hold, LiftHold, Note, Object, OpenIdentity, PassUp, Rate, Readmit, Recategorise, Recuse, Redact,
        RefuseDeletion, RefuseIdentity, Reopen, Return, Supply, Transfer, Withdraw,
    };
    match action {
        // A case is passed up with a recusal alone.
        File | Supply | Withdraw | Rate | Object | PassUp | AskDeletion => None,
        Accept | Decline | Ask | Transfer | Return | Answer | Close | Reopen | Assign | Recategorise | Note | Redact => {
            Some(Right::HandleCases)
        }
        // Of somebody else only a lead says so.
        Recuse => Some(Right::SeeCases),
        Assess => Some(Right::HandleCases),
        Readmit => Some(Right::LiftRecusals),
        Hold | LiftHold | RefuseDeletion => Some(Right::DecideRetention),
        Extend => Some(Right::ExtendLimits),
        AskIdentity | OpenIdentity => Some(Right::HandleCases),
        AgreeIdentity | GrantIdentity | RefuseIdentity | HandIdentity => Some(Right::KeepIdentities),
        AnswerObjection => Some(Right::AnswerObjections),
    }
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
    fn only_custodians_decide_on_identities_and_only_those_who_handle_cases_ask() {
        let able = |action| {
            let right = right_for(action).unwrap();
            Role::ALL.iter().copied().filter(|&role| may(&[role], right)).collect::<Vec<_>>()
        };
        assert_eq!(able(CaseAction::GrantIdentity), [Role::Custodian]);
        assert_eq!(able(CaseAction::AskIdentity), [Role::Officer, Role::Lead]);
        assert_eq!(able(CaseAction::AnswerObjection), [Role::Lead]);
    }

    #[test]
    fn administrators_and_auditors_see_no_case() {
        assert!(!may(&[Role::Administrator, Role::Auditor], Right::SeeCases));
    }

    #[test]
    fn rights_add_up() {
        assert!(may(&[Role::Officer, Role::Custodian], Right::KeepIdentities));
        assert!(!may(&[], Right::SeeCases));
    }
}
