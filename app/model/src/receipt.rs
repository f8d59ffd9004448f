//! Receipt codes: the reporter's only key to a case.

use std::fmt;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    case_number::CaseNumber,
    check::{half_width, is_unseen},
    fault::FaultKind,
};

/// Crockford's base32 (https://www.crockford.com/base32.html): no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters that carry entropy: 24 × 5 = 120 bits.
const DATA: usize = 24;
/// With the check character.
const WHOLE: usize = DATA + 1;
const GROUP: usize = 5;

/// 24 random characters and one check character. Whoever holds it reads the case, so it wipes itself and cannot be printed by `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ReceiptCode([u8; WHOLE]);

/// Why a typed code is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// A character that no code has.
    #[error("a character that no receipt code has")]
    Character(char),
    /// Not 25 characters, but this many.
    #[error("{0} characters instead of 25")]
    Length(usize),
    /// The number of a case, which opens nothing.
    #[error("a case number")]
    Number,
    /// The check character does not fit: a typing slip.
    #[error("the check character does not fit")]
    Check,
}

impl From<ReceiptError> for FaultKind {
    /// The fault that a field shows for a code that cannot be read.
    fn from(error: ReceiptError) -> Self {
        match error {
            ReceiptError::Empty => Self::Empty,
            ReceiptError::Character(character) => Self::ReceiptCharacter(character),
            ReceiptError::Length(typed) => Self::ReceiptLength { typed },
            ReceiptError::Number => Self::ReceiptIsNumber,
            ReceiptError::Check => Self::ReceiptCheck,
        }
    }
}

/// What came of comparing a code with a copy of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptCheck {
    /// The same code.
    Same,
    /// The reporter said that it is written down.
    Kept,
    /// Not a receipt code at all.
    Fault(FaultKind),
    /// A code, but another one: these groups differ, counted from 1.
    Differs(Vec<usize>),
}

impl ReceiptCheck {
    /// Compares what was typed with the code that was shown.
    pub fn compare(shown: &ReceiptCode, typed: &str) -> Self {
        match ReceiptCode::parse(typed) {
            Ok(code) if code.as_bytes() == shown.as_bytes() => Self::Same,
            Ok(code) => Self::Differs(differing_groups(shown, &code)),
            Err(error) => Self::Fault(error.into()),
        }
    }
}

fn differing_groups(shown: &ReceiptCode, typed: &ReceiptCode) -> Vec<usize> {
    let groups = shown.as_bytes().chunks(GROUP).zip(typed.as_bytes().chunks(GROUP));
    groups.enumerate().filter(|(_, (one, other))| one != other).map(|(place, _)| place + 1).collect()
}

impl ReceiptCode {
    /// A new code.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut entropy = [0u8; DATA];
        rng.fill_bytes(&mut entropy);
        let code = Self::from_entropy(&entropy);
        entropy.zeroize();
        code
    }

    /// The code whose characters are the low five bits of each byte. The same bytes give the same code.
    pub fn from_entropy(entropy: &[u8; DATA]) -> Self {
        let mut values = [0u8; DATA];
        for (value, byte) in values.iter_mut().zip(entropy) {
            *value = byte & 31;
        }
        let mut code = [0u8; WHOLE];
        for (letter, value) in code.iter_mut().zip(values) {
            *letter = ALPHABET[usize::from(value)];
        }
        code[DATA] = ALPHABET[usize::from(check_value(&values))];
        values.zeroize();
        Self(code)
    }

    /// Reads what a person typed: any case, spaces, dashes and dots anywhere, full-width characters, O for 0, I or L for 1. What it was
    /// copied with is left out: a label before a colon, signs around it, what nobody sees.
    ///
    /// # Errors
    /// What is wrong with it, first fault first.
    pub fn parse(typed: &str) -> Result<Self, ReceiptError> {
        let mut folded = half_width(typed);
        let parsed = Self::parse_folded(without_surroundings(&folded));
        folded.zeroize();
        parsed
    }

    fn parse_folded(typed: &str) -> Result<Self, ReceiptError> {
        let mut code = [0u8; WHOLE];
        let mut values = [0u8; WHOLE];
        let mut count = 0;
        for c in typed.chars().filter(|c| !is_separator(*c)) {
            let value = value_of(c).ok_or(ReceiptError::Character(c))?;
            if count < WHOLE {
                values[count] = value;
                code[count] = ALPHABET[usize::from(value)];
            }
            count += 1;
        }
        match count {
            0 => return Err(ReceiptError::Empty),
            WHOLE => {}
            _ if CaseNumber::parse(typed).is_ok() => return Err(ReceiptError::Number),
            other => return Err(ReceiptError::Length(other)),
        }
        let fits = check_value(&values[..DATA]).ct_eq(&values[DATA]);
        values.zeroize();
        if fits.into() { Ok(Self(code)) } else { Err(ReceiptError::Check) }
    }

    /// The 25 characters without dashes: what keys are derived from.
    pub fn as_bytes(&self) -> &[u8; WHOLE] {
        &self.0
    }

    /// Five groups of five, joined by dashes: what a person keeps.
    pub fn to_display(&self) -> String {
        let mut shown = String::with_capacity(WHOLE + 4);
        for (place, byte) in self.0.iter().enumerate() {
            if place > 0 && place % GROUP == 0 {
                shown.push('-');
            }
            shown.push(char::from(*byte));
        }
        shown
    }
}

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode(secret)")
    }
}

