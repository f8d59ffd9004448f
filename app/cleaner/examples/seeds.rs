//! Writes a file of each kind into a folder, where fuzzing begins:  cargo run -p cleaner --example seeds FOLDER
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a tool of the tests stops at the first surprise")]
#![allow(dead_code, reason = "the tests use more of it")]

#[path = "../tests/files/canary.rs"]
mod canary;
#[path = "../tests/files/make/mod.rs"]
mod make;

use std::{env, fs, path::PathBuf};

use image::ImageFormat;
use make::{
    boxes::{self, Head},
    office, pdf, pictures,
};

fn main() {
    let folder = PathBuf::from(env::args_os().nth(1).expect("a folder"));
    fs::create_dir_all(&folder).unwrap();
    let full = [
        ("full.jpg", pictures::jpeg()),
        ("full.png", pictures::png()),
        ("full.webp", pictures::webp()),
        ("moving.webp", pictures::animation()),
        ("full.heic", boxes::heic()),
        ("first.mp4", boxes::video(b"isom", Head::First, true)),
        ("last.mov", boxes::video(b"qt  ", Head::Last, true)),
        ("fragments.mp4", boxes::fragments()),
        ("full.docx", office::docx()),
        ("full.xlsx", office::xlsx()),
        ("full.pptx", office::pptx()),
        ("full.pdf", pdf::pdf()),
        ("locked.pdf", pdf::locked()),
    ];
    let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp];
    let plain = formats.map(|format| (format.extensions_str()[0], pictures::plain(format)));
    for (name, content) in full {
        fs::write(folder.join(name), content).unwrap();
    }
    for (ending, content) in plain {
        fs::write(folder.join(format!("plain.{ending}")), content).unwrap();
    }
}
