use model::{
    Article, CaseAction, CaseStatus, DeclineReason, ReturnReason, Right, Role,
    state::{Notice, Refused},
};
use rand::{SeedableRng, rngs::StdRng};
use server::{
    casework::{CaseworkError, desk::WhyNot, follow, reading::Reading},
    store::{QueueFilter, QueueSort},
};

use crate::{
    at_desk,
    fixture::{CITY, HAIZHU, Portal, TIANHE, anonymous, desk, named},
};

#[tokio::test]
async fn the_queue_opens_on_the_page_named_first() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "tianhe", &[Role::Officer]).await;
    portal.file(&anonymous()).await;
    portal.file(&named()).await;
    let office = portal.office().await;
    let desk = desk(&office, &officer, &portal);
    let view = desk.queue(&QueueFilter::of_unit(0, 0), QueueSort::NamedFirst, None, 50).await.unwrap();
    assert_eq!(view.rows.iter().map(|row| row.case.named).collect::<Vec<_>>(), [true, false]);
    assert!(view.rows.iter().all(|row| row.summary.opened().unwrap().title == "补偿款未到"));
    assert!(desk.counts().await.unwrap().contains(&(CaseStatus::Submitted, 2)));
    assert!(view.mark > 0);
}

#[tokio::test]
async fn another_units_case_is_not_found_and_not_in_the_queue() {
    let mut portal = Portal::new().await;
    portal.member(TIANHE, "tianhe", &[Role::Officer]).await;
    let other = portal.member(HAIZHU, "haizhu", &[Role::Lead]).await;
    let receipt = portal.file(&anonymous()).await;
    let office = portal.office().await;
    let desk = desk(&office, &other, &portal);
    assert!(matches!(desk.open(&receipt.filing.number).await, Err(CaseworkError::NotFound)));
    let tianhe = QueueFilter::of_unit(TIANHE, 0);
    assert!(desk.queue(&tianhe, QueueSort::NamedFirst, None, 50).await.unwrap().rows.is_empty(), "the filter cannot name another unit");
}

#[tokio::test]
async fn administrators_and_auditors_see_no_case() {
    let mut portal = Portal::new().await;
    portal.member(CITY, "city", &[Role::Officer]).await;
    let other = portal.member(CITY, "admin", &[Role::Administrator, Role::Auditor]).await;
    let receipt = portal.file(&anonymous()).await;
    let office = portal.office().await;
    assert!(matches!(desk(&office, &other, &portal).open(&receipt.filing.number).await, Err(CaseworkError::Forbidden(Right::SeeCases))));
}

#[tokio::test]
async fn a_transfer_takes_the_case_from_its_sender_and_gives_it_whole_to_the_receiver() {
    let mut portal = Portal::new().await;
    let sender = portal.member(TIANHE, "tianhe", &[Role::Officer]).await;
    let receiver = portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    at_desk!(portal, sender, ask, receipt, "在哪里？").unwrap();
    let office = portal.office().await;
    follow::supply(&office, &receipt.code, None, "海珠。", portal.now, &mut portal.rng).await.unwrap();
    at_desk!(portal, sender, transfer, receipt, HAIZHU, "属海珠区").unwrap();

    assert!(matches!(desk(&office, &sender, &portal).open(&receipt.filing.number).await, Err(CaseworkError::NotFound)));
    let case = follow::open(&office, &receipt.code, portal.now).await.unwrap().case;
    assert_eq!((case.unit_id, case.first_unit_id, case.epoch), (HAIZHU, TIANHE, 1));
    let sender_key = office.directory.report_key(TIANHE).unwrap().id;
    let copies = portal.store.cases().keys(case.id).await.unwrap();
    assert!(copies.iter().all(|copy| copy.holder != seal::Holder::Unit(sender_key)), "no copy is left for the sender");

    let view = desk(&office, &receiver, &portal).open(&receipt.filing.number).await.unwrap();
    assert_eq!(view.report.opened(), Some(&anonymous().content));
    let texts: Vec<_> = view.entries.iter().filter_map(|entry| entry.text.as_ref()?.opened()).map(|text| text.body.as_str()).collect();
    assert_eq!(texts, ["在哪里？", "海珠。", "属海珠区"]);
    assert_eq!(view.case.first_handler_id, Some(sender.member), "the first handler stays named");

    follow::supply(&office, &receipt.code, None, "还有一事。", portal.now, &mut portal.rng).await.unwrap();
    at_desk!(portal, receiver, accept, receipt).unwrap();
    let followed = follow::open(&office, &receipt.code, portal.now).await.unwrap();
    assert!(followed.entries.iter().filter_map(|entry| entry.text.as_ref()).all(|text| text.opened().is_some()));
    assert_eq!(followed.case.status, CaseStatus::Accepted);
}

