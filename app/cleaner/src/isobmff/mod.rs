//! The boxes that MP4, QuickTime, HEIC and AVIF are made of.
//!
//! Tables inside say at which byte of the file something stands, so nothing may move: what goes is renamed to `free` and zeroed.

use std::ops::Range;

use model::Trace;

use crate::bytes::{be32, be64, index, says_something, tag};
use crate::found::Found;
use crate::icc;

mod fragments;
pub(crate) mod heic;
mod items;
mod jpeg2000;
mod movie;
mod ranges;
mod samples;
pub(crate) mod video;

pub(crate) use jpeg2000::clean_jpeg2000;

/// A box: its name and where it lies.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) name: [u8; 4],
    pub(crate) start: usize,
    /// What is in it, up to its end.
    pub(crate) body: Range<usize>,
}

impl Part {
    /// The box that starts there; none if it does not lie within this end.
    fn read(bytes: &[u8], start: usize, end: usize) -> Option<Self> {
        let name = tag(bytes, start.checked_add(4)?)?;
        let (header, len) = match be32(bytes, start)? {
            0 => (8, end.checked_sub(start)?),
            1 => (16, usize::try_from(be64(bytes, start + 8)?).ok()?),
            len => (8, index(len)),
        };
        let body = start + header..start.checked_add(len)?;
        (body.start <= body.end && body.end <= end).then_some(Self { name, start, body })
    }
}

/// What becomes of a box.
pub(crate) enum Rule {
    /// It stays as it is.
    Keep,
    /// It stays, and what is in it is looked at, behind so many bytes.
    Enter(usize),
    /// It stays, changed by this, which is given its body and says no if that makes no sense.
    Fix(fn(&mut [u8], &mut Found) -> Option<()>),
    /// It goes, and that is what it was.
    Blank(Trace),
}

/// Puts rules into effect, by the name of a box and of the one around it. None if the boxes do not lie in each other.
pub(crate) fn tidy(
    bytes: &mut [u8],
    within: Range<usize>,
    parent: [u8; 4],
    rule: fn(&[u8; 4], &[u8; 4]) -> Rule,
    found: &mut Found,
) -> Option<()> {
    let mut at = within.start;
    while let Some(part) = next(bytes, at, within.end)? {
        at = part.body.end;
        match rule(&parent, &part.name) {
            Rule::Keep => {}
            // As deep as the rules go: none of them enters a box of its own name.
            Rule::Enter(skip) => tidy(bytes, part.body.start.checked_add(skip)?..part.body.end, part.name, rule, found)?,
            Rule::Fix(fix) => fix(bytes.get_mut(part.body)?, found)?,
            Rule::Blank(trace) => blank(bytes, &part, trace, found),
        }
    }
    Some(())
}

/// The next box in there; nothing more at its end, which QuickTime marks by a few zeros.
pub(crate) fn next(bytes: &[u8], at: usize, end: usize) -> Option<Option<Part>> {
    let rest = bytes.get(at..end)?;
    if rest.len() < 8 {
        return rest.iter().all(|byte| *byte == 0).then_some(None);
    }
    Part::read(bytes, at, end).map(Some)
}

/// The first box of this name in there.
pub(crate) fn find(bytes: &[u8], within: Range<usize>, name: &[u8; 4]) -> Option<Part> {
    let mut at = within.start;
    while let Some(part) = next(bytes, at, within.end)? {
        if part.name == *name {
            return Some(part);
        }
        at = part.body.end;
    }
    None
}

/// Makes it a box that holds nothing.
pub(crate) fn blank(bytes: &mut [u8], part: &Part, trace: Trace, found: &mut Found) {
    let is_free = matches!(&part.name, b"free" | b"skip" | b"wide");
    if !is_free {
        bytes[part.start + 4..part.start + 8].copy_from_slice(b"free");
        found.add(trace);
    }
    zero(&mut bytes[part.body.clone()], trace, found);
}

/// Zeroes, and notes that there was something.
pub(crate) fn zero(bytes: &mut [u8], trace: Trace, found: &mut Found) {
    if bytes.iter().any(|byte| *byte != 0) {
        found.add_if(says_something(bytes), trace);
        bytes.fill(0);
    }
}

/// What the name of a box that goes says it was.
pub(crate) fn meaning(name: &[u8; 4]) -> Trace {
    match name {
        b"free" | b"skip" | b"wide" => Trace::TrailingData,
        b"mpvd" => Trace::EmbeddedVideo,
        b"prft" => Trace::Time,
        _ => Trace::Other,
    }
}

/// The name that a handler has is often that of the program, or of the camera.
pub(crate) fn fix_handler(body: &mut [u8], found: &mut Found) -> Option<()> {
    // Version and flags, component, handler, maker and flags; the name.
    zero(body.get_mut(4..8)?, Trace::Other, found);
    zero(body.get_mut(12..)?, Trace::Software, found);
    Some(())
}

/// Where the samples are: in this file. Another one's path goes.
pub(crate) fn fix_references(body: &mut [u8], found: &mut Found) -> Option<()> {
    let mut at = 8;
    while let Some(part) = next(body, at, body.len())? {
        at = part.body.end;
        zero(body.get_mut(part.body.start.checked_add(4)?..part.body.end)?, Trace::LocalPath, found);
    }
    Some(())
}

/// The colours' meaning; of a profile, the colours alone.
pub(crate) fn fix_colour(body: &mut [u8], found: &mut Found) -> Option<()> {
    if matches!(&tag(body, 0)?, b"prof" | b"rICC") {
        fix_profile(body.get_mut(4..)?, found);
    }
    Some(())
}

/// A profile that makes no sense becomes zeros, which viewers pass over.
fn fix_profile(profile: &mut [u8], found: &mut Found) {
    let rebuilt = icc::rebuilt_in_place(profile).unwrap_or_else(|| vec![0; profile.len()]);
    found.add_all(icc::traces(profile, Some(&rebuilt)));
    profile.copy_from_slice(&rebuilt);
}

/// What nobody knows the meaning of, where leaving it out would break the picture: the file is not called clean.
pub(crate) fn refuse(_: &mut [u8], _: &mut Found) -> Option<()> {
    None
}
