//! English.

use cleaner::{CleanError, Finding};

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    finding: |finding| match finding {
        Finding::Location => "place where it was taken (GPS)",
        Finding::Device => "camera, phone or screen",
        Finding::Author => "name of the author",
        Finding::Organisation => "company or department",
        Finding::Time => "time of making or changing",
        Finding::Software => "program",
        Finding::Thumbnail => "thumbnail",
        Finding::Comment => "title, keywords or description",
        Finding::History => "earlier states or numbers of editing sessions",
        Finding::EmbeddedVideo => "video in a photo",
        Finding::TrailingData => "hidden bytes",
        Finding::LocalPath => "path or printer on the author's computer",
        Finding::Script => "script, or something that runs when opened",
        Finding::OtherMetadata => "other details about the file",
    },
    not_cleaned: |error| match error {
        CleanError::Unsupported => "A file of this kind, or something inside it, cannot be cleaned.",
        CleanError::TooLarge => "It is too large to be cleaned.",
        CleanError::Malformed => "It is damaged or not what it seems, so nobody can say what else is in it.",
        CleanError::Encrypted => "It is protected by a password, so nothing inside can be cleaned. Save it without a password to have it cleaned.",
        CleanError::SamplesPassed => {
            "The video holds details of place or device that it names only at its end. It can be cleaned in a browser with scripts switched on."
        }
    },
};
