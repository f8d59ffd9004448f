//! HEIC and AVIF: pictures are items in a list; those of metadata are zeroed, and so is what no picture uses.

use std::ops::Range;

use model::Trace;

use super::items::Items;
use super::ranges::{merged, uncovered};
use super::{Rule, blank, find, fix_colour, fix_handler, fix_references, meaning, next, refuse, tidy, zero};
use crate::found::Found;
use crate::{CleanError, Cleaned};

/// Version and flags, which `meta` starts with.
const VERSION: usize = 4;
/// How many boxes pictures lie in: one, or two.
const MAX_MEDIA: usize = 64;

pub(crate) fn clean(mut bytes: Vec<u8>) -> Result<Cleaned, CleanError> {
    let mut found = Found::default();
    let outline = Outline::read(&mut bytes, &mut found)?;
    let items = Items::read(&bytes, outline.list.clone(), outline.inner.clone())?;
    let used = merged(items.pictures());
    if used.is_empty() || !items.lie_in(outline.media()) {
        return Err(CleanError::Malformed);
    }
    items.blank_metadata(&mut bytes, &mut found);
    for range in outline.media().flat_map(|media| uncovered(media.clone(), &used)) {
        zero(&mut bytes[range], Trace::TrailingData, &mut found);
    }
    tidy(&mut bytes, outline.list, *b"meta", rule, &mut found).ok_or(CleanError::Malformed)?;
    Ok(Cleaned { bytes, found: found.list() })
}

/// What the file is made of.
struct Outline {
    /// What is in `meta`.
    list: Range<usize>,
    /// Items' bytes in the list itself.
    inner: Option<Range<usize>>,
    /// Items' bytes behind it.
    outer: Vec<Range<usize>>,
}

impl Outline {
    /// Reads it, and does away with the boxes around that no picture needs.
    fn read(bytes: &mut [u8], found: &mut Found) -> Result<Self, CleanError> {
        let (mut list, mut outer, mut at) = (None, Vec::new(), 0);
        while let Some(part) = next(bytes, at, bytes.len()).ok_or(CleanError::Malformed)? {
            at = part.body.end;
            match &part.name {
                b"ftyp" => {}
                b"meta" if list.is_none() && part.body.len() >= VERSION => list = Some(part.body.start + VERSION..part.body.end),
                b"mdat" if outer.len() < MAX_MEDIA => outer.push(part.body),
                b"mdat" => return Err(CleanError::TooLarge),
                // A sequence of pictures has samples among the same bytes.
                b"moov" => return Err(CleanError::Unsupported),
                name => blank(bytes, &part, meaning(name), found),
            }
        }
        let list = list.ok_or(CleanError::Malformed)?;
        let inner = find(bytes, list.clone(), b"idat").map(|part| part.body);
        Ok(Self { list, inner, outer })
    }

    fn media(&self) -> impl Iterator<Item = &Range<usize>> + Clone {
        self.outer.iter().chain(&self.inner)
    }
}

/// What stays of the list.
fn rule(parent: &[u8; 4], name: &[u8; 4]) -> Rule {
    match (parent, name) {
        (b"meta", b"hdlr") => Rule::Fix(fix_handler),
        (b"meta", b"dinf" | b"iprp") | (b"iprp", b"ipco") => Rule::Enter(0),
        (b"dinf", b"dref") => Rule::Fix(fix_references),
        (b"ipco", b"colr") => Rule::Fix(fix_colour),
        // A property's number is its place: one that goes leaves an empty box in it.
        (b"ipco", b"uuid" | b"udes" | b"altt" | b"crtt" | b"mdft") => Rule::Blank(Trace::Other),
        (b"ipco", b"free" | b"skip" | b"wide") => Rule::Blank(meaning(name)),
        (b"ipco", b"ispe" | b"pixi" | b"pasp" | b"clap" | b"irot" | b"imir" | b"auxC" | b"rloc" | b"lsel" | b"iscl" | b"reve") => {
            Rule::Keep
        }
        (b"ipco", b"hvcC" | b"lhvC" | b"av1C" | b"avcC" | b"vvcC" | b"oinf" | b"tols" | b"a1op" | b"a1lx") => Rule::Keep,
        (b"ipco", b"clli" | b"mdcv" | b"cclv" | b"amve" | b"ndwt") => Rule::Keep,
        (b"ipco", _) => Rule::Fix(refuse),
        (b"meta", b"pitm" | b"iinf" | b"iloc" | b"iref" | b"idat" | b"grpl") | (b"iprp", b"ipma") => Rule::Keep,
        _ => Rule::Blank(meaning(name)),
    }
}
