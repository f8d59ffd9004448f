//! Administrative divisions: city, districts, streets and towns, by the codes of the national statistics office.

use serde::{Deserialize, Serialize};

use crate::{text::UnknownWord, unit::UnitLevel};

/// A division's code: 6 digits for a city or district, 9 for a street or town.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DivisionCode(String);

impl DivisionCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for DivisionCode {
    type Err = UnknownWord;
    fn from_str(code: &str) -> Result<Self, UnknownWord> {
        let fits = matches!(code.len(), 6 | 9) && code.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(code.to_owned())) } else { Err(UnknownWord("division")) }
    }
}

impl TryFrom<String> for DivisionCode {
    type Error = UnknownWord;
    fn try_from(code: String) -> Result<Self, UnknownWord> {
        code.parse()
    }
}

impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> Self {
        code.0
    }
}

impl std::fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One division. Place names are the same in every locale of the public pages but English, which shows them as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Division {
    /// Code.
    pub code: DivisionCode,
    /// City, district, or street or town.
    pub level: UnitLevel,
    /// The division above; none for the city.
    pub parent: Option<DivisionCode>,
    /// Name in Simplified Chinese.
    pub name: String,
}
