//! Files in a plain form: cleaned, sealed, the reporter's alone until they are sent; then the unit's.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;

use std::path::{Path, PathBuf};

use axum::{body::Body, extract::Request, http::StatusCode};
use bytes::Bytes;
use futures::SinkExt as _;
use hyper_util::rt::TokioIo;
use image::ImageFormat;
use jiff::SignedDuration;
use server::{
    casework::evidence::{EvidenceRules, sweep},
    clock::Clock as _,
    files::Files,
};
use support::{
    Answer, Setup, TestPortal,
    document::{AUTHOR, bomb, document, parts, swollen_document},
    film::film,
    member::Member,
    picture::{CAMERA, photograph},
};

/// A form with files, as a browser posts it: the button that was pressed comes last.
fn upload(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Request {
    const BOUNDARY: &str = "boundary7";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
    }
    for (name, content) in files {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\ncontent-type: {}\r\n\r\n",
            claimed(name)
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    let button = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"step\"\r\n\r\nadd\r\n--{BOUNDARY}--\r\n");
    body.extend_from_slice(button.as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    Request::post("/status/files").header("content-type", kind).body(Body::from(body)).unwrap()
}

/// What a browser calls a file of this name, whatever is in it.
fn claimed(name: &str) -> &'static str {
    if name.ends_with(".jpg") { "image/jpeg" } else { "application/x-any" }
}

struct Reporter {
    portal: TestPortal,
    code: String,
    number: String,
}

impl Reporter {
    async fn at(portal: TestPortal) -> Self {
        let receipt = portal.file(&[]).await;
        Self { code: receipt.text_of("receipt-code"), number: receipt.text_of("case-number"), portal }
    }

    async fn add(&self, files: &[(&str, &[u8])]) -> Answer {
        self.add_with(&[], files).await
    }

    async fn add_with(&self, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let fields: Vec<(&str, &str)> = [("receipt", self.code.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.portal.send(upload(&fields, files)).await
    }

    async fn send(&self, message: &str) -> Answer {
        self.portal.post("/status", &[("receipt", &self.code), ("action", "supply"), ("message", message)]).await
    }

    /// Asks for a file back.
    async fn fetch(&self, number: &str) -> Answer {
        self.portal.post("/status/file", &[("receipt", &self.code), ("fetch", number)]).await
    }

    fn file(&self, number: u32) -> String {
        format!("/staff/cases/{}/files/{number}", self.number)
    }

    /// Every object that is stored.
    fn stored(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(&self.portal.folder().join("files"), &mut found);
        found.sort();
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, found) } else { found.push(path) }
    }
}

