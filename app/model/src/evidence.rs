//! Files that a reporter adds to a case.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    check,
    fault::{Fault, FaultKind, Field},
    limits,
    text::words,
};

words! {
    /// What a file tells, besides its content, about who made it, when, where and with what.
    Trace("trace") {
        /// Where it was taken: coordinates, place names.
        Location = "location",
        /// What it was taken or made with: maker, model, serial number, lens.
        Device = "device",
        /// Who made, owns, changed or commented on it.
        Author = "author",
        /// Company, manager, department.
        Organisation = "organisation",
        /// When it was made or changed.
        Time = "time",
        /// Which program wrote it.
        Software = "software",
        /// A small picture of it, which may show an earlier state.
        Thumbnail = "thumbnail",
        /// Text beside the content: title, subject, keywords, description.
        Comment = "comment",
        /// Earlier states, numbers of editing sessions and of documents.
        History = "history",
        /// A video in a picture, such as that of a live photo.
        EmbeddedVideo = "embedded-video",
        /// Bytes after the end, or in between, which no viewer shows.
        TrailingData = "trailing-data",
        /// A file's path or a printer on the author's computer.
        LocalPath = "local-path",
        /// What would run or fetch something when it is opened.
        Script = "script",
        /// Anything else that is not needed to show it.
        Other = "other",
    }
}

words! {
    /// Why a file could not be cleaned.
    Uncleaned("reason why a file is not cleaned") {
        /// Of a kind that nothing here can clean.
        Kind = "kind",
        /// Too large to be cleaned.
        Size = "size",
        /// It does not follow the rules of its kind.
        Damaged = "damaged",
        /// Locked with a password.
        Locked = "locked",
    }
}

words! {
    /// How far a file has come.
    FileState("state of a file") {
        /// Not whole yet.
        Arriving = "arriving",
        /// Whole, and the reporter's alone.
        Added = "added",
        /// Sent with a message.
        Sent = "sent",
        /// Being deleted.
        Leaving = "leaving",
    }
}

/// What was done about the traces in a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize)]
#[serde(rename_all = "kebab-case")]
pub enum Handling {
    /// These were found, and are gone.
    Cleaned(#[zeroize(skip)] Vec<Trace>),
    /// The reporter kept them, since the file as it was is the evidence.
    Kept {
        /// What is in it, as far as it could be found.
        #[zeroize(skip)]
        found: Vec<Trace>,
        /// Why it has to stay.
        reason: String,
    },
    /// It could not be cleaned: whatever is in it is still there.
    Not(#[zeroize(skip)] Uncleaned),
}

/// A file as the message that carries it names it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Attachment {
    /// Which file of the case.
    pub number: u32,
    /// Its name, as the reporter had it; a browser that seals it may have written anything, so [`file_name`] reads it.
    #[serde(deserialize_with = "checked_name")]
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its key, in base64.
    pub key: String,
    /// What was done about the traces in it.
    pub handling: Handling,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Attachment(sealed)")
    }
}

/// What a reporter wants done about the traces in files.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub enum Wish {
    /// Take them out.
    Clean,
    /// Leave the files as they are, for this reason.
    Keep(String),
}

impl Wish {
    /// What a form says: `chosen` is a word, `reason` what was typed beside it.
    ///
    /// # Errors
    /// What is wrong with the reason, if files are to stay as they are.
    pub fn read(chosen: &str, reason: &str) -> Result<Self, Fault> {
        if chosen != Self::KEEP {
            return Ok(Self::Clean);
        }
        check::line(reason, limits::REASON).map(Self::Keep).map_err(|kind| Fault::new(Field::KeepReason, kind))
    }

    /// What is said of a file in which this was found, or which could not be looked into.
    pub fn handling(&self, found: Result<Vec<Trace>, Uncleaned>) -> Handling {
        match (self, found) {
            (Self::Clean, Ok(found)) => Handling::Cleaned(found),
            (Self::Clean, Err(why)) => Handling::Not(why),
            (Self::Keep(reason), found) => Handling::Kept { found: found.unwrap_or_default(), reason: reason.clone() },
        }
    }