#[tokio::test]
async fn a_transferred_case_is_sent_back_with_its_keys() {
    let mut portal = Portal::new().await;
    let sender = portal.member(TIANHE, "tianhe", &[Role::Officer]).await;
    let receiver = portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    at_desk!(portal, sender, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    at_desk!(portal, receiver, give_back, receipt, ReturnReason::OtherArea, "不在海珠").unwrap();
    let office = portal.office().await;
    assert!(matches!(desk(&office, &receiver, &portal).open(&receipt.filing.number).await, Err(CaseworkError::NotFound)));
    let view = desk(&office, &sender, &portal).open(&receipt.filing.number).await.unwrap();
    assert_eq!((view.case.status, view.case.returned_count, view.case.epoch), (CaseStatus::Returned, 1, 2));
    assert!(view.entries.iter().filter_map(|entry| entry.text.as_ref()).all(|text| text.opened().is_some()));
    let again = at_desk!(portal, sender, give_back, receipt, ReturnReason::OtherArea, "？");
    assert!(matches!(again, Err(CaseworkError::Refused(Refused::NotTransferred))));
    at_desk!(portal, sender, transfer, receipt, HAIZHU, "再送").unwrap();
    assert!(desk(&office, &receiver, &portal).open(&receipt.filing.number).await.unwrap().report.opened().is_some());
}

#[tokio::test]
async fn a_unit_without_a_key_is_no_target_of_a_transfer() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "tianhe", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    for target in [HAIZHU, TIANHE, 99] {
        assert!(matches!(at_desk!(portal, officer, transfer, receipt, target, "转"), Err(CaseworkError::Faults(_))));
    }
}

#[tokio::test]
async fn of_two_officers_at_once_the_second_is_told_who_was_first() {
    let mut portal = Portal::new().await;
    let first = portal.member(CITY, "first", &[Role::Officer]).await;
    let second = portal.member(CITY, "second", &[Role::Officer]).await;
    portal.vault.grant_pending(&first, None, portal.now, &mut portal.rng).await.unwrap();
    let receipt = portal.file(&anonymous()).await;
    let office = portal.office().await;
    let seen = portal.version(&receipt.code).await;
    desk(&office, &first, &portal).accept(&receipt.filing.number, seen, &mut portal.rng).await.unwrap();
    let late = desk(&office, &second, &portal)
        .decline(&receipt.filing.number, seen, DeclineReason::OtherOrgan, "不属本单位", &mut portal.rng)
        .await;
    assert!(matches!(late, Err(CaseworkError::Conflict { by: Some(by), version: 1 }) if by == first.member));
}

#[tokio::test]
async fn a_reason_has_to_be_on_the_list_of_its_kind() {
    let mut portal = Portal::new().await;
    let officer = portal.member(CITY, "city", &[Role::Officer]).await;
    let disclosure = portal.file(&named()).await;
    let declined = at_desk!(portal, officer, decline, disclosure, DeclineReason::FinallyReviewed, "已终结");
    assert!(matches!(declined, Err(CaseworkError::Faults(_))));
    at_desk!(portal, officer, decline, disclosure, DeclineReason::NoSubstance, "无实质内容").unwrap();
    at_desk!(portal, officer, reopen, disclosure, "有新材料").unwrap();
}

