//! Where the samples of a track lie.

use std::ops::Range;

use super::find;
use super::ranges::merged;
use crate::CleanError;
use crate::bytes::{be32, be64, index};

/// A track of metadata has one sample or a few each second; this is a day of them.
pub(crate) const MAX_RANGES: usize = 1 << 20;

/// Where in the file the samples lie whose tables these are, merged. `least` is how long one at least has to be where all are as long: older
/// films say 1 of sounds that take more.
pub(crate) fn places(bytes: &[u8], tables: Range<usize>, least: u32) -> Result<Vec<Range<u64>>, CleanError> {
    let table = |name| find(bytes, tables.clone(), name).map(|part| &bytes[part.body]);
    if table(b"stz2").is_some() {
        return Err(CleanError::Unsupported);
    }
    let long = table(b"co64");
    let tables = Tables {
        sizes: table(b"stsz").ok_or(CleanError::Malformed)?,
        runs: table(b"stsc").ok_or(CleanError::Malformed)?,
        chunks: long.or_else(|| table(b"stco")).ok_or(CleanError::Malformed)?,
        long: long.is_some(),
    };
    match be32(tables.sizes, 4) {
        Some(each) if each > 0 && each < least => Err(CleanError::Unsupported),
        _ => tables.places(),
    }
}

struct Tables<'a> {
    /// How long each sample is, or all.
    sizes: &'a [u8],
    /// From which chunk on a chunk has how many samples.
    runs: &'a [u8],
    /// Where each chunk begins.
    chunks: &'a [u8],
    /// Whether that takes eight bytes.
    long: bool,
}

impl Tables<'_> {
    fn places(&self) -> Result<Vec<Range<u64>>, CleanError> {
        let width = if self.long { 8 } else { 4 };
        let chunks = be32(self.chunks, 4).ok_or(CleanError::Malformed)?;
        let samples = be32(self.sizes, 8).ok_or(CleanError::Malformed)?;
        let mut out: Vec<Range<u64>> = Vec::new();
        let (mut run, mut sample) = (0, 0);
        for chunk in 0..chunks {
            if sample >= samples {
                break;
            }
            while self.run(run + 1).is_some_and(|(first, _)| first <= chunk + 1) {
                run += 1;
            }
            let (_, count) = self.run(run).ok_or(CleanError::Malformed)?;
            let start = self.chunk(index(chunk), width).ok_or(CleanError::Malformed)?;
            let end = self.len(sample, count.min(samples - sample)).and_then(|len| start.checked_add(len)).ok_or(CleanError::Malformed)?;
            sample = sample.saturating_add(count);
            let full = out.len() == MAX_RANGES;
            match out.last_mut().filter(|last| last.end == start) {
                Some(last) => last.end = end,
                None if full => return Err(CleanError::TooLarge),
                None => out.push(start..end),
            }
        }
        // Tables that say less than all samples are hidden behind would leave the others in.
        if sample < samples { Err(CleanError::Malformed) } else { Ok(merged(out)) }
    }

    /// The first chunk of the run, and how many samples each of its chunks has.
    fn run(&self, n: usize) -> Option<(u32, u32)> {
        let count = index(be32(self.runs, 4)?);
        let at = 8 + 12 * n;
        (n < count).then_some((be32(self.runs, at)?, be32(self.runs, at + 4)?))
    }

    fn chunk(&self, n: usize, width: usize) -> Option<u64> {
        let at = 8 + width * n;
        if self.long { be64(self.chunks, at) } else { be32(self.chunks, at).map(u64::from) }
    }

    /// How long so many samples are from this one on.
    fn len(&self, first: u32, count: u32) -> Option<u64> {
        match be32(self.sizes, 4)? {
            0 => (first..first.checked_add(count)?).try_fold(0u64, |sum, n| Some(sum + u64::from(be32(self.sizes, 12 + 4 * index(n))?))),
            each => Some(u64::from(each) * u64::from(count)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|n| n.to_be_bytes()).collect()
    }

    #[test]
    fn follows_runs_of_chunks() {
        // Two chunks of two samples, then chunks of one.
        let (runs, chunks) = (numbers(&[0, 2, 1, 2, 1, 3, 1, 1]), numbers(&[0, 4, 100, 200, 300, 305]));
        let sizes = numbers(&[0, 0, 6, 1, 2, 3, 4, 5, 6]);
        let tables = Tables { sizes: &sizes, runs: &runs, chunks: &chunks, long: false };
        assert_eq!(tables.places(), Ok(vec![100..103, 200..207, 300..311]));
        let sizes = numbers(&[0, 10, 5]);
        let tables = Tables { sizes: &sizes, runs: &runs, chunks: &chunks, long: false };
        assert_eq!(tables.places(), Ok(vec![100..120, 200..220, 300..310]));
    }

    #[test]
    fn tables_that_end_early_are_an_error() {
        let (runs, chunks) = (numbers(&[0, 1, 1, 1, 1]), numbers(&[0, 1, 100]));
        for sizes in [numbers(&[0, 0, 2, 1, 1]), numbers(&[0, 0, 1]), numbers(&[0])] {
            let tables = Tables { sizes: &sizes, runs: &runs, chunks: &chunks, long: false };
            assert_eq!(tables.places(), Err(CleanError::Malformed));
        }
    }
}
