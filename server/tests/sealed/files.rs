//! Files that a browser sealed, segment by segment.

use axum::{body::Body, extract::Request, http::StatusCode};
use data_encoding::BASE64;
use jiff::SignedDuration;
use model::{
    Attachment, CaseAction, Fault, FaultKind, Handling, Message,
    api::{ActAsk, Base64, NewText, RemoveAsk, SegmentAsk, UploadAsk, UploadEnd, UploadGrant},
};
use rand::{SeedableRng, rngs::StdRng};
use seal::{
    FileHeader, FileKey, FilePlace, FileSealer, Holder, KeyPlace, Place, Purpose, ReporterSecret, Slot, encode, sign_message, stage, staged,
};
use server::{
    casework::evidence::{EvidenceRules, sweep},
    clock::Clock as _,
    files::{Files, FilesError},
};

use crate::{
    browser::{Browser, post, read},
    following::{bare, key, lookup, open, signed},
    member::Member,
    support::{Answer, TestPortal},
};

/// A file as a browser seals it.
struct Sealed {
    segments: Vec<Vec<u8>>,
    attachment: Attachment,
}

fn sealed(place: FilePlace, name: &str, content: &[u8]) -> Sealed {
    let rng = &mut StdRng::seed_from_u64(content.len() as u64);
    let key = FileKey::generate(rng);
    let mut sealer = FileSealer::begin(&key, place, rng);
    let header = sealer.header();
    let mut segments: Vec<Vec<u8>> = sealer.push(content).into_iter().map(seal::FileSegment::into_bytes).collect();
    segments.extend(sealer.finish().map(seal::FileSegment::into_bytes));
    segments[0] = [header.as_bytes().as_slice(), &segments[0]].concat();
    let attachment = Attachment {
        number: place.number,
        name: name.to_owned(),
        size: content.len() as u64,
        key: BASE64.encode(key.expose()),
        handling: Handling::Cleaned(Vec::new()),
    };
    Sealed { segments, attachment }
}

async fn begin(portal: &TestPortal, secret: &ReporterSecret) -> UploadGrant {
    read(&post(portal, "/api/evidence/begin", &UploadAsk { lookup: lookup(secret) }).await)
}

async fn put(portal: &TestPortal, token: &str, segment: usize, bytes: &[u8]) -> Answer {
    let request = Request::put(format!("/api/evidence/{segment}")).header("x-upload", token);
    portal.send(request.body(Body::from(bytes.to_vec())).unwrap()).await
}

async fn finish(portal: &TestPortal, secret: &ReporterSecret, grant: &UploadGrant, file: &Sealed) -> Answer {
    let place = KeyPlace { case: grant.case, epoch: 0, purpose: Purpose::Report, holder: Holder::Reporter };
    let staging = secret.staging_key(&secret.open_copy(&grant.copy.0, &place).unwrap());
    let known = stage(&staging, grant.case, &file.attachment, &mut StdRng::seed_from_u64(3));
    let segments = file.segments.len() as u32;
    post(portal, "/api/evidence/finish", &UploadEnd { token: grant.token.clone(), segments, known: Base64(known.into_bytes()) }).await
}

