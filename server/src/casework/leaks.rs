//! What in a text may give a reporter away, looked for before the text leaves the unit: fields of the identity that were released to its
//! writer, numbers of people, and what only the reporter's own words say. It warns, and is no proof that there is nothing.

use std::collections::HashSet;

use data_encoding::HEXLOWER;
use model::{IdentityPart, LeakKind, ReleasedIdentity, check::half_width, identity::is_identity_number};
use seal::off_the_stack;
use sha2::{Digest, Sha256};

/// So many characters in a row, not counting marks and spaces, are a passage of somebody's own.
const PASSAGE: usize = 16;
/// So many digits in a row are a number that tells somebody or something apart.
const NUMBER: usize = 7;
const IDENTITY_NUMBER: usize = 18;
const MOBILE_NUMBER: usize = 11;
/// Of a passage no more than this is shown.
const SHOWN: usize = 40;

/// Something in a text that may give the reporter away. It holds what was typed, so it does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Leak {
    /// What it is.
    pub kind: LeakKind,
    /// As it stands in the text.
    pub excerpt: String,
}

impl std::fmt::Debug for Leak {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Leak({})", self.kind)
    }
}

/// What is known of a reporter to whoever writes.
#[derive(Default)]
pub struct Known<'a> {
    /// What the reporter wrote.
    pub written: Vec<&'a str>,
    /// What is released of the identity to the writer.
    pub released: Option<&'a ReleasedIdentity>,
    /// Numbers that give nobody away, such as the case's own.
    pub harmless: Vec<&'a str>,
}

/// Names exactly these findings: who confirms them confirms no others.
pub fn mark(leaks: &[Leak]) -> String {
    let parts = leaks.iter().flat_map(|leak| [leak.kind.as_str(), "\0", &leak.excerpt, "\0"]);
    HEXLOWER.encode(&off_the_stack(|| parts.fold(Sha256::new(), Digest::chain_update).finalize()))
}

/// A text without marks, spaces and differences of width and case, so that these hide nothing.
struct Folded<'a> {
    text: &'a str,
    letters: Vec<char>,
    /// Where each of them begins in the text.
    places: Vec<usize>,
}

impl<'a> Folded<'a> {
    fn of(text: &'a str) -> Self {
        let (mut letters, mut places) = (Vec::new(), Vec::new());
        for (place, letter) in text.char_indices() {
            let mut buffer = [0; 4];
            for folded in half_width(letter.encode_utf8(&mut buffer)).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
                letters.push(folded);
                places.push(place);
            }
        }
        Self { text, letters, places }
    }

    /// Letters `from` to before `to` as they stand in the text.
    fn excerpt(&self, from: usize, to: usize) -> String {
        let last = self.places[..to].last().copied().unwrap_or_default();
        let end = last + self.text[last..].chars().next().map_or(0, char::len_utf8);
        let stretch = self.places.get(from).and_then(|&start| self.text.get(start..end)).unwrap_or_default();
        match stretch.char_indices().nth(SHOWN) {
            Some((cut, _)) => format!("{}…", &stretch[..cut]),
            None => stretch.to_owned(),
        }
    }

    /// Digits in a row, as places from and to.
    fn numbers(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (place, letter) in self.letters.iter().enumerate() {
            match runs.last_mut() {
                Some((_, end)) if letter.is_ascii_digit() && *end == place => *end += 1,
                _ if letter.is_ascii_digit() => runs.push((place, place + 1)),
                _ => {}
            }
        }
        runs
    }

    fn find(&self, wanted: &[char]) -> Option<usize> {
        (!wanted.is_empty()).then(|| self.letters.windows(wanted.len()).position(|window| window == wanted)).flatten()
    }

    fn string(&self, from: usize, to: usize) -> String {
        self.letters[from..to].iter().collect()
    }
}

/// All that is found, in the order of the kinds.
pub fn scan(text: &str, known: &Known<'_>) -> Vec<Leak> {
    let text = Folded::of(text);
    let written: Vec<Folded<'_>> = known.written.iter().map(|passage| Folded::of(passage)).collect();
    let mut leaks = Vec::new();
    leaks.extend(released(&text, known.released));
    leaks.extend(people(&text));
    leaks.extend(numbers(&text, &written, &known.harmless));
    leaks.extend(passages(&text, &written));
    let mut seen = HashSet::new();
    leaks.retain(|leak| seen.insert(leak.excerpt.clone()));
    leaks
}

fn released(text: &Folded<'_>, identity: Option<&ReleasedIdentity>) -> Vec<Leak> {
    let Some(identity) = identity else { return Vec::new() };
    let found = IdentityPart::ALL.iter().filter_map(|&part| {
        let wanted = Folded::of(identity.part(part)?).letters;
        let place = text.find(&wanted)?;
        Some(Leak { kind: kind_of(part), excerpt: text.excerpt(place, place + wanted.len()) })
    });
    found.collect()
}

const fn kind_of(part: IdentityPart) -> LeakKind {
    match part {
        IdentityPart::Name => LeakKind::Name,
        IdentityPart::IdNumber => LeakKind::IdNumber,
        IdentityPart::Phone => LeakKind::Phone,
        IdentityPart::Address => LeakKind::Address,
    }
}

