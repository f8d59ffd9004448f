use jiff::SignedDuration;
use model::{
    CaseAction, CustodyRefused, Decision, IdentityPart, ReleasedIdentity, ReportKind, RequestStatus, Right, Role,
    state::{Notice, Refused},
};
use seal::{Holder, Purpose, Slot};
use server::{
    casework::{
        CaseworkError,
        custody::{self, Custody, Wish},
        desk::IdentityCard,
        follow::{self, Followed},
        intake::Receipt,
        reading::Reading,
    },
    vault::SignedIn,
};

use crate::{
    at_desk,
    fixture::{CITY, HAIZHU, Portal, TIANHE, anonymous, desk, named},
};

/// Takes a step of custody, as it stands now.
macro_rules! custody {
    ($portal:ident, $who:expr, $step:ident $(, $argument:expr)*) => {{
        let office = $portal.office().await;
        Custody::new(&office, &$who, $portal.now).$step($($argument),*).await
    }};
}

async fn ask(portal: &mut Portal, who: &SignedIn, receipt: &Receipt, scope: &str) -> Result<(), CaseworkError> {
    let wish = Wish::check("verify", scope.split(' '), "电话核实").unwrap();
    custody!(portal, who, ask, &receipt.filing.number, &wish, &mut portal.rng)
}

async fn decide(portal: &mut Portal, who: &SignedIn, receipt: &Receipt, decision: Decision, words: &str) -> Result<bool, CaseworkError> {
    let decided = custody!(portal, who, decide, &receipt.filing.number, 0, decision, (words, ""), &mut portal.rng);
    decided.map(|outcome| outcome.releases())
}

async fn open(portal: &Portal, who: &SignedIn, receipt: &Receipt) -> Result<Reading<ReleasedIdentity>, CaseworkError> {
    custody!(portal, who, open, &receipt.filing.number)
}

async fn followed(portal: &Portal, receipt: &Receipt) -> Followed {
    follow::open(&portal.office().await, &receipt.code, portal.now).await.unwrap()
}

async fn object(portal: &mut Portal, receipt: &Receipt, words: &str) -> Result<(), CaseworkError> {
    let office = portal.office().await;
    custody::object(&office, &receipt.code, None, 0, words, portal.now, &mut portal.rng).await
}

