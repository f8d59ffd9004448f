use super::fixture::{HOUR, NOW, on_both};
use crate::store::{Swept, upkeep::Holiday};

on_both! {
    async fn a_token_is_good_once_even_within_one_batch(database) {
        let spends = (0..10).map(|turn| database.spend([turn % 5; 32], NOW + HOUR));
        let outcomes = futures::future::join_all(spends).await;
        assert_eq!(outcomes.into_iter().filter(|new| *new.as_ref().unwrap()).count(), 5);
        assert!(!database.spend([0; 32], NOW + HOUR).await.unwrap());
    }

    async fn a_sweep_removes_what_has_expired_and_nothing_else(database) {
        database.spend([1; 32], NOW).await.unwrap();
        database.spend([2; 32], NOW + HOUR).await.unwrap();
        assert_eq!(database.sweep(NOW, NOW - HOUR).await.unwrap(), Swept { sessions: 0, tokens: 1, invitations: 0 });
        assert!(!database.spend([2; 32], NOW + HOUR).await.unwrap());
    }

    async fn a_lease_has_one_holder_until_it_ends(database) {
        assert!(database.lease("sweep", 1, NOW, NOW + 10).await.unwrap());
        assert!(!database.lease("sweep", 2, NOW + 5, NOW + 15).await.unwrap());
        assert!(database.lease("sweep", 1, NOW + 5, NOW + 15).await.unwrap());
        assert!(database.lease("sweep", 2, NOW + 15, NOW + 25).await.unwrap());
        assert!(database.lease("other", 1, NOW, NOW + 10).await.unwrap());
    }

    async fn settings_and_holidays_are_replaced(database) {
        assert_eq!(database.setting("a").await.unwrap(), None);
        database.put_setting("a", "1").await.unwrap();
        database.put_setting("a", "2").await.unwrap();
        assert_eq!(database.setting("a").await.unwrap().as_deref(), Some("2"));
        assert_eq!(database.settle("b", "1").await.unwrap(), "1");
        assert_eq!(database.settle("b", "2").await.unwrap(), "1", "the first one decides");
        let day = Holiday { day: "2026-10-01".to_owned(), works: false, name: "国庆节".to_owned() };
        database.put_holidays(vec![day.clone()]).await.unwrap();
        let day = Holiday { works: true, ..day };
        database.put_holidays(vec![day.clone()]).await.unwrap();
        assert_eq!(database.holidays().await.unwrap(), [day]);
    }
}
