//! Who a reporter says must not learn of a report, as the portal has to know it.

use crate::unit::UnitCode;

/// Stands for a person's name: the portal compares it with those of its members' names, and cannot read it.
pub type NameMark = [u8; 16];

/// Who must not learn of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Avoid {
    /// Units.
    pub units: Vec<UnitCode>,
    /// People; some of the marks stand for nobody, so that their number tells nothing.
    pub names: Vec<NameMark>,
}

/// A name as it is compared: without spaces, full-width letters made half-width, in lower case.
pub fn comparable(name: &str) -> String {
    crate::check::half_width(name).chars().filter(|letter| !letter.is_whitespace() && *letter != '·').flat_map(char::to_lowercase).collect()
}

/// The codes in a field that carries several, in order and each once.
pub fn codes(text: &str) -> Vec<&str> {
    let mut codes = Vec::new();
    for code in text.split_whitespace() {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_spaced_or_set() {
        assert_eq!(comparable("张 三"), comparable("张\u{3000}三"));
        assert_eq!(comparable("Ｌi Ming"), comparable("li ming"));
        assert_eq!(comparable("阿依古丽·买买提"), "阿依古丽买买提");
    }

    #[test]
    fn codes_are_kept_once_and_in_order() {
        assert_eq!(codes(" 440106 440100\n440106"), ["440106", "440100"]);
    }
}
