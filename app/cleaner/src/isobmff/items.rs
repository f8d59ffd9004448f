//! The items of a HEIC file: what each one is, and where its bytes lie.

use std::collections::BTreeMap;
use std::ops::Range;

use model::Trace;

use super::ranges::{merged, uncovered};
use super::{find, next};
use crate::CleanError;
use crate::bytes::{be16, be32, be64, index, says_something, tag};
use crate::found::Found;
use crate::{exif, xmp};

/// A picture of 48 megapixels has some two hundred tiles.
const MAX_PLACES: usize = 1 << 14;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A coded picture, or how others make one.
    Picture,
    Exif,
    /// Anything with a media type: XMP above all.
    Typed,
    Other,
}

/// The items, by their number.
#[derive(Debug, Default)]
pub(super) struct Items {
    kinds: BTreeMap<u32, Kind>,
    names: Vec<Range<usize>>,
    places: Vec<(Kind, Range<usize>)>,
}

impl Items {
    /// Reads the list; `inner` is where bytes in the list itself lie.
    pub(super) fn read(bytes: &[u8], list: Range<usize>, inner: Option<Range<usize>>) -> Result<Self, CleanError> {
        let part = |name| find(bytes, list.clone(), name).map(|part| part.body).ok_or(CleanError::Malformed);
        let mut items = Self::default();
        items.read_kinds(bytes, part(b"iinf")?)?;
        let mut table = Cursor { bytes: &bytes[part(b"iloc")?], at: 0 };
        items.read_places(&mut table, bytes.len(), inner)?;
        Ok(items)
    }

    /// Where the pictures lie.
    pub(super) fn pictures(&self) -> Vec<Range<usize>> {
        self.places_of(Kind::Picture)
    }

    /// Whether all bytes of items lie in one of these.
    pub(super) fn lie_in<'a>(&self, media: impl Iterator<Item = &'a Range<usize>> + Clone) -> bool {
        self.places.iter().all(|(_, range)| media.clone().any(|media| media.start <= range.start && range.end <= media.end))
    }

    /// Zeroes what tells something, as far as no picture uses it, and the items' names.
    pub(super) fn blank_metadata(&self, bytes: &mut [u8], found: &mut Found) {
        let pictures = merged(self.pictures());
        for kind in [Kind::Exif, Kind::Typed, Kind::Other] {
            // Merged, each byte is read once, however many items claim it.
            for range in merged(self.places_of(kind)).into_iter().flat_map(|range| uncovered(range, &pictures)) {
                found.add_all(told(kind, &bytes[range.clone()]));
                bytes[range].fill(0);
            }
        }
        for name in &self.names {
            let name = &mut bytes[name.clone()];
            found.add_if(says_something(name), Trace::Other);
            name.fill(b' ');
        }
    }

    fn places_of(&self, kind: Kind) -> Vec<Range<usize>> {
        self.places.iter().filter(|(other, _)| *other == kind).map(|(_, range)| range.clone()).collect()
    }

    fn read_kinds(&mut self, bytes: &[u8], body: Range<usize>) -> Result<(), CleanError> {
        let header = if bytes.get(body.start) == Some(&0) { 6 } else { 8 };
        let mut at = body.start + header;
        while let Some(part) = next(bytes, at, body.end).ok_or(CleanError::Malformed)? {
            at = part.body.end;
            let entry = Entry::read(bytes, part.body).ok_or(CleanError::Malformed)?;
            if entry.protected {
                return Err(CleanError::Encrypted);
            }
            if self.kinds.insert(entry.id, entry.kind).is_some() {
                return Err(CleanError::Malformed);
            }
            self.names.push(entry.name);
        }
        Ok(())
    }

    fn read_places(&mut self, table: &mut Cursor<'_>, file_len: usize, inner: Option<Range<usize>>) -> Result<(), CleanError> {
        let layout = Layout::read(table).ok_or(CleanError::Malformed)?;
        let count = table.number(if layout.version < 2 { 2 } else { 4 }).ok_or(CleanError::Malformed)?;
        for _ in 0..count {
            let item = layout.item(table).ok_or(CleanError::Malformed)?;
            let kind = self.kinds.get(&item.id).copied().unwrap_or(Kind::Other);
            let space = match item.method {
                0 => 0..file_len,
                1 => inner.clone().ok_or(CleanError::Malformed)?,
                _ => return Err(CleanError::Unsupported),
            };
            if item.reference != 0 {
                return Err(CleanError::Unsupported);
            }
            for _ in 0..item.extents {
                let (offset, len) = layout.extent(table).ok_or(CleanError::Malformed)?;
                let range = within(&space, item.base.checked_add(offset), len).ok_or(CleanError::Malformed)?;
                if self.places.len() == MAX_PLACES {
                    return Err(CleanError::TooLarge);
                }
                self.places.push((kind, range));
            }
        }
        Ok(())
    }
}

