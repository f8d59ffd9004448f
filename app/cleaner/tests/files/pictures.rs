//! Pictures lose what tells about their author and are the same picture.

use cleaner::{CleanError, FileKind, clean};
use image::ImageFormat;
use model::Trace::{Author, Comment, Device, EmbeddedVideo, History, Location, Other, Software, Thumbnail, Time, TrailingData};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::canary::{assert_cleaned, assert_settled, holds};
use crate::make::pictures;

const KINDS: [(FileKind, ImageFormat); 3] =
    [(FileKind::Jpeg, ImageFormat::Jpeg), (FileKind::Png, ImageFormat::Png), (FileKind::Webp, ImageFormat::WebP)];

#[test]
fn jpeg() {
    let found = [Location, Device, Author, Time, Software, Thumbnail, Comment, History, EmbeddedVideo, TrailingData, Other];
    let before = pictures::jpeg();
    let after = assert_cleaned(FileKind::Jpeg, &before, &found);
    assert_eq!(pictures::pixels(&after), pictures::pixels(&before));
    // It still says which side is up, and what its colours mean.
    assert!(holds(&after, b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06"));
    assert!(holds(&after, b"ICC_PROFILE\0\x01\x01") && holds(&after, b"rTRC"));
    assert!(after.len() < before.len() + 512);
}

#[test]
fn png() {
    let found = [Location, Device, Author, Time, Software, Thumbnail, Comment, History, TrailingData, Other];
    let before = pictures::png();
    let after = assert_cleaned(FileKind::Png, &before, &found);
    assert_eq!(pictures::pixels(&after), pictures::pixels(&before));
    assert!(holds(&after, b"eXIfMM\0*") && holds(&after, b"iCCPICC\0") && holds(&after, b"pHYs"));
    assert!(after.len() < before.len() + 512);
}

#[test]
fn webp() {
    let found = [Location, Device, Author, Time, Software, Thumbnail, Comment, History, TrailingData, Other];
    let before = pictures::webp();
    let after = assert_cleaned(FileKind::Webp, &before, &found);
    assert_eq!(pictures::pixels(&after), pictures::pixels(&before));
    // The flags say that there is a profile and an orientation, and no more.
    assert_eq!(after[20], 0x28);
    assert!(holds(&after, b"EXIF\x1A\0\0\0MM\0*"));
}

#[test]
fn webp_animations() {
    let before = pictures::animation();
    let after = assert_cleaned(FileKind::Webp, &before, &[Other]);
    assert_eq!(pictures::pixels(&after), pictures::pixels(&before));
    assert_eq!(after.windows(4).filter(|name| name == b"ANMF").count(), 2);
}

#[test]
fn a_plain_picture_holds_nothing_and_stays_as_it_is() {
    for (kind, format) in KINDS {
        let plain = pictures::plain(format);
        let cleaned = clean(kind, plain.clone()).unwrap();
        assert_eq!(cleaned.found, []);
        assert!(cleaned.bytes == plain);
        assert_settled(kind, &cleaned);
    }
}

#[test]
fn what_is_cut_short_or_something_else_is_not_called_clean() {
    for (kind, format) in KINDS {
        let bytes = pictures::plain(format);
        for len in (0..bytes.len()).step_by(7) {
            assert_eq!(clean(kind, bytes[..len].to_vec()), Err(CleanError::Malformed), "{kind:?} cut after {len}");
        }
        assert_eq!(clean(kind, b"%PDF-1.7".to_vec()), Err(CleanError::Malformed));
    }
}

#[test]
fn a_profile_that_unpacks_without_end_is_left_out() {
    let bomb = pictures::png_with_profile(&vec![0; 64 << 20]);
    let cleaned = clean(FileKind::Png, bomb).unwrap();
    assert_eq!(cleaned.found, [Other]);
    assert!(!holds(&cleaned.bytes, b"iCCP"));
}
