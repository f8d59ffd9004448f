//! Case numbers: no secret, can be read out on the phone, open nothing.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::{check::half_width, text::UnknownWord};

/// Two digits of the year, twelve random digits and a check digit, shown as five groups of three.
///
/// Random rather than counted: a counter would tell how many reports there are and in which order they came.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber(String);

const RANDOM_DIGITS: usize = 12;
const DIGITS: usize = 2 + RANDOM_DIGITS + 1;

impl CaseNumber {
    /// A new number for the given year of the Gregorian calendar.
    pub fn generate(year: i16, rng: &mut impl CryptoRng) -> Self {
        let mut digits = format!("{:02}", year.rem_euclid(100));
        let random = rng.next_u64() % 10u64.pow(12);
        digits.push_str(&format!("{random:0width$}", width = RANDOM_DIGITS));
        digits.push(check_digit(&digits));
        Self(grouped(&digits))
    }

    /// Reads a number with or without dashes or spaces, full-width or not.
    ///
    /// # Errors
    /// It is not a case number.
    pub fn parse(typed: &str) -> Result<Self, UnknownWord> {
        let digits: String = half_width(typed).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let all_digits = digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
        if all_digits && digits.ends_with(check_digit(&digits[..DIGITS - 1])) {
            Ok(Self(grouped(&digits)))
        } else {
            Err(UnknownWord("case number"))
        }
    }

    /// The number as shown, with dashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// ISO/IEC 7064, MOD 11,10: one decimal check digit that finds every single slip.
fn check_digit(digits: &str) -> char {
    let product = digits.bytes().fold(10u32, |product, digit| {
        let sum = (product + u32::from(digit - b'0')) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    char::from_digit((11 - product) % 10, 10).unwrap_or('0')
}

fn grouped(digits: &str) -> String {
    let mut shown = String::with_capacity(DIGITS + 4);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == 0 {
            shown.push('-');
        }
        shown.push(digit);
    }
    shown
}

impl std::fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for CaseNumber {
    type Err = UnknownWord;
    fn from_str(typed: &str) -> Result<Self, UnknownWord> {
        Self::parse(typed)
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = UnknownWord;
    fn try_from(typed: String) -> Result<Self, UnknownWord> {
        Self::parse(&typed)
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn a_new_number_reads_back_however_it_is_typed() {
        let number = CaseNumber::generate(2026, &mut StdRng::seed_from_u64(7));
        assert!(number.as_str().starts_with("26"));
        assert_eq!(number.as_str().len(), 19);
        assert_eq!(CaseNumber::parse(&number.as_str().replace('-', " ")), Ok(number));
    }

    #[test]
    fn one_wrong_digit_is_found() {
        let number = CaseNumber::generate(2026, &mut StdRng::seed_from_u64(7));
        for place in (0..19).filter(|place| place % 4 != 3) {
            let mut typed = number.as_str().as_bytes().to_vec();
            typed[place] = b'0' + (typed[place] - b'0' + 1) % 10;
            assert!(CaseNumber::parse(std::str::from_utf8(&typed).unwrap()).is_err());
        }
    }

    #[test]
    fn refuses_what_is_none() {
        for typed in ["", "1", "abc", "261-111-111-111-11x", "２６１"] {
            assert!(CaseNumber::parse(typed).is_err());
        }
    }
}
