//! What XMP tells. All of it goes; its words say what the reader is told.

use crate::bytes::contains;
use crate::finding::{Finding, Found};

/// Words of XMP, and of other text beside a picture, and what they mean.
const WORDS: &[(&[u8], Finding)] = &[
    (b"GPS", Finding::Location),
    (b"Location", Finding::Location),
    (b"City", Finding::Location),
    (b"tiff:Make", Finding::Device),
    (b"tiff:Model", Finding::Device),
    (b"aux:", Finding::Device),
    (b"SerialNumber", Finding::Device),
    (b"creator>", Finding::Author),
    (b"Author", Finding::Author),
    (b"Artist", Finding::Author),
    (b"rights>", Finding::Author),
    (b"Copyright", Finding::Author),
    (b"OwnerName", Finding::Author),
    (b"Date", Finding::Time),
    (b"Time", Finding::Time),
    (b"CreatorTool", Finding::Software),
    (b"Software", Finding::Software),
    (b"Producer", Finding::Software),
    (b"thumbnail", Finding::Thumbnail),
    (b"Thumbnail", Finding::Thumbnail),
    (b"title>", Finding::Comment),
    (b"Title", Finding::Comment),
    (b"description>", Finding::Comment),
    (b"Description>", Finding::Comment),
    (b"Comment", Finding::Comment),
    (b"subject>", Finding::Comment),
    (b"xmpMM:", Finding::History),
    (b"MotionPhoto", Finding::EmbeddedVideo),
    (b"MicroVideo", Finding::EmbeddedVideo),
];

/// What the words in this text say it holds.
pub(crate) fn read(text: &[u8]) -> Found {
    let mut found = Found::default();
    for (word, finding) in WORDS {
        found.add_if(contains(text, word), *finding);
    }
    found.or_other()
}
