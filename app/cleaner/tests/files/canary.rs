//! The canary, and what every cleaned file must be.

use cleaner::{Cleaned, FileKind, clean};
use model::Trace;

/// What must be nowhere in a cleaned file.
pub const CANARY: &str = "Canary Wang";

/// Cleans; sees that the canary was in the file and is not any more, in either byte order of its letters either; that what was found is
/// this; and that a second cleaning finds nothing and changes nothing.
pub fn assert_cleaned(kind: FileKind, bytes: &[u8], found: &[Trace]) -> Vec<u8> {
    assert_eq!(FileKind::of_whole(bytes), kind);
    assert!(!traces(bytes).is_empty(), "no canary to look for");
    let cleaned = clean(kind, bytes.to_vec()).unwrap();
    assert_eq!(cleaned.found, found);
    assert_eq!(traces(&cleaned.bytes), [] as [&str; 0]);
    assert_settled(kind, &cleaned);
    cleaned.bytes
}

/// A second cleaning finds nothing and changes nothing.
pub fn assert_settled(kind: FileKind, cleaned: &Cleaned) {
    let again = clean(kind, cleaned.bytes.clone()).unwrap();
    assert_eq!(again.found, []);
    assert!(again.bytes == cleaned.bytes, "the second cleaning changed it");
}

/// In which forms the canary stands there.
pub fn traces(bytes: &[u8]) -> Vec<&'static str> {
    let big: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let little: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [("bytes", CANARY.as_bytes()), ("utf-16be", &big), ("utf-16le", &little)]
        .into_iter()
        .filter(|(_, form)| holds(bytes, form))
        .map(|(name, _)| name)
        .collect()
}

pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
