//! Length hiding: Padmé ("Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PoPETs 2019(4), section 4).

/// What is shorter is padded to this many bytes: Padmé hides little among short texts, and "yes" must not differ from "no".
const FLOOR: usize = 256;

/// Marks where the text ends (ISO/IEC 7816-4): then zeros to the end.
const MARK: u8 = 0x80;

/// The length to which a plaintext of `len` bytes is padded, the mark included: at least 256, and at most 12 % more than it needs.
pub const fn padded_len(len: usize) -> usize {
    let padded = padme(len.saturating_add(1));
    if padded < FLOOR { FLOOR } else { padded }
}

/// Padmé: a length keeps no more significant bits than its exponent is long.
const fn padme(len: usize) -> usize {
    if len < 2 {
        return len;
    }
    let exponent = len.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1usize << exponent.saturating_sub(kept)) - 1;
    len.saturating_add(mask) & !mask
}

/// What is appended to a plaintext of `len` bytes.
pub(crate) fn tail(len: usize) -> Vec<u8> {
    let mut tail = vec![0; padded_len(len) - len];
    tail[0] = MARK;
    tail
}

/// The length of the text in a padded plaintext; none if it has no mark.
pub(crate) fn unpadded_len(padded: &[u8]) -> Option<usize> {
    let mark = padded.iter().rposition(|&byte| byte != 0)?;
    (padded[mark] == MARK).then_some(mark)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_padded_comes_back(text: Vec<u8>) {
            let mut padded = text.clone();
            padded.extend(tail(text.len()));
            prop_assert_eq!(padded.len(), padded_len(text.len()));
            prop_assert_eq!(unpadded_len(&padded), Some(text.len()));
        }

        #[test]
        fn wastes_at_most_an_eighth_above_the_floor(len in FLOOR..100_000_000usize) {
            let padded = padded_len(len);
            prop_assert!(padded > len);
            prop_assert!(padded - len - 1 <= len * 12 / 100);
        }

        #[test]
        fn a_longer_text_is_never_padded_shorter(len in 0..10_000_000usize, more in 0..10_000usize) {
            prop_assert!(padded_len(len) <= padded_len(len + more));
        }

        #[test]
        fn a_padded_length_is_a_fixed_point(len in 0..100_000_000usize) {
            let padded = padded_len(len);
            prop_assert_eq!(padded_len(padded - 1), padded);
        }
    }

    #[test]
    fn few_lengths_remain() {
        let lengths: std::collections::HashSet<usize> = (0..=200_000).map(padded_len).collect();
        assert!(lengths.len() <= 200, "{} different lengths", lengths.len());
        assert!((0..FLOOR).all(|len| padded_len(len) == FLOOR));
    }

    #[test]
    fn agrees_with_the_paper() {
        assert_eq!([1, 2, 8, 9, 10, 17, 100, 1000, 65_537].map(padme), [1, 2, 8, 10, 10, 18, 104, 1024, 67_584]);
    }

    #[test]
    fn what_has_no_mark_is_not_padded() {
        assert_eq!(unpadded_len(&[]), None);
        assert_eq!(unpadded_len(&[0, 0]), None);
        assert_eq!(unpadded_len(&[MARK, 1, 0]), None);
    }
}
