//! Who a reporter says must not learn of a report, as the portal has to know it.

use crate::{
    check::{half_width, is_unseen},
    limits,
    unit::UnitCode,
};

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

/// A name as it is compared: without blanks and what nobody sees, full-width letters made half-width, in lower case.
pub fn comparable(name: &str) -> String {
    let counts = |letter: &char| !letter.is_whitespace() && !is_unseen(*letter) && *letter != '·';
    half_width(name).chars().filter(counts).flat_map(char::to_lowercase).collect()
}

/// What stands beside a name and is none, one a line, in both scripts. The last syllable of many as well: it may stand right behind a name
/// that ends as the title begins.
const TITLES: &str = include_str!("../data/titles.txt");
/// What makes a deputy's title of one.
const DEPUTY: char = '副';

/// Every name that somebody may have meant who typed this one, as it is compared: all of it; what stands between brackets; what stands between
/// blanks; each without a title before or after it. No more than [`limits::SPELLINGS`], and the likeliest first.
pub fn spellings(typed: &str) -> Vec<String> {
    let between_blanks = typed.split(|letter: char| letter.is_whitespace() || is_bracket(letter));
    let parts = typed.split(is_bracket).chain(between_blanks).map(comparable).filter(|part| is_long_enough(part) && !is_title(part));
    let whole: Vec<String> = std::iter::once(comparable(typed)).chain(parts).collect();
    let untitled = whole.iter().flat_map(|name| TITLES.lines().filter_map(|title| without_title(name, title)));
    let mut spellings: Vec<String> = Vec::new();
    for spelling in whole.iter().map(String::as_str).chain(untitled) {
        if !spellings.iter().any(|known| known == spelling) {
            spellings.push(spelling.to_owned());
        }
    }
    spellings.truncate(limits::SPELLINGS);
    spellings
}

/// Whether who typed this may have meant the person of this name.
pub fn may_mean(typed: &str, name: &str) -> bool {
    let name = comparable(name);
    !name.is_empty() && spellings(typed).contains(&name)
}

/// A bracket, or a colon after a title.
fn is_bracket(letter: char) -> bool {
    matches!(letter, '(' | ')' | '（' | '）' | '[' | ']' | '【' | '】' | '〔' | '〕' | '「' | '」' | ':' | '：')
}

/// A name has two letters at least.
fn is_long_enough(name: &str) -> bool {
    name.chars().nth(1).is_some()
}

fn is_title(text: &str) -> bool {
    TITLES.lines().any(|title| title == text.trim_start_matches(DEPUTY))
}

/// A deputy's title is cut whole.
fn without_title<'a>(name: &'a str, title: &str) -> Option<&'a str> {
    let after = name.strip_suffix(title).map(|rest| rest.strip_suffix(DEPUTY).unwrap_or(rest));
    let before = || name.strip_prefix(DEPUTY).unwrap_or(name).strip_prefix(title);
    after.or_else(before).filter(|rest| is_long_enough(rest))
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
    fn a_name_is_found_also_beside_a_title() {
        let typed = [
            "钱科",
            "钱 科",
            "钱科 科长",
            "钱科（负责人）",
            "钱 科（负责人）",
            "钱科(科长)",
            "钱科长",
            "钱科科长",
            "钱科副科长",
            "科长钱科",
            "副局长 钱科",
            "科长：钱科",
            "信访科 钱科 科长（主持工作）",
            "錢科 钱科書記",
        ];
        for typed in typed {
            assert!(may_mean(typed, "钱科"), "{typed}: {:?}", spellings(typed));
            assert!(spellings(typed).len() <= limits::SPELLINGS);
        }
        for other in ["李四 科长", "钱多多", "科长", "", "钱"] {
            assert!(!may_mean(other, "钱科"), "{other}");
        }
        assert!(!may_mean("李四 科长", "科长") && !may_mean(" ", ""));
    }

    #[test]
    fn codes_are_kept_once_and_in_order() {
        assert_eq!(codes(" 440106 440100\n440106"), ["440106", "440100"]);
    }
}
