//! The head of a movie: which tracks it has, and all that is said about them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use model::Trace;

use super::{Rule, blank, find, fix_colour, fix_handler, fix_references, fragments, meaning, next, refuse, samples, tidy, zero};
use crate::CleanError;
use crate::bytes::{be16, be32, index, tag};
use crate::found::Found;

/// What a head says about the rest of the file.
#[derive(Debug, Default)]
pub(crate) struct Movie {
    pub(crate) found: Found,
    /// Where pictures and sound lie.
    pub(crate) kept: Vec<Range<u64>>,
    /// Where the samples of tracks lie that go.
    pub(crate) dropped: Vec<Range<u64>>,
    /// The numbers of these tracks.
    dropped_tracks: BTreeSet<u32>,
    /// How long samples are where a fragment does not say.
    lengths: BTreeMap<u32, u32>,
    has_tracks: bool,
}

/// Cleans what is in `moov`, in place.
pub(crate) fn clean_head(bytes: &mut [u8]) -> Result<Movie, CleanError> {
    let lengths = fragments::lengths(bytes, 0..bytes.len()).ok_or(CleanError::Malformed)?;
    let mut movie = Movie { lengths, ..Movie::default() };
    let mut at = 0;
    while let Some(part) = next(bytes, at, bytes.len()).ok_or(CleanError::Malformed)? {
        at = part.body.end;
        if part.name == *b"trak" {
            movie.take_track(bytes, part.start, part.body)?;
        }
    }
    tidy(bytes, 0..bytes.len(), *b"moov", rule, &mut movie.found).ok_or(CleanError::Malformed)?;
    if movie.has_tracks { Ok(movie) } else { Err(CleanError::Malformed) }
}

/// Cleans what is in `moof`, whose box starts at this offset of the file, in place. One that has samples of a track that goes cannot be.
pub(crate) fn clean_fragment(bytes: &mut [u8], start: u64, movie: &mut Movie) -> Result<(), CleanError> {
    let mut at = 0;
    while let Some(part) = next(bytes, at, bytes.len()).ok_or(CleanError::Malformed)? {
        at = part.body.end;
        if part.name != *b"traf" {
            continue;
        }
        let head = find(bytes, part.body, b"tfhd").ok_or(CleanError::Malformed)?;
        let track = be32(bytes, head.body.start + 4).ok_or(CleanError::Malformed)?;
        if movie.dropped_tracks.contains(&track) {
            return Err(CleanError::Unsupported);
        }
    }
    let places = fragments::places(bytes, start, &movie.lengths)?;
    extend(&mut movie.kept, places)?;
    tidy(bytes, 0..bytes.len(), *b"moof", rule, &mut movie.found).ok_or(CleanError::Malformed)
}

impl Movie {
    /// Pictures and sound stay. Anything else goes: where the camera was ten times a second, the time of day, subtitles that a drone
    /// writes its place into.
    fn take_track(&mut self, bytes: &mut [u8], start: usize, body: Range<usize>) -> Result<(), CleanError> {
        let track = Track::read(bytes, body.clone()).ok_or(CleanError::Malformed)?;
        if matches!(&track.handler, b"vide" | b"soun" | b"auxv" | b"pict") {
            self.has_tracks = true;
            let formats = track.formats.ok_or(CleanError::Malformed)?;
            let is_sound = track.handler == *b"soun";
            let least = if is_sound { sound_frame(&bytes[formats.clone()]) } else { 0 };
            extend(&mut self.kept, samples::places(bytes, track.tables, least)?)?;
            return fix_formats(&mut bytes[formats], !is_sound, &mut self.found).ok_or(CleanError::Malformed);
        }
        extend(&mut self.dropped, samples::places(bytes, track.tables, 0)?)?;
        self.dropped_tracks.insert(track.id);
        let part = super::Part { name: *b"trak", start, body };
        blank(bytes, &part, track.meaning, &mut self.found);
        Ok(())
    }
}

fn extend(ranges: &mut Vec<Range<u64>>, more: Vec<Range<u64>>) -> Result<(), CleanError> {
    ranges.extend(more);
    if ranges.len() > samples::MAX_RANGES { Err(CleanError::TooLarge) } else { Ok(()) }
}

/// How many bytes a moment of sound takes that is not packed, by the first of its formats; zero if that does not say.
fn sound_frame(formats: &[u8]) -> u32 {
    let field = |at| be16(formats, at).map_or(0, u32::from);
    field(32) * field(34) / 8
}

struct Track {
    id: u32,
    handler: [u8; 4],
    tables: Range<usize>,
    formats: Option<Range<usize>>,
    meaning: Trace,
}