async fn uploaded(portal: &TestPortal, secret: &ReporterSecret, name: &str, content: &[u8]) -> (UploadGrant, Sealed) {
    let grant = begin(portal, secret).await;
    let file = sealed(FilePlace { case: grant.case, number: grant.number }, name, content);
    for (number, segment) in file.segments.iter().enumerate() {
        assert_eq!(put(portal, &grant.token, number, segment).await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(finish(portal, secret, &grant, &file).await.status, StatusCode::NO_CONTENT);
    (grant, file)
}

/// Sends what waits with a message.
async fn send(portal: &TestPortal, secret: &ReporterSecret) -> Answer {
    let (_, case) = open(portal, secret).await;
    let staging = secret.staging_key(&key(&case, secret, Purpose::Report, 0));
    let known = case.files.iter().map(|file| {
        staged(&staging, FilePlace { case: case.case, number: file.number }, &file.known.0.as_slice().try_into().unwrap()).unwrap()
    });
    let message = Message { body: String::new(), files: known.collect() };
    let files: Vec<u32> = message.files.iter().map(|file| file.number).collect();
    let place = Place { case: case.case, slot: Slot::Message, seq: case.next_message, epoch: case.epoch };
    let key = key(&case, secret, Purpose::Report, case.epoch);
    let text = sign_message(&key, &place, &secret.signing_key(), &encode(&message), &mut StdRng::seed_from_u64(9));
    let text = Some(NewText { seq: place.seq, epoch: place.epoch, ciphertext: Base64(text.into_bytes()) });
    let ask = ActAsk { text, files, ..bare(&case, secret, CaseAction::Supply, None) };
    post(portal, "/api/status/act", &signed(&case, secret, ask)).await
}

async fn reaches_the_unit(portal: TestPortal) {
    let mut browser = Browser::open(&portal, &[]).await;
    let number = browser.file().await.number.to_string();
    let secret = browser.secret();
    let content: Vec<u8> = (0..2_500_000u32).map(|place| (place % 251) as u8).collect();
    let (grant, file) = uploaded(&portal, &secret, "CANARY.bin", &content).await;
    assert_eq!(file.segments.len(), 3);
    // An answer that got lost is asked for again.
    assert_eq!(finish(&portal, &secret, &grant, &file).await.status, StatusCode::NO_CONTENT);
    let (page, case) = open(&portal, &secret).await;
    assert!(page.contains("data-file=\"file-0\"") && !page.contains("CANARY"));
    assert_eq!(case.files.len(), 1);
    assert_eq!(send(&portal, &secret).await.status, StatusCode::OK);
    let late = put(&portal, &grant.token, 0, &file.segments[0]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND, "what was sent stays as it was sent");
    let officer = Member::arrive(&portal, "tianhe").await;
    let address = format!("/staff/cases/{number}/files/0");
    assert!(officer.get(&address).await.body.contains("CANARY.bin"));
    assert!(officer.post(&format!("{address}/download"), &[]).await.bytes == content);
}

#[tokio::test]
async fn a_file_reaches_the_unit_on_sqlite() {
    reaches_the_unit(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn a_file_reaches_the_unit_on_postgres() {
    reaches_the_unit(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_sealed_to_its_reporter_alone() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    browser.file().await;
    let secret = browser.secret();
    let (grant, file) = uploaded(&portal, &secret, "a", &[7; 2_500_000]).await;
    let ask = |secret, segment| SegmentAsk { lookup: lookup(secret), number: grant.number, segment };
    for _ in ["while it waits", "once it is sent"] {
        for (number, sealed) in file.segments.iter().enumerate() {
            let answer = post(&portal, "/api/evidence/read", &ask(&secret, number as u32)).await;
            assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
            assert!(answer.bytes == *sealed);
        }
        send(&portal, &secret).await;
    }
    let stranger = ReporterSecret::from_code(&model::ReceiptCode::from_entropy(&[9; 24]));
    for none in [ask(&stranger, 0), ask(&secret, 3), SegmentAsk { number: 7, ..ask(&secret, 0) }] {
        assert_eq!(post(&portal, "/api/evidence/read", &none).await.status, StatusCode::NOT_FOUND);
    }
    let unfinished = begin(&portal, &secret).await;
    put(&portal, &unfinished.token, 0, &file.segments[0]).await;
    let early = SegmentAsk { number: unfinished.number, ..ask(&secret, 0) };
    assert_eq!(post(&portal, "/api/evidence/read", &early).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_no_segment_or_comes_without_a_right_is_refused() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    browser.file().await;
    let secret = browser.secret();
    let grant = begin(&portal, &secret).await;
    let file = sealed(FilePlace { case: grant.case, number: grant.number }, "a", &[7; 2_000_000]);
    let good = &file.segments[0];
    for (token, segment, bytes) in [
        ("", 0, good.as_slice()),
        (&grant.token[1..], 0, good),
        (&grant.token, 0, &good[FileHeader::LEN..]),
        (&grant.token, 1, &[0; 3]),
        (&grant.token, 1, &vec![0; (1 << 20) + 400]),
    ] {
        assert_eq!(put(&portal, token, segment, bytes).await.status, StatusCode::BAD_REQUEST);
    }
    // More than the largest file has.
    let beyond: Vec<Fault> = read(&put(&portal, &grant.token, 9, &file.segments[1]).await);
    assert!(matches!(beyond[0].kind, FaultKind::FileTooLarge { .. }));
    assert_eq!(put(&portal, &grant.token, 0, good).await.status, StatusCode::NO_CONTENT);
    let early: Vec<Fault> = read(&finish(&portal, &secret, &grant, &file).await);
    assert_eq!(early[0].kind, FaultKind::Interrupted, "some of it has not arrived");
    let stranger = ReporterSecret::from_code(&model::ReceiptCode::from_entropy(&[9; 24]));
    let unknown = post(&portal, "/api/evidence/begin", &UploadAsk { lookup: lookup(&stranger) }).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_is_taken_back_and_cannot_be_sent_then() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    browser.file().await;
    let secret = browser.secret();
    let (grant, file) = uploaded(&portal, &secret, "a", b"content").await;
    let remove = RemoveAsk { lookup: lookup(&secret), number: grant.number };
    assert_eq!(post(&portal, "/api/evidence/remove", &remove).await.status, StatusCode::NO_CONTENT);
    assert_eq!(post(&portal, "/api/evidence/remove", &remove).await.status, StatusCode::NOT_FOUND);
    assert_eq!(put(&portal, &grant.token, 0, &file.segments[0]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(finish(&portal, &secret, &grant, &file).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn with_the_lookup_id_alone_files_that_wait_are_taken_back_and_what_was_sent_stays() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    let number = browser.file().await.number.to_string();
    let secret = browser.secret();
    let (sent, _) = uploaded(&portal, &secret, "sent.bin", b"what was sent").await;
    assert_eq!(send(&portal, &secret).await.status, StatusCode::OK);
    let (waiting, _) = uploaded(&portal, &secret, "waiting.bin", b"what waits").await;

    // Whoever reads along in the server has this id, and neither the code nor a key that follows from it.
    let remove = async |number| post(&portal, "/api/evidence/remove", &RemoveAsk { lookup: lookup(&secret), number }).await.status;
    assert_eq!(remove(sent.number).await, StatusCode::NOT_FOUND);
    assert_eq!(remove(waiting.number).await, StatusCode::NO_CONTENT);
    let mut held = Vec::new();
    for _ in 0..20 {
        held.push(begin(&portal, &secret).await.number);
    }
    let full = post(&portal, "/api/evidence/begin", &UploadAsk { lookup: lookup(&secret) }).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!held.contains(&sent.number), "no file takes the place of one that was sent");

    // What came of it is undone with the same id, and the file is added once more.
    for number in held {
        assert_eq!(remove(number).await, StatusCode::NO_CONTENT);
    }
    uploaded(&portal, &secret, "waiting.bin", b"what waits").await;
    assert_eq!(send(&portal, &secret).await.status, StatusCode::OK);
    let officer = Member::arrive(&portal, "tianhe").await;
    let page = officer.get(&format!("/staff/cases/{number}")).await.body;
    assert!(page.contains("sent.bin") && page.contains("waiting.bin") && !page.contains("data-forged"));
    let address = format!("/staff/cases/{number}/files/{}/download", sent.number);
    assert_eq!(officer.post(&address, &[]).await.bytes, b"what was sent");
}

#[tokio::test]
async fn what_never_became_whole_is_swept() {
    let portal = TestPortal::sqlite().await;
    let mut browser = Browser::open(&portal, &[]).await;
    browser.file().await;
    let secret = browser.secret();
    let grant = begin(&portal, &secret).await;
    let file = sealed(FilePlace { case: grant.case, number: grant.number }, "a", &[7; 2_000_000]);
    assert_eq!(put(&portal, &grant.token, 0, &file.segments[0]).await.status, StatusCode::NO_CONTENT);
    let object = portal.store.files().one(grant.case, grant.number).await.unwrap().object;
    let files = Files::open(&format!("file://{}", portal.folder().join("files").display())).unwrap();
    let rules = EvidenceRules::default();
    let swept = async || sweep(&portal.store, &files, &rules, portal.clock.now()).await.unwrap();
    portal.clock.advance(SignedDuration::from_hours(i64::from(rules.unfinished_hours) - 1));
    assert_eq!(swept().await, 0);
    assert!(files.get(&object, 0).await.is_ok());
    portal.clock.advance(SignedDuration::from_hours(2));
    assert_eq!(swept().await, 1);
    assert!(matches!(files.get(&object, 0).await, Err(FilesError::Missing)));
    assert!(open(&portal, &secret).await.1.files.is_empty());
    assert_eq!(put(&portal, &grant.token, 1, &file.segments[1]).await.status, StatusCode::NOT_FOUND);
}