async fn a_file_reaches_the_unit_cleaned(portal: TestPortal) {
    let reporter = Reporter::at(portal).await;
    let photo = photograph();
    let added = reporter.add(&[("现场照片.jpg", &photo), ("录音.amr", b"#!AMR\nsound")]).await;
    assert_eq!((added.status, added.header("cache-control")), (StatusCode::OK, "no-store"), "{}", added.body);
    // Another language is asked for where the page stands, with what was typed.
    assert!(added.body.contains("formaction=\"/zh-Hant/status\"") && !added.body.contains("/zh-Hant/status/"));
    for words in ["现场照片.jpg", "拍摄位置", "拍摄设备", "录音.amr", "这类文件无法清除", "还没有发送"] {
        assert!(added.body.contains(words), "{words}");
    }
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    let case = format!("/staff/cases/{}", reporter.number);
    assert!(!officer.get(&case).await.body.contains("现场照片"), "the reporter's alone until it is sent");
    assert_eq!(officer.get(&reporter.file(0)).await.status, StatusCode::NOT_FOUND);

    // The cleaned photograph is a file of its own; the one that came is gone.
    let (photo_number, sound_number) = (1, 2);
    // With files no words are needed.
    let sent = reporter.send("").await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(sent.body.contains("现场照片.jpg") && !sent.body.contains("evidence-waiting"));
    let shown = officer.get(&case).await;
    assert!(shown.body.contains("现场照片.jpg") && shown.body.contains("已清除："));

    let page = officer.get(&reporter.file(photo_number)).await;
    assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(page.body.contains("image/jpeg") && page.body.contains(&format!("{}/1", reporter.file(photo_number))), "{}", page.body);
    let drawn = officer.get(&format!("{}/1", reporter.file(photo_number))).await;
    assert_eq!((drawn.status, drawn.header("content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(image::load_from_memory(&drawn.bytes).unwrap().width(), 64);
    assert_eq!(officer.get(&format!("{}/2", reporter.file(photo_number))).await.status, StatusCode::NOT_FOUND);

    let taken = officer.post(&format!("{}/download", reporter.file(photo_number)), &[]).await;
    assert_eq!(taken.status, StatusCode::OK);
    assert!(taken.header("content-disposition").starts_with("attachment; filename=\"____.jpg\""));
    assert!(!taken.body.contains(CAMERA) && taken.bytes.len() < photo.len());
    assert_eq!(image::load_from_memory(&taken.bytes).unwrap().to_rgb8(), image::load_from_memory(&photo).unwrap().to_rgb8());
    let sound = officer.post(&format!("{}/download", reporter.file(sound_number)), &[]).await;
    assert_eq!(sound.bytes, b"#!AMR\nsound");
    assert!(officer.get("/staff/audit").await.body.contains("<td>下载附件</td>"));
}

#[tokio::test]
async fn a_file_reaches_the_unit_cleaned_on_sqlite() {
    a_file_reaches_the_unit_cleaned(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn a_file_reaches_the_unit_cleaned_on_postgres() {
    a_file_reaches_the_unit_cleaned(TestPortal::postgres().await).await;
}

/// An object store that speaks S3, on loopback; returns the address of a bucket.
async fn object_store(folder: &Path) -> String {
    std::fs::create_dir_all(folder.join("evidence")).unwrap();
    let mut service = s3s::service::S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    service.set_auth(s3s::auth::SimpleAuth::from_single("portal", "secret-of-the-test"));
    let service = service.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(socket), service.clone());
            tokio::spawn(connection);
        }
    });
    format!("s3://portal:secret-of-the-test@evidence/files?endpoint=http://{address}&region=gz")
}

#[tokio::test]
async fn a_file_reaches_the_unit_cleaned_by_way_of_s3() {
    let folder = tempfile::tempdir().unwrap();
    let files_url = Some(object_store(folder.path()).await);
    let portal = TestPortal::sqlite_with(Setup { files_url, ..Setup::default() }).await;
    a_file_reaches_the_unit_cleaned(portal).await;
    let mut stored = Vec::new();
    collect(&folder.path().join("evidence/files"), &mut stored);
    assert_eq!(stored.len(), 2);
}

#[tokio::test]
async fn a_store_that_is_away_takes_nothing_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (url, nobody) = (object_store(folder.path()).await, "s3://portal:x@evidence?endpoint=http://127.0.0.1:1&region=gz");
    let reporter = Reporter::at(TestPortal::sqlite_with(Setup { files_url: Some(nobody.to_owned()), ..Setup::default() }).await).await;
    let away = reporter.add_with(&[("message", "写了一半")], &[("a.txt", b"a")]).await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(away.body.contains("重新选择文件") && away.body.contains("写了一半"), "{}", away.body);
    let wrong = url.replace("secret-of-the-test", "another");
    let reporter = Reporter::at(TestPortal::sqlite_with(Setup { files_url: Some(wrong), ..Setup::default() }).await).await;
    assert_eq!(reporter.add(&[("a.txt", b"a")]).await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn nothing_of_a_file_stands_in_the_database_or_in_the_store() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    reporter.add(&[("CANARY-NAME.txt", b"CANARY-CONTENT ".repeat(90_000).as_slice())]).await;
    reporter.send("").await;
    reporter.portal.store.close().await;
    let database = std::fs::read_dir(reporter.portal.folder()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    for path in database.chain(reporter.stored()) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(7).any(|part| part == b"CANARY-"), "{}", path.display());
        assert!(!path.to_string_lossy().contains("CANARY"));
    }
    assert_eq!(reporter.stored().len(), 2, "1.35 MB in two segments");
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let refused = |answer: &Answer, field: &str| {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.has_fault(field), "{}", answer.body);
    };
    let none = reporter.add(&[("", b"")]).await;
    refused(&none, "files");
    assert!(none.text_of("files-error").ends_with("请选择文件"), "{}", none.body);
    refused(&reporter.add_with(&[("traces", "keep"), ("keep_reason", " ")], &[("a.txt", b"a")]).await, "keep_reason");
    let empty = reporter.add(&[("空.txt", b"")]).await;
    refused(&empty, "files");
    assert!(empty.text_of("files-error").contains("是空的"), "{}", empty.body);
    let large = vec![7; (4 << 20) + 1];
    let too_large = reporter.add_with(&[("traces", "keep"), ("keep_reason", "原件")], &[("大.bin", &large)]).await;
    refused(&too_large, "files");
    assert!(too_large.body.contains("value=\"原件\""));
    assert!(reporter.stored().is_empty(), "nothing of it stays");
    let unknown = reporter.portal.send(upload(&[("receipt", "WRONG")], &[("a.txt", b"a")])).await;
    refused(&unknown, "receipt");
    let no_form = Request::post("/status/files").header("content-type", "text/plain").body(Body::from("x")).unwrap();
    assert_eq!(reporter.portal.send(no_form).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let crowded = upload(&[("receipt", reporter.code.as_str()); 17], &[]);
    assert_eq!(reporter.portal.send(crowded).await.status, StatusCode::BAD_REQUEST);
    let endless = upload(&[("receipt", &reporter.code), ("message", &"长".repeat(400_000))], &[]);
    assert_eq!(reporter.portal.send(endless).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_message_that_was_begun_stays_whatever_is_done_with_files() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let begun = [("action", "supply"), ("message", "写了一半")];
    let kept = |answer: &Answer, status: StatusCode| {
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains("写了一半</textarea>"), "{}", answer.body);
    };
    kept(&reporter.add_with(&begun, &[("a.txt", b"a"), ("b.txt", b"b")]).await, StatusCode::OK);
    kept(&reporter.add_with(&begun, &[("", b"")]).await, StatusCode::UNPROCESSABLE_ENTITY);
    let post = async |more: &[(&str, &str)]| {
        let fields: Vec<(&str, &str)> =
            [("receipt", reporter.code.as_str())].into_iter().chain(begun).chain(more.iter().copied()).collect();
        reporter.portal.post("/status", &fields).await
    };
    let removed = post(&[("remove", "0"), ("traces", "keep"), ("keep_reason", "原件")]).await;
    kept(&removed, StatusCode::OK);
    assert!(removed.body.contains("value=\"原件\"") && !removed.body.contains("a.txt") && removed.body.contains("b.txt"));
    kept(&post(&[("step", "show")]).await, StatusCode::OK);
    // Enter in the reason, and a file that was chosen and would be left behind.
    for unsaid in [("step", "add"), ("files", "c.txt")] {
        let answer = post(&[unsaid]).await;
        kept(&answer, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.has_fault("files"), "{}", answer.body);
    }
    assert_eq!(reporter.stored().len(), 1);
    let sent = post(&[("step", "send"), ("files", "")]).await;
    assert!(sent.status == StatusCode::OK && !sent.body.contains("写了一半</textarea>") && sent.body.contains("b.txt"));
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_nothing() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let whole = upload(&[("receipt", &reporter.code)], &[("a.bin", &[7; 2_000_000])]);
    let (parts, body) = whole.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let cut = Request::from_parts(parts, Body::from(body.slice(..1_500_000)));
    let answer = reporter.portal.send(cut).await;
    assert!(answer.has_fault("files"), "{}", answer.body);
    assert!(reporter.stored().is_empty());
}

