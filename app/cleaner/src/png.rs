//! PNG: the chunks that the picture is drawn from stay; every other, and all that follows the end, goes.

use flate2::Crc;
use model::Trace;

use crate::bytes::{be32, index, span, tag};
use crate::found::Found;
use crate::{CleanError, Cleaned, exif, icc, xmp, zlib};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";
/// What this crate calls every colour profile.
const PROFILE_NAME: &[u8] = b"ICC\0\0";

/// The chunks that stay as they are: picture, colours, transparency, proportions, animation.
const KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"cICP", b"mDCV", b"cLLI",
    b"acTL", b"fcTL", b"fdAT",
];

pub(crate) fn clean(bytes: &[u8]) -> Result<Cleaned, CleanError> {
    bytes.starts_with(SIGNATURE).then(|| read(bytes)).flatten().ok_or(CleanError::Malformed)
}

fn read(bytes: &[u8]) -> Option<Cleaned> {
    let mut picture = Picture { out: SIGNATURE.to_vec(), ..Picture::default() };
    let mut at = SIGNATURE.len();
    loop {
        let name = tag(bytes, at + 4)?;
        let payload = span(bytes, at + 8, index(be32(bytes, at)?))?;
        let end = at + 8 + payload.len();
        let is_whole = be32(bytes, end)? == checksum(&name, payload);
        picture.take(&name, payload, is_whole)?;
        at = end + 4;
        if name == *b"IEND" {
            break;
        }
    }
    picture.found.add_if(at < bytes.len(), Trace::TrailingData);
    picture.has_data.then(|| Cleaned { bytes: picture.out, found: picture.found.list() })
}

#[derive(Default)]
struct Picture {
    out: Vec<u8>,
    has_header: bool,
    has_data: bool,
    has_exif: bool,
    has_profile: bool,
    found: Found,
}

impl Picture {
    fn take(&mut self, name: &[u8; 4], payload: &[u8], is_whole: bool) -> Option<()> {
        // Exactly one header, and first.
        if (*name == *b"IHDR") == self.has_header {
            return None;
        }
        self.has_header = true;
        self.has_data |= *name == *b"IDAT";
        if KEPT.contains(&name) {
            is_whole.then(|| self.put(name, payload))
        } else if name[0].is_ascii_lowercase() {
            self.take_ancillary(name, payload);
            Some(())
        } else {
            // A decoder that does not know such a chunk must not show the picture.
            None
        }
    }

    fn take_ancillary(&mut self, name: &[u8; 4], payload: &[u8]) {
        match name {
            // The first alone: each can unpack to a thousand times its length.
            b"iCCP" if !std::mem::replace(&mut self.has_profile, true) => self.take_profile(payload),
            b"eXIf" => self.take_exif(payload),
            b"tIME" => self.found.add(Trace::Time),
            b"tEXt" | b"zTXt" | b"iTXt" => self.take_text(payload),
            _ => self.found.add(Trace::Other),
        }
    }

    fn take_profile(&mut self, payload: &[u8]) {
        let name_len = payload.iter().position(|byte| *byte == 0).unwrap_or(payload.len());
        let profile = payload.get(name_len + 2..).and_then(|packed| zlib::unpacked(packed, icc::MAX_LEN)).unwrap_or_default();
        let rebuilt = icc::rebuilt(&profile);
        self.found.add_all(icc::traces(&profile, rebuilt.as_deref()));
        self.found.add_if(!payload.starts_with(PROFILE_NAME), Trace::Other);
        if let Some(packed) = rebuilt.and_then(|rebuilt| zlib::packed(&rebuilt)) {
            self.put(b"iCCP", &[PROFILE_NAME, &packed].concat());
        }
    }

    fn take_exif(&mut self, payload: &[u8]) {
        let exif = exif::read(payload);
        self.found.add_all(exif.found);
        if let Some(orientation) = exif.orientation.filter(|_| !self.has_exif) {
            self.has_exif = true;
            self.put(b"eXIf", &exif::oriented(orientation));
        }
    }

    /// By its keyword; XMP, which has one of its own, by its words.
    fn take_text(&mut self, payload: &[u8]) {
        let is_xmp = payload.starts_with(b"XML:com.adobe.xmp\0");
        let keyword = payload.split(|byte| *byte == 0).next().unwrap_or_default();
        self.found.add_all(if is_xmp { xmp::read(payload) } else { xmp::read(keyword) });
    }

    fn put(&mut self, name: &[u8; 4], payload: &[u8]) {
        self.out.extend_from_slice(&(payload.len() as u32).to_be_bytes());
        self.out.extend_from_slice(name);
        self.out.extend_from_slice(payload);
        self.out.extend_from_slice(&checksum(name, payload).to_be_bytes());
    }
}

fn checksum(name: &[u8; 4], payload: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(payload);
    crc.sum()
}
