//! Removes from a file what identifies its author or device. The server runs it, and the browser where it seals there.
//!
//! Of pictures, films and archives what stays is a list; what is not on it goes, whether anybody knows what it means or not, or makes the
//! file one that cannot be cleaned, where the picture may need it. Inside PDFs and the XML of documents what goes is a list: their formats
//! name thousands of things that a page is made of. A file that does not follow its format is an error and not called clean. The bytes may come from anyone: nothing here panics, loops without end, or takes more memory than a
//! small multiple of the limits.
//!
//! | kind | what stays | what goes |
//! | --- | --- | --- |
//! | JPEG | frame, tables, scans, density, colour coding, colours of the profile, orientation | every other segment (Exif, XMP, IPTC, comments, thumbnails, further pictures), bytes between segments and after the end, such as the video of a motion photo |
//! | PNG | picture, palette, transparency, colours, proportions, animation, orientation | every other chunk (texts, times, Exif, XMP), bytes after the end |
//! | WebP | picture, transparency, colours, animation, orientation | every other chunk (Exif, XMP), bytes after the end |
//! | HEIC, AVIF | coded pictures and how they make one, among them its own small ones; colours | items of metadata (Exif, XMP), names of items, boxes around, bytes that no picture uses, times and other tracks of a sequence |
//! | MP4, QuickTime | pictures and sound, as they are coded, and what their decoders need | place, maker and all other user data; times, language, names of programs and coders; tracks of anything else: places, time codes, subtitles; every byte that no picture and no sound uses |
//! | Word, Excel, PowerPoint | text, tables, slides, drawings, comments and tracked changes under the name "Author"; pictures, videos and documents inside, each cleaned | properties, names and times of comments and changes, numbers of sessions, thumbnail, custom data, printers, paths, links to files, signatures, days and fields of the archive |
//! | PDF | what pages, forms, links, outline and tags are made of; comments without their authors; pictures and files inside, each cleaned | properties, XMP, identifiers, earlier states and all that nothing leads to, times, thumbnails, private data of programs, signatures, scripts and other actions |
//!
//! Videos are of any length and keep theirs: [`VideoScan`] reads a file that can be read at any place, [`VideoPlan`] cleans it as it is
//! read again.
//!
//! Of colour profiles the tags that turn colours stay; description, copyright, maker, model, day, and the measured curve of one screen go.
//!
//! What it does not claim: what the content shows or says. Faces, voices, visible or spoken words, reflections, the pattern of noise
//! that a camera's sensor leaves, watermarks, the yellow dots of printers, the choice of words, and how one encoder packs a picture
//! stay as they are.

mod bytes;
mod error;
mod exif;
mod found;
mod icc;
mod isobmff;
mod jpeg;
mod kind;
mod office;
mod pdf;
mod png;
mod webp;
mod xmp;
mod zlib;

pub use error::CleanError;
pub use isobmff::video::{VideoPlan, VideoScan};
pub use kind::FileKind;

/// The longest file that is cleaned in memory. Videos stream and may be longer.
pub const MAX_WHOLE: usize = 50 << 20;

/// A cleaned file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was found, and removed: in order, each once.
    pub found: Vec<model::Trace>,
}

/// Removes what identifies author or device.
///
/// # Errors
/// If it is too large, damaged, under a password, or of a kind that nothing here can clean. Nothing was cleaned, then.
pub fn clean(kind: FileKind, bytes: Vec<u8>) -> Result<Cleaned, CleanError> {
    if bytes.len() > MAX_WHOLE && !kind.streams() {
        return Err(CleanError::TooLarge);
    }
    match kind {
        FileKind::Jpeg => jpeg::clean(&bytes),
        FileKind::Png => png::clean(&bytes),
        FileKind::Webp => webp::clean(&bytes),
        FileKind::Heic | FileKind::Avif => isobmff::heic::clean(bytes),
        FileKind::Mp4 | FileKind::Mov | FileKind::M4a => isobmff::video::clean(bytes),
        FileKind::Docx | FileKind::Xlsx | FileKind::Pptx => office::clean(&bytes),
        FileKind::Pdf => pdf::clean(&bytes),
        FileKind::Compound => Err(office::refuse_compound(&bytes)),
        _ => Err(CleanError::Unsupported),
    }
}