#[tokio::test]
async fn a_file_is_kept_as_it_is_for_a_reason_that_the_unit_reads() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let photo = photograph();
    reporter.add_with(&[("traces", "keep"), ("keep_reason", "要查是哪台相机")], &[("原件.jpg", &photo)]).await;
    reporter.send("见附件").await;
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    let shown = officer.get(&format!("/staff/cases/{}", reporter.number)).await;
    assert!(shown.body.contains("保留了原样") && shown.body.contains("要查是哪台相机") && shown.body.contains("拍摄位置"));
    assert_eq!(officer.post(&format!("{}/download", reporter.file(0)), &[]).await.bytes, photo);
}

#[tokio::test]
async fn a_document_is_cleaned_as_well() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let added = reporter.add(&[("合同.docx", &document())]).await;
    assert!(added.body.contains("已清除：") && added.body.contains("作者姓名"), "{}", added.body);
    reporter.send("").await;
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    assert!(officer.get(&reporter.file(1)).await.body.contains("wordprocessingml"));
    let cleaned = officer.post(&format!("{}/download", reporter.file(1)), &[]).await.bytes;
    let parts = parts(&cleaned);
    assert!(parts["word/document.xml"].contains("谁收了钱") && !parts.values().any(|part| part.contains(AUTHOR)), "{parts:?}");
}

