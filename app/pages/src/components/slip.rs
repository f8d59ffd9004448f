//! The receipt slip and the square code that holds the receipt code alone.

use fast_qr::{ECL, Mask, Module, QRBuilder};
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
    // Any mask reads as well; to weigh all eight against each other would cost as much as a third of the sealing.
    let Ok(square) = QRBuilder::new(text).ecl(ECL::M).mask(Mask::Fields).build() else {
        return ().into_any();
    };
    let side = square.size + 2 * QUIET;
    let path: String = (0..square.size).flat_map(|row| runs(&square[row], row)).collect();
    view! {
        <svg class="receipt-square" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <path class="square-ground" d=format!("M0 0h{side}v{side}H0z") />
            <path class="square-ink" d=path />
        </svg>
    }
    .into_any()
}

/// The dark runs of a row, as parts of a path.
fn runs(modules: &[Module], row: usize) -> Vec<String> {
    let mut column = QUIET;
    let mut path = Vec::new();
    for run in modules.chunk_by(|one, next| one.value() == next.value()) {
        if run[0].value() {
            path.push(format!("M{column} {}h{length}v1h-{length}z", row + QUIET, length = run.len()));
        }
        column += run.len();
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
