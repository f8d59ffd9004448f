//! A film as a telephone makes it: its head stands at its end, and says where it was taken.

use super::picture::CAMERA;

/// What is seen in it, which nothing here decodes.
pub const SEEN: &[u8] = b"-a coded picture-";

fn part(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&(body.len() as u32 + 8).to_be_bytes()[..], name, &body].concat()
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A film whose pictures take so many bytes.
pub fn film(bytes: usize) -> Vec<u8> {
    let start = part(b"ftyp", &[b"isom", &[0; 4], b"isom"]);
    let media: Vec<u8> = SEEN.iter().copied().cycle().take(bytes).collect();
    let from = start.len() as u32 + 8;
    [start, part(b"mdat", &[&media]), movie(from, media.len() as u32)].concat()
}

fn movie(from: u32, length: u32) -> Vec<u8> {
    let maker = part(b"udta", &[&part(b"\xA9mak", &[CAMERA.as_bytes()])]);
    let head = part(b"mvhd", &[&[0; 4], b"TIME", b"TIME", &[0; 88]]);
    part(b"moov", &[&head, &track(from, length), &maker])
}

fn track(from: u32, length: u32) -> Vec<u8> {
    let head = part(b"tkhd", &[&[0; 12], &1u32.to_be_bytes(), &[0; 68]]);
    let media_head = part(b"mdhd", &[&[0; 20], &[0x55, 0xC4, 0, 0]]);
    let handler = part(b"hdlr", &[&[0; 8], b"vide", &[0; 12], b"\0"]);
    let tables = part(
        b"stbl",
        &[
            &part(b"stsd", &[&numbers(&[0, 1]), &part(b"avc1", &[&[0; 78]])]),
            &part(b"stts", &[&numbers(&[0, 1, 1, 40])]),
            &part(b"stsc", &[&numbers(&[0, 1, 1, 1, 1])]),
            &part(b"stsz", &[&numbers(&[0, length, 1])]),
            &part(b"stco", &[&numbers(&[0, 1, from])]),
        ],
    );
    let reference = part(b"dinf", &[&part(b"dref", &[&numbers(&[0, 1]), &part(b"url ", &[&[0, 0, 0, 1]])])]);
    let about = part(b"minf", &[&part(b"vmhd", &[&[0; 12]]), &reference, &tables]);
    part(b"trak", &[&head, &part(b"mdia", &[&media_head, &handler, &about])])
}
