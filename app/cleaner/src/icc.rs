//! Colour profiles. The picture needs the colours; it does not need to say which screen they were measured on, when, and by whom.

use model::Trace;

use crate::bytes::{be32, contains, index, span, tag};
use crate::found::Found;

/// The longest profile that is kept; printers have ones of a few megabytes.
pub(crate) const MAX_LEN: usize = 8 << 20;

const HEADER: usize = 128;
/// How many tags a profile may have; the fullest ones have some thirty.
const MAX_TAGS: u32 = 100;

/// The tags that say how colours are to be turned.
const COLOUR: &[&[u8; 4]] = &[
    b"wtpt", b"bkpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"chad", b"chrm", b"cicp", b"aarg", b"aagg", b"aabg",
    b"A2B0", b"A2B1", b"A2B2", b"A2B3", b"B2A0", b"B2A1", b"B2A2", b"B2A3", b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2",
    b"B2D3", b"gamt",
];

/// The tags that name or measure one screen.
const DEVICE: &[&[u8; 4]] = &[b"mmod", b"vcgt", b"meta", b"dscm", b"ndin"];

/// A profile with the same colours and nothing else; none if it makes no sense.
pub(crate) fn rebuilt(profile: &[u8]) -> Option<Vec<u8>> {
    let mut tags = read_tags(profile)?;
    tags.retain(|(name, _)| COLOUR.contains(&name));
    let four = profile[8] >= 4;
    let description = if four { localized() } else { described() };
    let copyright = if four { localized() } else { b"text\0\0\0\0-\0".to_vec() };
    tags.splice(0..0, [(*b"desc", &description[..]), (*b"cprt", &copyright[..])]);
    write(profile, &tags)
}

/// The same, as long as it was, for a file in which nothing may move.
pub(crate) fn rebuilt_in_place(profile: &[u8]) -> Option<Vec<u8>> {
    let mut tags = read_tags(profile)?;
    tags.retain(|(name, _)| COLOUR.contains(&name));
    let mut written = write(profile, &tags).filter(|written| written.len() <= profile.len())?;
    written.resize(profile.len(), 0);
    put_len(&mut written);
    Some(written)
}

/// What has gone, if this became that.
pub(crate) fn traces(before: &[u8], after: Option<&[u8]>) -> Found {
    let mut found = Found::default();
    if after == Some(before) {
        return found;
    }
    found.add(Trace::Other);
    let names = before.get(HEADER..before.len().min(HEADER + 4 + 12 * 100)).unwrap_or_default();
    found.add_if(DEVICE.iter().any(|name| contains(names, *name)), Trace::Device);
    found
}

type Tag<'a> = ([u8; 4], &'a [u8]);

fn read_tags(profile: &[u8]) -> Option<Vec<Tag<'_>>> {
    let count = be32(profile, HEADER).filter(|count| *count <= MAX_TAGS)?;
    if tag(profile, 36)? != *b"acsp" || profile.len() > MAX_LEN {
        return None;
    }
    (0..index(count))
        .map(|i| {
            let at = HEADER + 4 + 12 * i;
            let data = span(profile, index(be32(profile, at + 4)?), index(be32(profile, at + 8)?))?;
            Some((tag(profile, at)?, data))
        })
        .collect()
}

