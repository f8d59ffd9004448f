//! Whatever the bytes are, cleaning ends, does not panic, and what it calls clean is clean: the second time there is nothing to find.

use std::sync::LazyLock;

use cleaner::{FileKind, clean};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::canary::assert_settled;
use crate::make::boxes::{self, Head};
use crate::make::{office, pdf, pictures};

/// A file of each kind, with a canary in every place.
static SAMPLES: LazyLock<Vec<(FileKind, Vec<u8>)>> = LazyLock::new(|| {
    vec![
        (FileKind::Jpeg, pictures::jpeg()),
        (FileKind::Png, pictures::png()),
        (FileKind::Webp, pictures::webp()),
        (FileKind::Webp, pictures::animation()),
        (FileKind::Heic, boxes::heic()),
        (FileKind::Mp4, boxes::video(b"isom", Head::First, true)),
        (FileKind::Mov, boxes::video(b"qt  ", Head::Last, true)),
        (FileKind::Mp4, boxes::fragments()),
        (FileKind::Docx, office::docx()),
        (FileKind::Xlsx, office::xlsx()),
        (FileKind::Pptx, office::pptx()),
        (FileKind::Pdf, pdf::pdf()),
    ]
});

/// What happens to a file on its way.
#[derive(Debug, Clone)]
enum Damage {
    Byte(Index, u8),
    Cut(Index),
    Remove(Index, Index),
    Repeat(Index, Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<Index>;
    prop_oneof![
        8 => (index(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        4 => (index(), select(vec![0, 1, 0x7F, 0x80, 0xFF])).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        1 => index().prop_map(Damage::Cut),
        1 => (index(), index()).prop_map(|(from, to)| Damage::Remove(from, to)),
        1 => (index(), index()).prop_map(|(from, to)| Damage::Repeat(from, to)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    let range = |a: &Index, b: &Index| {
        let (a, b) = (a.index(bytes.len()), b.index(bytes.len()));
        a.min(b)..a.max(b)
    };
    match damage {
        Damage::Byte(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Remove(from, to) => {
            bytes.drain(range(from, to));
        }
        Damage::Repeat(from, to) => {
            let range = range(from, to);
            let part = bytes[range.clone()].to_vec();
            bytes.splice(range.start..range.start, part);
        }
    }
}

fn check(kind: FileKind, bytes: Vec<u8>) {
    let Ok(cleaned) = clean(kind, bytes) else { return };
    if kind == FileKind::Pdf {
        // What is damaged in a value is written differently each time it is read.
        assert_eq!(clean(kind, cleaned.bytes).unwrap().found, []);
    } else {
        assert_settled(kind, &cleaned);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn damaged_files(sample in any::<Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        let (kind, mut bytes) = sample.get(&SAMPLES).clone();
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        check(kind, bytes);
    }

    #[test]
    fn arbitrary_bytes(sample in any::<Index>(), keep in 0..64usize, bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
        let (kind, genuine) = sample.get(&SAMPLES);
        check(*kind, bytes.clone());
        check(FileKind::of_whole(&bytes), bytes.clone());
        check(*kind, [&genuine[..keep.min(genuine.len())], &bytes].concat());
    }
}

#[test]
fn thousands_of_ways_to_one_place_are_gone_once() {
    // Every line of one directory leads to another that is as long.
    let mut exif = b"II*\0\x08\0\0\0\xFF\xFF".to_vec();
    for tag in [0x8769u16, 0x8825].into_iter().cycle().take(65_535) {
        exif.extend_from_slice(&tag.to_le_bytes());
        exif.extend_from_slice(b"\x04\0\x01\0\0\0\x08\0\0\0");
    }
    check(FileKind::Png, pictures::png_with(b"eXIf", &exif));
    let profiles = vec![pictures::packed(&vec![0; 8 << 20]); 2000];
    check(FileKind::Png, pictures::png_with_profiles(&profiles));
}