fn refused<T>(result: Result<T, CaseworkError>) -> CustodyRefused {
    match result {
        Err(CaseworkError::Custody(why)) => why,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

/// An officer, a custodian, and a named report of their unit.
async fn unit(portal: &mut Portal) -> (SignedIn, SignedIn, Receipt) {
    let officer = portal.member(TIANHE, "officer", &[Role::Officer]).await;
    let custodian = portal.member(TIANHE, "custodian", &[Role::Custodian]).await;
    let receipt = portal.file(&named()).await;
    (officer, custodian, receipt)
}

/// A second member of a unit, to whom the first has granted the keys.
async fn colleague(portal: &mut Portal, by: &SignedIn, login: &str, roles: &[Role]) -> SignedIn {
    let member = portal.member(by.unit, login, roles).await;
    portal.vault.grant_pending(by, None, portal.now, &mut portal.rng).await.unwrap();
    member
}

#[tokio::test]
async fn an_officer_asks_a_custodian_grants_and_only_the_scope_is_released_until_it_ends() {
    let mut portal = Portal::new().await;
    let (officer, custodian, receipt) = unit(&mut portal).await;
    assert_eq!(receipt.filing.identity_kept_by, Some(TIANHE));
    assert_eq!(refused(open(&portal, &officer, &receipt).await), CustodyRefused::NotReleased);
    ask(&mut portal, &officer, &receipt, "phone name").await.unwrap();
    assert_eq!(refused(ask(&mut portal, &officer, &receipt, "name").await), CustodyRefused::AskedAlready);
    assert!(followed(&portal, &receipt).await.uses.is_empty(), "nothing was given yet");

    let waiting = custody!(portal, custodian, view, None).unwrap().waiting;
    assert_eq!((waiting.len(), waiting[0].request.scope.to_string().as_str()), (1, "name phone"));
    assert_eq!(waiting[0].words.opened().unwrap().body, "电话核实");
    assert!(decide(&mut portal, &custodian, &receipt, Decision::Grant, "").await.unwrap());
    let released = open(&portal, &officer, &receipt).await.unwrap();
    let released = released.opened().unwrap();
    let part = |part| released.part(part).map(str::to_owned);
    assert_eq!((part(IdentityPart::Name), part(IdentityPart::Phone)), (Some("张三".to_owned()), Some("020 8888".to_owned())));
    assert_eq!((part(IdentityPart::IdNumber), part(IdentityPart::Address)), (None, None), "no field that was not asked for");

    let seen = followed(&portal, &receipt).await;
    let told: Vec<_> = seen.entries.iter().filter_map(|entry| entry.notice).collect();
    assert_eq!(told, [Notice::Filed, Notice::IdentityGranted, Notice::IdentityOpened]);
    let given = &seen.uses[0];
    assert_eq!((given.words.opened().unwrap().body.as_str(), given.opened_at.len(), given.open), ("电话核实", 1, true));
    assert_eq!((given.granted[0].0.unit_id, given.request.unit_id), (TIANHE, TIANHE));

    portal.later(SignedDuration::from_hours(24));
    assert_eq!(refused(open(&portal, &officer, &receipt).await), CustodyRefused::NotReleased, "it ends by itself");
    assert_eq!(portal.store.end_releases(portal.now.as_millisecond()).await.unwrap(), 1);
    assert_eq!(portal.store.end_releases(portal.now.as_millisecond()).await.unwrap(), 0);
    let case = seen.case.id;
    assert!(portal.store.cases().keys(case).await.unwrap().iter().all(|copy| copy.purpose != Purpose::Release), "its key is destroyed");
    assert!(portal.store.cases().envelope(case, Slot::Release, 0).await.is_err());
    let after = followed(&portal, &receipt).await;
    assert_eq!((after.uses[0].request.status, after.uses[0].open), (RequestStatus::Ended, false));
    ask(&mut portal, &officer, &receipt, "name").await.unwrap();
}

#[tokio::test]
async fn what_was_released_is_sealed_to_the_one_who_asked_and_to_nobody_else() {
    let mut portal = Portal::new().await;
    let (officer, custodian, receipt) = unit(&mut portal).await;
    let other = colleague(&mut portal, &officer, "other", &[Role::Officer, Role::Lead]).await;
    ask(&mut portal, &officer, &receipt, "name").await.unwrap();
    decide(&mut portal, &custodian, &receipt, Decision::Grant, "").await.unwrap();
    let case = followed(&portal, &receipt).await.case.id;
    let copies = portal.store.cases().keys(case).await.unwrap();
    let released: Vec<_> = copies.iter().filter(|copy| copy.purpose == Purpose::Release).map(|copy| copy.holder).collect();
    assert_eq!(released, [Holder::Member(officer.member)]);
    assert!(copies.iter().all(|copy| copy.purpose != Purpose::Identity || !matches!(copy.holder, Holder::Member(_))));
    assert_eq!(refused(open(&portal, &other, &receipt).await), CustodyRefused::NotReleased);
    let by_custodian = custody!(portal, custodian, open, &receipt.filing.number);
    assert!(matches!(by_custodian, Err(CaseworkError::Forbidden(Right::HandleCases))), "custodians look at nothing by themselves");
    let office = portal.office().await;
    let view = desk(&office, &other, &portal).open(&receipt.filing.number).await.unwrap();
    let asked = view.entries.iter().find(|entry| entry.action == CaseAction::AskIdentity).unwrap();
    assert_eq!(asked.text, Some(Reading::NoKey), "why it was asked for is not the colleagues' affair");
}

#[tokio::test]
async fn a_refusal_has_a_reason_that_the_one_who_asked_reads() {
    let mut portal = Portal::new().await;
    let (officer, custodian, receipt) = unit(&mut portal).await;
    ask(&mut portal, &officer, &receipt, "address").await.unwrap();
    let silent = decide(&mut portal, &custodian, &receipt, Decision::Refuse, " ").await;
    assert!(matches!(silent, Err(CaseworkError::Faults(_))));
    assert!(!decide(&mut portal, &custodian, &receipt, Decision::Refuse, "写信即可").await.unwrap());
    assert_eq!(refused(open(&portal, &officer, &receipt).await), CustodyRefused::NotReleased);
    let office = portal.office().await;
    let view = desk(&office, &officer, &portal).open(&receipt.filing.number).await.unwrap();
    let IdentityCard::Kept { standing: Some(standing), own: false, .. } = view.identity else { panic!("{:?}", view.identity) };
    assert_eq!(standing.request.status, RequestStatus::Refused);
    assert_eq!(standing.refusal.unwrap().opened().unwrap().body, "写信即可");
    let seen = followed(&portal, &receipt).await;
    assert!(seen.uses.is_empty() && seen.entries.iter().all(|entry| entry.notice == Some(Notice::Filed)));
    assert_eq!(refused(decide(&mut portal, &custodian, &receipt, Decision::Grant, "").await), CustodyRefused::NotWaiting);
}

#[tokio::test]
async fn nobody_decides_on_an_own_request() {
    let mut portal = Portal::new().await;
    let both = portal.member(TIANHE, "both", &[Role::Officer, Role::Custodian]).await;
    let second = colleague(&mut portal, &both, "second", &[Role::Custodian]).await;
    let receipt = portal.file(&named()).await;
    ask(&mut portal, &both, &receipt, "name").await.unwrap();
    for decision in [Decision::Grant, Decision::Refuse] {
        assert_eq!(refused(decide(&mut portal, &both, &receipt, decision, "自己").await), CustodyRefused::OwnRequest);
    }
    assert_eq!(custody!(portal, both, view, None).unwrap().waiting[0].closed, Some(CustodyRefused::OwnRequest));
    assert!(decide(&mut portal, &second, &receipt, Decision::Grant, "").await.unwrap());
    assert!(open(&portal, &both, &receipt).await.unwrap().opened().is_some());
}

#[tokio::test]
async fn where_the_risk_is_high_two_custodians_have_to_grant() {
    let mut portal = Portal::new().await;
    portal.custody.two_decisions_kinds = vec![ReportKind::Disclosure];
    let (officer, custodian, receipt) = unit(&mut portal).await;
    let second = colleague(&mut portal, &custodian, "second", &[Role::Custodian]).await;
    ask(&mut portal, &officer, &receipt, "name").await.unwrap();
    assert!(!decide(&mut portal, &custodian, &receipt, Decision::Grant, "").await.unwrap());
    assert_eq!(refused(open(&portal, &officer, &receipt).await), CustodyRefused::NotReleased);
    assert!(followed(&portal, &receipt).await.uses.is_empty());
    assert_eq!(refused(decide(&mut portal, &custodian, &receipt, Decision::Grant, "").await), CustodyRefused::DecidedAlready);
    assert!(decide(&mut portal, &second, &receipt, Decision::Grant, "同意").await.unwrap());
    assert!(open(&portal, &officer, &receipt).await.unwrap().opened().is_some());
    let given = &followed(&portal, &receipt).await.uses[0];
    assert_eq!(given.granted.len(), 2);
    let said: Vec<_> = given.granted.iter().filter_map(|(_, said)| Some(said.as_ref()?.opened()?.body.as_str())).collect();
    assert_eq!(said, ["同意"]);
}

#[tokio::test]
async fn without_custodians_anywhere_there_is_nobody_to_ask() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer, Role::Lead]).await;
    let receipt = portal.file(&named()).await;
    assert_eq!(receipt.filing.identity_kept_by, None);
    let office = portal.office().await;
    let view = desk(&office, &officer, &portal).open(&receipt.filing.number).await.unwrap();
    assert_eq!(view.identity, IdentityCard::ReporterOnly);
    assert!(followed(&portal, &receipt).await.identity.unwrap().opened().is_some());
    assert_eq!(refused(ask(&mut portal, &officer, &receipt, "name").await), CustodyRefused::NoCustodian);
    let nameless = portal.file(&anonymous()).await;
    assert!(matches!(ask(&mut portal, &officer, &nameless, "name").await, Err(CaseworkError::Refused(Refused::Anonymous))));
}

