//! What a file may tell about who made it.

/// Declares the findings, each with the word it is stored as.
macro_rules! findings {
    ($($(#[$meta:meta])* $variant:ident = $code:literal,)+) => {
        /// Something in a file that tells about its author, device or surroundings, beside what it shows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Finding { $($(#[$meta])* $variant,)+ }

        impl Finding {
            /// Every finding, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word it is stored as; never changed, never used for another.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The finding of a stored word.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

findings! {
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
    OtherMetadata = "other",
}

/// What was found so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Found(u16);

impl Found {
    pub(crate) fn add(&mut self, finding: Finding) {
        self.0 |= 1 << finding as u16;
    }

    pub(crate) fn add_if(&mut self, condition: bool, finding: Finding) {
        if condition {
            self.add(finding);
        }
    }

    pub(crate) fn add_all(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Itself, or "other" where something was there that nobody could name.
    pub(crate) fn or_other(self) -> Self {
        if self.is_empty() { Self(1 << Finding::OtherMetadata as u16) } else { self }
    }

    /// In order, each once.
    pub(crate) fn list(self) -> Vec<Finding> {
        Finding::ALL.iter().copied().filter(|finding| self.0 & (1 << *finding as u16) != 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_name_one_finding_each() {
        let codes: HashSet<&str> = Finding::ALL.iter().map(|finding| finding.code()).collect();
        assert_eq!(codes.len(), Finding::ALL.len());
        assert!(Finding::ALL.iter().all(|finding| Finding::from_code(finding.code()) == Some(*finding)));
        assert_eq!(Finding::from_code("face"), None);
    }

    #[test]
    fn lists_in_order_and_once() {
        let mut found = Found::default();
        assert!(found.list().is_empty());
        for finding in [Finding::OtherMetadata, Finding::Location, Finding::Location] {
            found.add(finding);
        }
        assert_eq!(found.list(), [Finding::Location, Finding::OtherMetadata]);
    }
}
