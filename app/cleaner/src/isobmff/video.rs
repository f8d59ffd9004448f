//! Videos of any length, in constant memory: only the head of a movie is held, pictures and sound pass by.
//!
//! Nothing gets longer or shorter, so a plan can be applied to any part of a file at any time, and again after a broken connection.

use std::ops::Range;

use model::Trace;

use super::meaning;
use super::movie::{Movie, clean_fragment, clean_head};
use super::ranges::{merged, uncovered};
use crate::bytes::{be32, be64, says_something, tag};
use crate::found::Found;
use crate::{CleanError, Cleaned};

/// The longest head that is held: that of a gigabyte takes a few megabytes.
const MAX_HEAD: u64 = 64 << 20;
/// How many boxes a file may have: one that is cut into fragments has a few each second.
const MAX_BOXES: usize = 1 << 20;
/// How much is read at once of a box that goes.
const STEP: u64 = 64 << 10;

/// Finds out what is to be changed in a video. It says which bytes it wants, and is given these:
///
/// ```
/// # use cleaner::{CleanError, VideoPlan, VideoScan};
/// fn plan(file: &[u8]) -> Result<VideoPlan, CleanError> {
///     let mut scan = VideoScan::new(file.len() as u64);
///     while let Some(range) = scan.wants() {
///         scan.supply(&file[range.start as usize..range.end as usize])?;
///     }
///     scan.finish()
/// }
/// # assert_eq!(plan(b"").unwrap_err(), CleanError::Malformed);
/// ```
#[derive(Debug)]
pub struct VideoScan {
    len: u64,
    wanted: Wanted,
    movie: Option<Movie>,
    /// Where samples lie.
    media: Vec<Range<u64>>,
    /// What of that no track has, the first one last.
    gaps: Vec<Range<u64>>,
    /// What of that a track had that goes.
    dropped: Vec<Range<u64>>,
    boxes: usize,
    /// How many bytes the changes hold.
    held: u64,
    edits: Vec<Edit>,
    found: Found,
}

/// What comes next.
#[derive(Debug, Clone)]
enum Wanted {
    /// What box it is that starts there.
    Header(u64),
    /// This body of `moov` or `moof`, whose box starts there.
    Body([u8; 4], u64, Range<u64>),
    /// What a box that goes, which starts there, holds.
    Refuse([u8; 4], Range<u64>),
    /// What lies between samples.
    Gap(Range<u64>),
    /// Nothing.
    Done,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Edit {
    Zero(Range<u64>),
    Put(u64, Vec<u8>),
}

impl Edit {
    fn range(&self) -> Range<u64> {
        match self {
            Self::Zero(range) => range.clone(),
            Self::Put(at, bytes) => *at..at.saturating_add(bytes.len() as u64),
        }
    }