/// Numbers of some person, whoever it is.
fn people(text: &Folded<'_>) -> Vec<Leak> {
    let identity = (0..(text.letters.len() + 1).saturating_sub(IDENTITY_NUMBER))
        .filter(|&from| is_identity_number(&text.string(from, from + IDENTITY_NUMBER).to_uppercase()))
        .map(|from| Leak { kind: LeakKind::AnIdNumber, excerpt: text.excerpt(from, from + IDENTITY_NUMBER) });
    let mobile = text.numbers().into_iter().filter_map(|(from, to)| {
        let digits = text.string(from, to);
        let number = digits.strip_prefix("86").filter(|rest| rest.len() == MOBILE_NUMBER).unwrap_or(&digits);
        let is_mobile = number.len() == MOBILE_NUMBER && number.starts_with('1') && number.as_bytes()[1] >= b'3';
        is_mobile.then(|| Leak { kind: LeakKind::AMobile, excerpt: text.excerpt(from, to) })
    });
    identity.chain(mobile).collect()
}

/// Long numbers that the reporter wrote as well.
fn numbers(text: &Folded<'_>, written: &[Folded<'_>], harmless: &[&str]) -> Vec<Leak> {
    let known: Vec<String> =
        written.iter().flat_map(|passage| passage.numbers().into_iter().map(|(from, to)| passage.string(from, to))).collect();
    let harmless: Vec<String> = harmless.iter().map(|number| Folded::of(number).letters.into_iter().collect()).collect();
    let is_known = |digits: &String| known.iter().any(|number| number.contains(digits)) && !harmless.contains(digits);
    let long = text.numbers().into_iter().filter(|(from, to)| to - from >= NUMBER && is_known(&text.string(*from, *to)));
    long.map(|(from, to)| Leak { kind: LeakKind::Number, excerpt: text.excerpt(from, to) }).collect()
}

/// Passages that stand in what the reporter wrote, each as long as it goes on.
fn passages(text: &Folded<'_>, written: &[Folded<'_>]) -> Vec<Leak> {
    let known: HashSet<&[char]> = written.iter().flat_map(|passage| passage.letters.windows(PASSAGE)).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (from, window) in text.letters.windows(PASSAGE).enumerate().filter(|(_, window)| known.contains(window)) {
        match found.last_mut() {
            Some((_, end)) if from < *end => *end = from + window.len(),
            _ => found.push((from, from + window.len())),
        }
    }
    found.into_iter().map(|(from, to)| Leak { kind: LeakKind::Passage, excerpt: text.excerpt(from, to) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "2025 年 9 月 18 日，我在珠村东横三路和项目部签了补偿协议，编号 TH-0317-2025001，写明三个月内付清。";

    fn found(text: &str, known: &Known<'_>) -> Vec<(LeakKind, String)> {
        scan(text, known).into_iter().map(|leak| (leak.kind, leak.excerpt)).collect()
    }

    fn report() -> Known<'static> {
        Known { written: vec![BODY], ..Known::default() }
    }

    #[test]
    fn an_answer_in_words_of_its_own_is_left_alone() {
        let answer = "经核实，补偿款已于 2026 年 10 月 18 日付清。如不服本答复，可在 30 日内申请复查，电话 020-8888 1234。";
        assert_eq!(found(answer, &report()), []);
        assert_eq!(found("", &report()), []);
    }

    #[test]
    fn a_passage_is_found_whatever_marks_stand_in_it() {
        let quoted = "您说“我在珠村东横三路，和项目部 签了补偿协议”，已查。";
        let [(LeakKind::Passage, excerpt)] = &found(quoted, &report())[..] else { panic!("{:?}", found(quoted, &report())) };
        assert_eq!(excerpt, "我在珠村东横三路，和项目部 签了补偿协议");
        assert_eq!(found("我在珠村东横三路和项目部", &report()), [], "too short to be anybody's own");
    }

    #[test]
    fn a_long_number_of_the_reporters_is_found_and_the_cases_own_is_not() {
        assert_eq!(found("协议 0317 2025001 已查", &report()), [(LeakKind::Number, "0317 2025001".to_owned())]);
        let own = Known { written: vec!["我的受理编号 26402917385"], harmless: vec!["2640-2917-385"], ..Known::default() };
        assert_eq!(found("关于 26402917385 的答复", &own), []);
    }

    #[test]
    fn numbers_of_people_are_found_whosever_they_are() {
        let none = Known::default();
        assert_eq!(found("请打 138-0013-8000 联系", &none), [(LeakKind::AMobile, "138-0013-8000".to_owned())]);
        assert_eq!(found("＋86１３８００１３８０００", &none).len(), 1);
        assert_eq!(found("证号11010519491231002x。", &none), [(LeakKind::AnIdNumber, "11010519491231002x".to_owned())]);
        assert_eq!(found("证号110105194912310021", &none), [], "no identity number has that check character");
    }

    #[test]
    fn what_was_released_is_found_field_by_field() {
        let identity =
            ReleasedIdentity { name: Some("张三丰".into()), phone: Some("020 8555 0123".into()), id_number: None, address: None };
        let known = Known { released: Some(&identity), ..Known::default() };
        let answer = "张三丰同志：已打您的电话 02085550123。";
        assert_eq!(found(answer, &known), [(LeakKind::Name, "张三丰".to_owned()), (LeakKind::Phone, "02085550123".to_owned())]);
        assert_eq!(found(answer, &Known::default()), []);
    }

    #[test]
    fn who_confirms_some_findings_confirms_no_others() {
        let [one, two] = ["请打 13800138000", "请打 13800138000 或 13900139000"].map(|text| scan(text, &Known::default()));
        assert_ne!(mark(&one), mark(&two));
        assert_eq!(mark(&one), mark(&scan("请拨 13800138000", &Known::default())));
    }
}