#[tokio::test]
async fn the_page_says_what_may_be_done_and_why_not_the_rest() {
    let mut portal = Portal::new().await;
    let officer = portal.member(CITY, "city", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    let office = portal.office().await;
    let view = desk(&office, &officer, &portal).open(&receipt.filing.number).await.unwrap();
    let of = |action| view.possible.iter().find(|(offered, _)| *offered == action).unwrap().1;
    assert!(of(CaseAction::Accept).is_ok());
    assert_eq!(of(CaseAction::Close), Err(WhyNot::Refused(Refused::NotAnswered)));
    assert_eq!(of(CaseAction::Extend), Err(WhyNot::Right(Right::ExtendLimits)));
}

#[tokio::test]
async fn search_finds_text_that_the_database_cannot_see() {
    let mut portal = Portal::new().await;
    let officer = portal.member(CITY, "city", &[Role::Officer]).await;
    portal.file(&anonymous()).await;
    let mut other = anonymous();
    other.content.body = "招标 ABC 公司".into();
    let wanted = portal.file(&other).await;
    let office = portal.office().await;
    let desk = desk(&office, &officer, &portal);
    let found = desk.search_step(&QueueFilter::of_unit(CITY, 0), QueueSort::Newest, None, " abc  招标", 50).await.unwrap();
    assert_eq!((found.looked_at, found.rows.len()), (2, 1));
    assert_eq!(found.rows[0].case.number, wanted.filing.number);
    assert!(found.next.is_none());
}

#[tokio::test]
async fn several_rows_are_assigned_at_once_and_a_bad_one_holds_none_up() {
    let mut portal = Portal::new().await;
    let lead = portal.member(CITY, "lead", &[Role::Lead]).await;
    let officer = portal.member(CITY, "officer", &[Role::Officer]).await;
    let one = portal.file(&anonymous()).await;
    let two = portal.file(&anonymous()).await;
    let unknown = model::CaseNumber::generate(2026, &mut portal.rng);
    let office = portal.office().await;
    let numbers = [one.filing.number.clone(), unknown, two.filing.number.clone()];
    let mut rng = StdRng::seed_from_u64(7);
    let outcomes = desk(&office, &lead, &portal).assign_many(&numbers, Some(officer.member), &mut rng).await.unwrap();
    assert_eq!(outcomes.iter().map(|outcome| outcome.result.is_ok()).collect::<Vec<_>>(), [true, false, true]);
    let by_officer = desk(&office, &officer, &portal).assign_many(&numbers, Some(lead.member), &mut rng).await;
    assert!(matches!(by_officer, Err(CaseworkError::Forbidden(Right::AssignOthers))));
    let categories =
        desk(&office, &officer, &portal).recategorise_many(&numbers[..1], &"housing".parse().unwrap(), &mut rng).await.unwrap();
    assert!(categories[0].result.is_ok());
}

#[tokio::test]
async fn every_read_and_write_is_in_the_audit_log() {
    let mut portal = Portal::new().await;
    let officer = portal.member(CITY, "city", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    let office = portal.office().await;
    desk(&office, &officer, &portal).queue(&QueueFilter::of_unit(CITY, 0), QueueSort::NamedFirst, None, 50).await.unwrap();
    desk(&office, &officer, &portal).open(&receipt.filing.number).await.unwrap();
    at_desk!(portal, officer, accept, receipt).unwrap();
    let mut actions: Vec<_> = portal.store.audit().page(None, 3).await.unwrap().into_iter().map(|entry| entry.action).collect();
    actions.reverse();
    assert_eq!(actions, ["queue.read", "case.open", "case.accept"]);
    assert!(portal.store.audit().verify(&[]).await.unwrap().is_ok());
}

#[tokio::test]
async fn a_member_without_a_grant_reads_nothing_until_a_colleague_grants_it() {
    let mut portal = Portal::new().await;
    let first = portal.member(CITY, "first", &[Role::Officer]).await;
    let second = portal.member(CITY, "second", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    let office = portal.office().await;
    let view = desk(&office, &second, &portal).open(&receipt.filing.number).await.unwrap();
    assert_eq!(view.report, Reading::NoKey);
    assert_eq!(portal.vault.pending_grants(&first).await.unwrap()[0].member, second.member);
    assert!(portal.vault.pending_grants(&second).await.unwrap().is_empty(), "who holds no key can grant none");
    assert_eq!(portal.vault.grant_pending(&first, None, portal.now, &mut portal.rng).await.unwrap(), 1);
    assert!(desk(&office, &second, &portal).open(&receipt.filing.number).await.unwrap().report.opened().is_some());
}

#[tokio::test]
async fn a_lead_puts_off_the_date_of_a_request_once_and_the_reporter_reads_why() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer]).await;
    let lead = portal.member(TIANHE, "lead", &[Role::Lead]).await;
    portal.vault.grant_pending(&officer, None, portal.now, &mut portal.rng).await.unwrap();
    let receipt = portal.file(&anonymous()).await;
    let early = at_desk!(portal, lead, extend, receipt, "情况复杂");
    assert!(matches!(early, Err(CaseworkError::Refused(Refused::NotAccepted))));
    at_desk!(portal, officer, accept, receipt).unwrap();
    let by_officer = at_desk!(portal, officer, extend, receipt, "情况复杂");
    assert!(matches!(by_officer, Err(CaseworkError::Forbidden(Right::ExtendLimits))));
    assert!(matches!(at_desk!(portal, lead, extend, receipt, " "), Err(CaseworkError::Faults(_))), "a reason is owed");

    let office = portal.office().await;
    let due = |followed: &follow::Followed| followed.next.unwrap();
    let before = due(&follow::open(&office, &receipt.code, portal.now).await.unwrap());
    at_desk!(portal, lead, extend, receipt, "需要鉴定").unwrap();
    let told = follow::open(&office, &receipt.code, portal.now).await.unwrap();
    let after = due(&told);
    assert!(after.on > before.on && (after.on - before.on).get_days() >= 30);
    assert_eq!((before.article, after.article), (Some(Article::Petitions34), Some(Article::Petitions34Extended)));
    let step = told.entries.last().unwrap();
    assert_eq!((step.notice, step.text.as_ref().unwrap().opened().unwrap().body.as_str()), (Some(Notice::Extended), "需要鉴定"));
    let again = at_desk!(portal, lead, extend, receipt, "再延");
    assert!(matches!(again, Err(CaseworkError::Refused(Refused::AlreadyExtended))));

    let disclosure = portal.file(&named()).await;
    at_desk!(portal, officer, accept, disclosure).unwrap();
    let other = at_desk!(portal, lead, extend, disclosure, "情况复杂");
    assert!(matches!(other, Err(CaseworkError::Refused(Refused::NotExtendable))));
}
