use model::Role;
use seal::Purpose;

use super::fixture::{CITY, CITY_KEY, DISTRICT, HOUR, NOW, count, entry, invitation, member, on_both, renewal, unit_key};
use crate::store::{
    Member, Session, Stage, Store, StoreError, UnitKeyGrant,
    members::{Departure, RoleChange, TryRecord},
    shares::ShareScheme,
};

fn grant(member_id: i64) -> UnitKeyGrant {
    UnitKeyGrant { unit_key_id: CITY_KEY, member_id, sealed: vec![8; 100], granted_by: None, granted_at: NOW }
}

fn moved(member_id: i64) -> Departure {
    Departure { unit_id: CITY, member_id, left_at: NOW, roles: vec![Role::Officer, Role::Lead] }
}

/// From officer and lead to what needs no key.
fn now_auditor(member: i64) -> RoleChange {
    RoleChange {
        member,
        unit: CITY,
        display_name: "成员".to_owned(),
        roles: vec![Role::Auditor],
        withdrawn: vec![Purpose::Report],
        departure: Some(moved(member)),
        may_invite: false,
    }
}

fn session(id: i64, member: i64) -> Session {
    Session {
        id,
        lookup: [u8::try_from(id).unwrap(); 32],
        member,
        stage: Stage::Password,
        locked_keys: vec![6; 100],
        created_at: NOW,
        last_seen_at: NOW,
        expires_at: NOW + 12 * HOUR,
        confirmed_at: None,
    }
}

async fn sessions_of(store: &Store, member: i64) -> Vec<i64> {
    store.sessions().of_member(member).await.unwrap().iter().map(|session| session.id).collect()
}

