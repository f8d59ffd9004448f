//! What a report is about: the plan's own list of fields.

use serde::{Deserialize, Serialize};

use crate::text::UnknownWord;

/// A category's stable code, such as `land`. Lower-case ASCII letters, digits and dashes, 1 to 40 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CategoryCode(String);

impl CategoryCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for CategoryCode {
    type Err = UnknownWord;
    fn from_str(code: &str) -> Result<Self, UnknownWord> {
        let fits = (1..=40).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(code.to_owned())) } else { Err(UnknownWord("category")) }
    }
}

impl TryFrom<String> for CategoryCode {
    type Error = UnknownWord;
    fn try_from(code: String) -> Result<Self, UnknownWord> {
        code.parse()
    }
}

impl From<CategoryCode> for String {
    fn from(code: CategoryCode) -> Self {
        code.0
    }
}

impl std::fmt::Display for CategoryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One category as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Stable code.
    pub code: CategoryCode,
    /// The group it is listed under.
    pub group: String,
    /// Name in Simplified Chinese.
    pub name_hans: String,
    /// Name in Traditional Chinese.
    pub name_hant: String,
    /// Name in English.
    pub name_en: String,
}