#[tokio::test]
async fn a_file_that_eats_its_reader_ends_only_that() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let bombs = [("附件.pdf", bomb()), ("附件.docx", swollen_document())];
    for (name, bomb) in &bombs {
        assert!(bomb.len() < 300_000, "{name}: {}", bomb.len());
        let added = reporter.add(&[(name, bomb)]).await;
        assert_eq!(added.status, StatusCode::OK, "{name}");
        assert!(added.body.contains("没有清除：文件太大或太复杂"), "{name}: {}", added.body);
        reporter.send("").await;
    }
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    for (number, (name, bomb)) in (0..).zip(&bombs) {
        assert!(officer.post(&format!("{}/download", reporter.file(number)), &[]).await.bytes == *bomb, "{name} is as it came");
    }
}

#[tokio::test]
async fn pictures_that_only_old_programs_write_are_drawn_as_well() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let written = |format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(64, 48).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let pictures = [("截图.bmp", ImageFormat::Bmp), ("动图.gif", ImageFormat::Gif)].map(|(name, format)| (name, written(format)));
    reporter.add(&pictures.each_ref().map(|(name, picture)| (*name, picture.as_slice()))).await;
    reporter.send("").await;
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    for (number, (name, _)) in (0..).zip(&pictures) {
        let page = officer.get(&format!("{}/1", reporter.file(number))).await;
        assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "image/png"), "{name}");
        assert_eq!(image::load_from_memory(&page.bytes).unwrap().width(), 64, "{name}");
    }
}

