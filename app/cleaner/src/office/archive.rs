//! ZIP files, as strictly as documents keep to them: packed by deflate or not at all, under 4 GB. What the list at the end does not name
//! is not there.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use model::Trace;

use crate::CleanError;
use crate::bytes::{index, le16, le32, span, tag};
use crate::found::Found;

/// The first of January 1980, the earliest day that a ZIP file knows: what Office itself writes.
const DAY: u16 = 0x21;
/// Documents have some dozens, reports with many pictures some hundreds.
const MAX_ENTRIES: u16 = 10_000;
/// The length of a line of the list without what varies, and of what stands before a part.
const LINE: usize = 46;
const LOCAL: usize = 30;
const END: usize = 22;

/// A part, packed.
pub(super) struct Entry<'a> {
    pub(super) name: String,
    packed: &'a [u8],
    method: u16,
    len: usize,
    checksum: u32,
}

pub(super) struct Archive<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// What stands in the list itself.
    pub(super) found: Found,
}

impl<'a> Archive<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, CleanError> {
        let end = find_end(bytes).ok_or(CleanError::Malformed)?;
        let count = le16(bytes, end + 10).ok_or(CleanError::Malformed)?;
        if count > MAX_ENTRIES {
            return Err(CleanError::TooLarge);
        }
        let mut archive = Self { entries: Vec::with_capacity(count.into()), found: Found::default() };
        let comment = le16(bytes, end + 20).map_or(0, usize::from);
        archive.found.add_if(comment > 0, Trace::Comment);
        archive.found.add_if(bytes.len() > end + END + comment, Trace::TrailingData);
        let mut at = le32(bytes, end + 16).map_or(usize::MAX, index);
        for _ in 0..count {
            at = archive.read_line(bytes, at).ok_or(CleanError::Malformed)??;
        }
        Ok(archive)
    }

    /// A line of the list; says where the next one is.
    fn read_line(&mut self, bytes: &'a [u8], at: usize) -> Option<Result<usize, CleanError>> {
        const ENCRYPTED: u16 = 1;
        let short = |offset: usize| le16(bytes, at + offset);
        let len = |offset| short(offset).map(usize::from);
        if tag(bytes, at)? != *b"PK\x01\x02" {
            return None;
        }
        if short(8)? & ENCRYPTED != 0 {
            return Some(Err(CleanError::Encrypted));
        }
        let (name_len, extra_len, comment_len) = (len(28)?, len(30)?, len(32)?);
        let name = std::str::from_utf8(span(bytes, at + LINE, name_len)?).ok()?.replace('\\', "/");
        let extra = span(bytes, at + LINE + name_len, extra_len)?;
        self.found.add_if((short(12)?, short(14)?) != (0, DAY) || has_times(extra), Trace::Time);
        self.found.add_if(comment_len > 0, Trace::Comment);
        let local = index(le32(bytes, at + 42)?);
        let start = local.checked_add(LOCAL)? + le16(bytes, local + 26).map(usize::from)? + le16(bytes, local + 28).map(usize::from)?;
        let packed = span(bytes, start, index(le32(bytes, at + 20)?))?;
        let entry = Entry { name, packed, method: short(10)?, len: index(le32(bytes, at + 24)?), checksum: le32(bytes, at + 16)? };
        self.entries.push(entry);
        Some(Ok(at + LINE + name_len + extra_len + comment_len))
    }

    /// The part, if it is no longer than this.
    pub(super) fn unpack(&self, entry: &Entry<'_>, limit: usize) -> Result<Vec<u8>, CleanError> {
        if entry.len > limit {
            return Err(CleanError::TooLarge);
        }
        let content = match entry.method {
            0 => entry.packed.to_vec(),
            8 => inflate(entry.packed, entry.len).ok_or(CleanError::Malformed)?,
            _ => return Err(CleanError::Unsupported),
        };
        let whole = content.len() == entry.len && checksum(&content) == entry.checksum;
        if whole { Ok(content) } else { Err(CleanError::Malformed) }
    }
}

fn find_end(bytes: &[u8]) -> Option<usize> {
    const LONGEST_COMMENT: usize = 65_535;
    let tail = bytes.len().saturating_sub(END + LONGEST_COMMENT);
    let end = tail + memchr::memmem::rfind(&bytes[tail..], b"PK\x05\x06")?;
    (bytes.len() >= end + END).then_some(end)
}

/// Fields in which packers write times to the second, and who owned the file.
fn has_times(mut extra: &[u8]) -> bool {
    while let (Some(id), Some(len)) = (le16(extra, 0), le16(extra, 2)) {
        if matches!(id, 0x000A | 0x5455 | 0x5855 | 0x7855 | 0x7875) {
            return true;
        }
        extra = extra.get(4 + usize::from(len)..).unwrap_or_default();
    }
    false
}

/// One byte more than it should be is enough to see that it is longer.
fn inflate(packed: &[u8], len: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    DeflateDecoder::new(packed).take(len as u64 + 1).read_to_end(&mut out).ok()?;
    Some(out)
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Writes parts, each with the same day and nothing but its name.
#[derive(Default)]
pub(super) struct Writer {
    out: Vec<u8>,
    list: Vec<u8>,
    count: u16,
}

impl Writer {
    pub(super) fn put(&mut self, name: &str, content: &[u8]) -> Result<(), CleanError> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        let packed = encoder.write_all(content).and_then(|()| encoder.finish()).map_err(|_| CleanError::TooLarge)?;
        let len = |len: usize| u32::try_from(len).map_err(|_| CleanError::TooLarge);
        let (place, packed_len, content_len) = (len(self.out.len())?, len(packed.len())?, len(content.len())?);
        let name_len = u16::try_from(name.len()).map_err(|_| CleanError::TooLarge)?;
        // Version 2.0; names in UTF-8; deflate; midnight of the day.
        let mut about = Vec::new();
        for short in [20, 0x0800, 8, 0, DAY] {
            about.extend_from_slice(&short.to_le_bytes());
        }
        for long in [checksum(content), packed_len, content_len] {
            about.extend_from_slice(&long.to_le_bytes());
        }
        about.extend_from_slice(&name_len.to_le_bytes());
        about.extend_from_slice(&[0, 0]);
        self.out.extend_from_slice(b"PK\x03\x04");
        self.out.extend_from_slice(&about);
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(&packed);
        self.list.extend_from_slice(b"PK\x01\x02\x14\0");
        self.list.extend_from_slice(&about);
        // No comment, first disk, no attributes.
        self.list.extend_from_slice(&[0; 10]);
        self.list.extend_from_slice(&place.to_le_bytes());
        self.list.extend_from_slice(name.as_bytes());
        self.count += 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, CleanError> {
        let len = |len: usize| u32::try_from(len).map_err(|_| CleanError::TooLarge);
        let (place, list_len) = (len(self.out.len())?, len(self.list.len())?);
        self.out.extend_from_slice(&self.list);
        self.out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        self.out.extend_from_slice(&self.count.to_le_bytes());
        self.out.extend_from_slice(&self.count.to_le_bytes());
        self.out.extend_from_slice(&list_len.to_le_bytes());
        self.out.extend_from_slice(&place.to_le_bytes());
        self.out.extend_from_slice(&[0, 0]);
        Ok(self.out)
    }
}
