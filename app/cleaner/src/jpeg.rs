//! JPEG: the segments that the picture is decoded with stay; every other, and all that follows the end, goes.

use model::Trace;

use crate::bytes::{be16, contains, span};
use crate::found::Found;
use crate::{CleanError, Cleaned, exif, icc, xmp};

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;
const ICC: &[u8] = b"ICC_PROFILE\0";

pub(crate) fn clean(bytes: &[u8]) -> Result<Cleaned, CleanError> {
    if !bytes.starts_with(&[0xFF, START]) {
        return Err(CleanError::Malformed);
    }
    let mut picture = Picture::default();
    let end = picture.read(bytes).ok_or(CleanError::Malformed)?;
    picture.note_rest(&bytes[end..]);
    Ok(picture.write())
}

/// What of a picture is kept.
#[derive(Default)]
struct Picture<'a> {
    density: Option<[u8; 12]>,
    orientation: Option<u8>,
    profile: Vec<(u8, &'a [u8])>,
    adobe: Option<[u8; 12]>,
    has_frame: bool,
    has_scan: bool,
    body: Vec<u8>,
    found: Found,
}

impl<'a> Picture<'a> {
    /// Reads up to the end of the picture and says where that is.
    fn read(&mut self, bytes: &'a [u8]) -> Option<usize> {
        let mut at = 2;
        loop {
            let (marker, start) = self.next_marker(bytes, at)?;
            if marker == END {
                return (self.has_frame && self.has_scan).then_some(start);
            }
            let len = be16(bytes, start).map(usize::from)?;
            let payload = span(bytes, start + 2, len.checked_sub(2)?)?;
            self.take(marker, payload)?;
            at = start + len;
            if marker == SCAN {
                let end = end_of_scan(bytes, at)?;
                self.body.extend_from_slice(&bytes[at..end]);
                at = end;
            }
        }
    }

    /// The next marker and where what follows it starts. Fill bytes before it are nothing; anything else was hidden there.
    fn next_marker(&mut self, bytes: &[u8], at: usize) -> Option<(u8, usize)> {
        let first = at + memchr::memchr(0xFF, bytes.get(at..)?)?;
        self.found.add_if(first > at, Trace::TrailingData);
        let marker = first + bytes[first..].iter().position(|byte| *byte != 0xFF)?;
        Some((bytes[marker], marker + 1))
    }

    fn take(&mut self, marker: u8, payload: &'a [u8]) -> Option<()> {
        match marker {
            // Frames (hierarchical ones, which nothing shows, excepted), tables, restart interval, number of lines.
            0xC0..=0xC3 | 0xC9..=0xCB => {
                self.has_frame = true;
                self.keep(marker, payload);
            }
            0xC4 | 0xCC | 0xDB..=0xDD => self.keep(marker, payload),
            SCAN => {
                self.has_scan = true;
                self.keep(marker, payload);
            }
            0xE0..=0xEF => self.take_application(marker, payload),
            COMMENT => self.found.add(Trace::Comment),
            _ => return None,
        }
        Some(())
    }

    fn keep(&mut self, marker: u8, payload: &[u8]) {
        put(&mut self.body, marker, payload);
    }

    fn take_application(&mut self, marker: u8, payload: &'a [u8]) {
        match marker {
            0xE0 if payload.starts_with(b"JFIF\0") => self.take_density(payload),
            0xE0 if payload.starts_with(b"JFXX\0") => self.found.add(Trace::Thumbnail),
            0xE1 if payload.starts_with(exif::PREFIX) => self.take_exif(&payload[exif::PREFIX.len()..]),
            0xE1 => self.found.add_all(xmp::read(payload)),
            0xE2 if payload.starts_with(ICC) && payload.len() >= ICC.len() + 2 => {
                self.profile.push((payload[ICC.len()], &payload[ICC.len() + 2..]));
            }
            0xE2 if payload.starts_with(b"MPF\0") => self.found.add(Trace::Thumbnail),
            0xEE if payload.starts_with(b"Adobe") && payload.len() >= 12 => self.take_adobe(payload),
            // Photoshop keeps what press agencies write about a picture: who, where, when.
            0xED => self.found.add_all(xmp::read(payload)),
            _ => self.found.add(Trace::Other),
        }
    }

    /// The segment without the thumbnail that it may end with.
    fn take_density(&mut self, payload: &[u8]) {
        self.found.add_if(payload.len() > 14, Trace::Thumbnail);
        match payload.first_chunk() {
            Some(density) if self.density.is_none() => self.density = Some(*density),
            _ => self.found.add(Trace::Other),
        }
    }

    fn take_exif(&mut self, tiff: &[u8]) {
        let exif = exif::read(tiff);
        self.found.add_all(exif.found);
        self.orientation = self.orientation.or(exif.orientation);
    }

    /// How colours are coded: the decoder asks for it.
    fn take_adobe(&mut self, payload: &[u8]) {
        self.found.add_if(payload.len() > 12 || self.adobe.is_some(), Trace::Other);
        self.adobe = payload.first_chunk().copied();
    }

    fn note_rest(&mut self, rest: &[u8]) {
        let is_video = contains(rest, b"ftyp") || contains(rest, b"moov");
        let trace = if is_video { Trace::EmbeddedVideo } else { Trace::TrailingData };
        self.found.add_if(!rest.is_empty(), trace);
    }

    fn write(mut self) -> Cleaned {
        let mut out = vec![0xFF, START];
        if let Some(density) = self.density {
            put(&mut out, 0xE0, &[&density[..], &[0, 0]].concat());
        }
        if let Some(orientation) = self.orientation {
            put(&mut out, 0xE1, &[exif::PREFIX, &exif::oriented(orientation)].concat());
        }
        self.write_profile(&mut out);
        if let Some(adobe) = self.adobe {
            put(&mut out, 0xEE, &adobe);
        }
        out.append(&mut self.body);
        out.extend_from_slice(&[0xFF, END]);
        Cleaned { bytes: out, found: self.found.list() }
    }

    /// A profile is longer than a segment may be; it comes in numbered pieces.
    fn write_profile(&mut self, out: &mut Vec<u8>) {
        const PIECE: usize = 65_533 - 14;
        if self.profile.is_empty() {
            return;
        }
        self.profile.sort_by_key(|(number, _)| *number);
        let before = self.profile.iter().map(|(_, piece)| *piece).collect::<Vec<_>>().concat();
        let after = icc::rebuilt(&before).filter(|after| after.len() <= 255 * PIECE);
        self.found.add_all(icc::traces(&before, after.as_deref()));
        let after = after.unwrap_or_default();
        let count = after.len().div_ceil(PIECE) as u8;
        for (number, piece) in (1..=count).zip(after.chunks(PIECE)) {
            put(out, 0xE2, &[ICC, &[number, count], piece].concat());
        }
    }
}

/// Where the coded picture ends: at a marker that is neither an escaped byte nor a restart.
fn end_of_scan(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr(0xFF, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// Every payload comes out of a segment, or is shorter: the length always fits.
fn put(out: &mut Vec<u8>, marker: u8, payload: &[u8]) {
    out.extend_from_slice(&[0xFF, marker]);
    out.extend_from_slice(&(payload.len() as u16 + 2).to_be_bytes());
    out.extend_from_slice(payload);
}
