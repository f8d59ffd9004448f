use futures::future::join_all;
use model::{CaseAction, CaseStatus};
use seal::{Holder, Slot};

use super::fixture::{CITY, HOUR, NOW, count, kept_away, on_both, postgres, report, rng};
use crate::store::{Author, Store, StoreError};

on_both! {
    async fn what_was_filed_within_a_day_is_marked(database) {
        let rng = &mut rng();
        let (one, mut other) = (report(rng), report(rng));
        other.filed_at = NOW + 24 * HOUR;
        for case in [&one, &other] {
            database.cases().file(case.clone()).await.unwrap();
        }
        assert_eq!(database.days().filed_within(NOW, NOW + HOUR).await.unwrap(), [one.filing_mark]);
        let filing = database.days().filing(&other.number).await.unwrap();
        assert_eq!((filing.filed_at, filing.filing_mark), (other.filed_at, Some(other.filing_mark)));
    }

    async fn a_report_is_found_by_its_lookup_with_all_that_belongs_to_it(database) {
        let new = report(&mut rng());
        let filed = database.cases().file(new.clone()).await.unwrap();
        assert!(filed.new);
        let case = database.cases().by_lookup(&new.lookup).await.unwrap();
        assert_eq!((case.id, case.number.clone(), case.status), (new.id, new.number.clone(), CaseStatus::Submitted));
        assert_eq!((case.unit_id, case.first_unit_id, case.version, case.epoch), (CITY, CITY, 0, 0));
        let envelopes = database.cases().envelopes(case.id).await.unwrap();
        assert_eq!(envelopes.iter().map(|envelope| envelope.slot).collect::<Vec<_>>(), [Slot::Report, Slot::Summary]);
        assert!(envelopes[0].ciphertext == new.envelopes[0].1 && envelopes[0].author == Author::Reporter);
        let events = database.cases().events(case.id).await.unwrap();
        assert_eq!((events.len(), events[0].action, events[0].at, events[0].public), (1, CaseAction::File, NOW, true));
        assert_eq!(database.cases().keys(case.id).await.unwrap().len(), 2);
        let own = database.cases().reporters_data_keys(case.id).await.unwrap();
        assert!(own.len() == 1 && own[0].holder == Holder::Reporter);
        assert!(database.cases().reporter_keys(case.id).await.unwrap().public_key == new.reporter_public_key);
        assert!(database.cases().summaries(&[case.id]).await.unwrap()[&case.id].ciphertext == new.envelopes[1].1);
        assert_eq!(database.cases().unit_keys_of(&[case.id]).await.unwrap().len(), 1);
    }

    async fn the_same_code_files_once_and_gets_the_same_number_again(database) {
        let first = report(&mut rng());
        let mut again = report(&mut rand::SeedableRng::seed_from_u64(2));
        again.lookup = first.lookup;
        let filed = database.cases().file(first.clone()).await.unwrap();
        let second = database.cases().file(again).await.unwrap();
        assert!(filed.new && !second.new);
        assert_eq!((second.case, second.number, second.filed_at, second.unit), (filed.case, filed.number, filed.filed_at, filed.unit));
        assert_eq!(count(database, "cases").await, 1);
        assert_eq!(count(database, "envelopes").await, 2);
    }

    async fn many_at_once_are_all_filed_and_doubles_among_them_once(database) {
        let mut rng = rng();
        let mut reports: Vec<_> = (0..100).map(|_| report(&mut rng)).collect();
        for place in 0..20 {
            let mut double = report(&mut rng);
            double.lookup = reports[place].lookup;
            reports.push(double);
        }
        let filed = join_all(reports.iter().map(async |new| database.cases().file(new.clone()).await)).await;
        let filed: Vec<_> = filed.into_iter().map(Result::unwrap).collect();
        assert_eq!(filed.iter().filter(|filed| filed.new).count(), 100);
        assert_eq!(count(database, "cases").await, 100);
        for (new, filed) in reports.iter().zip(&filed) {
            assert_eq!(database.cases().by_lookup(&new.lookup).await.unwrap().number, filed.number);
        }
    }

    async fn one_that_cannot_be_filed_does_not_fail_its_neighbours(database) {
        let mut rng = rng();
        let taken = report(&mut rng);
        database.cases().file(taken.clone()).await.unwrap();
        let mut reports: Vec<_> = (0..30).map(|_| report(&mut rng)).collect();
        reports[7].number = taken.number.clone();
        reports[20].unit = 999;
        let filed = join_all(reports.into_iter().map(async |new| database.cases().file(new).await)).await;
        assert!(matches!(filed[7], Err(StoreError::Taken)));
        assert!(matches!(filed[20], Err(StoreError::Database(_))));
        assert_eq!(filed.iter().filter(|filed| filed.is_ok()).count(), 28);
        assert_eq!(count(database, "cases").await, 29);
        assert_eq!(count(database, "events").await, 29);
    }

    async fn reports_that_arrive_together_each_move_the_mark_and_those_that_are_hidden_move_it_for_the_others_alone(database) {
        let mut rng = rng();
        let mut reports: Vec<_> = (0..40).map(|_| report(&mut rng)).collect();
        reports.iter_mut().take(25).for_each(|new| new.recused = vec![kept_away(21, CITY)]);
        let marks = async || (database.units().mark(CITY, 21).await.unwrap(), database.units().mark(CITY, 0).await.unwrap());
        let before = marks().await;
        join_all(reports.into_iter().map(async |new| database.cases().file(new).await.unwrap())).await;
        assert_eq!(marks().await, (before.0 + 15, before.1 + 40));
    }

    async fn each_filing_moves_the_units_mark(database) {
        let before = database.units().mark(CITY, 21).await.unwrap();
        database.cases().file(report(&mut rng())).await.unwrap();
        assert_ne!(database.units().mark(CITY, 21).await.unwrap(), before);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_file_the_same_code_once() {
    let one = postgres().await;
    let other = Store::open(&one.config).await.unwrap();
    let mut rng = rng();
    for _ in 0..20 {
        let (first, mut again) = (report(&mut rng), report(&mut rng));
        again.lookup = first.lookup;
        let (here, there) = tokio::join!(async { one.cases().file(first).await }, async { other.cases().file(again).await });
        let (here, there) = (here.unwrap(), there.unwrap());
        assert!(here.new != there.new && here.number == there.number);
    }
    assert_eq!(count(&one, "cases").await, 20);
    assert_eq!(count(&one, "envelopes").await, 40);
}
