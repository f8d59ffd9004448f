//! WebP: the chunks that the picture is drawn from stay; every other, and all that follows the end, goes.

use model::Trace;

use crate::bytes::{index, le32, span, tag};
use crate::found::Found;
use crate::{CleanError, Cleaned, exif, icc, xmp};

const ANIMATION: u8 = 0x02;
const EXIF: u8 = 0x08;
const ALPHA: u8 = 0x10;
const PROFILE: u8 = 0x20;

pub(crate) fn clean(bytes: &[u8]) -> Result<Cleaned, CleanError> {
    read(bytes).ok_or(CleanError::Malformed)
}

fn read(bytes: &[u8]) -> Option<Cleaned> {
    if tag(bytes, 0)? != *b"RIFF" || tag(bytes, 8)? != *b"WEBP" {
        return None;
    }
    let end = index(le32(bytes, 4)?).checked_add(8)?;
    let mut picture = Picture { out: b"RIFF\0\0\0\0WEBP".to_vec(), ..Picture::default() };
    for_each(bytes.get(12..end)?, |name, payload| picture.take(name, payload))?;
    picture.found.add_if(bytes.len() > end, Trace::TrailingData);
    picture.finish()
}

/// Calls with every chunk; none if one is cut short or the call says so.
fn for_each<'a>(mut rest: &'a [u8], mut take: impl FnMut([u8; 4], &'a [u8]) -> Option<()>) -> Option<()> {
    while !rest.is_empty() {
        let len = index(le32(rest, 4)?);
        let payload = span(rest, 8, len)?;
        take(tag(rest, 0)?, payload)?;
        // Of odd length, it is followed by a byte that fills up; the last one is sometimes without.
        rest = rest.get(8 + len.next_multiple_of(2)..).unwrap_or_default();
    }
    Some(())
}

#[derive(Default)]
struct Picture {
    out: Vec<u8>,
    /// Where the flags stand, if there are any: a simple picture has none.
    flags: Option<usize>,
    has_picture: bool,
    has_profile: bool,
    orientation: Option<u8>,
    found: Found,
}

impl Picture {
    fn take(&mut self, name: [u8; 4], payload: &[u8]) -> Option<()> {
        match &name {
            b"VP8X" => return self.take_flags(payload),
            b"VP8 " | b"VP8L" => {
                self.has_picture = true;
                put(&mut self.out, &name, payload);
            }
            b"ALPH" | b"ANIM" => put(&mut self.out, &name, payload),
            b"ANMF" => return self.take_frame(payload),
            b"ICCP" => self.take_profile(payload),
            b"EXIF" => self.take_exif(payload),
            b"XMP " => self.found.add_all(xmp::read(payload)),
            _ => self.found.add(Trace::Other),
        }
        Some(())
    }

    /// Only at the beginning, with the size of the picture.
    fn take_flags(&mut self, payload: &[u8]) -> Option<()> {
        let [flags, _, _, _, size @ ..] = payload.first_chunk::<10>()?;
        if self.out.len() > 12 {
            return None;
        }
        self.flags = Some(self.out.len() + 8);
        put(&mut self.out, b"VP8X", &[&[flags & (ANIMATION | ALPHA), 0, 0, 0], &size[..]].concat());
        Some(())
    }

    /// A frame of an animation is again made of chunks.
    fn take_frame(&mut self, payload: &[u8]) -> Option<()> {
        let mut frame = payload.get(..16)?.to_vec();
        for_each(&payload[16..], |name, payload| {
            match &name {
                b"VP8 " | b"VP8L" | b"ALPH" => put(&mut frame, &name, payload),
                _ => self.found.add(Trace::Other),
            }
            Some(())
        })?;
        self.has_picture = true;
        put(&mut self.out, b"ANMF", &frame);
        Some(())
    }

    fn take_profile(&mut self, payload: &[u8]) {
        let rebuilt = icc::rebuilt(payload).filter(|_| self.flags.is_some() && !self.has_profile);
        self.found.add_all(icc::traces(payload, rebuilt.as_deref()));
        if let Some(rebuilt) = rebuilt {
            self.has_profile = true;
            put(&mut self.out, b"ICCP", &rebuilt);
        }
    }

    fn take_exif(&mut self, payload: &[u8]) {
        let tiff = payload.strip_prefix(exif::PREFIX).unwrap_or(payload);
        let exif = exif::read(tiff);
        self.found.add_all(exif.found);
        self.orientation = self.orientation.or(exif.orientation);
    }

    fn finish(mut self) -> Option<Cleaned> {
        if let (Some(flags), Some(orientation)) = (self.flags, self.orientation) {
            put(&mut self.out, b"EXIF", &exif::oriented(orientation));
            self.out[flags] |= EXIF;
        }
        if let (Some(flags), true) = (self.flags, self.has_profile) {
            self.out[flags] |= PROFILE;
        }
        let len = u32::try_from(self.out.len() - 8).ok()?;
        self.out[4..8].copy_from_slice(&len.to_le_bytes());
        self.has_picture.then(|| Cleaned { bytes: self.out, found: self.found.list() })
    }
}

fn put(out: &mut Vec<u8>, name: &[u8; 4], payload: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    out.extend_from_slice(payload);
    out.resize(out.len().next_multiple_of(2), 0);
}
