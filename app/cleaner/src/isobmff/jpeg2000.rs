//! JPEG 2000, which PDF may hold: the boxes that the picture is decoded with stay, and of its code all but what its program wrote into it.

use model::Trace;

use super::{Rule, fix_profile, meaning, tidy, zero};
use crate::CleanError;
use crate::bytes::{be16, be32, index};
use crate::found::Found;

/// How the code alone begins.
const START: &[u8] = b"\xFF\x4F";

pub(crate) fn clean_jpeg2000(bytes: &mut [u8], found: &mut Found) -> Result<(), CleanError> {
    let done = if bytes.starts_with(START) { fix_code(bytes, found) } else { tidy(bytes, 0..bytes.len(), *b"file", rule, found) };
    done.ok_or(CleanError::Malformed)
}

fn rule(parent: &[u8; 4], name: &[u8; 4]) -> Rule {
    match (parent, name) {
        (b"file", b"jp2c") => Rule::Fix(fix_code),
        (b"file", b"jp2h") => Rule::Enter(0),
        (b"jp2h", b"colr") => Rule::Fix(fix_colour),
        (b"file", b"jP  " | b"ftyp") | (b"jp2h", b"ihdr" | b"bpcc" | b"pclr" | b"cmap" | b"cdef") => Rule::Keep,
        _ => Rule::Blank(meaning(name)),
    }
}

/// Behind three bytes a profile, if the first of them says so.
fn fix_colour(body: &mut [u8], found: &mut Found) -> Option<()> {
    match *body.first()? {
        2 | 3 => fix_profile(body.get_mut(3..)?, found),
        _ => {}
    }
    Some(())
}

/// Comments stand between the markers before the first tile and before the data of each (ISO/IEC 15444-1, annex A).
fn fix_code(code: &mut [u8], found: &mut Found) -> Option<()> {
    const TILE: u16 = 0xFF90;
    const DATA: u16 = 0xFF93;
    const END: u16 = 0xFFD9;
    const COMMENT: u16 = 0xFF64;
    let (mut at, mut tile_end) = (START.len(), None);
    loop {
        let marker = be16(code, at)?;
        if marker == END {
            zero(code.get_mut(at + 2..)?, Trace::TrailingData, found);
            return Some(());
        }
        if marker == DATA {
            // A tile that does not say how long it is is the last one.
            let Some(end) = tile_end.take()? else { return Some(()) };
            at = Some(end).filter(|end| *end > at)?;
            continue;
        }
        let len = usize::from(be16(code, at + 2)?);
        let end = at.checked_add(2)?.checked_add(len)?;
        match marker {
            COMMENT => zero(code.get_mut(at + 6..end)?, Trace::Software, found),
            TILE => {
                let tile = index(be32(code, at + 6)?);
                tile_end = Some(if tile == 0 { None } else { Some(at.checked_add(tile)?) });
            }
            _ => {}
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(tile: u32, end: &[u8]) -> Vec<u8> {
        let comment = b"\xFF\x64\0\x08\0\x01Kdu!";
        let mut tile_part = [b"\xFF\x90\0\x0A\0\0".as_slice(), &tile.to_be_bytes(), &[0, 1], comment, b"\xFF\x93data"].concat();
        if tile != 0 {
            let len = u32::try_from(tile_part.len()).unwrap();
            tile_part[6..10].copy_from_slice(&len.to_be_bytes());
        }
        [START, comment, b"\xFF\x52\0\x03\0", &tile_part, end].concat()
    }

    #[test]
    fn what_a_program_wrote_into_the_code_goes() {
        for (tile, end) in [(1, b"\xFF\xD9after".as_slice()), (0, b"")] {
            let before = code(tile, end);
            let (mut after, mut found) = (before.clone(), Found::default());
            clean_jpeg2000(&mut after, &mut found).unwrap();
            assert!(after.len() == before.len() && !after.windows(4).any(|part| part == b"Kdu!" || part == b"afte"));
            assert!(after.windows(4).any(|part| part == b"data"));
            let expected: &[Trace] = if tile == 0 { &[Trace::Software] } else { &[Trace::Software, Trace::TrailingData] };
            assert_eq!(found.list(), expected);
        }
    }

    #[test]
    fn code_that_ends_early_is_an_error() {
        let whole = code(1, b"\xFF\xD9");
        for len in 2..whole.len() - 1 {
            assert_eq!(clean_jpeg2000(&mut whole[..len].to_vec(), &mut Found::default()), Err(CleanError::Malformed), "{len}");
        }
    }
}
