//! What a file is, by its content. Its name is not asked: anyone can write one.

use crate::bytes::{contains, index, le16, le32, span, tag};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// JPEG.
    Jpeg,
    /// PNG, also an animated one.
    Png,
    /// WebP, also an animated one.
    Webp,
    /// HEIC and HEIF, as phones take them.
    Heic,
    /// AVIF, which has the structure of HEIC.
    Avif,
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// PowerPoint.
    Pptx,
    /// MPEG-4 and 3GPP.
    Mp4,
    /// QuickTime.
    Mov,
    /// MPEG-4 with sound alone.
    M4a,
    /// GIF.
    Gif,
    /// TIFF.
    Tiff,
    /// BMP.
    Bmp,
    /// Text without anything else.
    Text,
    /// RTF.
    Rtf,
    /// An archive, or a document that is one inside; [`FileKind::of_whole`] tells.
    Zip,
    /// Office before 2007, or a document of today under a password; [`crate::clean`] tells.
    Compound,
    /// MP3.
    Mp3,
    /// WAV.
    Wav,
    /// Ogg.
    Ogg,
    /// FLAC.
    Flac,
    /// AMR, as phones record it.
    Amr,
    /// Anything else.
    Other,
}

impl FileKind {
    /// How much of a file's beginning [`FileKind::of`] looks at.
    pub const HEAD: usize = 4096;

    /// What the file is that begins like this; of one of Word, Excel or PowerPoint only that it is a ZIP file.
    pub fn of(head: &[u8]) -> Self {
        let head = head.get(..Self::HEAD).unwrap_or(head);
        by_signature(head).or_else(|| by_container(head)).unwrap_or_else(|| if is_text(head) { Self::Text } else { Self::Other })
    }

    /// What this whole file is.
    pub fn of_whole(bytes: &[u8]) -> Self {
        match Self::of(bytes) {
            Self::Zip => by_entries(bytes),
            kind => kind,
        }
    }

    /// The media type to send it with. Never one that a browser runs.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Avif => "image/avif",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::M4a => "audio/mp4",
            Self::Gif => "image/gif",
            Self::Tiff => "image/tiff",
            Self::Bmp => "image/bmp",
            Self::Text => "text/plain",
            Self::Rtf => "application/rtf",
            Self::Zip => "application/zip",
            Self::Compound => "application/x-ole-storage",
            Self::Mp3 => "audio/mpeg",
            Self::Wav => "audio/wav",
            Self::Ogg => "audio/ogg",
            Self::Flac => "audio/flac",
            Self::Amr => "audio/amr",
            Self::Other => "application/octet-stream",
        }
    }

    /// Whether it is a picture or a document that browsers show by themselves.
    pub const fn viewable(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Avif | Self::Gif | Self::Pdf)
    }

    /// Whether this crate can clean it; of an archive that may be a document, whether it is worth a look.
    pub const fn cleanable(self) -> bool {
        let is_picture = matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Heic | Self::Avif);
        let is_document = matches!(self, Self::Pdf | Self::Docx | Self::Xlsx | Self::Pptx | Self::Zip | Self::Compound);
        is_picture || is_document || self.streams()
    }

    /// Whether it is cleaned as it streams by and may be of any size.
    pub const fn streams(self) -> bool {
        matches!(self, Self::Mp4 | Self::Mov | Self::M4a)
    }
}

const SIGNATURES: &[(&[u8], FileKind)] = &[
    (b"\xFF\xD8\xFF", FileKind::Jpeg),
    (b"\x89PNG\r\n\x1A\n", FileKind::Png),
    (b"GIF87a", FileKind::Gif),
    (b"GIF89a", FileKind::Gif),
    (b"II*\0", FileKind::Tiff),
    (b"MM\0*", FileKind::Tiff),
    (b"PK\x03\x04", FileKind::Zip),
    (b"PK\x05\x06", FileKind::Zip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::Compound),
    (b"{\\rtf", FileKind::Rtf),
    (b"ID3", FileKind::Mp3),
    (b"\xFF\xFB", FileKind::Mp3),
    (b"\xFF\xF3", FileKind::Mp3),
    (b"\xFF\xF2", FileKind::Mp3),
    (b"OggS", FileKind::Ogg),
    (b"fLaC", FileKind::Flac),
    (b"#!AMR", FileKind::Amr),
];

fn by_signature(head: &[u8]) -> Option<FileKind> {
    SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)).map(|(_, kind)| *kind)
}

fn by_container(head: &[u8]) -> Option<FileKind> {
    match (&tag(head, 0)?, &tag(head, 4).unwrap_or_default(), &tag(head, 8).unwrap_or_default()) {
        (b"RIFF", _, b"WEBP") => Some(FileKind::Webp),
        (b"RIFF", _, b"WAVE") => Some(FileKind::Wav),
        (_, b"ftyp", _) => by_brands(head),
        (_, b"moov" | b"mdat" | b"wide" | b"free" | b"skip", _) => Some(FileKind::Mov),
        _ if contains(head.get(..1024).unwrap_or(head), b"%PDF-") => Some(FileKind::Pdf),
        // Its length stands behind the two letters, and four zeros behind that.
        ([b'B', b'M', ..], _, _) if head.get(6..10) == Some(&[0; 4]) => Some(FileKind::Bmp),
        _ => None,
    }
}