/// What these bytes of an item tell. Bytes that were zeroed tell nothing.
fn told(kind: Kind, bytes: &[u8]) -> Found {
    if bytes.iter().all(|byte| *byte == 0) {
        return Found::default();
    }
    match kind {
        // First comes how far behind it the structure starts.
        Kind::Exif => {
            let start = be32(bytes, 0).map(index).and_then(|skip| skip.checked_add(4));
            exif::read(start.and_then(|start| bytes.get(start..)).unwrap_or_default()).found.or_other()
        }
        _ => xmp::read(bytes),
    }
}

/// What the list says about an item.
struct Entry {
    id: u32,
    kind: Kind,
    name: Range<usize>,
    /// Whether its bytes are under a key.
    protected: bool,
}

impl Entry {
    fn read(bytes: &[u8], body: Range<usize>) -> Option<Self> {
        let version = *bytes.get(body.start)?;
        let mut cursor = Cursor { bytes: bytes.get(..body.end)?, at: body.start + 4 };
        let id = cursor.number(if version < 3 { 2 } else { 4 })? as u32;
        let protected = cursor.number(2)? != 0;
        // Before version 2 there were items with a media type only.
        let kind = if version < 2 { Kind::Typed } else { kind_of(&tag(cursor.bytes, cursor.at)?) };
        let start = cursor.at + if version < 2 { 0 } else { 4 };
        let len = memchr::memchr(0, cursor.bytes.get(start..)?)?;
        Some(Self { id, kind, name: start..start + len, protected })
    }
}

fn kind_of(name: &[u8; 4]) -> Kind {
    match name {
        b"hvc1" | b"hvt1" | b"lhv1" | b"av01" | b"avc1" | b"vvc1" | b"grid" | b"iovl" | b"iden" | b"tmap" => Kind::Picture,
        b"Exif" => Kind::Exif,
        b"mime" => Kind::Typed,
        _ => Kind::Other,
    }
}

/// The part of a space that starts at this offset in it; without a length, all the rest.
fn within(space: &Range<usize>, offset: Option<u64>, len: u64) -> Option<Range<usize>> {
    let start = space.start.checked_add(usize::try_from(offset?).ok()?)?;
    let end = if len == 0 { space.end } else { start.checked_add(usize::try_from(len).ok()?)? };
    (start <= end && end <= space.end).then_some(start..end)
}

/// Of how many bytes the numbers in the table of places are.
struct Layout {
    version: u8,
    offset: usize,
    length: usize,
    base: usize,
    index: usize,
}

struct Item {
    id: u32,
    method: u64,
    reference: u64,
    base: u64,
    extents: u64,
}

impl Layout {
    fn read(table: &mut Cursor<'_>) -> Option<Self> {
        let version = (table.number(4)? >> 24) as u8;
        let sizes = table.number(2)? as usize;
        let size = |shift: usize| sizes >> shift & 15;
        let index = if version == 0 { 0 } else { size(0) };
        let layout = Self { version, offset: size(12), length: size(8), base: size(4), index };
        [layout.offset, layout.length, layout.base, layout.index].iter().all(|size| matches!(size, 0 | 4 | 8)).then_some(layout)
    }

    fn item(&self, table: &mut Cursor<'_>) -> Option<Item> {
        let id = table.number(if self.version < 2 { 2 } else { 4 })? as u32;
        let method = if self.version == 0 { 0 } else { table.number(2)? & 15 };
        Some(Item { id, method, reference: table.number(2)?, base: table.number(self.base)?, extents: table.number(2)? })
    }

    fn extent(&self, table: &mut Cursor<'_>) -> Option<(u64, u64)> {
        table.number(self.index)?;
        Some((table.number(self.offset)?, table.number(self.length)?))
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    /// The number in the next so many bytes; zero in none.
    fn number(&mut self, size: usize) -> Option<u64> {
        let number = match size {
            2 => be16(self.bytes, self.at).map(u64::from),
            4 => be32(self.bytes, self.at).map(u64::from),
            8 => be64(self.bytes, self.at),
            _ => Some(0),
        }?;
        self.at += size;
        Some(number)
    }
}