on_both! {
    async fn a_sign_in_name_is_given_once(database) {
        let mut double = member(22, CITY);
        double.login = "member21".to_owned();
        let refused = database.members().add(double, vec![], vec![grant(22)], None, vec![entry("member.add")]).await;
        assert!(matches!(refused, Err(StoreError::Taken)));
        assert_eq!(count(database, "unit_key_grants").await, 0);
        let found = database.members().by_login("member21").await.unwrap();
        assert_eq!((found.id, found.roles), (21, vec![Role::Officer, Role::Lead]));
    }

    async fn an_invitation_is_good_once_and_until_it_expires(database) {
        database.members().invite(invitation(1), entry("member.invite")).await.unwrap();
        let found = database.members().invitation(&[1; 32], NOW).await.unwrap();
        assert_eq!((found.id, found.roles), (1, vec![Role::Officer]));
        assert!(matches!(database.members().invitation(&[1; 32], NOW + HOUR).await, Err(StoreError::NotFound)));
        database.members().add(member(22, CITY), vec![], vec![grant(22)], Some(1), vec![entry("member.join")]).await.unwrap();
        let again = database.members().add(member(23, CITY), vec![], vec![], Some(1), vec![entry("member.join")]).await;
        assert!(matches!(again, Err(StoreError::NotFound)));
        assert!(matches!(database.members().by_id(23).await, Err(StoreError::NotFound)));
    }

    async fn a_code_of_the_second_factor_is_good_once(database) {
        database.members().set_totp(21, vec![1], 100, NOW).await.unwrap();
        assert_eq!(database.members().by_id(21).await.unwrap().last_sign_in_at, Some(NOW));
        assert!(!database.members().use_totp_step(21, 100, NOW).await.unwrap());
        assert!(database.members().use_totp_step(21, 101, NOW).await.unwrap());
        assert!(!database.members().use_totp_step(21, 101, NOW).await.unwrap());
        database.members().note_try(21, TryRecord { failed_count: 4, next_try_at: NOW + 2 }).await.unwrap();
        assert_eq!(database.members().by_id(21).await.unwrap().failed_count, 4);
    }

    async fn who_leaves_loses_keys_and_sessions_at_once(database) {
        database.members().add(member(22, CITY), vec![], vec![grant(22)], None, vec![entry("member.add")]).await.unwrap();
        database.sessions().begin(session(1, 22)).await.unwrap();
        database.members().leave(22, NOW, entry("member.leave")).await.unwrap();
        assert!(database.members().grants(22).await.unwrap().is_empty());
        assert!(matches!(database.sessions().find(&[1; 32], 0, NOW).await, Err(StoreError::NotFound)));
        assert!(matches!(database.members().leave(22, NOW, entry("member.leave")).await, Err(StoreError::NotFound)));
        assert_eq!(database.members().of_unit(CITY).await.unwrap().last().unwrap().id, 22);
    }

    async fn a_role_that_goes_takes_its_key_along(database) {
        database.members().grant(&member(21, CITY), grant(21), entry("unit-key.grant")).await.unwrap();
        database.members().grant(&member(21, CITY), grant(21), entry("unit-key.grant")).await.unwrap();
        assert_eq!(database.members().grants_of_key(CITY_KEY).await.unwrap().len(), 1);
        database.members().invite(invitation(1), entry("member.invite")).await.unwrap();
        database.members().set_roles(now_auditor(21), entry("member.roles")).await.unwrap();
        assert!(database.members().grants(21).await.unwrap().is_empty());
        assert!(database.members().invitations(CITY, NOW).await.unwrap().is_empty(), "an auditor invites nobody");
        assert_eq!(database.members().by_id(21).await.unwrap().roles, [Role::Auditor]);
        assert_eq!(database.members().departures(CITY).await.unwrap()[0].roles, [Role::Officer, Role::Lead]);
        let elsewhere = RoleChange { unit: DISTRICT, ..now_auditor(21) };
        assert!(matches!(database.members().set_roles(elsewhere, entry("member.roles")).await, Err(StoreError::NotFound)));
    }

    async fn no_key_comes_to_who_leaves_moves_loses_the_role_or_begins_anew_at_that_moment(database) {
        for id in 30..46 {
            database.members().add(member(id, CITY), vec![], vec![], None, vec![entry("member.add")]).await.unwrap();
            database.members().invite(renewal(id, id), entry("member.invite")).await.unwrap();
            let read = member(id, CITY);
            let granting = async { database.members().grant(&read, grant(id), entry("unit-key.grant")).await };
            let (granted, ()) = tokio::join!(granting, async {
                match id % 4 {
                    0 => database.members().leave(id, NOW, entry("member.leave")).await.unwrap(),
                    1 => database.members().move_to(moved(id), DISTRICT, vec![Role::Officer], entry("member.move")).await.unwrap(),
                    2 => database.members().set_roles(now_auditor(id), entry("member.roles")).await.unwrap(),
                    _ => {
                        let anew = Member { public_key: vec![9; 1216], ..member(id, CITY) };
                        database.members().renew(anew, id, entry("member.renew")).await.unwrap();
                    }
                }
            });
            assert!(matches!(granted, Ok(()) | Err(StoreError::NotFound)));
            assert!(database.members().grants(id).await.unwrap().is_empty(), "{id}");
            let late = database.members().grant(&read, grant(id), entry("unit-key.grant")).await;
            assert!(matches!(late, Err(StoreError::NotFound)));
        }
    }

    async fn who_has_just_left_gets_neither_a_new_key_nor_a_share(database) {
        let (stays, leaves) = (member(21, CITY), member(22, CITY));
        database.members().add(leaves.clone(), vec![], vec![grant(22)], None, vec![entry("member.add")]).await.unwrap();
        database.members().leave(22, NOW, entry("member.leave")).await.unwrap();
        let both = [stays, leaves];
        let renewed = database.members().renew_unit_key(CITY_KEY, unit_key(12, CITY), &both, vec![], entry("unit-key.renew")).await;
        assert!(matches!(renewed, Err(StoreError::NotFound)));
        let scheme = ShareScheme { unit_key_id: CITY_KEY, threshold: 2, made_at: NOW, made_by: 21 };
        let shared = database.shares().put(scheme, &both, vec![], entry("unit-key.share")).await;
        assert!(matches!(shared, Err(StoreError::NotFound)));
        assert!(database.units().key(CITY, Purpose::Report).await.unwrap().unwrap().id == CITY_KEY);
        assert!(database.shares().scheme(CITY_KEY).await.unwrap().is_none());
    }

    async fn a_unit_has_one_key_in_force_for_each_purpose(database) {
        let add = async |first, key| {
            database.members().add(member(first, DISTRICT), vec![unit_key(key, DISTRICT)], vec![], None, vec![entry("member.add")]).await
        };
        let (one, other) = tokio::join!(add(22, 12), add(23, 13));
        assert!(matches!((&one, &other), (Ok(()), Err(StoreError::OtherKey)) | (Err(StoreError::OtherKey), Ok(()))));
        assert_eq!(count(database, "members").await, 2, "who was second may try again");
        let again = database.members().add_unit_keys(&member(21, CITY), vec![unit_key(14, CITY)], vec![], entry("unit-key.make")).await;
        assert!(matches!(again, Err(StoreError::OtherKey)));
    }

    async fn a_member_who_starts_anew_keeps_name_and_nothing_else(database) {
        database.members().grant(&member(21, CITY), grant(21), entry("unit-key.grant")).await.unwrap();
        database.sessions().begin(session(1, 21)).await.unwrap();
        for id in [1, 2] {
            database.members().invite(renewal(id, 21), entry("member.invite")).await.unwrap();
        }
        let anew = |id| Member { public_key: vec![9; 1216], roles: vec![Role::Auditor], ..member(id, DISTRICT) };
        database.members().renew(anew(21), 1, entry("member.renew")).await.unwrap();
        let now = database.members().by_id(21).await.unwrap();
        assert!(now.public_key == vec![9; 1216]);
        assert_eq!((now.unit_id, now.roles), (CITY, vec![Role::Officer, Role::Lead]), "as they were at that moment");
        for id in [1, 2] {
            let again = database.members().renew(anew(21), id, entry("member.renew")).await;
            assert!(matches!(again, Err(StoreError::NotFound)), "one link used up the other");
        }
        database.members().leave(21, NOW, entry("member.leave")).await.unwrap();
        database.members().invite(renewal(3, 21), entry("member.invite")).await.unwrap();
        let gone = database.members().renew(anew(21), 3, entry("member.renew")).await;
        assert!(matches!(gone, Err(StoreError::NotFound)), "made while the member was leaving");
        assert!(database.members().by_id(21).await.unwrap().left_at.is_some());
        assert!(database.members().grants(21).await.unwrap().is_empty());
        assert!(sessions_of(database, 21).await.is_empty());
    }

    async fn a_session_ends_by_idleness_age_and_hand(database) {
        for id in 1..=3 {
            database.sessions().begin(session(id, 21)).await.unwrap();
        }
        let found = database.sessions().find(&[1; 32], NOW - 1, NOW).await.unwrap();
        assert_eq!((found.member, found.stage), (21, Stage::Password));
        assert!(matches!(database.sessions().find(&[1; 32], NOW, NOW).await, Err(StoreError::NotFound)));
        assert!(matches!(database.sessions().find(&[1; 32], 0, NOW + 12 * HOUR).await, Err(StoreError::NotFound)));
        database.sessions().touch(2, NOW + 5).await.unwrap();
        assert_eq!(sessions_of(database, 21).await, [2, 1, 3]);
        assert!(matches!(database.sessions().end(1, 22).await, Err(StoreError::NotFound)));
        database.sessions().end(1, 21).await.unwrap();
        assert_eq!(database.sessions().end_others(21, 3).await.unwrap(), 1);
        let mut full = session(4, 21);
        full.stage = Stage::Full;
        database.sessions().replace(3, full).await.unwrap();
        assert_eq!(sessions_of(database, 21).await, [4]);
    }
}
