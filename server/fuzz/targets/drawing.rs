//! A picture or a document that anyone sent is drawn no larger than a screen, or is an error and nothing worse. What takes too long or too much
//! memory is ended by the limits of the process that draws.
#![no_main]

use libfuzzer_sys::fuzz_target;
use server::files::pixels::draw;

fuzz_target!(|bytes: &[u8]| {
    for page in 0..2 {
        if let Ok(drawn) = draw(bytes.to_vec(), page) {
            let again = draw(drawn.png, 0).expect("what was drawn is a picture");
            assert!(page < drawn.pages && again.pages == 1);
        }
    }
});