#[tokio::test]
async fn what_is_damaged_is_kept_as_it_came() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let photo = photograph();
    let film = film(200_000);
    let damaged: [(&str, &[u8]); 4] = [
        ("照片.jpg", &photo[..photo.len() / 2]),
        ("合同.docx", &document()[..300]),
        ("附件.pdf", b"%PDF-1.7 nonsense"),
        ("录像.mp4", &film[..100_000]),
    ];
    reporter.add(&damaged).await;
    reporter.send("").await;
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    let shown = officer.get(&format!("/staff/cases/{}", reporter.number)).await.body;
    let address = format!("/staff/cases/{}/files/", reporter.number);
    let numbers = shown.split(&address).skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap());
    let numbers: std::collections::BTreeSet<u32> = numbers.map(|number| number.parse().unwrap()).collect();
    let mut kept = Vec::new();
    for number in numbers {
        kept.push(officer.post(&format!("{}/download", reporter.file(number)), &[]).await.bytes);
    }
    assert!(kept.iter().eq(damaged.iter().map(|(_, content)| content)), "{:?}", kept.iter().map(Vec::len).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_a_file_is_follows_from_its_content_whatever_it_is_called() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let (page, photo) = (b"<!DOCTYPE html><script>alert(1)</script>".as_slice(), photograph());
    reporter.add(&[("照片.jpg", page), ("合同.docx", &photo)]).await;
    reporter.send("").await;
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    // The photograph that came is gone; what was cleaned of it is the third file.
    let (page_file, photo_file) = (reporter.file(0), reporter.file(2));
    let shown = officer.get(&page_file).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("text/plain") && !shown.body.contains(&format!("{page_file}/1")));
    assert_eq!(officer.get(&format!("{page_file}/1")).await.status, StatusCode::NOT_FOUND);
    let taken = officer.post(&format!("{page_file}/download"), &[]).await;
    assert!(taken.header("content-disposition").starts_with("attachment;") && taken.bytes == page);
    assert_eq!((taken.header("content-type"), taken.header("x-content-type-options")), ("application/octet-stream", "nosniff"));

    assert!(officer.get(&photo_file).await.body.contains("image/jpeg"));
    let drawn = officer.get(&format!("{photo_file}/1")).await;
    assert_eq!((drawn.status, drawn.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(!officer.post(&format!("{photo_file}/download"), &[]).await.body.contains(CAMERA));
}

#[tokio::test]
async fn whoever_hangs_up_leaves_nothing() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let (parts, body) = upload(&[("receipt", &reporter.code)], &[("a.bin", &[7; 2_000_000])]).into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let (mut sender, receiver) = futures::channel::mpsc::channel::<Result<Bytes, std::io::Error>>(0);
    let request = Request::from_parts(parts, Body::from_stream(receiver));
    {
        let answer = std::pin::pin!(reporter.portal.send(request));
        let sent = std::pin::pin!(async {
            sender.send(Ok(body.slice(..1_500_000))).await.unwrap();
            // Begun, and a segment of it written.
            while reporter.stored().is_empty() {
                tokio::task::yield_now().await;
            }
        });
        assert!(matches!(futures::future::select(answer, sent).await, futures::future::Either::Right(_)));
    }
    drop(sender);
    while !reporter.stored().is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_film_tells_at_its_end_what_is_taken_out_of_it() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let film = film(2_200_000);
    let added = reporter.add(&[("录像.mp4", &film)]).await;
    assert!(added.body.contains("已清除："), "{}", added.body);
    assert_eq!(reporter.stored().len(), 3, "of the film as it came nothing is left");
    reporter.send("").await;
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    // The second file that was begun is the one that stayed.
    let cleaned = officer.post(&format!("{}/download", reporter.file(1)), &[]).await.bytes;
    assert!(cleaned.len() == film.len() && !cleaned.windows(CAMERA.len()).any(|part| part == CAMERA.as_bytes()));
    assert!(cleaned[24..2_200_000] == film[24..2_200_000], "pictures stay as they are");
}

#[tokio::test]
async fn a_file_is_taken_back_until_it_is_sent() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    reporter.add(&[("a.txt", b"aaa"), ("b.txt", b"bbb")]).await;
    let remove = |file| [("receipt", reporter.code.as_str()), ("remove", file)];
    let left = reporter.portal.post("/status", &remove("0")).await;
    assert_eq!(left.status, StatusCode::OK);
    assert!(!left.body.contains("a.txt") && left.body.contains("b.txt"));
    assert_eq!(reporter.stored().len(), 1);
    reporter.send("").await;
    assert_eq!(reporter.portal.post("/status", &remove("1")).await.status, StatusCode::CONFLICT);
    assert_eq!(reporter.stored().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_cut_exchanged_or_changed_is_an_error_with_a_name() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    reporter.add(&[("a.txt", &[b'a'; 2_000_000]), ("b.txt", &[b'b'; 2_000_000])]).await;
    reporter.send("").await;
    let officer = Member::arrive(&reporter.portal, "tianhe").await;
    let objects = reporter.stored();
    assert_eq!(objects.len(), 4);
    let (first, second) = (std::fs::read(&objects[0]).unwrap(), std::fs::read(&objects[1]).unwrap());
    // Whichever file the first object belongs to.
    let damaged = async |words: &str| {
        let pages = [officer.get(&reporter.file(0)).await, officer.get(&reporter.file(1)).await];
        let downloads = [
            officer.post(&format!("{}/download", reporter.file(0)), &[]).await,
            officer.post(&format!("{}/download", reporter.file(1)), &[]).await,
        ];
        let fetched = [reporter.fetch("0").await, reporter.fetch("1").await];
        for answers in [&pages, &downloads, &fetched] {
            let wrong: Vec<&Answer> = answers.iter().filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY).collect();
            assert_eq!(wrong.len(), 1);
            assert!(wrong[0].body.contains(words), "{}", wrong[0].body);
        }
    };
    let mut changed = second.clone();
    changed[100] ^= 1;
    std::fs::write(&objects[1], &changed).unwrap();
    damaged("被改动或调换过").await;
    std::fs::write(&objects[1], std::fs::read(&objects[3]).unwrap()).unwrap();
    damaged("被改动或调换过").await;
    std::fs::remove_file(&objects[1]).unwrap();
    damaged("有一部分不在了").await;
    std::fs::write(&objects[1], &second).unwrap();
    std::fs::write(&objects[0], &first[..first.len() - 1]).unwrap();
    damaged("被改动或调换过").await;
    std::fs::write(&objects[0], &first).unwrap();
    assert_eq!(officer.get(&reporter.file(0)).await.status, StatusCode::OK);
}

