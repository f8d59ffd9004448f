use futures::future::join_all;

use super::fixture::{Database, empty_postgres, entry, on_both, postgres};
use crate::store::{
    NewEntry, Store,
    audit::{
        Broken, Checkpoint,
        days::{DayEnd, DayStamp},
    },
    sql,
    sql::values,
};

async fn appended(database: &Database, count: usize) {
    let entry = |number: usize| NewEntry { object: Some(number.to_string()), ..entry("case.open") };
    for seq in join_all((0..count).map(async |number| database.audit().append(entry(number)).await)).await {
        seq.unwrap();
    }
}

/// Does to the log what nobody may, and tells what the verification finds.
async fn after(database: &Database, statement: &str) -> Broken {
    appended(database, 20).await;
    assert_eq!(database.audit().verify(&[]).await.unwrap().unwrap().entries, 21);
    for statement in statement.split(';') {
        sql::run(database.writer(), statement, vec![]).await.unwrap();
    }
    database.audit().verify(&[]).await.unwrap().unwrap_err()
}

on_both! {
    async fn entries_that_arrive_together_get_one_order(database) {
        appended(database, 100).await;
        let intact = database.audit().verify(&[]).await.unwrap().unwrap();
        assert_eq!(intact.entries, 101);
        assert!(database.audit().contains(&intact.head).await.unwrap());
        assert!(!database.audit().contains(&[0; 32]).await.unwrap());
    }

    async fn a_removed_entry_is_named(database) {
        assert_eq!(after(database, "DELETE FROM audit_log WHERE seq = 7").await, Broken::Missing(7));
    }

    async fn entries_cut_off_the_end_are_missed(database) {
        assert_eq!(after(database, "DELETE FROM audit_log WHERE seq > 15").await, Broken::Cut(15));
    }

    async fn a_changed_entry_is_named(database) {
        assert_eq!(after(database, "UPDATE audit_log SET member_id = 22 WHERE seq = 7").await, Broken::Changed(7));
        assert_eq!(database.audit().page(Some(3), 10).await.unwrap().len(), 2);
    }

    async fn what_cannot_be_read_is_named(database) {
        appended(database, 20).await;
        sql::run(database.writer(), "UPDATE audit_log SET hash = ? WHERE seq = 7", values![vec![1_u8; 5]]).await.unwrap();
        assert_eq!(database.audit().verify(&[]).await.unwrap(), Err(Broken::Changed(7)));
        if !database.is_postgres() {
            // SQLite keeps in a column whatever is put there.
            sql::run(database.writer(), "UPDATE audit_log SET at = 'x' WHERE seq = 5", vec![]).await.unwrap();
            assert_eq!(database.audit().verify(&[]).await.unwrap(), Err(Broken::Changed(5)));
        }
        sql::run(database.writer(), "UPDATE audit_head SET hash = ?", values![vec![1_u8; 5]]).await.unwrap();
        assert_eq!(database.audit().verify(&[]).await.unwrap(), Err(Broken::NoHead));
        sql::run(database.writer(), "DELETE FROM audit_head", vec![]).await.unwrap();
        assert_eq!(database.audit().verify(&[]).await.unwrap(), Err(Broken::NoHead));
    }

    async fn exchanged_entries_are_named(database) {
        // Nothing in them is changed but their places.
        let exchange = "UPDATE audit_log SET seq = 99 WHERE seq = 7;UPDATE audit_log SET seq = 7 WHERE seq = 8;\
                        UPDATE audit_log SET seq = 8 WHERE seq = 99";
        assert_eq!(after(database, exchange).await, Broken::Changed(7));
    }

    async fn a_log_cut_off_and_made_to_look_whole_is_found_against_a_signed_end(database) {
        appended(database, 20).await;
        let signed = Checkpoint { seq: 21, hash: database.audit().verify(&[]).await.unwrap().unwrap().head };
        assert!(database.audit().verify(&[signed]).await.unwrap().is_ok());
        sql::run(database.writer(), "DELETE FROM audit_log WHERE seq > 15", vec![]).await.unwrap();
        let fitted = "UPDATE audit_head SET seq = 15, hash = (SELECT hash FROM audit_log WHERE seq = 15)";
        sql::run(database.writer(), fitted, vec![]).await.unwrap();
        assert!(database.audit().verify(&[]).await.unwrap().is_ok(), "by itself it looks whole");
        assert_eq!(database.audit().verify(&[signed]).await.unwrap(), Err(Broken::Cut(15)));
    }

    async fn a_log_written_anew_is_found_against_a_signed_end(database) {
        appended(database, 20).await;
        let whole = database.audit().page(Some(8), 1).await.unwrap().remove(0);
        let signed = [Checkpoint { seq: 7, hash: whole.hash }, Checkpoint { seq: 9, hash: [9; 32] }];
        assert!(database.audit().verify(&signed[..1]).await.unwrap().is_ok());
        assert_eq!(database.audit().verify(&signed).await.unwrap(), Err(Broken::Rewritten(9)));
    }

    async fn a_day_is_closed_once_and_ends_the_log(database) {
        let end = |mark| DayEnd {
            day: "2026-11-24".to_owned(),
            marks: vec![[mark; 32], [9; 32]],
            root: [mark; 32],
            entry: NewEntry { member: None, unit: None, ..entry("day.close") },
        };
        let days = database.days();
        let (first, second) = tokio::join!(days.close(end(1), |_| vec![1]), days.close(end(2), |_| vec![2]));
        let closed = [first.unwrap(), second.unwrap()];
        assert_ne!(closed[0], closed[1], "one of the two");
        let day = database.days().latest().await.unwrap().unwrap();
        let intact = database.audit().verify(&[]).await.unwrap().unwrap();
        assert_eq!((day.entries, day.head, day.filings), (intact.entries, intact.head, 2));
        assert_eq!(database.days().marks("2026-11-24").await.unwrap(), [day.root, [9; 32]]);
        assert_eq!(intact.entries, 2, "the member's entry, and one for the day");
    }

    async fn a_stamp_that_is_there_stays_and_a_day_without_one_is_asked_for_when_it_is_due(database) {
        let days = database.days();
        for day in ["2026-11-24", "2026-11-25"] {
            let end = DayEnd { day: day.to_owned(), marks: vec![], root: [1; 32], entry: NewEntry { at: 1_000, ..entry("day.close") } };
            assert!(days.close(end, |_| vec![1]).await.unwrap());
        }
        let due = async |since, now| days.to_stamp(since, now).await.unwrap().map(|day| day.day);
        let none = DayStamp {
            day: "2026-11-24".to_owned(),
            token: None,
            stamped_at: None,
            tries: 1,
            next_try_at: 3_000,
            problem: Some("away".to_owned()),
        };
        assert_eq!(due(0, 2_000).await.as_deref(), Some("2026-11-24"));
        days.put_stamp(none.clone()).await.unwrap();
        assert_eq!(due(0, 2_000).await.as_deref(), Some("2026-11-25"));
        assert_eq!(due(0, 3_000).await.as_deref(), Some("2026-11-24"));
        assert_eq!((due(1_001, 3_000).await, days.unstamped(1_001).await.unwrap(), days.unstamped(0).await.unwrap()), (None, 0, 2));
        let there = DayStamp { token: Some(vec![7]), stamped_at: Some(5), problem: None, ..none.clone() };
        days.put_stamp(there.clone()).await.unwrap();
        days.put_stamp(none).await.unwrap();
        assert_eq!(days.stamp_on("2026-11-24").await.unwrap(), Some(there.clone()));
        assert_eq!(days.stamps_from("2026-11-24").await.unwrap(), [there]);
        assert_eq!((due(0, 9_000).await.as_deref(), days.unstamped(0).await.unwrap()), (Some("2026-11-25"), 1));
    }

    async fn an_entry_that_was_never_appended_is_named(database) {
        appended(database, 3).await;
        let forged = "INSERT INTO audit_log (seq, at, action, hash) VALUES (5, 0, 'a', ?)";
        sql::run(database.writer(), forged, values![[0u8; 32]]).await.unwrap();
        assert_eq!(database.audit().verify(&[]).await.unwrap(), Err(Broken::Changed(5)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_append_one_chain() {
    let one = postgres().await;
    let other = Store::open(&one.config).await.unwrap();
    let both = (0..40).map(|turn| if turn % 2 == 0 { one.store.clone() } else { other.clone() });
    let appends = both.map(|store| async move { store.audit().append(entry("case.open")).await });
    assert!(join_all(appends).await.iter().all(Result::is_ok));
    assert_eq!(other.audit().verify(&[]).await.unwrap().unwrap().entries, 41);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_migrate_at_once() {
    let config = empty_postgres().await;
    let (one, other) = (Store::open(&config).await.unwrap(), Store::open(&config).await.unwrap());
    assert!(!one.is_migrated().await.unwrap());
    let (first, second) = tokio::join!(one.migrate(), other.migrate());
    first.unwrap();
    second.unwrap();
    assert!(one.is_migrated().await.unwrap());
    one.migrate().await.unwrap();
}
