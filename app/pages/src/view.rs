//! In which language and mode a page is shown, and how its links stay in them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Languages of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Simplified Chinese; the one without an address prefix.
    #[default]
    ZhHans,
    /// Traditional Chinese.
    ZhHant,
    /// English.
    En,
}

impl Locale {
    /// All languages, in the order of the control.
    pub const ALL: [Self; 3] = [Self::ZhHans, Self::ZhHant, Self::En];

    /// The language tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// The first segment of an address in this language, with its slash.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::ZhHans => "",
            Self::ZhHant => "/zh-Hant",
            Self::En => "/en",
        }
    }
}

/// Addresses of the embedded assets, with the hash of their content in the name.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Style sheet.
    pub css: Asset,
    /// Script of the quick exit, a few hundred bytes.
    pub quick_exit: Asset,
    /// What asks a browser for a passkey, on the few pages that do.
    pub passkey: Asset,
    /// What asks before something written on a case's page is lost.
    pub unsent: Asset,
    /// The interactive parts of staff pages.
    pub islands: Module,
    /// What seals a report in the browser.
    pub sealer: Module,
    /// What opens a case there; its script is the same.
    pub follower: Module,
}

/// A file that browsers load.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// Its name, which holds its hash.
    pub file: String,
    /// What its content has to hash to, or the browser refuses it (W3C Subresource Integrity).
    pub integrity: String,
}

impl Asset {
    /// Where it is.
    pub fn address(&self) -> String {
        format!("/assets/{}", self.file)
    }
}

/// What became WebAssembly: a script that loads it, and the glue that this script imports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Module {
    /// The script.
    pub loader: Asset,
    /// What it imports.
    pub glue: Asset,
}

/// How a page is shown.
#[derive(Debug, Clone)]
pub struct View {
    /// Language.
    pub locale: Locale,
    /// Large type and few choices.
    pub elder: bool,
    /// Path without language and mode, without query, such as `/report`.
    pub path: String,
    /// Assets of this build.
    pub assets: Arc<Assets>,
}

const ELDER: &str = "/elder";

impl View {
    /// Takes language and mode off an address path and returns them with what is left, which begins with a slash.
    pub fn split_path(path: &str) -> (Locale, bool, &str) {
        let (locale, rest) = Locale::ALL
            .into_iter()
            .filter(|locale| !locale.prefix().is_empty())
            .find_map(|locale| Some((locale, strip_segment(path, locale.prefix())?)))
            .unwrap_or((Locale::ZhHans, path));
        match strip_segment(rest, ELDER) {
            Some(rest) => (locale, true, rest),
            None => (locale, false, rest),
        }
    }

    /// The address of `path` in this language and mode. `path` begins with a slash and may carry a query.
    pub fn href(&self, path: &str) -> String {
        address(self.locale, self.elder, path)
    }

    /// The address of this very page in another language.
    pub fn in_locale(&self, locale: Locale) -> String {
        address(locale, self.elder, &self.path)
    }

    /// The address of this very page in or out of elder mode.
    pub fn in_elder(&self, elder: bool) -> String {
        address(self.locale, elder, &self.path)
    }
}

fn address(locale: Locale, elder: bool, path: &str) -> String {
    let mode = if elder { ELDER } else { "" };
    let path = if path == "/" && (elder || !locale.prefix().is_empty()) { "" } else { path };
    format!("{}{mode}{path}", locale.prefix())
}

fn strip_segment<'a>(path: &'a str, segment: &str) -> Option<&'a str> {
    match path.strip_prefix(segment)? {
        "" => Some("/"),
        rest if rest.starts_with('/') => Some(rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_and_mode_come_off_an_address_and_go_back_on() {
        for (path, locale, elder, rest) in [
            ("/", Locale::ZhHans, false, "/"),
            ("/report", Locale::ZhHans, false, "/report"),
            ("/en", Locale::En, false, "/"),
            ("/en/elder/report", Locale::En, true, "/report"),
            ("/elder", Locale::ZhHans, true, "/"),
            ("/zh-Hant/status", Locale::ZhHant, false, "/status"),
        ] {
            assert_eq!(View::split_path(path), (locale, elder, rest));
            assert_eq!(address(locale, elder, rest), path);
        }
        assert_eq!(View::split_path("/english").2, "/english");
    }
}
