//! What XMP tells. All of it goes; its words say what the reader is told.

use model::Trace;

use crate::bytes::contains;
use crate::found::Found;

/// Words of XMP, and of other text beside a picture, and what they mean.
const WORDS: &[(&[u8], Trace)] = &[
    (b"GPS", Trace::Location),
    (b"Location", Trace::Location),
    (b"City", Trace::Location),
    (b"tiff:Make", Trace::Device),
    (b"tiff:Model", Trace::Device),
    (b"aux:", Trace::Device),
    (b"SerialNumber", Trace::Device),
    (b"creator>", Trace::Author),
    (b"Author", Trace::Author),
    (b"Artist", Trace::Author),
    (b"rights>", Trace::Author),
    (b"Copyright", Trace::Author),
    (b"OwnerName", Trace::Author),
    (b"Date", Trace::Time),
    (b"Time", Trace::Time),
    (b"CreatorTool", Trace::Software),
    (b"Software", Trace::Software),
    (b"Producer", Trace::Software),
    (b"thumbnail", Trace::Thumbnail),
    (b"Thumbnail", Trace::Thumbnail),
    (b"title>", Trace::Comment),
    (b"Title", Trace::Comment),
    (b"description>", Trace::Comment),
    (b"Description>", Trace::Comment),
    (b"Comment", Trace::Comment),
    (b"subject>", Trace::Comment),
    (b"xmpMM:", Trace::History),
    (b"MotionPhoto", Trace::EmbeddedVideo),
    (b"MicroVideo", Trace::EmbeddedVideo),
];

/// What the words in this text say it holds.
pub(crate) fn read(text: &[u8]) -> Found {
    let mut found = Found::default();
    for (word, trace) in WORDS {
        found.add_if(contains(text, word), *trace);
    }
    found.or_other()
}
