//! Files: whatever is pushed in whatever pieces comes back, and segments that somebody else wrote are an error and nothing worse. Drafts, which
//! anyone with the device may have changed; what an upload or an act says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rand::{SeedableRng, rngs::StdRng};
use seal::*;

const PLACE: FilePlace = FilePlace { case: 7, number: 3 };

fuzz_target!(|bytes: &[u8]| {
    let rng = &mut StdRng::seed_from_u64(1);
    let key = FileKey::generate(rng);
    let mut sealer = FileSealer::begin(&key, PLACE, rng);
    let header = sealer.header();
    let mut segments: Vec<FileSegment> = bytes.chunks(1 + bytes.len() / 3).flat_map(|piece| sealer.push(piece)).collect();
    segments.extend(sealer.finish());
    let opener = FileOpener::new(&key, PLACE, &header, bytes.len() as u64).expect("just sealed");
    assert_eq!(segments.len(), 1);
    let again = opener.open(0, segments.remove(0)).expect("just sealed");
    assert_eq!(&**again, bytes);

    let _ = FileHeader::try_from(bytes).map(|header| FileOpener::new(&key, PLACE, &header, 9));
    let _ = FileSegment::try_from(bytes.to_vec()).map(|segment| opener.open(0, segment));
    let _ = FileKey::try_from(bytes);
    let _ = model::evidence::file_name(&String::from_utf8_lossy(bytes));
    let _ = serde_json::from_slice::<model::api::ActAsk>(bytes);
    let _ = serde_json::from_slice::<model::api::UploadEnd>(bytes);
    let _ = decode::<model::Attachment>(bytes);
});
