//! Videos and HEIC pictures with a canary in every place. What they code is no picture: nothing here decodes it, every byte of it must stay.

use super::pictures::{exif, profile, xmp};
use crate::canary::CANARY;

/// A coded picture.
pub const PICTURE: &[u8] = b"-coded picture-";
/// A coded sound.
pub const SOUND: &[u8] = b"-coded sound-";

/// A box of this name with these parts in it.
pub fn part(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&(body.len() as u32 + 8).to_be_bytes()[..], name, &body].concat()
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_be_bytes()).collect()
}

/// Where the head of a movie stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    First,
    Last,
}

/// A phone's video: place and maker in user data, a track of places beside picture and sound.
pub fn video(brand: &[u8; 4], head: Head, with_places: bool) -> Vec<u8> {
    let canary = CANARY.as_bytes();
    let start = part(b"ftyp", &[brand, &[0; 4], brand]);
    let free = part(b"free", &[canary]);
    let uuid = part(b"uuid", &[&[7; 16], xmp().as_bytes()]);
    let mut media = [PICTURE, SOUND, PICTURE].concat();
    if with_places {
        media = [PICTURE, canary, SOUND, canary, PICTURE].concat();
    }
    let media = part(b"mdat", &[&media]);
    let head_of = |at: usize| movie(at as u32, with_places);
    let before = start.len() + free.len() + uuid.len() + 8;
    match head {
        Head::First => [start, free, uuid, head_of(before + head_of(0).len()), media].concat(),
        Head::Last => [start, free, uuid, media, head_of(before), b"\0\0\0\x03?".to_vec(), [1; 16].to_vec(), canary.to_vec()].concat(),
    }
}

fn movie(media: u32, with_places: bool) -> Vec<u8> {
    let (picture, sound, place) = (PICTURE.len() as u32, SOUND.len() as u32, CANARY.len() as u32);
    let mut tracks =
        vec![track(1, b"vide", b"hvc1", &[media, media + picture + sound], picture), track(2, b"soun", b"mp4a", &[media + picture], sound)];
    if with_places {
        tracks = vec![
            track(1, b"vide", b"hvc1", &[media, media + picture + sound + 2 * place], picture),
            track(2, b"soun", b"mp4a", &[media + picture + place], sound),
            track(3, b"meta", b"camm", &[media + picture, media + picture + place + sound], place),
        ];
    }
    movie_of(&tracks)
}

fn movie_of(tracks: &[Vec<u8>]) -> Vec<u8> {
    let canary = CANARY.as_bytes();
    let data = part(b"udta", &[&part(b"\xA9xyz", &[canary]), &part(b"\xA9mak", &[canary])]);
    let keys = part(b"meta", &[&[0; 4], canary]);
    let head = part(b"mvhd", &[&[0; 4], b"TIME", b"TIME", &[0; 88]]);
    part(b"moov", &[&head, &tracks.concat(), &data, &keys])
}

fn track(id: u32, handler: &[u8; 4], format: &[u8; 4], chunks: &[u32], each: u32) -> Vec<u8> {
    let canary = CANARY.as_bytes();
    let head = part(b"tkhd", &[&[0; 4], b"TIME", b"TIME", &id.to_be_bytes(), &[0; 68]]);
    let media_head = part(b"mdhd", &[&[0; 4], b"TIME", b"TIME", &[0; 8], &[0x6B, 0xF0, 0, 0]]);
    let name = part(b"hdlr", &[&[0; 8], handler, &[0; 12], canary]);
    let mut fields = [0; 78];
    fields[12..16].copy_from_slice(b"CNRY");
    fields[42..42 + canary.len()].copy_from_slice(canary);
    let fields = if handler == b"soun" { &fields[..28] } else { &fields[..] };
    let colour = if handler == b"vide" { part(b"colr", &[b"prof", &profile()]) } else { Vec::new() };
    let entry = part(format, &[fields, &colour]);
    let tables = part(
        b"stbl",
        &[
            &part(b"stsd", &[&numbers(&[0, 1]), &entry]),
            &part(b"stts", &[&numbers(&[0, 1, chunks.len() as u32, 40])]),
            &part(b"stsc", &[&numbers(&[0, 1, 1, 1, 1])]),
            &part(b"stsz", &[&numbers(&[0, each, chunks.len() as u32])]),
            &part(b"stco", &[&numbers(&[0, chunks.len() as u32]), &numbers(chunks)]),
            &part(b"uuid", &[&[7; 16], canary]),
        ],
    );
    let reference = part(b"dinf", &[&part(b"dref", &[&numbers(&[0, 1]), &part(b"alis", &[&[0, 0, 0, 1], canary])])]);
    let about = if handler == b"soun" { part(b"smhd", &[&[0; 8]]) } else { part(b"vmhd", &[&[0; 12]]) };
    let media = part(b"mdia", &[&media_head, &name, &part(b"minf", &[&about, &reference, &tables])]);
    part(b"trak", &[&head, &media, &part(b"udta", &[&part(b"name", &[canary])])])
}