#[tokio::test]
async fn the_custodians_above_decide_for_a_unit_that_has_none_and_after_a_transfer() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "officer", &[Role::Officer]).await;
    let haizhu = portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let above = portal.member(CITY, "above", &[Role::Custodian]).await;
    let stranger = portal.member(HAIZHU, "stranger", &[Role::Custodian]).await;
    let receipt = portal.file(&named()).await;
    assert_eq!(receipt.filing.identity_kept_by, Some(CITY));
    let kept = custody!(portal, above, view, None).unwrap().kept;
    assert_eq!((kept[0].0.unit_id, kept[0].1), (TIANHE, None));
    ask(&mut portal, &officer, &receipt, "phone").await.unwrap();
    assert!(decide(&mut portal, &above, &receipt, Decision::Grant, "").await.unwrap());
    assert!(open(&portal, &officer, &receipt).await.unwrap().opened().is_some());

    at_desk!(portal, officer, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    assert!(matches!(open(&portal, &officer, &receipt).await, Err(CaseworkError::NotFound)), "a transfer ends it");
    let case = followed(&portal, &receipt).await;
    assert_eq!(case.uses[0].request.status, RequestStatus::Ended);
    assert!(portal.store.cases().keys(case.case.id).await.unwrap().iter().all(|copy| copy.purpose != Purpose::Release));
    ask(&mut portal, &haizhu, &receipt, "phone").await.unwrap();
    assert!(custody!(portal, stranger, view, None).unwrap().waiting.is_empty(), "nobody who could read it has passed it on");
    let by_stranger = custody!(portal, stranger, decide, &receipt.filing.number, 1, Decision::Grant, ("", ""), &mut portal.rng);
    assert!(matches!(by_stranger, Err(CaseworkError::NotFound)));
    let by_above = custody!(portal, above, decide, &receipt.filing.number, 1, Decision::Grant, ("", ""), &mut portal.rng);
    assert!(by_above.unwrap().releases());
    assert!(open(&portal, &haizhu, &receipt).await.unwrap().opened().is_some());
}