/// What stands after the last colon, from its first letter or digit to the last. All of it if there is none.
fn without_surroundings(typed: &str) -> &str {
    let after_label = typed.rsplit(':').next().unwrap_or(typed);
    let code = after_label.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if code.is_empty() { typed } else { code }
}

fn is_separator(c: char) -> bool {
    is_unseen(c) || c.is_whitespace() || matches!(c, '-' | '.' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}')
}

fn value_of(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|&letter| char::from(letter) == c).and_then(|place| u8::try_from(place).ok())
}

/// A weighted sum in GF(32): finds every single wrong character and every swap of two neighbours (a Reed-Solomon check symbol).
fn check_value(values: &[u8]) -> u8 {
    values.iter().fold(0, |sum, value| double(sum) ^ double(*value))
}

/// Multiplication by x in GF(2^5) modulo x^5 + x^2 + 1.
fn double(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { (shifted ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_back(entropy: [u8; DATA]) {
            let code = ReceiptCode::from_entropy(&entropy);
            let again = ReceiptCode::parse(&code.to_display().to_lowercase()).unwrap();
            prop_assert_eq!(code.as_bytes(), again.as_bytes());
        }

        #[test]
        fn one_wrong_character_is_found(entropy: [u8; DATA], place in 0..WHOLE, shift in 1u8..32) {
            let code = ReceiptCode::from_entropy(&entropy);
            let mut typed = *code.as_bytes();
            let value = value_of(char::from(typed[place])).unwrap();
            typed[place] = ALPHABET[usize::from((value + shift) % 32)];
            let typed = String::from_utf8(typed.to_vec()).unwrap();
            prop_assert_eq!(ReceiptCode::parse(&typed).unwrap_err(), ReceiptError::Check);
        }

        #[test]
        fn two_swapped_neighbours_are_found(entropy: [u8; DATA], place in 0..DATA) {
            let code = ReceiptCode::from_entropy(&entropy);
            let mut typed = *code.as_bytes();
            prop_assume!(typed[place] != typed[place + 1]);
            typed.swap(place, place + 1);
            let typed = String::from_utf8(typed.to_vec()).unwrap();
            prop_assert_eq!(ReceiptCode::parse(&typed).unwrap_err(), ReceiptError::Check);
        }

        #[test]
        fn no_input_panics(typed: String) {
            let _ = ReceiptCode::parse(&typed);
        }
    }

    #[test]
    fn sloppy_typing_is_understood() {
        let code = ReceiptCode::from_entropy(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
        let shown = code.to_display();
        let full_width: String = shown.chars().map(|c| if c == '-' { '－' } else { char::from_u32(c as u32 + 0xFEE0).unwrap() }).collect();
        let slips = shown.replace('0', "o").replacen('1', "l", 1).replace('-', "  ");
        let copied = [
            format!("回执码：{shown}。"),
            format!("“{shown}”"),
            format!("Receipt code: {shown}\n"),
            format!("\u{1}{}", shown.replace('-', "\u{200D}")),
        ];
        for typed in [full_width, slips, shown.replace('-', "")].into_iter().chain(copied) {
            assert_eq!(ReceiptCode::parse(&typed).unwrap().as_bytes(), code.as_bytes());
        }
    }

    #[test]
    fn names_the_group_that_was_copied_wrong() {
        let shown = ReceiptCode::from_entropy(&[1; 24]);
        let mut entropy = [1; 24];
        entropy[6] = 2;
        let other = ReceiptCode::from_entropy(&entropy);
        let ReceiptCheck::Differs(groups) = ReceiptCheck::compare(&shown, &other.to_display()) else { panic!("not told apart") };
        assert!(groups.contains(&2));
        assert!(!groups.contains(&1));
        assert_eq!(ReceiptCheck::compare(&shown, &shown.to_display().to_lowercase()), ReceiptCheck::Same);
        assert_eq!(ReceiptCheck::compare(&shown, ""), ReceiptCheck::Fault(FaultKind::Empty));
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(ReceiptCode::parse("  ").unwrap_err(), ReceiptError::Empty);
        assert_eq!(ReceiptCode::parse("ABC").unwrap_err(), ReceiptError::Length(3));
        assert_eq!(ReceiptCode::parse("ABU").unwrap_err(), ReceiptError::Character('U'));
        assert_eq!(ReceiptCode::parse("ABC招标DEF").unwrap_err(), ReceiptError::Character('招'));
        assert_eq!(ReceiptCode::parse("回执码").unwrap_err(), ReceiptError::Character('回'));
        let number = CaseNumber::generate(2026, &mut StdRng::seed_from_u64(1)).to_string();
        for typed in [number.clone(), number.replace('-', ""), format!("受理编号：{number}")] {
            assert_eq!(ReceiptCode::parse(&typed).unwrap_err(), ReceiptError::Number, "{typed}");
        }
    }
}
