//! A photograph that tells where and with what it was taken.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};

/// What stands in it as the camera's maker.
pub const CAMERA: &str = "CANARY-CAMERA-7";

/// The photograph as the camera wrote it.
pub fn photograph() -> Vec<u8> {
    let mut plain = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(64, 48).write_to(&mut plain, ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    let exif = [b"Exif\0\0".as_slice(), &tiff()].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, &exif, &plain[2..]].concat()
}

/// Two entries: the maker, and a table of coordinates with the side of the equator.
fn tiff() -> Vec<u8> {
    const MAKER: u32 = 8 + 2 + 2 * 12 + 4;
    let maker = [CAMERA.as_bytes(), &[0]].concat();
    let coordinates = MAKER + maker.len() as u32;
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    [
        b"II*\0\x08\0\0\0".as_slice(),
        &2u16.to_le_bytes(),
        &entry(0x010F, 2, maker.len() as u32, MAKER),
        &entry(0x8825, 4, 1, coordinates),
        &[0; 4],
        &maker,
        &1u16.to_le_bytes(),
        &entry(1, 2, 2, u32::from(b'N')),
        &[0; 4],
    ]
    .concat()
}
