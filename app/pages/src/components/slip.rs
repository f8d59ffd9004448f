//! The receipt slip and the square code that holds the receipt code alone.

use leptos::prelude::*;
use model::ReceiptCode;
use sealer::square::Square;

/// The code in five groups, each kept together when the line breaks. Blank if only the browser knows it, which then fills it in.
pub(crate) fn receipt_groups(code: Option<&ReceiptCode>) -> AnyView {
    let groups = code.map(|code| code_groups(&code.to_display()));
    view! { <output id="receipt-code" class="receipt-code" translate="no">{groups}</output> }.into_any()
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

/// A QR code of the receipt code: no address, so that scanning it opens nothing. Blank if only the browser knows the code.
pub(crate) fn receipt_square(code: Option<&ReceiptCode>, label: &'static str) -> AnyView {
    match code {
        Some(code) => square(&code.to_display(), label),
        None => drawn(&Square::default(), label),
    }
}

/// A QR code of some text. Nothing if it cannot be drawn.
pub(crate) fn square(text: &str, label: &'static str) -> AnyView {
    match Square::of(text) {
        Some(square) => drawn(&square, label),
        None => ().into_any(),
    }
}

fn drawn(square: &Square, label: &'static str) -> AnyView {
    view! {
        <svg class="receipt-square" viewBox=square.view_box() role="img" aria-label=label shape-rendering="crispEdges">
            <path class="square-ground" d=square.ground() />
            <path class="square-ink" d=square.ink.clone() />
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
