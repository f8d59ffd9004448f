use model::catalog::guangzhou;

use super::fixture::{CITY, HOUR, NOW, empty_postgres, on_both, unit};
use crate::store::{Store, Swept, founding::Founding, upkeep::Holiday};

fn founding() -> Founding {
    let units = vec![unit(CITY, "440100", None)];
    Founding { categories: guangzhou::categories(), divisions: guangzhou::divisions(), units, rules: vec![] }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_nodes_that_start_on_an_empty_database_one_founds_the_portal() {
    let config = empty_postgres().await;
    let [one, other] = [Store::open(&config).await.unwrap(), Store::open(&config).await.unwrap()];
    let start = async |node: &Store| {
        node.migrate().await.unwrap();
        node.found(founding()).await.unwrap()
    };
    let (here, there) = tokio::join!(start(&one), start(&other));
    assert!(here != there);
    assert_eq!(one.units().all().await.unwrap(), other.units().all().await.unwrap());
}

on_both! {
    async fn a_portal_that_is_there_is_not_founded_anew(database) {
        assert!(!database.found(founding()).await.unwrap());
        assert_eq!(database.units().all().await.unwrap().len(), 2);
    }

    async fn a_token_is_good_once_even_within_one_batch(database) {
        let spends = (0..10).map(|turn| database.spend([turn % 5; 32], NOW + HOUR));
        let outcomes = futures::future::join_all(spends).await;
        assert_eq!(outcomes.into_iter().filter(|new| *new.as_ref().unwrap()).count(), 5);
        assert!(!database.spend([0; 32], NOW + HOUR).await.unwrap());
    }

    async fn a_sweep_removes_what_has_expired_and_nothing_else(database) {
        database.spend([1; 32], NOW).await.unwrap();
        database.spend([2; 32], NOW + HOUR).await.unwrap();
        assert_eq!(database.sweep(NOW, NOW - HOUR).await.unwrap(), Swept { tokens: 1, ..Swept::default() });
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
