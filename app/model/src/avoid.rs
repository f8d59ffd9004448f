//! Who a reporter says must not learn of a report, as the portal has to know it.

use crate::{limits, unit::UnitCode};

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

/// What stands beside a name and is none. A bare 长 as well: whoever types `钱科长` may mean 钱科.
const TITLES: [&str; 44] = [
    "书记", "書記", "主任", "主席", "委员", "委員", "科长", "科長", "处长", "處長", "局长", "局長", "股长", "股長", "所长", "所長", "站长",
    "站長", "队长", "隊長", "组长", "組長", "部长", "部長", "厅长", "廳長", "区长", "區長", "市长", "市長", "镇长", "鎮長", "院长", "院長",
    "校长", "校長", "经理", "經理", "老师", "同志", "先生", "女士", "长", "長",
];

/// Every name that somebody may have meant who typed this one, as it is compared: all of it; what stands between brackets; what stands between
/// blanks; each without a title before or after it. No more than [`limits::SPELLINGS`], and the likeliest first.
pub fn spellings(typed: &str) -> Vec<String> {
    let between_blanks = typed.split(|letter: char| letter.is_whitespace() || is_bracket(letter));
    let parts = typed.split(is_bracket).chain(between_blanks).map(comparable).filter(|part| is_long_enough(part) && !is_title(part));
    let whole: Vec<String> = std::iter::once(comparable(typed)).chain(parts).collect();
    let untitled = whole.iter().flat_map(|name| TITLES.iter().filter_map(|title| without_title(name, title)));
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
    TITLES.contains(&text.trim_start_matches('副'))
}

/// A deputy's title is cut whole.
fn without_title<'a>(name: &'a str, title: &str) -> Option<&'a str> {
    let after = name.strip_suffix(title).map(|rest| rest.strip_suffix('副').unwrap_or(rest));
    let before = || name.strip_prefix('副').unwrap_or(name).strip_prefix(title);
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
