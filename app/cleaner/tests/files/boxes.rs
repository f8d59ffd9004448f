//! Videos and HEIC: what goes is zeroed in its place, nothing moves, and every coded byte stays.

use cleaner::{CleanError, FileKind, VideoPlan, VideoScan, clean};
use model::Trace;
use model::Trace::{Author, Comment, Device, EmbeddedVideo, History, LocalPath, Location, Other, Software, Thumbnail, Time, TrailingData};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::canary::{assert_cleaned, holds, traces};
use crate::make::boxes::{Head, PICTURE, SOUND, fragments, heic, video};

const FOUND: &[Trace] = &[Location, Device, Time, Software, TrailingData, LocalPath, Other];

#[test]
fn videos() {
    for head in [Head::First, Head::Last] {
        for (kind, brand) in [(FileKind::Mp4, b"isom"), (FileKind::Mov, b"qt  "), (FileKind::M4a, b"M4A ")] {
            let before = video(brand, head, true);
            let after = assert_cleaned(kind, &before, FOUND);
            assert_same_media(&before, &after);
            assert!(!holds(&after, b"TIME") && !holds(&after, b"CNRY") && !holds(&after, b"\x6B\xF0\0\0"));
        }
    }
}

#[test]
fn a_video_in_fragments() {
    let before = fragments();
    let after = assert_cleaned(FileKind::Mp4, &before, &[Location, Device, Time, Software, TrailingData, LocalPath, Other]);
    assert_same_media(&before, &after);
}

#[test]
fn heic_pictures() {
    let before = heic();
    let found = [Location, Device, Author, Time, Software, Thumbnail, Comment, History, EmbeddedVideo, TrailingData, Other];
    let after = assert_cleaned(FileKind::Heic, &before, &found);
    assert_eq!(after.len(), before.len());
    assert_eq!(position(&after, PICTURE), position(&before, PICTURE));
    assert!(holds(&after, b"irot\x01"));
}

#[test]
fn a_plan_changes_any_part_in_any_order() {
    let before = video(b"qt  ", Head::Last, true);
    let whole = clean(FileKind::Mov, before.clone()).unwrap();
    let plan = plan(&before).unwrap();
    assert_eq!(plan.found(), whole.found);
    for step in [1, 7, 100] {
        let mut after = before.clone();
        for (n, chunk) in after.chunks_mut(step).enumerate().rev().collect::<Vec<_>>() {
            plan.apply((n * step) as u64, chunk);
        }
        assert!(after == whole.bytes, "in steps of {step}");
    }
}

#[test]
fn a_box_that_goes_on_to_the_end() {
    let mut before = video(b"isom", Head::First, true);
    let media = position(&before, b"mdat").unwrap();
    before[media - 4..media].fill(0);
    let whole = clean(FileKind::Mp4, before).unwrap();
    assert_eq!(traces(&whole.bytes), [] as [&str; 0]);
}

#[test]
fn what_is_cut_short_or_has_no_tracks_is_not_called_clean() {
    for before in [video(b"isom", Head::First, true), fragments()] {
        for len in 0..before.len() {
            let cut = clean(FileKind::Mp4, before[..len].to_vec());
            let ends_between_boxes = cut.as_ref().is_ok_and(|cut| traces(&cut.bytes).is_empty());
            assert!(ends_between_boxes || cut == Err(CleanError::Malformed), "cut after {len}");
        }
    }
    let heic = heic();
    let media = position(&heic, b"mpvd").unwrap() - 4;
    for len in 0..media {
        assert_eq!(clean(FileKind::Heic, heic[..len].to_vec()), Err(CleanError::Malformed), "cut after {len}");
    }
}

#[test]
fn samples_of_metadata_that_lie_elsewhere_are_an_error() {
    let mut before = video(b"isom", Head::First, true);
    let places = before.windows(4).rposition(|window| window == b"stco").unwrap();
    before[places + 12..places + 16].copy_from_slice(&8u32.to_be_bytes());
    assert_eq!(clean(FileKind::Mp4, before), Err(CleanError::Malformed));
}

#[test]
fn pictures_that_lie_elsewhere_are_an_error() {
    let mut before = video(b"isom", Head::First, false);
    let places = position(&before, b"stco").unwrap();
    before[places + 12..places + 16].copy_from_slice(&8u32.to_be_bytes());
    assert_eq!(clean(FileKind::Mp4, before), Err(CleanError::Malformed));
}

#[test]
fn what_no_track_has_goes() {
    let mut before = video(b"isom", Head::Last, false);
    let media = position(&before, b"mdat").unwrap();
    // The last picture of the table is one less: its bytes belong to nothing.
    let sizes = position(&before, b"stsz").unwrap();
    before[sizes + 15] = 1;
    let runs = position(&before, b"stco").unwrap();
    before[runs + 11] = 1;
    let cleaned = clean(FileKind::Mp4, before.clone()).unwrap();
    assert!(cleaned.found.contains(&TrailingData));
    let second = media + 4 + PICTURE.len() + SOUND.len();
    assert_eq!(&cleaned.bytes[media + 4..second], &before[media + 4..second]);
    assert!(cleaned.bytes[second..second + PICTURE.len()].iter().all(|byte| *byte == 0));
}

#[test]
fn what_a_picture_needs_and_nobody_knows_is_an_error() {
    let mut film = video(b"isom", Head::First, false);
    let at = position(&film, b"colr").unwrap();
    film[at..at + 4].copy_from_slice(b"newC");
    assert_eq!(clean(FileKind::Mp4, film), Err(CleanError::Malformed));
    let mut photo = heic();
    let at = position(&photo, b"irot").unwrap();
    photo[at..at + 4].copy_from_slice(b"newP");
    assert_eq!(clean(FileKind::Heic, photo), Err(CleanError::Malformed));
}

fn plan(file: &[u8]) -> Result<VideoPlan, CleanError> {
    let mut scan = VideoScan::new(file.len() as u64);
    while let Some(range) = scan.wants() {
        scan.supply(&file[range.start as usize..range.end as usize])?;
    }
    scan.finish()
}

/// Everything coded stands where it stood.
fn assert_same_media(before: &[u8], after: &[u8]) {
    assert_eq!(before.len(), after.len());
    for coded in [PICTURE, SOUND] {
        let places = |bytes: &[u8]| {
            bytes.windows(coded.len()).enumerate().filter(|(_, window)| *window == coded).map(|(at, _)| at).collect::<Vec<_>>()
        };
        assert_eq!(places(before), places(after));
    }
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
