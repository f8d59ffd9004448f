use model::{
    CaseAction, CaseStatus,
    state::{Facts, Transition, decide},
};
use seal::{Holder, Purpose, Slot};

use super::fixture::{CITY, CITY_KEY, DISTRICT, HOUR, NOW, count, entry, on_both, report, rng};
use crate::store::{Author, CasePatch, Change, NEVER, NewEnvelope, NewEvent, NewKey, Store, StoreError};

fn transition(status: CaseStatus, action: CaseAction) -> Transition {
    decide(status, action, Facts::default()).unwrap()
}

fn change(case: i64, version: i64, transition: Transition) -> Change {
    Change {
        case,
        version,
        transition,
        at: NOW + HOUR,
        patch: CasePatch::default(),
        event: NewEvent {
            actor: Author::Member(21),
            unit: Some(CITY),
            role: None,
            detail: None,
            basis: None,
            due_at: None,
            envelope: None,
        },
        envelopes: vec![],
        keys: vec![],
        files: Vec::new(),
        revoked: vec![],
        custody: None,
        recusal: None,
        audit: Some(entry("case.accept")),
    }
}

async fn filed(store: &Store) -> i64 {
    store.cases().file(report(&mut rng())).await.unwrap().case
}

on_both! {
    async fn a_change_moves_the_case_and_leaves_an_event_and_an_audit_entry(database) {
        let case = filed(database).await;
        let mut accept = change(case, 0, transition(CaseStatus::Submitted, CaseAction::Accept));
        accept.patch = CasePatch {
            accepted_at: Some(Some(NOW)),
            due: Some((NOW + 60 * 24 * HOUR, Some("art-34".to_owned()))),
            first_handler: Some(21),
            assignee: Some(Some(21)),
            ..CasePatch::default()
        };
        accept.event.envelope = Some((Slot::Message, 0));
        let seq = database.cases().next_seq(case, Slot::Message).await.unwrap();
        accept.envelopes =
            vec![NewEnvelope { slot: Slot::Message, seq, epoch: 0, author: Author::Member(21), ciphertext: b"sealed".to_vec() }];
        assert_eq!(database.apply(accept).await.unwrap(), 1);
        let after = database.cases().by_id(case).await.unwrap();
        assert_eq!((after.status, after.version, after.assignee_id), (CaseStatus::Accepted, 1, Some(21)));
        assert_eq!((after.due_basis.as_deref(), after.first_handler_id, after.last_event_at), (Some("art-34"), Some(21), NOW + HOUR));
        let events = database.cases().events(case).await.unwrap();
        assert_eq!((events[1].action, events[1].status, events[1].seq), (CaseAction::Accept, CaseStatus::Accepted, 1));
        assert_eq!(events[1].envelope, Some((Slot::Message, 0)));
        assert_eq!(database.cases().next_seq(case, Slot::Message).await.unwrap(), 1);
        assert!(database.cases().envelope(case, Slot::Message, 0).await.unwrap().ciphertext == b"sealed");
        assert_eq!(database.audit().page(None, 1).await.unwrap()[0].action, "case.accept");
    }

    async fn the_second_of_two_is_told_who_was_first_and_changes_nothing(database) {
        let case = filed(database).await;
        database.apply(change(case, 0, transition(CaseStatus::Submitted, CaseAction::Accept))).await.unwrap();
        let audited = count(database, "audit_log").await;
        let mut late = change(case, 0, transition(CaseStatus::Submitted, CaseAction::Decline));
        late.keys = vec![NewKey { epoch: 1, purpose: Purpose::Report, holder: Holder::Reporter, sealed: vec![1] }];
        match database.apply(late).await {
            Err(StoreError::Conflict { by, version }) => assert_eq!((by, version), (Some(21), 1)),
            other => panic!("{:?}", other.err()),
        }
        assert_eq!(database.cases().by_id(case).await.unwrap().status, CaseStatus::Accepted);
        assert_eq!(database.cases().keys(case).await.unwrap().len(), 2);
        assert_eq!(count(database, "audit_log").await, audited);
    }

    async fn a_transfer_takes_the_keys_of_the_unit_that_lost_the_case(database) {
        let case = filed(database).await;
        let marks = (database.units().mark(CITY, 21).await.unwrap(), database.units().mark(DISTRICT, 21).await.unwrap());
        let mut transfer = change(case, 0, transition(CaseStatus::Submitted, CaseAction::Transfer));
        transfer.patch =
            CasePatch { unit: Some(DISTRICT), sender_unit: Some(Some(CITY)), epoch: Some(1), due: Some((NEVER, None)), ..CasePatch::default() };
        transfer.revoked = vec![(Purpose::Report, Holder::Unit(CITY_KEY))];
        transfer.keys = (0..2)
            .map(|epoch| NewKey { epoch, purpose: Purpose::Report, holder: Holder::Unit(12), sealed: vec![9; 1170] })
            .collect();
        database.apply(transfer).await.unwrap();
        let after = database.cases().by_id(case).await.unwrap();
        assert_eq!((after.unit_id, after.first_unit_id, after.sender_unit_id, after.epoch), (DISTRICT, CITY, Some(CITY), 1));
        let holders: Vec<_> = database.cases().keys(case).await.unwrap().iter().map(|key| key.holder).collect();
        assert!(!holders.contains(&Holder::Unit(CITY_KEY)));
        assert_eq!(holders.iter().filter(|holder| **holder == Holder::Unit(12)).count(), 2);
        assert!(matches!(database.cases().by_number(&after.number, CITY, 21).await, Err(StoreError::NotFound)));
        assert_eq!(database.cases().by_number(&after.number, DISTRICT, 21).await.unwrap().id, case);
        assert_ne!(database.units().mark(CITY, 21).await.unwrap(), marks.0);
        assert_ne!(database.units().mark(DISTRICT, 21).await.unwrap(), marks.1);
    }

    async fn a_change_to_no_case_is_not_found(database) {
        let change = change(404, 0, transition(CaseStatus::Submitted, CaseAction::Accept));
        assert!(matches!(database.apply(change).await, Err(StoreError::NotFound)));
    }

    async fn of_many_at_once_exactly_one_wins(database) {
        let case = filed(database).await;
        let tries = (0..8).map(|_| database.apply(change(case, 0, transition(CaseStatus::Submitted, CaseAction::Accept))));
        let outcomes = futures::future::join_all(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(1) | Err(StoreError::Conflict { by: Some(21), version: 1 }))));
        assert_eq!(count(database, "events").await, 2);
    }
}
