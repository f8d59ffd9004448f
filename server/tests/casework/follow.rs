use jiff::civil::date;
use model::{
    Article, CaseAction, CaseStatus, FaultKind, Role,
    state::{Notice, Refused},
    status::{Finding, Rating},
};
use server::casework::{CaseworkError, follow, intake, reading::Reading, ticket::Ticket, timeline::Party};

use crate::{
    at_desk,
    fixture::{CITY, Portal, TIANHE, anonymous, named},
};

#[tokio::test]
async fn a_report_goes_to_the_nearest_unit_with_a_key_and_comes_back_by_its_code() {
    let mut portal = Portal::new().await;
    portal.member(CITY, "city", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    assert_eq!((receipt.filing.unit, receipt.new), (CITY, true));
    assert_eq!(receipt.filing.due.on, date(2026, 12, 9));
    let followed = follow::open(&portal.office().await, &receipt.code, portal.now).await.unwrap();
    assert_eq!(followed.report.opened(), Some(&anonymous().content));
    assert_eq!(followed.case.number, receipt.filing.number);
    assert_eq!(followed.next.unwrap().article, Some(Article::Petitions23));
    assert_eq!(followed.case.filed_at % 3_600_000, 0, "only the hour is kept");
}

#[tokio::test]
async fn without_any_key_nothing_is_taken() {
    let mut portal = Portal::new().await;
    let ticket = Ticket::issue(portal.now, &mut portal.rng);
    let filed = intake::file(&portal.office().await, &anonymous(), &ticket, portal.now, &mut portal.rng).await;
    assert!(matches!(filed, Err(CaseworkError::NotOpen(_))));
}

#[tokio::test]
async fn a_form_sent_twice_gives_the_same_receipt_even_if_its_text_was_changed() {
    let mut portal = Portal::new().await;
    portal.member(CITY, "city", &[Role::Officer, Role::Custodian]).await;
    let ticket = Ticket::issue(portal.now, &mut portal.rng);
    let first = portal.file_with(&named(), &ticket).await;
    let mut changed = named();
    changed.content.title = "别的".into();
    let second = portal.file_with(&changed, &ticket).await;
    assert!(!second.new);
    assert_eq!(
        (first.code.as_bytes(), &first.filing.number, first.filing.filed_on),
        (second.code.as_bytes(), &second.filing.number, second.filing.filed_on)
    );
    assert_eq!(
        (first.filing.unit, first.filing.identity_kept_by, first.filing.due),
        (second.filing.unit, second.filing.identity_kept_by, second.filing.due)
    );
    assert_eq!(first.proof, second.proof);
}

#[tokio::test]
async fn an_unknown_code_is_not_found() {
    let mut portal = Portal::new().await;
    let code = model::ReceiptCode::generate(&mut portal.rng);
    assert!(matches!(follow::open(&portal.office().await, &code, portal.now).await, Err(CaseworkError::NotFound)));
}

#[tokio::test]
async fn a_case_is_worked_to_a_rated_end_and_each_side_reads_the_other() {
    let mut portal = Portal::new().await;
    let officer = portal.member(TIANHE, "tianhe", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    at_desk!(portal, officer, ask, receipt, "哪一年？").unwrap();
    let office = portal.office().await;
    follow::supply(&office, &receipt.code, None, "二〇二五年。", portal.now, &mut portal.rng).await.unwrap();
    at_desk!(portal, officer, accept, receipt).unwrap();
    at_desk!(portal, officer, note_down, receipt, "内部").unwrap();
    at_desk!(portal, officer, answer, receipt, "已支付。").unwrap();
    let unfit = at_desk!(portal, officer, close, receipt, Finding::Substantiated, "");
    assert!(matches!(unfit, Err(CaseworkError::Faults(_))), "a request is not true or false");
    at_desk!(portal, officer, close, receipt, Finding::Granted, "").unwrap();
    follow::rate(&office, &receipt.code, None, Rating::Satisfied, "谢谢", portal.now, &mut portal.rng).await.unwrap();

    let followed = follow::open(&office, &receipt.code, portal.now).await.unwrap();
    assert_eq!((followed.case.status, followed.case.rating), (CaseStatus::Closed, Some(Rating::Satisfied)));
    let told: Vec<_> = followed.entries.iter().filter_map(|entry| entry.notice).collect();
    assert_eq!(told, [Notice::Filed, Notice::Asked, Notice::Supplied, Notice::Accepted, Notice::Answered, Notice::Closed]);
    let asked = &followed.entries[1];
    assert_eq!(asked.text.as_ref().unwrap().opened().unwrap().body, "哪一年？");
    assert!(matches!(asked.by, Party::Staff { unit: Some(TIANHE), role: Some(Role::Officer), .. }));
    assert_eq!(followed.entries[3].basis, Some(Article::Petitions34));
    assert_eq!(followed.review_until, Some(date(2026, 12, 24)));
    assert!(followed.entries.iter().all(|entry| entry.action != CaseAction::Note), "notes are the unit's own");
    assert!(followed.next.is_none());

    let view = server::casework::desk::Desk::new(&office, &officer, portal.now).open(&receipt.filing.number).await.unwrap();
    let texts: Vec<_> = view.entries.iter().filter_map(|entry| entry.text.as_ref()?.opened()).map(|text| text.body.as_str()).collect();
    assert_eq!(texts, ["哪一年？", "二〇二五年。", "内部", "已支付。", "谢谢"]);
    assert_eq!(view.case.first_handler_id, Some(officer.member));
    let again = follow::rate(&office, &receipt.code, None, Rating::Fair, "", portal.now, &mut portal.rng).await;
    assert!(matches!(again, Err(CaseworkError::Refused(Refused::AlreadyRated))));
}

#[tokio::test]
async fn a_reporter_withdraws_and_nothing_moves_any_more() {
    let mut portal = Portal::new().await;
    let officer = portal.member(CITY, "city", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    let office = portal.office().await;
    follow::withdraw(&office, &receipt.code, None, portal.now, &mut portal.rng).await.unwrap();
    let accepted = at_desk!(portal, officer, accept, receipt);
    assert!(matches!(accepted, Err(CaseworkError::Refused(Refused::Withdrawn))));
    let supplied = follow::supply(&office, &receipt.code, None, "等等", portal.now, &mut portal.rng).await;
    assert!(matches!(supplied, Err(CaseworkError::Refused(Refused::Withdrawn))));
}

#[tokio::test]
async fn an_empty_message_is_a_fault_of_its_field() {
    let mut portal = Portal::new().await;
    portal.member(CITY, "city", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    let supplied = follow::supply(&portal.office().await, &receipt.code, None, " \n", portal.now, &mut portal.rng).await;
    let Err(CaseworkError::Faults(faults)) = supplied else { panic!("no fault") };
    assert_eq!(faults[0].kind, FaultKind::Empty);
}

#[tokio::test]
async fn a_message_in_anothers_name_is_shown_as_forged() {
    use model::state::{self, Facts};
    use seal::{Place, ReporterSecret, Slot, sign_message};
    use server::store::{Author, CasePatch, Change, NewEnvelope, NewEvent};

    let mut portal = Portal::new().await;
    let officer = portal.member(CITY, "city", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    // Someone who holds the data key and can write to the database, but not the officer's signing key: the reporter.
    let secret = ReporterSecret::from_code(&receipt.code);
    let case = follow::open(&portal.office().await, &receipt.code, portal.now).await.unwrap().case;
    let key = portal.data_key(&receipt).await;
    let place = Place { case: case.id, slot: Slot::Message, seq: 0, epoch: 0 };
    let message = seal::encode(&model::Message::of("我承认".into()));
    let ciphertext = sign_message(&key, &place, &secret.signing_key(), &message, &mut portal.rng).into_bytes();
    let author = Author::Member(officer.member);
    let change = Change {
        case: case.id,
        version: case.version,
        transition: state::decide(case.status, CaseAction::Ask, Facts::default()).unwrap(),
        at: 0,
        patch: CasePatch::default(),
        event: NewEvent {
            actor: author,
            unit: Some(CITY),
            role: None,
            detail: None,
            basis: None,
            due_at: None,
            envelope: Some((Slot::Message, 0)),
        },
        envelopes: vec![NewEnvelope { slot: Slot::Message, seq: 0, epoch: 0, author, ciphertext }],
        keys: vec![],
        files: Vec::new(),
        revoked: vec![],
        custody: None,
        recusal: None,
        audit: None,
    };
    portal.store.apply(change).await.unwrap();
    let followed = follow::open(&portal.office().await, &receipt.code, portal.now).await.unwrap();
    assert_eq!(followed.entries[1].text, Some(Reading::Forged));
}

#[tokio::test]
async fn a_report_that_a_member_put_in_the_place_of_another_is_shown_as_forged() {
    use seal::{Place, Slot, sign_message};

    let mut portal = Portal::new().await;
    let officer = portal.member(CITY, "city", &[Role::Officer]).await;
    let receipt = portal.file(&anonymous()).await;
    let key = portal.data_key(&receipt).await;
    let case = follow::open(&portal.office().await, &receipt.code, portal.now).await.unwrap().case;
    // With the data key and write access to the database, but without the reporter's signing key.
    let mut forged = anonymous().content;
    forged.body = "没有这回事。".into();
    let place = Place { case: case.id, slot: Slot::Report, seq: 0, epoch: 0 };
    let ciphertext = sign_message(&key, &place, &officer.keys().signing_key(), &seal::encode(&forged), &mut portal.rng).into_bytes();
    let hex: String = ciphertext.iter().map(|byte| format!("{byte:02x}")).collect();
    portal.alter(&format!("UPDATE envelopes SET ciphertext = x'{hex}' WHERE slot = 'report'")).await;

    let office = portal.office().await;
    assert_eq!(follow::open(&office, &receipt.code, portal.now).await.unwrap().report, Reading::Forged);
    let seen = server::casework::desk::Desk::new(&office, &officer, portal.now).open(&receipt.filing.number).await.unwrap();
    assert_eq!(seen.report, Reading::Forged);
}

#[tokio::test]
async fn nothing_in_the_database_confirms_a_guess_of_what_was_filed() {
    use seal::{ReporterSecret, encode, proof_of_filing};

    let mut portal = Portal::new().await;
    portal.member(CITY, "city", &[Role::Officer]).await;
    let (receipt, other) = (portal.file(&anonymous()).await, portal.file(&anonymous()).await);
    let content = encode(&anonymous().content);
    let filed_at = follow::open(&portal.office().await, &receipt.code, portal.now).await.unwrap().case.filed_at;
    let proof = |code| proof_of_filing(&ReporterSecret::from_code(code).proof_key(), &receipt.filing.number, filed_at, &content);
    assert_eq!(proof(&receipt.code), receipt.proof, "who has the code computes it");
    assert_ne!(proof(&other.code), receipt.proof, "who guesses text, number and hour does not");
    assert!(!portal.holds(receipt.proof.as_bytes()), "and it is not stored");
}
