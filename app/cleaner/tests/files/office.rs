//! Documents lose the names of who wrote them and say the same.

use std::io::Cursor;

use cleaner::{CleanError, FileKind, clean};
use model::Trace;
use model::Trace::{
    Author, Comment, Device, EmbeddedVideo, History, LocalPath, Location, Organisation, Other, Software, Thumbnail, Time, TrailingData,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use zip::{DateTime, ZipArchive};

use crate::canary::{CANARY, assert_cleaned, holds, traces};
use crate::make::boxes::SOUND;
use crate::make::{office, pictures};

#[test]
fn word() {
    let found = [
        Location,
        Device,
        Author,
        Organisation,
        Time,
        Software,
        Thumbnail,
        Comment,
        History,
        EmbeddedVideo,
        TrailingData,
        LocalPath,
        Other,
    ];
    let parts = assert_document(FileKind::Docx, &office::docx(), &found);
    let document = text(&parts, "word/document.xml");
    assert!(document.contains(r#"<w:t xml:space="preserve">The road &amp; the bridge </w:t>"#));
    assert!(document.contains(r#"<w:ins w:id="1" w:author="Author"><w:r><w:t>were never built.</w:t></w:r></w:ins>"#));
    assert!(document.contains("<w:delText>may be</w:delText>") && !document.contains("rsid") && !document.contains("2026"));
    assert_eq!(text(&parts, "word/settings.xml"), r#"<w:settings><w:zoom w:percent="100"/></w:settings>"#);
    assert!(text(&parts, "word/comments.xml").contains("<w:t>Who signed?</w:t>"));
    // No relationship leads nowhere, and the picture's stays.
    let relationships = text(&parts, "word/_rels/document.xml.rels");
    assert!(relationships.contains("media/image1.jpeg") && relationships.contains("about:blank") && !relationships.contains("people"));
    assert!(!text(&parts, "_rels/.rels").contains("thumbnail") && text(&parts, "_rels/.rels").contains("core.xml"));
    assert!(!text(&parts, "[Content_Types].xml").contains("custom.xml"));
    assert_eq!(pictures::pixels(&parts["word/media/image1.jpeg"]), pictures::pixels(&pictures::jpeg()));
    assert!(holds(&parts["word/media/media1.mp4"], SOUND));
    assert!(text(&office::parts(&parts["word/embeddings/table.xlsx"]), "xl/worksheets/sheet1.xml").contains("<v>42</v>"));
}

#[test]
fn excel() {
    let found = [Author, Organisation, Time, Software, Thumbnail, Comment, History, LocalPath, Other];
    let parts = assert_document(FileKind::Xlsx, &office::xlsx(), &found);
    let sheet = text(&parts, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>42</v>") && sheet.contains(r#"<pageSetup paperSize="9"/>"#));
    assert_eq!(
        text(&parts, "xl/workbook.xml"),
        r#"<workbook><sheets><sheet name="Accounts" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    assert!(text(&parts, "xl/comments1.xml").contains("<authors><author></author></authors>"));
}

#[test]
fn powerpoint() {
    let found = [Author, Organisation, Time, Software, Thumbnail, Comment, History, LocalPath, Other];
    let parts = assert_document(FileKind::Pptx, &office::pptx(), &found);
    assert!(text(&parts, "ppt/slides/slide1.xml").contains("<a:t>What the director owns</a:t>"));
    assert!(text(&parts, "ppt/comments/comment1.xml").contains("<p:text>Source?</p:text>"));
}

#[test]
fn what_cannot_be_cleaned_inside_makes_the_whole_unclean() {
    let cases = [
        ("word/vbaProject.bin", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 macros".to_vec(), CleanError::Unsupported),
        ("word/embeddings/oleObject1.bin", vec![0; 600], CleanError::Unsupported),
        ("word/media/image1.png", b"\x89PNG\r\n\x1A\n broken".to_vec(), CleanError::Malformed),
        ("word/media/image1.tiff", b"II*\0\x08\0\0\0".to_vec(), CleanError::Unsupported),
        ("word/header1.xml", b"<w:hdr><w:p></w:hdr>".to_vec(), CleanError::Malformed),
        ("word/header1.xml", b"<w:hdr>".to_vec(), CleanError::Malformed),
        ("word/header1.xml", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>".to_vec(), CleanError::Malformed),
        ("word/header1.xml", b"\xFF\xFE<\0x\0/\0>\0".to_vec(), CleanError::Unsupported),
        ("WORD/document.xml", b"<w:document/>".to_vec(), CleanError::Malformed),
    ];
    for (name, content, error) in cases {
        assert_eq!(clean(FileKind::Docx, office::docx_with(name, content)), Err(error), "{name}");
    }
}

#[test]
fn one_that_unpacks_without_end_is_too_large() {
    let bomb = office::docx_with("word/header1.xml", vec![b' '; 260 << 20]);
    assert_eq!(clean(FileKind::Docx, bomb), Err(CleanError::TooLarge));
    let mut lie = office::docx_with("word/header1.xml", vec![b' '; 1 << 20]);
    let line = lie.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    lie[line + 24..line + 28].copy_from_slice(&10u32.to_le_bytes());
    assert_eq!(clean(FileKind::Docx, lie), Err(CleanError::Malformed));
}

#[test]
fn documents_in_documents_end() {
    let mut bytes = office::docx_with("word/media/image1.jpeg", pictures::jpeg());
    for _ in 0..2 {
        bytes = office::docx_with("word/embeddings/inner.docx", bytes);
        assert!(clean(FileKind::Docx, bytes.clone()).is_ok());
    }
    assert_eq!(clean(FileKind::Docx, office::docx_with("word/embeddings/inner.docx", bytes)), Err(CleanError::Unsupported));
}

#[test]
fn a_password_is_told_from_an_old_format() {
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 WordDocument".to_vec();
    let locked: Vec<u8> = old.iter().copied().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, error) in [(old, CleanError::Unsupported), (locked, CleanError::Encrypted)] {
        assert_eq!(FileKind::of_whole(&bytes), FileKind::Compound);
        assert_eq!(clean(FileKind::Compound, bytes), Err(error));
    }
}

/// Cleans; looks for the canary in every part too, and into documents inside; sees that the archive says nothing.
fn assert_document(kind: FileKind, before: &[u8], found: &[Trace]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let after = assert_cleaned(kind, before, found);
    assert_no_trace(&after);
    let mut archive = ZipArchive::new(Cursor::new(&after)).unwrap();
    assert!(archive.comment().is_empty());
    for n in 0..archive.len() {
        let file = archive.by_index(n).unwrap();
        assert_eq!(file.last_modified(), Some(DateTime::from_date_and_time(1980, 1, 1, 0, 0, 0).unwrap()));
        assert!(file.extra_data().is_none_or(|extra| extra.is_empty()) && file.comment().is_empty());
    }
    office::parts(&after)
}

fn assert_no_trace(archive: &[u8]) {
    for (name, content) in office::parts(archive) {
        assert!(!name.contains(CANARY));
        assert_eq!(traces(&content), [] as [&str; 0], "{name}");
        if content.starts_with(b"PK") {
            assert_no_trace(&content);
        }
    }
}

fn text<'a>(parts: &'a std::collections::BTreeMap<String, Vec<u8>>, name: &str) -> &'a str {
    std::str::from_utf8(&parts[name]).unwrap()
}