    /// The word of the choice to have them cleaned.
    pub const CLEAN: &'static str = "clean";
    /// The word of the choice to keep files as they are.
    pub const KEEP: &'static str = "keep";
}

fn checked_name<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|given| file_name(&given))
}

/// A name as it is shown and sealed: without folders, control characters or marks that turn the direction of reading, and not too long.
pub fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|&letter| !is_deceiving(letter)).take(limits::FILE_NAME).collect();
    let name = name.trim().trim_start_matches('.').to_owned();
    if name.is_empty() { "-".to_owned() } else { name }
}

fn is_deceiving(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The same for programs that know no other letters: whatever is not plain becomes `_`.
pub fn ascii_name(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | ' ');
    name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect()
}

/// A length as people read it, never too small: `1.4 MB`.
pub fn size_text(bytes: u64) -> String {
    in_units(bytes, u64::div_ceil)
}

/// The most that is allowed, never too large: whoever keeps to it is let through.
pub fn limit_text(bytes: u64) -> String {
    in_units(bytes, |length, unit| length / unit)
}

fn in_units(bytes: u64, divided: impl Fn(u64, u64) -> u64) -> String {
    const UNITS: [&str; 4] = ["B", "KB", "MB", "GB"];
    let (mut tenths, mut unit) = (bytes.saturating_mul(10), 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        (tenths, unit) = (divided(tenths, 1000), unit + 1);
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match (unit, tenth) {
        (0, _) | (_, 0) => format!("{whole} {}", UNITS[unit]),
        _ if whole >= 10 => format!("{} {}", divided(tenths, 10), UNITS[unit]),
        _ => format!("{whole}.{tenth} {}", UNITS[unit]),
    }
}

/// The fault of a file.
pub const fn fault(kind: FaultKind) -> Fault {
    Fault::new(Field::Files, kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_nothing_of_folders_and_deceives_nobody() {
        assert_eq!(file_name(r"C:\Users\zhang\证据.jpg"), "证据.jpg");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("a\u{202E}gpj.exe"), "agpj.exe");
        assert_eq!(file_name("  "), "-");
        assert_eq!(file_name(&"长".repeat(900)).chars().count(), limits::FILE_NAME);
    }

    #[test]
    fn a_length_is_short_and_never_too_small() {
        assert_eq!(
            [0, 999, 1000, 1_400_000, 23_500_000, 1_073_741_824].map(size_text),
            ["0 B", "999 B", "1 KB", "1.4 MB", "24 MB", "1.1 GB"].map(String::from)
        );
    }

    #[test]
    fn what_is_allowed_is_never_said_to_be_more() {
        let said = [999, 4 << 20, 23_500_000, 1 << 30].map(limit_text);
        assert_eq!(said, ["999 B", "4.1 MB", "23 MB", "1 GB"].map(String::from));
    }

    #[test]
    fn a_file_that_stays_as_it_is_keeps_its_reason() {
        let keep = Wish::Keep("原件".into());
        for (found, left) in [(Ok(vec![Trace::Author]), vec![Trace::Author]), (Err(Uncleaned::Damaged), vec![])] {
            assert!(keep.handling(found) == Handling::Kept { found: left, reason: "原件".into() });
        }
        assert!(Wish::Clean.handling(Err(Uncleaned::Damaged)) == Handling::Not(Uncleaned::Damaged));
    }

    #[test]
    fn keeping_a_file_as_it_is_needs_a_reason() {
        assert!(Wish::read("", "") == Ok(Wish::Clean));
        assert!(Wish::read("keep", " 原件 ") == Ok(Wish::Keep("原件".into())));
        assert_eq!(Wish::read("keep", " ").err(), Some(Fault::new(Field::KeepReason, FaultKind::Empty)));
    }
}
