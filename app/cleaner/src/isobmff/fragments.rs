//! Where the samples of a film in fragments lie (ISO/IEC 14496-12, 8.8).

use std::collections::BTreeMap;
use std::ops::Range;

use super::{find, next};
use crate::CleanError;
use crate::bytes::{be32, be64};

/// How long the samples of each track are where a fragment does not say.
pub(crate) fn lengths(bytes: &[u8], head: Range<usize>) -> Option<BTreeMap<u32, u32>> {
    let mut lengths = BTreeMap::new();
    let Some(fragments) = find(bytes, head, b"mvex") else { return Some(lengths) };
    let mut at = fragments.body.start;
    while let Some(part) = next(bytes, at, fragments.body.end)? {
        at = part.body.end;
        if part.name == *b"trex" {
            lengths.insert(be32(bytes, part.body.start + 4)?, be32(bytes, part.body.start + 16)?);
        }
    }
    Some(lengths)
}

/// The samples of a fragment whose box starts at this offset of the file.
pub(crate) fn places(bytes: &[u8], start: u64, lengths: &BTreeMap<u32, u32>) -> Result<Vec<Range<u64>>, CleanError> {
    let (mut out, mut at, mut end) = (Vec::new(), 0, start);
    while let Some(part) = next(bytes, at, bytes.len()).ok_or(CleanError::Malformed)? {
        at = part.body.end;
        if part.name != *b"traf" {
            continue;
        }
        let head = Head::read(bytes, part.body.clone(), start, end, lengths).ok_or(CleanError::Malformed)?;
        let runs = head.runs(bytes, part.body).ok_or(CleanError::Malformed)?;
        end = runs.last().map_or(head.base, |run| run.end);
        out.extend(runs);
    }
    Ok(out)
}

/// What a fragment says of a track.
struct Head {
    /// Where in the file offsets count from.
    base: u64,
    /// How long each sample is, if a run does not say.
    length: u32,
}

impl Head {
    fn read(bytes: &[u8], body: Range<usize>, start: u64, end: u64, lengths: &BTreeMap<u32, u32>) -> Option<Self> {
        let mut fields = Fields::of(bytes, find(bytes, body, b"tfhd")?.body)?;
        let track = fields.number()?;
        let base = match (fields.has(0x1), fields.has(0x02_0000)) {
            (true, _) => fields.long()?,
            (false, true) => start,
            // Behind what the track before it has.
            (false, false) => end,
        };
        fields.skip(0x2)?;
        fields.skip(0x8)?;
        let length = if fields.has(0x10) { fields.number()? } else { lengths.get(&track).copied().unwrap_or_default() };
        Some(Self { base, length })
    }

    fn runs(&self, bytes: &[u8], body: Range<usize>) -> Option<Vec<Range<u64>>> {
        let (mut runs, mut at, mut from) = (Vec::new(), body.start, self.base);
        while let Some(part) = next(bytes, at, body.end)? {
            at = part.body.end;
            if part.name != *b"trun" {
                continue;
            }
            let mut fields = Fields::of(bytes, part.body)?;
            let count = fields.number()?;
            if fields.has(0x1) {
                from = self.base.checked_add_signed(i64::from(fields.number()?.cast_signed()))?;
            }
            fields.skip(0x4)?;
            let to = from.checked_add(self.length_of(&mut fields, count)?)?;
            runs.push(from..to);
            from = to;
        }
        Some(runs)
    }

    fn length_of(&self, run: &mut Fields<'_>, count: u32) -> Option<u64> {
        if !run.has(0x200) {
            return Some(u64::from(count) * u64::from(self.length));
        }
        let mut sum = 0;
        for _ in 0..count {
            run.skip(0x100)?;
            sum += u64::from(run.number()?);
            run.skip(0x400)?;
            run.skip(0x800)?;
        }
        Some(sum)
    }
}

/// Numbers behind flags that say which of them are there.
struct Fields<'a> {
    bytes: &'a [u8],
    flags: u32,
    at: usize,
}

impl<'a> Fields<'a> {
    fn of(bytes: &'a [u8], body: Range<usize>) -> Option<Self> {
        let bytes = bytes.get(body)?;
        Some(Self { bytes, flags: be32(bytes, 0)?, at: 4 })
    }

    fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    fn number(&mut self) -> Option<u32> {
        let number = be32(self.bytes, self.at)?;
        self.at += 4;
        Some(number)
    }

    fn long(&mut self) -> Option<u64> {
        let number = be64(self.bytes, self.at)?;
        self.at += 8;
        Some(number)
    }

    /// Passes over a number, if it is there.
    fn skip(&mut self, flag: u32) -> Option<()> {
        if self.has(flag) { self.number().map(drop) } else { Some(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &[u8; 4], numbers: &[u32]) -> Vec<u8> {
        let body: Vec<u8> = numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
        boxed(name, &body)
    }

    fn boxed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&(body.len() as u32 + 8).to_be_bytes()[..], name, body].concat()
    }

    fn fragment(tracks: &[Vec<u8>]) -> Vec<u8> {
        tracks.iter().flat_map(|track| boxed(b"traf", track)).collect()
    }

    #[test]
    fn follows_every_way_to_say_where_samples_are() {
        let lengths = BTreeMap::from([(2, 7)]);
        let all = |bytes: &[u8]| places(bytes, 1000, &lengths);
        // From the fragment's start, each sample with its length and more; then a second run right behind.
        let given = [part(b"tfhd", &[0x02_0000, 1]), part(b"trun", &[0x701, 2, 50, 9, 10, 0, 9, 20, 0]), part(b"trun", &[0x200, 1, 5])];
        assert_eq!(all(&fragment(&[given.concat()])), Ok(vec![1050..1080, 1080..1085]));
        // From a place in the file, with the fragment's length; then a track behind it, with the film's length.
        let placed = [part(b"tfhd", &[0x11, 1, 0, 300, 4]), part(b"trun", &[0, 3])];
        let behind = [part(b"tfhd", &[0, 2]), part(b"trun", &[0, 2])];
        assert_eq!(all(&fragment(&[placed.concat(), behind.concat()])), Ok(vec![300..312, 312..326]));
        // Before where offsets count from.
        let before = [part(b"tfhd", &[0, 1]), part(b"trun", &[0x201, 1, (-10i32).cast_unsigned(), 4])];
        assert_eq!(all(&fragment(&[before.concat()])).unwrap().first(), Some(&(990..994)));
    }

    #[test]
    fn a_run_that_ends_early_is_an_error() {
        for run in [part(b"trun", &[0x200, 2, 5]), part(b"trun", &[0x201, 1]), part(b"trun", &[0])] {
            let track = [part(b"tfhd", &[0, 1]), run].concat();
            assert_eq!(places(&fragment(&[track]), 0, &BTreeMap::new()), Err(CleanError::Malformed));
        }
        assert_eq!(places(&fragment(&[part(b"trun", &[0, 1])]), 0, &BTreeMap::new()), Err(CleanError::Malformed));
    }
}
