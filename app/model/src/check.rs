//! Checks of single typed fields, shared by all forms.

use crate::fault::FaultKind;

/// A single line: tabs, as they come from a table, made spaces, trimmed, 1 to `max` characters, no control characters.
///
/// # Errors
/// Why it was refused.
pub fn line(text: &str, max: usize) -> Result<String, FaultKind> {
    let text = text.replace('\t', " ");
    let text = text.trim();
    if text.chars().any(is_forbidden) || text.contains('\n') {
        return Err(FaultKind::Malformed);
    }
    length(text, max)
}

/// Text of several lines: line ends made `\n`, trimmed, 1 to `max` characters, no control characters but line feed and tab.
///
/// # Errors
/// Why it was refused.
pub fn paragraphs(text: &str, max: usize) -> Result<String, FaultKind> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    if text.chars().any(is_forbidden) {
        return Err(FaultKind::Malformed);
    }
    length(text, max)
}

/// What takes no room on a page, and comes along with what is pasted.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// What stands between two names of a list. Not the dot within a name, as in 阿依古丽·买买提.
const BETWEEN_NAMES: [char; 7] = ['\n', '\r', '、', '，', ',', '；', ';'];

/// Names of people, one a line or with commas between, each once: none to `most` of them. Where none stands, nothing is meant.
///
/// # Errors
/// Why one of them was refused, or that they are too many.
pub fn names(text: &str, most: usize, max: usize) -> Result<Vec<String>, FaultKind> {
    let mut names = Vec::new();
    for typed in text.split(BETWEEN_NAMES).filter(|typed| !typed.trim().is_empty()) {
        let name = line(typed, max)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > most { Err(FaultKind::TooMany { max: most }) } else { Ok(names) }
}

fn length(text: &str, max: usize) -> Result<String, FaultKind> {
    let count = text.chars().count();
    match count {
        0 => Err(FaultKind::Empty),
        _ if count > max => Err(FaultKind::TooLong { max, by: count - max }),
        _ => Ok(text.to_owned()),
    }
}

/// Control characters, the replacement character that a wrong encoding leaves, non-characters, and the marks that turn text around.
fn is_forbidden(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    let direction = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let not_text = c == '\u{FFFD}' || matches!(c as u32 & 0xFFFF, 0xFFFE | 0xFFFF) || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    control || direction || not_text
}

/// Full-width letters, digits and spaces made half-width, as NFKC does, and nothing else changed.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_measured_in_characters() {
        assert_eq!(line("  天河区 ", 3), Ok("天河区".to_owned()));
        assert_eq!(line("天河区政府", 3), Err(FaultKind::TooLong { max: 3, by: 2 }));
        assert_eq!(line(" \u{3000}", 3), Err(FaultKind::Empty));
        assert_eq!(line("a\nb", 9), Err(FaultKind::Malformed));
        assert_eq!(line("\t张三\t科长\t", 9), Ok("张三 科长".to_owned()));
    }

    #[test]
    fn names_stand_one_a_line_or_between_commas_and_each_once() {
        assert_eq!(names(" 张三 \r\n\n李四\n张三", 2, 3), Ok(vec!["张三".to_owned(), "李四".to_owned()]));
        assert_eq!(names("张三、李四，王五,赵六；钱七; 阿·买、", 6, 3).unwrap(), ["张三", "李四", "王五", "赵六", "钱七", "阿·买"]);
        assert_eq!(names("\n 、\n", 2, 3), Ok(Vec::new()));
        assert_eq!(names("一\n二\n三", 2, 3), Err(FaultKind::TooMany { max: 2 }));
        assert_eq!(names("太长的名", 2, 3), Err(FaultKind::TooLong { max: 3, by: 1 }));
    }

    #[test]
    fn paragraphs_keep_their_line_ends_and_refuse_control_characters() {
        assert_eq!(paragraphs("a\r\nb\rc", 9), Ok("a\nb\nc".to_owned()));
        for bad in ["a\u{0}b", "a\u{1b}b", "a\u{FFFD}b", "a\u{202E}b", "a\u{FFFF}"] {
            assert_eq!(paragraphs(bad, 9), Err(FaultKind::Malformed));
        }
    }

    #[test]
    fn folds_full_width_only() {
        assert_eq!(half_width("ＡＢ１２　－天"), "AB12 -天");
    }
}
