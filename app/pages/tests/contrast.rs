//! Every pair of colours that the style sheet declares is told apart by people who see little contrast, in every theme.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../../style/tokens.css");

/// Every sheet but the one that declares the tokens.
const SHEETS: [(&str, &str); 7] = [
    ("base", include_str!("../../../style/base.css")),
    ("components", include_str!("../../../style/components.css")),
    ("forms", include_str!("../../../style/forms.css")),
    ("layout", include_str!("../../../style/layout.css")),
    ("print", include_str!("../../../style/print.css")),
    ("reporter", include_str!("../../../style/reporter.css")),
    ("staff", include_str!("../../../style/staff.css")),
];

/// Themes, as the blocks of the style sheet that apply in them, in order, and the least contrast of text in them.
const THEMES: [(&[&str], f64); 9] = [
    (&["light"], 4.5),
    (&["light", "dark"], 4.5),
    (&["light", "elder"], 7.0),
    (&["light", "dark", "elder", "elder dark"], 7.0),
    (&["light", "contrast"], 7.0),
    (&["light", "dark", "contrast", "contrast dark"], 7.0),
    (&["light", "elder", "contrast"], 7.0),
    (&["light", "dark", "elder", "elder dark", "contrast", "contrast dark"], 7.0),
    (&["light", "print"], 7.0),
];

type Colours = HashMap<String, [u8; 3]>;

fn colours_of(block: &str) -> Colours {
    block
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"))
        .map(|(name, value)| {
            let value = u32::from_str_radix(value.trim_end_matches(';'), 16).expect("six hexadecimal digits");
            let [_, red, green, blue] = value.to_be_bytes();
            (name.to_owned(), [red, green, blue])
        })
        .collect()
}

/// The colours that each block of the style sheet sets, by the theme named above it.
fn blocks() -> HashMap<&'static str, Colours> {
    let mut parts = TOKENS.split("/* theme: ");
    let light = ("light", colours_of(parts.next().expect("the first block")));
    let rest = parts.map(|part| part.split_once(" */").expect("a name and its block")).map(|(name, block)| (name, colours_of(block)));
    std::iter::once(light).chain(rest).collect()
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The declared pairs: text or edge, ground, and whether it is text.
fn pairs() -> Vec<(&'static str, &'static str, bool)> {
    let declared = TOKENS.lines().filter_map(|line| {
        let line = line.trim_start_matches([' ', '*']);
        let (is_text, rest) =
            line.strip_prefix("pair: ").map(|rest| (true, rest)).or(line.strip_prefix("edge: ").map(|rest| (false, rest)))?;
        let mut words = rest.split(' ');
        Some((words.next()?, words.nth(1)?, is_text))
    });
    declared.collect()
}

#[test]
fn every_declared_pair_has_contrast_enough_in_every_theme() {
    let blocks = blocks();
    assert!(pairs().len() > 20);
    let mut failures = Vec::new();
    for (names, least) in THEMES {
        let mut colours = Colours::new();
        names.iter().for_each(|name| colours.extend(blocks[name].clone()));
        for (text, ground, is_text) in pairs() {
            let found = contrast(colours[text], colours[ground]);
            let least = if is_text { least } else { 3.0 };
            if found < least {
                failures.push(format!("{text} on {ground} in {names:?}: {found:.2} < {least}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn black_on_white_is_twenty_one_to_one() {
    assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 0.001);
}

/// A query cannot read a token, and a comment may say what it likes.
#[test]
fn lines_and_gaps_are_tokens_and_no_pixels() {
    for (name, sheet) in SHEETS {
        for line in
            sheet.lines().filter(|line| line.contains(": ") && !line.contains("@media") && !line.trim_start().starts_with(['*', '/']))
        {
            let value = line.split_once(": ").unwrap().1;
            let is_pixels = value
                .split([' ', '('])
                .any(|word| word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) && word.contains("px"));
            assert!(!is_pixels, "{name}.css: {line}");
        }
    }
}