fn by_brands(head: &[u8]) -> Option<FileKind> {
    let len = crate::bytes::be32(head, 0).map(index)?.clamp(12, 256).min(head.len());
    let major = tag(head, 8)?;
    let compatible = head.get(16..len).unwrap_or_default().as_chunks::<4>().0;
    let brands = || std::iter::once(&major).chain(compatible);
    match &major {
        b"qt  " => return Some(FileKind::Mov),
        b"M4A " | b"M4B " => return Some(FileKind::M4a),
        _ => {}
    }
    if brands().any(|brand| matches!(brand, b"avif" | b"avis")) {
        Some(FileKind::Avif)
    } else if brands().any(|brand| matches!(brand, b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1")) {
        Some(FileKind::Heic)
    } else {
        brands().any(is_video_brand).then_some(FileKind::Mp4)
    }
}

fn is_video_brand(brand: &[u8; 4]) -> bool {
    const BRANDS: [&[u8]; 9] = [b"iso", b"mp4", b"3g", b"avc1", b"M4V", b"MSNV", b"XAVC", b"dash", b"cmf"];
    BRANDS.iter().any(|known| brand.starts_with(known))
}

/// Which document the names in a ZIP file's list make it.
fn by_entries(bytes: &[u8]) -> FileKind {
    const END: usize = 22;
    const LONGEST_COMMENT: usize = 65_535;
    let tail = bytes.len().saturating_sub(END + LONGEST_COMMENT);
    let Some(end) = memchr::memmem::rfind(&bytes[tail..], b"PK\x05\x06").map(|at| tail + at) else {
        return FileKind::Zip;
    };
    let entries = le16(bytes, end + 10).unwrap_or_default();
    let mut at = le32(bytes, end + 16).map_or(0, index);
    for _ in 0..entries {
        let Some((name, next)) = entry(bytes, at) else { break };
        match name {
            b"word/document.xml" => return FileKind::Docx,
            b"xl/workbook.xml" => return FileKind::Xlsx,
            b"ppt/presentation.xml" => return FileKind::Pptx,
            _ => at = next,
        }
    }
    FileKind::Zip
}

/// The name in this line of the list, and where the next line is.
fn entry(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    if tag(bytes, at)? != *b"PK\x01\x02" {
        return None;
    }
    let len = |at| le16(bytes, at).map(usize::from);
    let (name, extra, comment) = (len(at + 28)?, len(at + 30)?, len(at + 32)?);
    Some((span(bytes, at + 46, name)?, at + 46 + name + extra + comment))
}

/// Whether it reads as text, in Unicode or in the encodings that Chinese text had before it.
fn is_text(head: &[u8]) -> bool {
    if let [0xFF, 0xFE, rest @ ..] | [0xFE, 0xFF, rest @ ..] = head {
        return !rest.is_empty();
    }
    let no_controls = head.iter().all(|byte| !matches!(byte, 0..=8 | 11 | 14..=31 | 127));
    !head.is_empty() && no_controls && (is_unicode(head) || is_double_byte(head))
}

fn is_unicode(head: &[u8]) -> bool {
    // The last character may be cut.
    std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// GBK and Big5: a high byte leads, one that is not a control follows.
fn is_double_byte(head: &[u8]) -> bool {
    let mut bytes = head.iter();
    while let Some(byte) = bytes.next() {
        let follows = |next: &u8| matches!(next, 0x40..=0x7E | 0x80..=0xFE);
        match byte {
            0..=0x7F => {}
            0x81..=0xFE if bytes.next().is_none_or(follows) => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_by_content() {
        let cases: &[(&[u8], FileKind)] = &[
            (b"\xFF\xD8\xFF\xE0", FileKind::Jpeg),
            (b"\x89PNG\r\n\x1A\n", FileKind::Png),
            (b"RIFF\0\0\0\0WEBPVP8 ", FileKind::Webp),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", FileKind::Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", FileKind::Avif),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", FileKind::Mov),
            (b"\0\0\0\x14ftypisom\0\0\0\0mp42", FileKind::Mp4),
            (b"\0\0\0\x14ftypM4A \0\0\0\0mp42", FileKind::M4a),
            (b"\0\0\0\x14ftypcrx \0\0\0\0crx ", FileKind::Other),
            (b"\0\0\0\x08wide\0\0\0\0mdat", FileKind::Mov),
            (b"%PDF-1.7\n", FileKind::Pdf),
            (b"\n\n%PDF-1.4\n", FileKind::Pdf),
            (b"PK\x03\x04", FileKind::Zip),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::Compound),
            (b"<html><script>", FileKind::Text),
            ("实名举报：".as_bytes(), FileKind::Text),
            (&"实名举报：".as_bytes()[..7], FileKind::Text),
            (b"\xCA\xB5\xC3\xFB\xBE\xD9\xB1\xA8", FileKind::Text),
            (b"\xFF\xFEa\0", FileKind::Text),
            (b"MZ\x90\0", FileKind::Other),
            (b"", FileKind::Other),
        ];
        for (head, kind) in cases {
            assert_eq!(FileKind::of(head), *kind, "{head:?}");
        }
    }

    #[test]
    fn no_kind_is_sent_as_what_a_browser_runs() {
        for kind in [FileKind::Text, FileKind::Other, FileKind::Zip, FileKind::of(b"<svg onload=''>")] {
            assert!(!kind.viewable());
            assert!(!kind.media_type().contains("html") && !kind.media_type().contains("svg") && !kind.media_type().contains("xml"));
        }
    }
}
