//! Public keys of people as the portal wrote them, and others.

use std::sync::Arc;

use super::fixture::{CITY, entry, member, on_both, report, rng};
use crate::store::{Attestor, PersonKeys, sql};

/// A mark that says whose the keys are and how they begin and end.
struct Telling;

impl Attestor for Telling {
    fn mark(&self, keys: PersonKeys<'_>) -> [u8; 32] {
        let (id, login, public, verifying) = match keys {
            PersonKeys::Member { id, login, public, verifying } => (id, login, public, verifying),
            PersonKeys::Reporter { case, public, verifying } => (case, "", public, verifying),
        };
        let mut mark = [0; 32];
        mark[..8].copy_from_slice(&id.to_be_bytes());
        mark[8..11].copy_from_slice(&[public[0], verifying[0], u8::try_from(verifying.len()).unwrap()]);
        mark[11..11 + login.len()].copy_from_slice(login.as_bytes());
        mark
    }
}

on_both! {
    async fn keys_of_a_member_that_somebody_else_put_there_are_none(database) {
        database.attest(Arc::new(Telling));
        let mut genuine = member(31, CITY);
        genuine.keys_mark = Telling.mark(genuine.keys()).to_vec();
        database.members().add(genuine, vec![], vec![], None, vec![entry("member.add")]).await.unwrap();
        let of_unit = async || database.members().of_unit(CITY).await.unwrap();
        let has_keys = async |id| of_unit().await.iter().find(|member| member.id == id).unwrap().has_keys();
        assert!(has_keys(31).await && !has_keys(21).await, "one without a mark counts no more than one with a wrong mark");
        let foreign = database.members().by_id(21).await.unwrap();
        assert!(foreign.public_key.is_empty() && foreign.verifying_key.is_empty());
        let changes = ["public_key = keys_mark", "verifying_key = keys_mark", "login = 'another'", "keys_mark = public_key"];
        for change in changes {
            let before = "UPDATE members SET public_key = (SELECT public_key FROM members WHERE id = 21), verifying_key = \
                          (SELECT verifying_key FROM members WHERE id = 21), login = 'member31', keys_mark = ? WHERE id = 31";
            let mark = Telling.mark(member(31, CITY).keys());
            sql::run(database.writer(), before, sql::values![mark]).await.unwrap();
            assert!(database.members().by_id(31).await.unwrap().has_keys());
            sql::run(database.writer(), &format!("UPDATE members SET {change} WHERE id = 31"), vec![]).await.unwrap();
            assert!(!database.members().by_id(31).await.unwrap().has_keys(), "{change}");
            assert!(!has_keys(31).await && !database.members().all().await.unwrap().iter().any(|member| member.has_keys()), "{change}");
        }
    }

    async fn keys_of_a_reporter_count_with_their_mark_alone_and_earlier_ones_once_vouched_for(database) {
        let earlier = report(&mut rng());
        database.cases().file(earlier.clone()).await.unwrap();
        database.attest(Arc::new(Telling));
        let keys = database.cases().reporter_keys(earlier.id).await.unwrap();
        assert!(keys.public_key.is_empty() && keys.verifying_key.is_empty());
        assert_eq!(database.mark_earlier_keys().await.unwrap(), 2, "the report's, and the member's of the fixture");
        let keys = database.cases().reporter_keys(earlier.id).await.unwrap();
        assert_eq!((keys.public_key, keys.verifying_key), (earlier.reporter_public_key, earlier.reporter_verifying_key));
        assert!(database.members().by_id(21).await.unwrap().has_keys());
        sql::run(database.writer(), "UPDATE reporter_keys SET verifying_key = keys_mark", vec![]).await.unwrap();
        assert!(database.cases().reporter_keys(earlier.id).await.unwrap().verifying_key.is_empty());
        assert_eq!(database.mark_earlier_keys().await.unwrap(), 0, "what has a mark is not marked anew");
    }
}