/// None if it grows by more than the texts that are put in: tags that overlap each other can ask for many times their length.
fn write(profile: &[u8], tags: &[Tag<'_>]) -> Option<Vec<u8>> {
    let mut out = profile.get(..HEADER)?.to_vec();
    // Preferred module; day of making; platform; manufacturer and model; creator and checksum.
    for range in [4..8, 24..36, 40..44, 48..56, 80..100] {
        out[range].fill(0);
    }
    // A day must stand there: the first of January 2000.
    out[24..30].copy_from_slice(&[7, 208, 0, 1, 0, 1]);
    out.extend_from_slice(&(tags.len() as u32).to_be_bytes());
    let mut at = out.len() + 12 * tags.len();
    let mut data: Vec<u8> = Vec::new();
    let mut written: Vec<(&[u8], usize)> = Vec::new();
    for (name, value) in tags {
        let same = written.iter().find(|(other, _)| std::ptr::eq(*other, *value)).map(|(_, at)| *at);
        let place = same.unwrap_or(at);
        if same.is_none() {
            written.push((value, at));
            data.extend_from_slice(value);
            data.resize(data.len().next_multiple_of(4), 0);
            at += value.len().next_multiple_of(4);
        }
        if data.len() > profile.len() + 512 {
            return None;
        }
        out.extend_from_slice(name);
        out.extend_from_slice(&(place as u32).to_be_bytes());
        out.extend_from_slice(&(value.len() as u32).to_be_bytes());
    }
    out.extend_from_slice(&data);
    put_len(&mut out);
    Some(out)
}

fn put_len(profile: &mut [u8]) {
    let len = profile.len() as u32;
    profile[..4].copy_from_slice(&len.to_be_bytes());
}

/// A text in one language, as version 4 has it: a dash.
fn localized() -> Vec<u8> {
    b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS\0\0\0\x02\0\0\0\x1c\0-".to_vec()
}

/// A description as version 2 has it: a dash.
fn described() -> Vec<u8> {
    let mut out = b"desc\0\0\0\0\0\0\0\x02-\0".to_vec();
    out.resize(out.len() + 4 + 4 + 2 + 1 + 67, 0);
    out
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A profile of this version with a canary in every place that tells something.
    pub(crate) fn profile(version: u8) -> Vec<u8> {
        let mut header = vec![0; HEADER];
        header[8] = version;
        header[12..24].copy_from_slice(b"mntrRGB XYZ ");
        header[36..40].copy_from_slice(b"acsp");
        for place in [4, 48, 52, 80] {
            header[place..place + 4].copy_from_slice(b"CNRY");
        }
        let curve = b"curv\0\0\0\0\0\0\0\0".as_slice();
        write_as_is(&header, &[(*b"desc", b"desc CANARY"), (*b"mmod", b"CANARY"), (*b"rTRC", curve), (*b"gTRC", curve), (*b"bTRC", curve)])
    }

    fn write_as_is(header: &[u8], tags: &[Tag<'_>]) -> Vec<u8> {
        let mut out = write(header, tags).unwrap();
        out[..HEADER].copy_from_slice(header);
        put_len(&mut out);
        out
    }

    #[test]
    fn keeps_the_colours_alone_and_is_the_same_the_second_time() {
        for version in [2, 4] {
            let before = profile(version);
            let after = rebuilt(&before).unwrap();
            assert!(!contains(&after, b"CANARY") && !contains(&after, b"CNRY"));
            let names: Vec<[u8; 4]> = read_tags(&after).unwrap().iter().map(|(name, _)| *name).collect();
            assert_eq!(names, [*b"desc", *b"cprt", *b"rTRC", *b"gTRC", *b"bTRC"]);
            assert_eq!(rebuilt(&after).as_deref(), Some(&after[..]));
            assert_eq!(traces(&before, Some(&after)).list(), [Trace::Device, Trace::Other]);
            assert!(traces(&after, Some(&after)).is_empty());
        }
    }

    #[test]
    fn in_place_it_keeps_its_length() {
        let before = profile(4);
        let after = rebuilt_in_place(&before).unwrap();
        assert_eq!(after.len(), before.len());
        assert!(!contains(&after, b"CANARY"));
        assert_eq!(rebuilt_in_place(&after).as_deref(), Some(&after[..]));
    }

    #[test]
    fn tags_that_overlap_do_not_grow_it() {
        let mut bomb = vec![0; 1 << 20];
        bomb[..HEADER].copy_from_slice(&profile(2)[..HEADER]);
        bomb[HEADER..HEADER + 4].copy_from_slice(&100u32.to_be_bytes());
        for i in 0..100u32 {
            let at = HEADER + 4 + 12 * i as usize;
            bomb[at..at + 4].copy_from_slice(b"A2B0");
            bomb[at + 4..at + 8].copy_from_slice(&i.to_be_bytes());
            bomb[at + 8..at + 12].copy_from_slice(&1_000_000u32.to_be_bytes());
        }
        assert_eq!(rebuilt(&bomb), None);
        assert_eq!(rebuilt_in_place(&bomb), None);
    }
}
