//! The receipt slip and the square code that holds the receipt code alone.

use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;
use model::ReceiptCode;

/// Light modules around a code that scanners need (ISO/IEC 18004).
const QUIET: usize = 4;

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
    let Ok(square) = QRBuilder::new(text).ecl(ECL::M).build() else {
        return ().into_any();
    };
    let side = square.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..square.size {
        for column in (0..square.size).filter(|&column| square[row][column].value()) {
            path.push_str(&format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET));
        }
    }
    view! {
        <svg class="receipt-square" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <path class="square-ground" d=format!("M0 0h{side}v{side}H0z") />
            <path class="square-ink" d=path />
        </svg>
    }
    .into_any()
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
