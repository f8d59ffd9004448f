//! The receipt slip and the square code that holds the receipt code alone.

use std::fmt::Write;

use leptos::prelude::*;
use model::ReceiptCode;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Light modules around a code that scanners need (ISO/IEC 18004).
const QUIET: i32 = 4;

/// The code in five groups, each kept together when the line breaks.
pub(crate) fn receipt_groups(code: &ReceiptCode) -> AnyView {
    view! { <output id="receipt-code" class="receipt-code" translate="no">{code_groups(&code.to_display())}</output> }.into_any()
}

/// A code whose groups are parted by dashes, each kept together when the line breaks.
pub(crate) fn code_groups(shown: &str) -> AnyView {
    let last = shown.split('-').count() - 1;
    shown
        .split('-')
        .enumerate()
        .map(|(place, group)| {
            let dash = if place == last { "" } else { "-" };
            view! { <span class="code-group">{format!("{group}{dash}")}</span> }
        })
        .collect_view()
        .into_any()
}

/// A QR code of the receipt code: no address, so that scanning it opens nothing. Nothing if it cannot be drawn.
pub(crate) fn receipt_square(code: &ReceiptCode, label: &'static str) -> AnyView {
    square(&code.to_display(), label)
}

/// A QR code of some text. Nothing if it cannot be drawn.
pub(crate) fn square(text: &str, label: &'static str) -> AnyView {
    let Some(code) = code_of(text) else {
        return ().into_any();
    };
    let side = code.size() + 2 * QUIET;
    view! {
        <svg class="receipt-square" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <path class="square-ground" d=format!("M0 0h{side}v{side}H0z") />
            <path class="square-ink" d=dark_runs(&code) />
        </svg>
    }
    .into_any()
}

fn code_of(text: &str) -> Option<QrCode> {
    let segments = QrSegment::make_segments(text);
    // Any mask reads as well; to weigh all eight against each other would cost as much as a third of the sealing.
    let mask = Some(Mask::new(0));
    QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::MAX, mask, true).ok()
}

/// The dark runs of each row, as one path.
fn dark_runs(code: &QrCode) -> String {
    let mut path = String::with_capacity(4096);
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let begin = column;
            // Outside the code nothing is dark.
            while code.get_module(column, row) {
                column += 1;
            }
            if column > begin {
                let (left, top, length) = (begin + QUIET, row + QUIET, column - begin);
                // Writing into a string does not fail.
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
            }
            column += 1;
        }
    }
    path
}

/// A hash in groups of four, so that it can be compared by eye.
pub(crate) fn hash_groups(hash: &str) -> AnyView {
    let characters: Vec<char> = hash.chars().collect();
    let groups = characters
        .chunks(4)
        .map(|chunk| chunk.iter().collect::<String>())
        .map(|group| view! { <span class="hash-group">{format!("{group} ")}</span> })
        .collect_view();
    view! { <code class="hash" translate="no">{groups}</code> }.into_any()
}

#[cfg(test)]
mod tests {
    use rqrr::{Grid, SimpleGrid};

    use super::*;

    /// The numbers of one run: from the left, from the top, how long.
    fn run(part: &str) -> [usize; 3] {
        let mut numbers = part.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok());
        std::array::from_fn(|_| numbers.next().unwrap())
    }

    #[test]
    fn a_scanner_reads_the_square_as_it_is_drawn() {
        let text = "7QK2M-9XW4D-RRRRR-00000-11111";
        let drawn = code_of(text).unwrap();
        let path = dark_runs(&drawn);
        let runs: Vec<_> = path.split('z').filter(|part| !part.is_empty()).map(run).collect();
        let quiet = usize::try_from(QUIET).unwrap();
        let is_dark =
            |column, row| runs.iter().any(|[left, top, length]| row + quiet == *top && (*left..left + length).contains(&(column + quiet)));
        let grid = SimpleGrid::from_func(usize::try_from(drawn.size()).unwrap(), is_dark);
        assert_eq!(Grid::new(grid).decode().unwrap().1, text);
    }
}
