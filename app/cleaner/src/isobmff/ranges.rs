//! Parts of a file by where they begin and end.

use std::ops::Range;

/// Sorted, without those that hold nothing, those that touch or overlap made one.
pub(crate) fn merged<T: Ord + Copy>(mut ranges: Vec<Range<T>>) -> Vec<Range<T>> {
    ranges.retain(|range| range.start < range.end);
    ranges.sort_unstable_by_key(|range| range.start);
    let mut out: Vec<Range<T>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => out.push(range),
        }
    }
    out
}

/// What of this one none of those, which are merged, covers.
pub(crate) fn uncovered<T: Ord + Copy>(whole: Range<T>, merged: &[Range<T>]) -> Vec<Range<T>> {
    let mut at = whole.start;
    let mut out = Vec::new();
    let first = merged.partition_point(|range| range.end <= whole.start);
    for range in merged[first..].iter().take_while(|range| range.start < whole.end) {
        out.push(at..range.start.max(at));
        at = range.end.min(whole.end);
    }
    out.push(at..whole.end);
    out.retain(|range| range.start < range.end);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_and_inverts() {
        let ranges = merged(vec![10..12, 5..5, 0..3, 3..4, 11..20]);
        assert_eq!(ranges, [0..4, 10..20]);
        assert_eq!(uncovered(2..25, &ranges), [4..10, 20..25]);
        assert!(uncovered(12..18, &ranges).is_empty());
        assert_eq!(uncovered(30..31, &ranges), vec![30..31]);
    }
}