async fn who_has_the_code_gets_back_what_was_added(portal: TestPortal) {
    let reporter = Reporter::at(portal).await;
    let content: Vec<u8> = (0..2_500_000u32).map(|place| (place % 251) as u8).collect();
    let page = reporter.add(&[("录音.amr", &content)]).await;
    assert!(page.body.contains("name=\"fetch\" value=\"0\"") && page.body.contains("action=\"/status/file\""), "{}", page.body);
    for _ in ["while it waits", "once it is sent"] {
        let answer = reporter.fetch("0").await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
        assert!(answer.header("content-disposition").starts_with("attachment; filename=\"__.amr\""));
        assert_eq!(answer.header("content-length"), content.len().to_string());
        assert!(answer.bytes == content);
        reporter.send("请看").await;
    }
    // What nobody added, what is no number, another case's file: the page as it stands, and nothing else.
    for number in ["1", "-1", "", "0/../0"] {
        let answer = reporter.fetch(number).await;
        assert_eq!((answer.status, answer.header("content-disposition")), (StatusCode::CONFLICT, ""));
        assert!(answer.body.contains(&reporter.number));
        assert!(answer.body.contains("formaction=\"/zh-Hant/status\"") && !answer.body.contains("/zh-Hant/status/"));
    }
    let Reporter { portal, .. } = reporter;
    let other = Reporter::at(portal).await;
    assert_eq!(other.fetch("0").await.status, StatusCode::CONFLICT);
    let unknown = other.portal.post("/status/file", &[("receipt", "ABCDE"), ("fetch", "0")]).await;
    assert!(unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.has_fault("receipt"));
}

#[tokio::test]
async fn who_has_the_code_gets_back_what_was_added_on_sqlite() {
    who_has_the_code_gets_back_what_was_added(TestPortal::sqlite().await).await;
}

#[tokio::test]
async fn who_has_the_code_gets_back_what_was_added_on_postgres() {
    who_has_the_code_gets_back_what_was_added(TestPortal::postgres().await).await;
}

#[tokio::test]
async fn only_so_many_files_wait_at_once() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    let names: Vec<String> = (0..21).map(|number| format!("{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    let answer = reporter.add(&files).await;
    assert!(answer.has_fault("files") && answer.body.contains("19.txt") && !answer.body.contains("20.txt"));
    reporter.send("").await;
    assert_eq!(reporter.add(&files[..1]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_nobody_sends_is_swept() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    reporter.add(&[("sent.txt", b"x")]).await;
    reporter.send("").await;
    reporter.add(&[("forgotten.txt", b"x")]).await;
    let files = Files::open(&format!("file://{}", reporter.portal.folder().join("files").display())).unwrap();
    let swept = async || sweep(&reporter.portal.store, &files, &EvidenceRules::default(), reporter.portal.clock.now()).await.unwrap();
    assert_eq!(swept().await, 0);
    reporter.portal.clock.advance(SignedDuration::from_hours(73));
    assert_eq!(swept().await, 1);
    assert_eq!(reporter.stored().len(), 1);
    let page = reporter.portal.post("/status", &[("receipt", &reporter.code)]).await;
    assert!(page.body.contains("sent.txt") && !page.body.contains("forgotten.txt"));
}

#[tokio::test]
async fn a_settled_case_takes_no_file() {
    let reporter = Reporter::at(TestPortal::sqlite().await).await;
    reporter.portal.post("/status", &[("receipt", &reporter.code), ("action", "withdraw")]).await;
    assert_eq!(reporter.add(&[("a.txt", b"a")]).await.status, StatusCode::CONFLICT);
    assert!(reporter.stored().is_empty());
}
