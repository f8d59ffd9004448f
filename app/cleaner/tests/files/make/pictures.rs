//! Pictures with a canary in every place.

use std::io::{Cursor, Write};

use image::{DynamicImage, ImageFormat, RgbImage};

use crate::canary::CANARY;

/// A picture without anything beside it.
pub fn plain(format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(40, 24, |x, y| image::Rgb([x as u8 * 6, y as u8 * 9, (x * y) as u8]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// What a decoder draws.
pub fn pixels(bytes: &[u8]) -> Vec<u8> {
    image::load_from_memory(bytes).unwrap().to_rgba8().into_raw()
}

/// Exif as a phone writes it: maker, time, artist, serial number, place, a thumbnail; lying on its side.
pub fn exif() -> Vec<u8> {
    let text = format!("{CANARY}\0");
    let mut tiff = Tiff::default();
    let gps = tiff.directory(&[(0x0001, 2, 2, *b"N\0\0\0")], &[(0x0002, 2, text.as_bytes())], 0);
    let details = tiff.directory(&[], &[(0x9003, 2, text.as_bytes()), (0x9286, 7, text.as_bytes()), (0xA431, 2, text.as_bytes())], 0);
    let thumbnail = tiff.directory(&[], &[(0x0201, 7, text.as_bytes())], 0);
    let inline = [(0x0112, 3, 1, [6, 0, 0, 0]), (0x8769, 4, 1, details.to_le_bytes()), (0x8825, 4, 1, gps.to_le_bytes())];
    let texts: Vec<(u16, u16, &[u8])> = [0x010F, 0x0110, 0x0131, 0x0132, 0x013B].map(|tag| (tag, 2, text.as_bytes())).to_vec();
    let first = tiff.directory(&inline, &texts, thumbnail);
    [b"II*\0".as_slice(), &first.to_le_bytes(), &tiff.0].concat()
}

#[derive(Default)]
struct Tiff(Vec<u8>);

impl Tiff {
    /// Writes a directory behind what is there, and says where it is. Values of over four bytes stand before it.
    fn directory(&mut self, inline: &[(u16, u16, u32, [u8; 4])], texts: &[(u16, u16, &[u8])], next: u32) -> u32 {
        let mut entries = inline.to_vec();
        for (tag, kind, value) in texts {
            entries.push((*tag, *kind, value.len() as u32, (self.0.len() as u32 + 8).to_le_bytes()));
            self.0.extend_from_slice(value);
        }
        let at = self.0.len() as u32 + 8;
        self.0.extend_from_slice(&(entries.len() as u16).to_le_bytes());
        for (tag, kind, count, value) in entries {
            self.0.extend_from_slice(&[&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat());
        }
        self.0.extend_from_slice(&next.to_le_bytes());
        at
    }
}

pub fn xmp() -> String {
    format!("<x:xmpmeta><rdf:Description photoshop:City='{CANARY}' xmpMM:DocumentID='{CANARY}'/></x:xmpmeta>")
}

/// A profile of one screen.
pub fn profile() -> Vec<u8> {
    let curve = b"curv\0\0\0\0\0\0\0\0";
    let mut out = vec![0; 128];
    out[8] = 2;
    out[12..24].copy_from_slice(b"mntrRGB XYZ ");
    out[36..40].copy_from_slice(b"acsp");
    out.extend_from_slice(&3u32.to_be_bytes());
    let data = 128 + 4 + 3 * 12;
    for (name, at, len) in [(b"desc", data + 12, CANARY.len()), (b"mmod", data + 12, CANARY.len()), (b"rTRC", data, 12)] {
        out.extend_from_slice(name);
        out.extend_from_slice(&(at as u32).to_be_bytes());
        out.extend_from_slice(&(len as u32).to_be_bytes());
    }
    out.extend_from_slice(curve);
    out.extend_from_slice(CANARY.as_bytes());
    let len = out.len() as u32;
    out[..4].copy_from_slice(&len.to_be_bytes());
    out
}

fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &(payload.len() as u16 + 2).to_be_bytes(), payload].concat()
}

/// A motion photo as a phone takes it, and all that other programs add.
pub fn jpeg() -> Vec<u8> {
    let plain = plain(ImageFormat::Jpeg);
    let canary = CANARY.as_bytes();
    [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, &[b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x02".as_slice(), canary].concat()),
        segment(0xE0, &[b"JFXX\0\x10".as_slice(), canary].concat()),
        segment(0xE1, &[b"Exif\0\0".as_slice(), &exif()].concat()),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), xmp().as_bytes()].concat()),
        segment(0xE2, &[b"ICC_PROFILE\0\x02\x02".as_slice(), &profile()[100..]].concat()),
        segment(0xE2, &[b"ICC_PROFILE\0\x01\x02".as_slice(), &profile()[..100]].concat()),
        segment(0xE2, &[b"MPF\0".as_slice(), canary].concat()),
        segment(0xED, &[b"Photoshop 3.0\x008BIM".as_slice(), canary].concat()),
        segment(0xEF, canary),
        segment(0xFE, canary),
        canary.to_vec(),
        // Its own density segment, which stands first, was replaced.
        plain[2 + 18..].to_vec(),
        b"\0\0\0\x14ftypmp42\0\0\0\0mp42".to_vec(),
        canary.to_vec(),
    ]
    .concat()
}

