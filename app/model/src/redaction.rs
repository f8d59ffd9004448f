//! Blacking out: which stretches of a text go, the text without them, and the copy that is made of such texts.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What stands for a stretch that went: always as long, so that it does not tell how much it was.
pub const BLACK: &str = "████";

/// A copy of a case with parts blacked out: sealed, as everything that people wrote.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Redacted {
    /// What is left of its texts.
    pub texts: Vec<RedactedText>,
    /// What the unit that reads it is told beside it; may be empty.
    pub note: String,
}

/// What is left of a text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct RedactedText {
    /// Which text of the case it was, as a word.
    pub part: String,
    /// What is left.
    pub text: String,
}

impl std::fmt::Debug for Redacted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redacted(sealed)")
    }
}

/// A text in pieces that can be blacked out one by one: sentences, and what lines hold of them.
pub fn segments(text: &str) -> Vec<&str> {
    text.split_inclusive(['\n', '。', '！', '？', '；', '!', '?', ';']).filter(|segment| !segment.is_empty()).collect()
}

/// The text without these segments and without these words, wherever they stand; letters count as the same in either case. Stretches that
/// lie next to each other become one, whatever lay between them being blank.
pub fn black_out(text: &str, chosen: &[usize], words: &[&str]) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut gone = vec![false; letters.len()];
    let mut start = 0;
    for (place, segment) in segments(text).into_iter().enumerate() {
        let end = start + segment.chars().count();
        if chosen.contains(&place) {
            gone[start..end].iter_mut().zip(&letters[start..end]).for_each(|(gone, letter)| *gone = *letter != '\n');
        }
        start = end;
    }
    let text = folded(text);
    for word in words.iter().map(|word| folded(word.trim())).filter(|word| !word.is_empty()) {
        for place in places(&text, &word) {
            gone[place..place + word.len()].fill(true);
        }
    }
    written(&letters, &gone)
}

/// Whether a word stands anywhere in a text, where [`black_out`] would find it.
pub fn stands_in(text: &str, word: &str) -> bool {
    places(&folded(text), &folded(word.trim())).next().is_some()
}

/// The letters, each in lower case, however many that makes of one.
fn folded(text: &str) -> Vec<String> {
    text.chars().map(|letter| letter.to_lowercase().collect()).collect()
}

/// Where a word begins in a text.
fn places<'a>(text: &'a [String], word: &'a [String]) -> impl Iterator<Item = usize> + 'a {
    (0..(text.len() + 1).saturating_sub(word.len())).filter(move |&place| text[place..place + word.len()] == *word)
}

fn written(letters: &[char], gone: &[bool]) -> String {
    let mut out = String::with_capacity(letters.len());
    let mut is_black = false;
    for (letter, &gone) in letters.iter().zip(gone) {
        if gone && !is_black {
            out.push_str(BLACK);
        }
        if !gone {
            out.push(*letter);
        }
        is_black = gone;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "去年三月，张三在五山街道签了字。Zhang San took the money!\n余款至今未付。";

    #[test]
    fn a_word_is_found_where_it_would_be_blacked_out() {
        for word in ["张三", " ZHANG san ", "张三在五山"] {
            assert!(stands_in(TEXT, word), "{word}");
        }
        for word in ["章三", "张 三"] {
            assert!(!stands_in(TEXT, word), "{word}");
        }
    }

    #[test]
    fn a_text_falls_into_sentences_and_lines_that_make_it_up_again() {
        let parts = segments(TEXT);
        assert_eq!(parts.len(), 4);
        assert_eq!(parts.concat(), TEXT);
        assert!(segments("").is_empty());
    }

    #[test]
    fn what_is_chosen_goes_and_its_length_does_not_show() {
        let out = black_out(TEXT, &[0], &[]);
        assert_eq!(out, format!("{BLACK}Zhang San took the money!\n余款至今未付。"));
        assert_eq!(black_out("短。长长长长长长。", &[0], &[]).matches('█').count(), 4);
    }

    #[test]
    fn words_go_wherever_they_stand_in_either_case() {
        let out = black_out(TEXT, &[], &["zhang san", " 张三 ", ""]);
        assert!(!out.contains("张三") && !out.to_lowercase().contains("zhang"));
        assert_eq!(out.matches(BLACK).count(), 2);
    }

    #[test]
    fn neighbours_become_one_and_lines_stay_lines() {
        assert_eq!(black_out("甲。乙。丙。", &[0, 1], &[]), format!("{BLACK}丙。"));
        assert_eq!(black_out("甲\n乙\n丙", &[0, 1], &[]), format!("{BLACK}\n{BLACK}\n丙"));
        assert_eq!(black_out("张三张三丰", &[], &["张三"]), format!("{BLACK}丰"));
    }
}