impl Track {
    fn read(bytes: &[u8], body: Range<usize>) -> Option<Self> {
        let head = find(bytes, body.clone(), b"tkhd")?.body;
        // Behind two times, which take four or eight bytes each.
        let times = if *bytes.get(head.start)? == 1 { 16 } else { 8 };
        let media = find(bytes, body, b"mdia")?.body;
        let handler = tag(bytes, find(bytes, media.clone(), b"hdlr")?.body.start + 8)?;
        let tables = find(bytes, find(bytes, media, b"minf")?.body, b"stbl")?.body;
        let formats = find(bytes, tables.clone(), b"stsd").map(|part| part.body);
        let format = formats.as_ref().and_then(|body| tag(bytes, body.start + 12)).unwrap_or_default();
        let meaning = match (&handler, &format) {
            (b"tmcd", _) => Trace::Time,
            (b"meta", b"camm" | b"gpmd" | b"rtmd" | b"djmd") => Trace::Location,
            _ => Trace::Other,
        };
        Some(Self { id: be32(bytes, head.start + 4 + times)?, handler, tables, formats, meaning })
    }
}

/// What stays of a movie's head and of its fragments.
fn rule(parent: &[u8; 4], name: &[u8; 4]) -> Rule {
    match (parent, name) {
        (b"moov", b"mvhd") | (b"trak", b"tkhd") => Rule::Fix(fix_times),
        (b"mdia", b"mdhd") => Rule::Fix(fix_media),
        (b"mdia" | b"minf", b"hdlr") => Rule::Fix(fix_handler),
        (b"dinf", b"dref") => Rule::Fix(fix_references),
        (b"moov", b"trak" | b"mvex") | (b"trak", b"edts" | b"tapt" | b"mdia") | (b"mdia", b"minf") => Rule::Enter(0),
        (b"minf", b"dinf" | b"stbl") | (b"moof", b"traf") => Rule::Enter(0),
        (b"moov", b"iods") | (b"mvex", b"mehd" | b"trex") => Rule::Keep,
        (b"trak", b"tref") | (b"edts", b"elst") | (b"tapt", b"clef" | b"prof" | b"enof") => Rule::Keep,
        (b"minf", b"vmhd" | b"smhd" | b"nmhd") => Rule::Keep,
        (b"stbl", b"stsd" | b"stts" | b"ctts" | b"stss" | b"stps" | b"stsc" | b"stsz" | b"stz2" | b"stco" | b"co64") => Rule::Keep,
        (b"stbl" | b"traf", b"sdtp" | b"sgpd" | b"sbgp" | b"saiz" | b"saio" | b"subs") | (b"stbl", b"cslg") => Rule::Keep,
        (b"moof", b"mfhd") | (b"traf", b"tfhd" | b"tfdt" | b"trun") => Rule::Keep,
        _ => Rule::Blank(known(name)),
    }
}

/// User data hold place, maker and program of a phone's video.
fn known(name: &[u8; 4]) -> Trace {
    match name {
        b"udta" | b"meta" => Trace::Location,
        _ => meaning(name),
    }
}

/// The times of making and of changing, at the beginning.
fn fix_times(body: &mut [u8], found: &mut Found) -> Option<()> {
    let len = if *body.first()? == 1 { 16 } else { 8 };
    zero(body.get_mut(4..4 + len)?, Trace::Time, found);
    Some(())
}

/// The times, and the language, which a phone takes from its settings.
fn fix_media(body: &mut [u8], found: &mut Found) -> Option<()> {
    const UNDETERMINED: [u8; 2] = [0x55, 0xC4];
    fix_times(body, found)?;
    let at = if body[0] == 1 { 32 } else { 20 };
    let language = body.get_mut(at..at + 2)?;
    found.add_if(language != UNDETERMINED, Trace::Other);
    language.copy_from_slice(&UNDETERMINED);
    Some(())
}

/// How samples are coded. The name of the program that did it goes.
fn fix_formats(body: &mut [u8], are_pictures: bool, found: &mut Found) -> Option<()> {
    let count = be32(body, 4)?;
    let mut at = 8;
    for _ in 0..count {
        let len = index(be32(body, at)?);
        let entry = body.get_mut(at..at.checked_add(len)?)?;
        // A maker's code, in pictures and in sound.
        zero(entry.get_mut(20..24)?, Trace::Software, found);
        if are_pictures {
            zero(entry.get_mut(50..82)?, Trace::Software, found);
            let end = entry.len();
            tidy(entry, 86..end, *b"entr", entry_rule, found)?;
        }
        at += len;
    }
    zero(body.get_mut(at..)?, Trace::TrailingData, found);
    Some(())
}

/// What a coded picture needs. What nobody here knows may be part of that.
fn entry_rule(_: &[u8; 4], name: &[u8; 4]) -> Rule {
    match name {
        b"colr" => Rule::Fix(fix_colour),
        b"uuid" | b"udta" | b"meta" | b"name" | b"free" | b"skip" | b"wide" => Rule::Blank(meaning(name)),
        b"avcC" | b"avcE" | b"hvcC" | b"hvcE" | b"lhvC" | b"vvcC" | b"av1C" | b"vpcC" | b"esds" | b"d263" | b"bitr" | b"jp2h" => Rule::Keep,
        b"dvcC" | b"dvvC" | b"dvwC" | b"clli" | b"mdcv" | b"cclv" | b"amve" | b"SmDm" | b"CoLL" => Rule::Keep,
        b"pasp" | b"clap" | b"fiel" | b"gama" | b"chrm" | b"btrt" | b"st3d" | b"sv3d" | b"vexu" | b"hfov" => Rule::Keep,
        _ => Rule::Fix(refuse),
    }
}