fn chunk(name: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(payload);
    [&(payload.len() as u32).to_be_bytes()[..], name, payload, &crc.sum().to_be_bytes()].concat()
}

pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A screenshot that went through several programs.
pub fn png() -> Vec<u8> {
    let plain = plain(ImageFormat::Png);
    let (header, rest) = plain.split_at(33);
    let canary = CANARY.as_bytes();
    [
        header.to_vec(),
        chunk(b"iCCP", &[canary, b"\0\0", &packed(&profile())].concat()),
        chunk(b"pHYs", b"\0\0\x0B\x13\0\0\x0B\x13\x01"),
        chunk(b"eXIf", &exif()),
        chunk(b"tIME", b"\x07\xEA\x0B\x19\x16\x16\x16"),
        chunk(b"tEXt", &[b"Author\0", canary].concat()),
        chunk(b"zTXt", &[b"Software\0\0".as_slice(), &packed(canary)].concat()),
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), xmp().as_bytes()].concat()),
        chunk(b"prVt", canary),
        rest.to_vec(),
        canary.to_vec(),
    ]
    .concat()
}

/// A picture with this for a colour profile.
pub fn png_with_profile(profile: &[u8]) -> Vec<u8> {
    png_with_profiles(&[packed(profile)])
}

/// A picture with each of these, packed, for a colour profile.
pub fn png_with_profiles(profiles: &[Vec<u8>]) -> Vec<u8> {
    let chunks: Vec<Vec<u8>> = profiles.iter().map(|packed| chunk(b"iCCP", &[b"ICC\0\0".as_slice(), packed].concat())).collect();
    png_around(&chunks.concat())
}

/// A picture with this chunk.
pub fn png_with(name: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    png_around(&chunk(name, payload))
}

fn png_around(chunks: &[u8]) -> Vec<u8> {
    let plain = plain(ImageFormat::Png);
    let (header, rest) = plain.split_at(33);
    [header, chunks, rest].concat()
}

fn riff(parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [b"RIFF".as_slice(), &(body.len() as u32 + 4).to_le_bytes(), b"WEBP", &body].concat()
}

fn riff_chunk(name: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let fill = &[0][..payload.len() % 2];
    [&name[..], &(payload.len() as u32).to_le_bytes(), payload, fill].concat()
}

const SIZE: [u8; 6] = [39, 0, 0, 23, 0, 0];

/// A picture from a messenger, with all that can stand beside it.
pub fn webp() -> Vec<u8> {
    let plain = plain(ImageFormat::WebP);
    let canary = CANARY.as_bytes();
    let parts = [
        riff_chunk(b"VP8X", &[&[0x2C, 0, 0, 0], &SIZE[..]].concat()),
        riff_chunk(b"ICCP", &profile()),
        plain[12..].to_vec(),
        riff_chunk(b"EXIF", &[b"Exif\0\0".as_slice(), &exif()].concat()),
        riff_chunk(b"XMP ", xmp().as_bytes()),
        riff_chunk(b"CNRY", canary),
    ];
    [riff(&parts.each_ref().map(|part| &part[..])), canary.to_vec()].concat()
}

/// Two frames, with something hidden in one.
pub fn animation() -> Vec<u8> {
    let picture = &plain(ImageFormat::WebP)[12..];
    let header = [0, 0, 0, 0, 0, 0, 39, 0, 0, 23, 0, 0, 40, 0, 0, 0];
    let parts = [
        riff_chunk(b"VP8X", &[&[0x02, 0, 0, 0], &SIZE[..]].concat()),
        riff_chunk(b"ANIM", &[0; 6]),
        riff_chunk(b"ANMF", &[&header[..], picture].concat()),
        riff_chunk(b"ANMF", &[&header[..], picture, &riff_chunk(b"CNRY", CANARY.as_bytes())].concat()),
    ];
    riff(&parts.each_ref().map(|part| &part[..]))
}