#[tokio::test]
async fn a_transfer_takes_back_what_was_asked_for_before_anyone_decided() {
    let mut portal = Portal::new().await;
    let (officer, custodian, receipt) = unit(&mut portal).await;
    portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    ask(&mut portal, &officer, &receipt, "name").await.unwrap();
    at_desk!(portal, officer, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    assert!(custody!(portal, custodian, view, None).unwrap().waiting.is_empty());
    assert_eq!(refused(decide(&mut portal, &custodian, &receipt, Decision::Grant, "").await), CustodyRefused::NotWaiting);
}

#[tokio::test]
async fn who_no_longer_handles_the_case_is_given_nothing() {
    let mut portal = Portal::new().await;
    let (officer, custodian, receipt) = unit(&mut portal).await;
    colleague(&mut portal, &officer, "other", &[Role::Officer]).await;
    ask(&mut portal, &officer, &receipt, "name").await.unwrap();
    portal.alter(&format!("UPDATE members SET left_at = 1 WHERE id = {}", officer.member)).await;
    assert_eq!(refused(decide(&mut portal, &custodian, &receipt, Decision::Grant, "").await), CustodyRefused::AskerGone);
}

#[tokio::test]
async fn an_identity_that_was_changed_is_not_released() {
    let mut portal = Portal::new().await;
    let (officer, custodian, receipt) = unit(&mut portal).await;
    ask(&mut portal, &officer, &receipt, "name").await.unwrap();
    let other = portal.file(&named()).await;
    let (mine, theirs) = (followed(&portal, &receipt).await.case.id, followed(&portal, &other).await.case.id);
    let theirs = format!("SELECT ciphertext FROM envelopes WHERE case_id = {theirs} AND slot = 'identity'");
    portal.alter(&format!("UPDATE envelopes SET ciphertext = ({theirs}) WHERE case_id = {mine} AND slot = 'identity'")).await;
    assert_eq!(refused(decide(&mut portal, &custodian, &receipt, Decision::Grant, "").await), CustodyRefused::Broken);
}

#[tokio::test]
async fn custodians_hand_an_identity_over_to_those_of_the_unit_in_charge() {
    let mut portal = Portal::new().await;
    let (officer, old, receipt) = unit(&mut portal).await;
    let haizhu = portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let new = portal.member(HAIZHU, "new", &[Role::Custodian]).await;
    let early = custody!(portal, old, hand_over, &receipt.filing.number, ("移交", ""), &mut portal.rng);
    assert!(matches!(early, Err(CaseworkError::Faults(_))), "those custodians keep it already");
    at_desk!(portal, officer, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    assert_eq!(custody!(portal, old, view, None).unwrap().kept[0].1, Some(HAIZHU));
    custody!(portal, old, hand_over, &receipt.filing.number, ("已转办", ""), &mut portal.rng).unwrap();
    assert!(custody!(portal, old, view, None).unwrap().kept.is_empty());
    ask(&mut portal, &haizhu, &receipt, "name").await.unwrap();
    assert!(matches!(decide(&mut portal, &old, &receipt, Decision::Grant, "").await, Err(CaseworkError::NotFound)));
    assert!(decide(&mut portal, &new, &receipt, Decision::Grant, "").await.unwrap());
    assert!(open(&portal, &haizhu, &receipt).await.unwrap().opened().is_some());
    let seen = followed(&portal, &receipt).await;
    let handed = seen.entries.iter().find(|entry| entry.notice == Some(Notice::IdentityHandedOver)).unwrap();
    assert_eq!((handed.detail.as_deref(), handed.text.as_ref().unwrap().opened().unwrap().body.as_str()), (Some("440105"), "已转办"));
}

#[tokio::test]
async fn a_custodian_who_transfers_the_case_passes_the_identity_on() {
    let mut portal = Portal::new().await;
    let both = portal.member(TIANHE, "both", &[Role::Officer, Role::Custodian]).await;
    let haizhu = portal.member(HAIZHU, "haizhu", &[Role::Officer]).await;
    let keeper = portal.member(HAIZHU, "keeper", &[Role::Custodian]).await;
    let receipt = portal.file(&named()).await;
    at_desk!(portal, both, transfer, receipt, HAIZHU, "属海珠区").unwrap();
    assert!(custody!(portal, both, view, None).unwrap().kept.is_empty());
    ask(&mut portal, &haizhu, &receipt, "name").await.unwrap();
    assert!(decide(&mut portal, &keeper, &receipt, Decision::Grant, "").await.unwrap());
    assert!(open(&portal, &haizhu, &receipt).await.unwrap().opened().is_some());
}

#[tokio::test]
async fn an_objection_goes_to_leads_of_the_unit_above_who_see_that_request_alone() {
    let mut portal = Portal::new().await;
    let (officer, custodian, receipt) = unit(&mut portal).await;
    let lead = portal.member(CITY, "lead", &[Role::Lead]).await;
    let district_lead = colleague(&mut portal, &officer, "district", &[Role::Lead]).await;
    assert_eq!(refused(object(&mut portal, &receipt, "为什么").await), CustodyRefused::NotObjectable, "nothing was given");
    ask(&mut portal, &officer, &receipt, "phone").await.unwrap();
    decide(&mut portal, &custodian, &receipt, Decision::Grant, "同意").await.unwrap();
    assert_eq!(followed(&portal, &receipt).await.uses[0].objectable_at, Some(CITY));
    assert!(matches!(object(&mut portal, &receipt, " ").await, Err(CaseworkError::Faults(_))));
    object(&mut portal, &receipt, "没有必要打电话").await.unwrap();
    assert_eq!(refused(object(&mut portal, &receipt, "再说一次").await), CustodyRefused::NotObjectable);

    assert!(custody!(portal, district_lead, objections).unwrap().is_empty(), "it goes to the unit above");
    let objections = custody!(portal, lead, objections).unwrap();
    let objection = &objections[0];
    assert_eq!(objection.objection.opened().unwrap().body, "没有必要打电话");
    assert_eq!(objection.words.opened().unwrap().body, "电话核实");
    assert_eq!(objection.decided[0].1.as_ref().unwrap().opened().unwrap().body, "同意");
    let office = portal.office().await;
    let case = desk(&office, &lead, &portal).open(&receipt.filing.number).await;
    assert!(matches!(case, Err(CaseworkError::NotFound)), "the case itself stays closed to that unit");

    let number = receipt.filing.number.clone();
    let by_district = custody!(portal, district_lead, answer_objection, &number, 0, ("不归我", ""), &mut portal.rng);
    assert!(matches!(by_district, Err(CaseworkError::NotFound)));
    let by_officer = custody!(portal, officer, answer_objection, &number, 0, ("不归我", ""), &mut portal.rng);
    assert!(matches!(by_officer, Err(CaseworkError::Forbidden(Right::AnswerObjections))));
    let silent = custody!(portal, lead, answer_objection, &number, 0, ("", ""), &mut portal.rng);
    assert!(matches!(silent, Err(CaseworkError::Faults(_))));
    custody!(portal, lead, answer_objection, &number, 0, ("已查，以后改为写信", ""), &mut portal.rng).unwrap();
    let again = custody!(portal, lead, answer_objection, &number, 0, ("再答", ""), &mut portal.rng);
    assert_eq!(refused(again), CustodyRefused::NoObjection);
    let given = &followed(&portal, &receipt).await.uses[0];
    assert_eq!(given.objection.as_ref().unwrap().opened().unwrap().body, "没有必要打电话");
    assert_eq!(given.ruling.as_ref().unwrap().opened().unwrap().body, "已查，以后改为写信");
}

#[tokio::test]
async fn at_the_top_leads_answer_who_had_no_part_in_it() {
    let mut portal = Portal::new().await;
    let lead = portal.member(CITY, "lead", &[Role::Lead, Role::Custodian]).await;
    let other = colleague(&mut portal, &lead, "other", &[Role::Lead, Role::Officer]).await;
    let receipt = portal.file(&named()).await;
    ask(&mut portal, &other, &receipt, "name").await.unwrap();
    decide(&mut portal, &lead, &receipt, Decision::Grant, "").await.unwrap();
    object(&mut portal, &receipt, "请说明").await.unwrap();
    for involved in [&lead, &other] {
        let answered = custody!(portal, involved, answer_objection, &receipt.filing.number, 0, ("我来答", ""), &mut portal.rng);
        assert_eq!(refused(answered), CustodyRefused::Involved);
    }
    let third = colleague(&mut portal, &lead, "third", &[Role::Lead]).await;
    custody!(portal, third, answer_objection, &receipt.filing.number, 0, ("已查", ""), &mut portal.rng).unwrap();
}

#[tokio::test]
async fn what_stands_in_the_database_about_a_request_says_nothing_that_anybody_wrote() {
    let mut portal = Portal::new().await;
    let (officer, custodian, receipt) = unit(&mut portal).await;
    portal.member(CITY, "lead", &[Role::Lead]).await;
    ask(&mut portal, &officer, &receipt, "name id_number phone address").await.unwrap();
    decide(&mut portal, &custodian, &receipt, Decision::Grant, "准予联系一次").await.unwrap();
    object(&mut portal, &receipt, "没有必要打电话").await.unwrap();
    for words in ["电话核实", "准予联系一次", "没有必要打电话", "张三", "020 8888", "11010519491231002X"] {
        assert!(!portal.holds(words.as_bytes()), "{words}");
    }
}
