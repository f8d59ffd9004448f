//! Videos and HEIC: what goes is zeroed in its place, nothing moves, and every coded byte stays.

use cleaner::Finding::{
    Author, Comment, Device, EmbeddedVideo, History, LocalPath, Location, OtherMetadata, Software, Thumbnail, Time, TrailingData,
};
use cleaner::{CleanError, FileKind, Finding, VideoCleaner, VideoPlan, VideoScan, clean};

use crate::canary::{assert_cleaned, holds, traces};
use crate::make::boxes::{Head, PICTURE, SOUND, fragments, heic, video};

const FOUND: &[Finding] = &[Location, Device, Time, Software, TrailingData, LocalPath, OtherMetadata];

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
    let after = assert_cleaned(FileKind::Mp4, &before, &[Location, Device, Time, Software, LocalPath, OtherMetadata]);
    assert_same_media(&before, &after);
}

#[test]
fn heic_pictures() {
    let before = heic();
    let found = [Location, Device, Author, Time, Software, Thumbnail, Comment, History, EmbeddedVideo, TrailingData, OtherMetadata];
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
fn one_pass_does_what_two_do() {
    for before in [video(b"isom", Head::First, true), video(b"isom", Head::Last, false), fragments()] {
        let whole = clean(FileKind::Mp4, before.clone()).unwrap();
        for step in [1, 7, 4096] {
            let (after, found) = stream(&before, step).unwrap();
            assert!(after == whole.bytes, "in steps of {step}");
            assert_eq!(found, whole.found);
        }
    }
}

#[test]
fn one_pass_says_when_it_is_too_late() {
    let before = video(b"isom", Head::Last, true);
    assert_eq!(stream(&before, 16).unwrap_err(), CleanError::SamplesPassed);
    // All at once it is not too late.
    assert_eq!(traces(&stream(&before, before.len()).unwrap().0), [] as [&str; 0]);
}

#[test]
fn one_pass_holds_the_head_alone() {
    let start = video(b"isom", Head::First, true);
    let mut cleaner = VideoCleaner::new();
    let mut out = Vec::new();
    cleaner.feed(&start[..start.len() - 5], &mut out).unwrap();
    // What it has seen of the pictures is given out at once.
    assert_eq!(out.len(), start.len() - 5);
}

#[test]
fn a_box_that_goes_on_to_the_end() {
    let mut before = video(b"isom", Head::First, true);
    let media = position(&before, b"mdat").unwrap();
    before[media - 4..media].fill(0);
    let whole = clean(FileKind::Mp4, before.clone()).unwrap();
    assert_eq!(traces(&whole.bytes), [] as [&str; 0]);
    assert!(stream(&before, 10).unwrap().0 == whole.bytes);
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

fn plan(file: &[u8]) -> Result<VideoPlan, CleanError> {
    let mut scan = VideoScan::new(file.len() as u64);
    while let Some(range) = scan.wants() {
        scan.supply(&file[range.start as usize..range.end as usize])?;
    }
    scan.finish()
}

fn stream(file: &[u8], step: usize) -> Result<(Vec<u8>, Vec<Finding>), CleanError> {
    let (mut cleaner, mut out) = (VideoCleaner::new(), Vec::new());
    for chunk in file.chunks(step) {
        cleaner.feed(chunk, &mut out)?;
    }
    let found = cleaner.finish(&mut out)?;
    Ok((out, found))
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
