//! What Exif tells. All of it goes but the orientation, without which a picture would lie on its side.

use model::Trace;

use crate::bytes::{be16, be32, index, le16, le32, says_something, span};
use crate::found::Found;

/// What stands before Exif in a JPEG segment, and in some WebP files.
pub(crate) const PREFIX: &[u8] = b"Exif\0\0";

/// What was in it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Exif {
    /// How the picture is to be turned, where it is.
    pub(crate) orientation: Option<u8>,
    /// Nothing, if it holds the orientation alone, as this crate writes it.
    pub(crate) found: Found,
}

/// Reads the TIFF structure that Exif is. One that makes no sense is metadata all the same.
pub(crate) fn read(tiff: &[u8]) -> Exif {
    let mut exif = Exif::default();
    if let Some(order) = Order::of(tiff) {
        read_all(&Tiff { bytes: tiff, order }, &mut exif);
    }
    let is_ours = exif.orientation.is_some_and(|orientation| tiff == oriented(orientation));
    exif.found = if is_ours { Found::default() } else { exif.found.or_other() };
    exif
}

/// Exif that tells the orientation and nothing else.
pub(crate) fn oriented(orientation: u8) -> [u8; 26] {
    // Big-endian; one directory at 8 with one entry: orientation, a short, once; no further directory.
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    tiff[19] = orientation;
    tiff
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn of(tiff: &[u8]) -> Option<Self> {
        match tiff.get(..4)? {
            b"II*\0" => Some(Self::Little),
            b"MM\0*" => Some(Self::Big),
            _ => None,
        }
    }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    order: Order,
}

/// A line of a directory.
struct Entry<'a> {
    tag: u16,
    /// The value if it is a number that stands in the line itself.
    number: u32,
    /// The value's first bytes, wherever they stand; none if they lie outside.
    value: Option<&'a [u8]>,
}

impl<'a> Tiff<'a> {
    fn u16(&self, at: usize) -> Option<u16> {
        match self.order {
            Order::Little => le16(self.bytes, at),
            Order::Big => be16(self.bytes, at),
        }
    }

    fn u32(&self, at: usize) -> Option<u32> {
        match self.order {
            Order::Little => le32(self.bytes, at),
            Order::Big => be32(self.bytes, at),
        }
    }

    fn offset(&self, at: usize) -> Option<usize> {
        self.u32(at).map(index)
    }

    /// The lines of the directory there, and where the next directory is.
    fn directory(&self, at: usize) -> (Vec<Entry<'a>>, Option<usize>) {
        let count = self.u16(at).map_or(0, usize::from);
        let entries = (0..count).map_while(|i| self.entry(at.checked_add(2 + i * 12)?)).collect();
        let next = at.checked_add(2 + count * 12).and_then(|at| self.offset(at)).filter(|next| *next != 0);
        (entries, next)
    }

    fn entry(&self, at: usize) -> Option<Entry<'a>> {
        let kind = self.u16(at.checked_add(2)?)?;
        let len = self.offset(at.checked_add(4)?)?.checked_mul(size_of_type(kind));
        let inline = at.checked_add(8)?;
        let number = if kind == 3 { self.u16(inline)?.into() } else { self.u32(inline)? };
        // Not more: thousands of entries may share one value that is as long as the file.
        let value = len.and_then(|len| span(self.bytes, if len <= 4 { inline } else { index(number) }, len.min(64)));
        Some(Entry { tag: self.u16(at)?, number, value })
    }
}

fn size_of_type(kind: u16) -> usize {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 => 8,
        _ => 1,
    }
}

const ORIENTATION: u16 = 0x0112;
const EXIF_DIRECTORY: u16 = 0x8769;
const GPS_DIRECTORY: u16 = 0x8825;

fn read_all(tiff: &Tiff<'_>, exif: &mut Exif) {
    let (entries, next) = tiff.offset(4).map(|at| tiff.directory(at)).unwrap_or_default();
    // Each once: thousands of lines could lead to the same directory.
    let (mut details, mut place) = (false, false);
    for entry in entries {
        match entry.tag {
            ORIENTATION => exif.orientation = u8::try_from(entry.number).ok().filter(|turn| (2..=8).contains(turn)),
            EXIF_DIRECTORY if std::mem::replace(&mut details, true) => exif.found.add(Trace::Other),
            GPS_DIRECTORY if std::mem::replace(&mut place, true) => exif.found.add(Trace::Location),
            EXIF_DIRECTORY => note(&tiff.directory(index(entry.number)).0, &mut exif.found),
            GPS_DIRECTORY => exif.found.add_if(!tiff.directory(index(entry.number)).0.is_empty(), Trace::Location),
            _ => note(&[entry], &mut exif.found),
        }
    }
    exif.found.add_if(next.is_some(), Trace::Thumbnail);
}

fn note(entries: &[Entry<'_>], found: &mut Found) {
    for entry in entries.iter().filter(|entry| entry.value.is_none_or(says_something)) {
        found.add(meaning(entry.tag));
    }
}

fn meaning(tag: u16) -> Trace {
    match tag {
        0x010F | 0x0110 | 0x013C | 0x927C | 0xA431..=0xA435 | 0xC614 | 0xC62F => Trace::Device,
        0x013B | 0x8298 | 0x9C9D | 0xA430 => Trace::Author,
        0x0132 | 0x9003 | 0x9004 | 0x9010..=0x9012 | 0x9290..=0x9292 => Trace::Time,
        0x000B | 0x0131 => Trace::Software,
        0x010D | 0x010E | 0x9286 | 0x9C9B | 0x9C9C | 0x9C9E | 0x9C9F => Trace::Comment,
        _ => Trace::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_own_form_holds_nothing_but_the_orientation() {
        for orientation in 2..=8 {
            let exif = read(&oriented(orientation));
            assert_eq!(exif.orientation, Some(orientation));
            assert!(exif.found.is_empty());
        }
    }

    #[test]
    fn a_directory_that_points_to_itself_ends() {
        let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
        for tag in [EXIF_DIRECTORY, GPS_DIRECTORY] {
            tiff.extend_from_slice(&tag.to_le_bytes());
            tiff.extend_from_slice(b"\x04\0\x01\0\0\0\x08\0\0\0");
        }
        tiff.extend_from_slice(&8u32.to_le_bytes());
        assert_eq!(read(&tiff).found.list(), [Trace::Location, Trace::Thumbnail, Trace::Other]);
    }

    #[test]
    fn nonsense_is_metadata_too() {
        for bytes in [&b""[..], b"MM", b"MM\0*\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff"] {
            assert_eq!(read(bytes).found.list(), [Trace::Other]);
        }
    }
}