    /// Does to the bytes from this offset on what it has to do there.
    fn apply(&self, offset: u64, bytes: &mut [u8]) {
        let range = self.range();
        let (start, end) = (range.start.max(offset), range.end.min(offset.saturating_add(bytes.len() as u64)));
        if start >= end {
            return;
        }
        // Both differences are within what is in memory.
        let target = &mut bytes[(start - offset) as usize..(end - offset) as usize];
        match self {
            Self::Zero(_) => target.fill(0),
            Self::Put(at, put) => target.copy_from_slice(&put[(start - at) as usize..(end - at) as usize]),
        }
    }
}

impl VideoScan {
    /// A scan of a file of this length.
    pub fn new(len: u64) -> Self {
        let wanted = Wanted::Header(0);
        let (media, gaps, dropped, edits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { len, wanted, movie: None, media, gaps, dropped, boxes: 0, held: 0, edits, found: Found::default() }
    }

    /// The bytes to supply next. None when it has seen what it needs.
    pub fn wants(&self) -> Option<Range<u64>> {
        let range = match &self.wanted {
            Wanted::Header(at) => *at..at.saturating_add(16).min(self.len),
            Wanted::Body(_, _, body) => body.clone(),
            Wanted::Refuse(_, rest) | Wanted::Gap(rest) => rest.start..rest.end.min(rest.start.saturating_add(STEP)),
            Wanted::Done => return None,
        };
        (range.start < range.end).then_some(range)
    }

    /// Takes the bytes it wanted.
    ///
    /// # Errors
    /// If they are of another length, or say that this is no video, or one that cannot be cleaned.
    pub fn supply(&mut self, bytes: &[u8]) -> Result<(), CleanError> {
        let wants = self.wants().filter(|range| range.end - range.start == bytes.len() as u64).ok_or(CleanError::Malformed)?;
        match self.wanted.clone() {
            Wanted::Header(at) => self.take_header(at, bytes)?,
            Wanted::Body(name, start, body) => self.take_body(name, start, body, bytes)?,
            Wanted::Refuse(name, rest) => self.take_refuse(name, wants, rest.end, bytes),
            Wanted::Gap(rest) => self.take_gap(wants, rest.end, bytes),
            Wanted::Done => return Err(CleanError::Malformed),
        }
        if matches!(self.wanted, Wanted::Header(end) if end == self.len) { self.look_between() } else { Ok(()) }
    }

    /// What to change.
    ///
    /// # Errors
    /// If the file ends early.
    pub fn finish(mut self) -> Result<VideoPlan, CleanError> {
        if !matches!(self.wanted, Wanted::Done) {
            return Err(CleanError::Malformed);
        }
        self.edits.sort_by_key(|edit| edit.range().start);
        Ok(VideoPlan { edits: self.edits, found: self.found.list() })
    }

    fn take_header(&mut self, at: u64, header: &[u8]) -> Result<(), CleanError> {
        self.boxes += 1;
        if self.boxes > MAX_BOXES {
            return Err(CleanError::TooLarge);
        }
        match read_header(header, at, self.len) {
            Some((name, body)) => self.take_box(name, at, body),
            // Behind the head there may be anything, as some phones leave it; it goes.
            None if self.movie.is_some() => {
                self.take_rest(at);
                Ok(())
            }
            None => Err(CleanError::Malformed),
        }
    }

    fn take_box(&mut self, name: [u8; 4], at: u64, body: Range<u64>) -> Result<(), CleanError> {
        self.wanted = match &name {
            b"ftyp" | b"styp" | b"sidx" | b"ssix" | b"mfra" | b"pdin" => Wanted::Header(body.end),
            b"mdat" => {
                self.media.push(body.clone());
                Wanted::Header(body.end)
            }
            b"moov" | b"moof" if body.end - body.start > MAX_HEAD => return Err(CleanError::TooLarge),
            b"moov" if self.movie.is_some() => return Err(CleanError::Malformed),
            b"moov" | b"moof" => Wanted::Body(name, at, body),
            b"free" | b"skip" | b"wide" => refuse(name, body),
            _ => {
                self.edits.push(Edit::Put(at + 4, b"free".to_vec()));
                self.found.add(meaning(&name));
                refuse(name, body)
            }
        };
        Ok(())
    }

    /// All that is left becomes one box that holds nothing; for less than a header, zeros must do.
    fn take_rest(&mut self, at: u64) {
        if self.len - at >= 8 {
            self.edits.push(Edit::Put(at, b"\0\0\0\0free".to_vec()));
            self.found.add(Trace::TrailingData);
            self.wanted = refuse(*b"free", at + 8..self.len);
        } else {
            self.wanted = refuse(*b"free", at..self.len);
        }
    }

    fn take_body(&mut self, name: [u8; 4], start: u64, body: Range<u64>, before: &[u8]) -> Result<(), CleanError> {
        let mut bytes = before.to_vec();
        if name == *b"moov" {
            self.movie = Some(clean_head(&mut bytes)?);
        } else {
            clean_fragment(&mut bytes, start, self.movie.as_mut().ok_or(CleanError::Malformed)?)?;
        }
        self.wanted = Wanted::Header(body.end);
        self.put_changes(body.start, before, bytes)
    }

    /// Notes what became of a body. Most fragments stay as they are.
    fn put_changes(&mut self, start: u64, before: &[u8], mut after: Vec<u8>) -> Result<(), CleanError> {
        let differs = |(before, after): (&u8, &u8)| before != after;
        let Some(first) = before.iter().zip(&after).position(differs) else { return Ok(()) };
        let last = before.iter().zip(&after).rposition(differs).unwrap_or(first);
        after.truncate(last + 1);
        after.drain(..first);
        self.held += after.len() as u64;
        self.edits.push(Edit::Put(start + first as u64, after));
        if self.held > MAX_HEAD { Err(CleanError::TooLarge) } else { Ok(()) }
    }

    fn take_refuse(&mut self, name: [u8; 4], read: Range<u64>, end: u64, bytes: &[u8]) {
        if bytes.iter().any(|byte| *byte != 0) {
            self.found.add_if(says_something(bytes), meaning(&name));
            self.edits.push(Edit::Zero(read.clone()));
        }
        self.wanted = refuse(name, read.end..end);
    }

    /// The file was seen to its end: what is left are the places among the samples that no picture and no sound uses.
    fn look_between(&mut self) -> Result<(), CleanError> {
        let movie = self.movie.take().ok_or(CleanError::Malformed)?;
        self.found.add_all(movie.found);
        let kept = merged(movie.kept);
        self.dropped = merged(movie.dropped);
        if !kept.iter().chain(&self.dropped).all(|range| self.is_media(range)) {
            return Err(CleanError::Malformed);
        }
        self.gaps = self.media.iter().rev().flat_map(|media| uncovered(media.clone(), &kept).into_iter().rev()).collect();
        self.next_gap();
        Ok(())
    }

    fn next_gap(&mut self) {
        self.wanted = self.gaps.pop().map_or(Wanted::Done, Wanted::Gap);
    }

    /// What a track had that goes was noted with it.
    fn take_gap(&mut self, read: Range<u64>, end: u64, bytes: &[u8]) {
        if bytes.iter().any(|byte| *byte != 0) {
            // Within what is in memory.
            let part = |range: Range<u64>| &bytes[(range.start - read.start) as usize..(range.end - read.start) as usize];
            let hidden = uncovered(read.clone(), &self.dropped).into_iter().any(|range| says_something(part(range)));
            self.found.add_if(hidden, Trace::TrailingData);
            self.edits.push(Edit::Zero(read.clone()));
        }
        if read.end < end { self.wanted = Wanted::Gap(read.end..end) } else { self.next_gap() }
    }

    fn is_media(&self, samples: &Range<u64>) -> bool {
        let after = self.media.partition_point(|media| media.start <= samples.start);
        after > 0 && samples.end <= self.media[after - 1].end
    }
}

fn refuse(name: [u8; 4], rest: Range<u64>) -> Wanted {
    if rest.start < rest.end { Wanted::Refuse(name, rest) } else { Wanted::Header(rest.end) }
}

/// The name of the box whose header this is, and its body; none if it is none within a file of this length.
fn read_header(header: &[u8], at: u64, file_len: u64) -> Option<([u8; 4], Range<u64>)> {
    let name = tag(header, 4).filter(|name| *name != [0; 4])?;
    let (start, end) = match be32(header, 0)? {
        0 => (at + 8, file_len),
        1 => (at + 16, at.checked_add(be64(header, 8)?)?),
        len => (at + 8, at.checked_add(len.into())?),
    };
    (start <= end && end <= file_len).then_some((name, start..end))
}

/// What to change in a video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoPlan {
    /// Sorted, none over another.
    edits: Vec<Edit>,
    found: Vec<Trace>,
}

impl VideoPlan {
    /// Changes what is to be changed in these bytes, which stand at this offset of the file. In any order, and as often as wanted.
    pub fn apply(&self, offset: u64, bytes: &mut [u8]) {
        let end = offset.saturating_add(bytes.len() as u64);
        let first = self.edits.partition_point(|edit| edit.range().end <= offset);
        for edit in self.edits[first..].iter().take_while(|edit| edit.range().start < end) {
            edit.apply(offset, bytes);
        }
    }

    /// Whether anything in the file changes.
    pub fn changes(&self) -> bool {
        !self.edits.is_empty()
    }

    /// What goes: in order, each once.
    pub fn found(&self) -> &[Trace] {
        &self.found
    }
}

pub(crate) fn clean(mut bytes: Vec<u8>) -> Result<Cleaned, CleanError> {
    let mut scan = VideoScan::new(bytes.len() as u64);
    while let Some(range) = scan.wants() {
        // Within the file, so within what is in memory.
        scan.supply(&bytes[range.start as usize..range.end as usize])?;
    }
    let plan = scan.finish()?;
    plan.apply(0, &mut bytes);
    Ok(Cleaned { bytes, found: plan.found })
}
