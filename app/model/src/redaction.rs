//! Blacking out: which stretches of a text go, the text without them, and the copy that is made of such texts.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::avoid::comparable;

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

/// The text without these segments and without these words, wherever they stand and however they are spaced or set. Stretches with nothing
/// but blanks and line ends between them become one, so that neither their length nor their number shows.
pub fn black_out(text: &str, chosen: &[usize], words: &[&str]) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut gone = vec![false; letters.len()];
    let mut start = 0;
    for (place, segment) in segments(text).into_iter().enumerate() {
        let end = start + segment.chars().count();
        if chosen.contains(&place) {
            gone[start..end].fill(true);
        }
        start = end;
    }
    let (folded, places) = folded(&letters);
    for word in words.iter().map(|word| comparable(word).chars().collect::<Vec<_>>()).filter(|word| !word.is_empty()) {
        for (place, _) in folded.windows(word.len()).enumerate().filter(|(_, window)| *window == word) {
            gone[places[place]..=places[place + word.len() - 1]].fill(true);
        }
    }
    join(&letters, &mut gone);
    written(&letters, &gone)
}

/// Whether a word stands anywhere in a text, where [`black_out`] would find it.
pub fn stands_in(text: &str, word: &str) -> bool {
    let word: Vec<char> = comparable(word).chars().collect();
    let (folded, _) = folded(&text.chars().collect::<Vec<_>>());
    !word.is_empty() && folded.windows(word.len()).any(|window| *window == word)
}

/// The letters as they are compared, and where each of them stands.
fn folded(letters: &[char]) -> (Vec<char>, Vec<usize>) {
    let mut buffer = [0; 4];
    let of = |(place, letter): (usize, &char)| {
        comparable(letter.encode_utf8(&mut buffer)).chars().map(|folded| (folded, place)).collect::<Vec<_>>()
    };
    letters.iter().enumerate().flat_map(of).unzip()
}

/// What is blank between two stretches goes with them.
fn join(letters: &[char], gone: &mut [bool]) {
    let mut last = None;
    for place in 0..letters.len() {
        if !gone[place] {
            continue;
        }
        let between = last.map_or(place, |last: usize| last + 1)..place;
        if letters[between.clone()].iter().all(|letter| letter.is_whitespace()) {
            gone[between].fill(true);
        }
        last = Some(place);
    }
}

fn written(letters: &[char], gone: &[bool]) -> String {
    let mut out = String::with_capacity(letters.len());
    for (place, letter) in letters.iter().enumerate() {
        let (was_gone, is_gone) = (place > 0 && gone[place - 1], gone[place]);
        if is_gone && !was_gone {
            out.push_str(BLACK);
        }
        // What follows begins a line as it did.
        if !is_gone && was_gone && letters[place - 1] == '\n' {
            out.push('\n');
        }
        if !is_gone {
            out.push(*letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "去年三月，张三在五山街道签了字。Zhang San took the money!\n余款至今未付。";

    #[test]
    fn a_word_is_found_where_it_would_be_blacked_out() {
        for word in ["张三", "张 三", " ZHANG san ", "张三在五山"] {
            assert!(stands_in(TEXT, word), "{word}");
        }
        for word in ["章三", "李四", " "] {
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
    fn words_go_however_they_are_spaced_or_set() {
        for text in ["张 三签了字", "张\u{3000}三签了字", "张\n三签了字", "张·三签了字"] {
            assert_eq!(black_out(text, &[], &["张三"]), format!("{BLACK}签了字"), "{text}");
        }
        assert_eq!(black_out("ＺｈａｎｇＳａｎ took it", &[], &["zhang san"]), format!("{BLACK} took it"));
        assert_eq!(black_out("电话１３８ 0013 8000。", &[], &["13800138000"]), format!("电话{BLACK}。"));
        assert_eq!(black_out("张三", &[], &["·", " "]), "张三");
    }

    #[test]
    fn neighbours_become_one_and_the_line_after_them_stays_one() {
        assert_eq!(black_out("甲。乙。丙。", &[0, 1], &[]), format!("{BLACK}丙。"));
        assert_eq!(black_out("甲\n乙\n丙", &[0, 1], &[]), format!("{BLACK}\n丙"));
        assert_eq!(black_out("甲\n\n乙。 丙。丁", &[0, 2, 3], &[]), format!("{BLACK}丁"));
        assert_eq!(black_out("张三 张三丰", &[], &["张三"]), format!("{BLACK}丰"));
        assert_eq!(black_out("张三\n李四", &[], &["张三"]), format!("{BLACK}\n李四"));
    }

    proptest! {
        #[test]
        fn what_is_left_tells_neither_length_nor_lines_of_what_went(
            before in "[甲乙丙]{0,6}。",
            gone in "[子丑寅卯 \u{3000}\n。！]{0,12}。",
            after in "[丁戊己]{0,6}",
        ) {
            let (first, count) = (segments(&before).len(), segments(&gone).len());
            let chosen: Vec<usize> = (first..first + count).collect();
            prop_assert_eq!(black_out(&[before.as_str(), &gone, &after].concat(), &chosen, &[]), format!("{before}{BLACK}{after}"));
        }
    }
}