/// A video in fragments, as a stream or a camera of surveillance writes it.
pub fn fragments() -> Vec<u8> {
    let canary = CANARY.as_bytes();
    let start = part(b"ftyp", &[b"iso5", &[0; 4], b"iso5"]);
    let head = |at: u32, number: u32| {
        let run = part(b"trun", &[&numbers(&[0x201, 1, at, PICTURE.len() as u32])]);
        let track = part(b"traf", &[&part(b"tfhd", &[&numbers(&[0x02_0000, 1])]), &run, &part(b"uuid", &[&[7; 16], canary])]);
        part(b"moof", &[&part(b"mfhd", &[&numbers(&[0, number])]), &track])
    };
    let piece = |number: u32| [head(head(0, number).len() as u32 + 8, number), part(b"mdat", &[PICTURE, canary])].concat();
    let time = part(b"prft", &[canary]);
    [start, movie_of(&[track(1, b"vide", b"hvc1", &[], PICTURE.len() as u32)]), time, piece(1), piece(2)].concat()
}

/// A photo as a phone takes it: one coded picture, Exif, XMP; something in between that nobody refers to; a video behind it.
pub fn heic() -> Vec<u8> {
    let canary = CANARY.as_bytes();
    let start = part(b"ftyp", &[b"heic", &[0; 4], b"mif1heic"]);
    let exif = [&[0; 4][..], &exif()].concat();
    let xmp = xmp();
    let list_of = |at: u32| {
        let (picture, exif_at) = (PICTURE.len() as u32, at + PICTURE.len() as u32 + CANARY.len() as u32);
        let entry = |id: u16, kind: &[u8; 4], name: &[u8], more: &[u8]| {
            part(b"infe", &[&[2, 0, 0, 0], &id.to_be_bytes(), &[0, 0], kind, name, b"\0", more])
        };
        let entries =
            [entry(1, b"hvc1", canary, b""), entry(2, b"Exif", b"", b""), entry(3, b"mime", b"", b"application/rdf+xml\0")].concat();
        let place = |id: u16, at: u32, len: u32| [&id.to_be_bytes()[..], &[0, 0, 0, 1], &at.to_be_bytes(), &len.to_be_bytes()].concat();
        let places = [place(1, at, picture), place(2, exif_at, exif.len() as u32), place(3, exif_at + exif.len() as u32, xmp.len() as u32)];
        part(
            b"meta",
            &[
                &[0; 4],
                &part(b"hdlr", &[&[0; 8], b"pict", &[0; 12], canary]),
                &part(b"pitm", &[&[0, 0, 0, 0, 0, 1]]),
                &part(b"iinf", &[&[0, 0, 0, 0, 0, 3], &entries]),
                &part(b"iloc", &[&[0, 0, 0, 0, 0x44, 0, 0, 3], &places.concat()]),
                &part(
                    b"iprp",
                    &[&part(b"ipco", &[&part(b"colr", &[b"prof", &profile()]), &part(b"irot", &[&[1]])]), &part(b"ipma", &[&[0; 8]])],
                ),
            ],
        )
    };
    let media = [PICTURE, canary, &exif, xmp.as_bytes()].concat();
    let at = start.len() + list_of(0).len() + 8;
    [start, list_of(at as u32), part(b"mdat", &[&media]), part(b"mpvd", &[canary])].concat()
}
