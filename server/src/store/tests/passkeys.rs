use super::fixture::{CITY, HOUR, NOW, count, entry, member, on_both, renewal};
use crate::store::{Challenge, Passkey, PasskeyUse, Session, Stage, Store, StoreError};

fn passkey(id: i64, member_id: i64) -> Passkey {
    Passkey {
        id,
        member_id,
        lookup: [u8::try_from(id).unwrap(); 32],
        locked: vec![1; 50],
        sign_count: 0,
        name: "办公电脑".to_owned(),
        created_at: NOW + id,
        last_used_at: None,
    }
}

async fn add(store: &Store, passkey: Passkey) -> Result<(), StoreError> {
    store.passkeys().add(passkey, entry("member.passkey-add")).await
}

async fn used(store: &Store, id: i64, member: i64, sign_count: u32) -> bool {
    store.passkeys().note_use(id, member, PasskeyUse { locked: vec![2; 50], sign_count, at: NOW + HOUR }).await.unwrap()
}

async fn ids(store: &Store, member: i64) -> Vec<i64> {
    store.passkeys().of_member(member).await.unwrap().iter().map(|passkey| passkey.id).collect()
}

async fn session(store: &Store, id: i64) {
    let session = Session {
        id,
        lookup: [u8::try_from(id).unwrap(); 32],
        member: 21,
        stage: Stage::Password,
        locked_keys: vec![6; 100],
        created_at: NOW,
        last_seen_at: NOW,
        expires_at: NOW + 12 * HOUR,
        confirmed_at: None,
    };
    store.sessions().begin(session).await.unwrap();
}

fn challenge(word: u8) -> Challenge {
    Challenge { session_id: 1, locked: vec![word; 10], expires_at: NOW + HOUR }
}

on_both! {
    async fn a_passkey_counts_on_or_not_at_all(database) {
        add(database, passkey(1, 21)).await.unwrap();
        assert!(used(database, 1, 21, 0).await && used(database, 1, 21, 0).await, "its device does not count");
        assert!(used(database, 1, 21, 7).await);
        for regressed in [7, 6, 0] {
            assert!(!used(database, 1, 21, regressed).await, "{regressed}");
        }
        assert!(used(database, 1, 21, 8).await);
        assert!(!used(database, 1, 22, 9).await && !used(database, 2, 21, 9).await, "another member's, and none");
        let kept = database.passkeys().of_member(21).await.unwrap().pop().unwrap();
        assert_eq!((kept.sign_count, kept.last_used_at, kept.locked), (8, Some(NOW + HOUR), vec![2; 50]));
        assert_eq!(database.members().by_id(21).await.unwrap().last_sign_in_at, Some(NOW + HOUR));
    }

    async fn a_passkey_is_one_members_alone(database) {
        database.members().add(member(22, CITY), vec![], vec![], None, vec![entry("member.add")]).await.unwrap();
        add(database, passkey(1, 21)).await.unwrap();
        let same = Passkey { id: 2, member_id: 22, ..passkey(1, 21) };
        assert!(matches!(add(database, same).await, Err(StoreError::Taken)));
        let removed = database.passkeys().remove(1, 22, entry("member.passkey-remove")).await;
        assert!(matches!(removed, Err(StoreError::NotFound)));
        assert_eq!((ids(database, 21).await, ids(database, 22).await), (vec![1], vec![]));
    }

    async fn the_last_second_factor_is_never_removed(database) {
        for id in [1, 2] {
            add(database, passkey(id, 21)).await.unwrap();
        }
        database.passkeys().remove(1, 21, entry("member.passkey-remove")).await.unwrap();
        let last = database.passkeys().remove(2, 21, entry("member.passkey-remove")).await;
        assert!(matches!(last, Err(StoreError::NotFound)));
        assert_eq!(ids(database, 21).await, [2]);
        database.members().set_totp(21, vec![1], 100, NOW).await.unwrap();
        database.passkeys().remove(2, 21, entry("member.passkey-remove")).await.unwrap();
        assert!(ids(database, 21).await.is_empty());
    }

    async fn who_is_reset_has_no_passkey_any_more(database) {
        add(database, passkey(1, 21)).await.unwrap();
        database.members().clear_second_factors(21).await.unwrap();
        assert!(ids(database, 21).await.is_empty());
        add(database, passkey(2, 21)).await.unwrap();
        database.members().invite(renewal(1, 21), entry("member.invite")).await.unwrap();
        database.members().renew(member(21, CITY), 1, entry("member.renew")).await.unwrap();
        assert!(ids(database, 21).await.is_empty());
    }

    async fn a_challenge_is_the_sessions_latest_and_good_once_and_for_a_while(database) {
        session(database, 1).await;
        for word in [1, 2] {
            database.passkeys().pose(challenge(word)).await.unwrap();
        }
        assert_eq!(database.passkeys().take_challenge(2, NOW).await.unwrap(), None);
        assert_eq!(database.passkeys().take_challenge(1, NOW).await.unwrap(), Some(vec![2; 10]));
        assert_eq!(database.passkeys().take_challenge(1, NOW).await.unwrap(), None);
        database.passkeys().pose(challenge(3)).await.unwrap();
        assert_eq!(database.passkeys().take_challenge(1, NOW + HOUR).await.unwrap(), None);
    }

    async fn challenges_go_with_their_session_or_with_their_time(database) {
        for id in [1, 2] {
            session(database, id).await;
            database.passkeys().pose(Challenge { session_id: id, ..challenge(1) }).await.unwrap();
        }
        database.sessions().end(1, 21).await.unwrap();
        assert_eq!(count(database, "passkey_challenges").await, 1);
        assert_eq!(database.sweep(NOW + HOUR, NOW - HOUR).await.unwrap().challenges, 1);
        assert_eq!(count(database, "passkey_challenges").await, 0);
    }
}
