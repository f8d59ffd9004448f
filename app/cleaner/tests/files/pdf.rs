//! PDFs lose what is said about them and keep their pages.

use cleaner::{CleanError, FileKind, clean};
use lopdf::{Document, Object, Stream, dictionary};
use model::Trace::{
    Author, Comment, Device, EmbeddedVideo, History, LocalPath, Location, Organisation, Other, Script, Software, Thumbnail, Time,
    TrailingData,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::canary::{assert_cleaned, assert_settled, holds, traces};
use crate::make::{pdf, pictures};

#[test]
fn pages_stay_and_all_about_them_goes() {
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
        Script,
        Other,
    ];
    let before = pdf::pdf();
    let after = assert_cleaned(FileKind::Pdf, &before, &found);
    assert!(after.len() < before.len());
    let (before, after) = (Document::load_mem(&before).unwrap(), Document::load_mem(&after).unwrap());
    assert_eq!(after.get_pages().len(), 2);
    assert_eq!(after.extract_text(&[1, 2]).unwrap(), before.extract_text(&[1, 2]).unwrap());
    assert!(after.extract_text(&[2]).unwrap().contains("names the sum"));
    assert_eq!(after.revision_count(), 1);
    assert!(!after.trailer.has(b"Info") && !after.trailer.has(b"ID"));
    for object in after.objects.values() {
        assert_no_trace(object);
    }
}

#[test]
fn pictures_and_files_inside_stay() {
    let cleaned = clean(FileKind::Pdf, pdf::pdf()).unwrap();
    let document = Document::load_mem(&cleaned.bytes).unwrap();
    let streams: Vec<&Stream> = document.objects.values().filter_map(|object| object.as_stream().ok()).collect();
    let photo = streams.iter().find(|stream| stream.filters().is_ok_and(|filters| filters == [b"DCTDecode"])).unwrap();
    assert_eq!(pictures::pixels(&photo.content), pictures::pixels(&pictures::jpeg()));
    let file = streams.iter().find(|stream| stream.dict.has_type(b"EmbeddedFile")).unwrap();
    assert_eq!(FileKind::of_whole(&file.get_plain_content().unwrap()), FileKind::Xlsx);
    // The comment and the name of the field stay; the file is named without where it was.
    assert!(holds(&cleaned.bytes, b"(Who paid?)") && holds(&cleaned.bytes, b"(field 1)") && holds(&cleaned.bytes, b"(sums.xlsx)"));
    assert!(holds(&cleaned.bytes, b"(https://example.org/law)") && holds(&cleaned.bytes, b"(annex.pdf)"));
}

#[test]
fn one_without_anything_stays_readable() {
    let cleaned = clean(FileKind::Pdf, pdf::with(dictionary! {})).unwrap();
    assert_eq!(cleaned.found, []);
    assert_settled(FileKind::Pdf, &cleaned);
    assert!(Document::load_mem(&cleaned.bytes).unwrap().extract_text(&[1]).unwrap().contains("One page."));
}

#[test]
fn metadata_goes_whatever_leads_to_it() {
    for dictionary in [dictionary! { "Type" => "Metadata" }, dictionary! { "Subtype" => "XML" }] {
        let before = pdf::with(Stream::new(dictionary, pictures::xmp().into_bytes()));
        assert_cleaned(FileKind::Pdf, &before, &[Location, History]);
    }
}

#[test]
fn what_cannot_be_cleaned_is_an_error() {
    let file = |content: &[u8]| Stream::new(dictionary! { "Type" => "EmbeddedFile" }, content.to_vec());
    let cases = [
        (pdf::with(file(b"%PDF-1.7")), CleanError::Unsupported),
        (pdf::with(file(b"MZ\x90\0")), CleanError::Unsupported),
        (pdf::with(dictionary! { "XFA" => pdf::text() }), CleanError::Unsupported),
        (pdf::with(Stream::new(dictionary! { "Filter" => "DCTDecode" }, b"\xFF\xD8 broken".to_vec())), CleanError::Malformed),
        (b"%PDF-1.7\n".to_vec(), CleanError::Malformed),
    ];
    for (bytes, error) in cases {
        assert_eq!(clean(FileKind::Pdf, bytes).unwrap_err(), error);
    }
    assert!(clean(FileKind::Pdf, pdf::with(file(b"a plain text"))).is_ok());
}

#[test]
fn one_under_a_password_is_told() {
    assert_eq!(clean(FileKind::Pdf, pdf::locked()).unwrap_err(), CleanError::Encrypted);
}

#[test]
fn one_that_is_cut_short_is_not_called_clean() {
    let before = pdf::with(dictionary! {});
    for len in (0..before.len() - 8).step_by(5) {
        assert!(clean(FileKind::Pdf, before[..len].to_vec()).is_err(), "cut after {len}");
    }
}

#[test]
fn a_stream_that_unpacks_without_end_is_an_error() {
    let mut bomb = Stream::new(dictionary! { "N" => 3 }, Vec::new());
    bomb.set_content(pictures::packed(&vec![0; 64 << 20]));
    bomb.dict.set("Filter", "FlateDecode");
    assert_eq!(clean(FileKind::Pdf, pdf::with(bomb)).unwrap_err(), CleanError::TooLarge);
}

/// No canary in a value, and none in what a stream unpacks to.
fn assert_no_trace(object: &Object) {
    if let Object::Stream(stream) = object {
        let content = stream.get_plain_content().unwrap_or_else(|_| stream.content.clone());
        assert_eq!(traces(&content), [] as [&str; 0]);
    }
    assert_eq!(traces(format!("{object:?}").as_bytes()), [] as [&str; 0]);
}
