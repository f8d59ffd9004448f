//! The units that handle reports.

use serde::{Deserialize, Serialize};

use crate::text::{UnknownWord, words};

words! {
    /// The level of a unit or division; cases go up from street to district to city.
    UnitLevel("level") {
        /// City.
        City = "city",
        /// District or county-level city.
        District = "district",
        /// Street or town.
        Street = "street",
    }
}

/// A unit's stable code: its division's code for the unit seeded there, or that code, a dash and a lower-case suffix.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnitCode(String);

impl UnitCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for UnitCode {
    type Err = UnknownWord;
    fn from_str(code: &str) -> Result<Self, UnknownWord> {
        let fits = (6..=40).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(code.to_owned())) } else { Err(UnknownWord("unit")) }
    }
}

impl TryFrom<String> for UnitCode {
    type Error = UnknownWord;
    fn try_from(code: String) -> Result<Self, UnknownWord> {
        code.parse()
    }
}

impl From<UnitCode> for String {
    fn from(code: UnitCode) -> Self {
        code.0
    }
}

impl std::fmt::Display for UnitCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
