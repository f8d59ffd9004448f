//! Every text that people read, a namespace a folder and a language a file.
//!
//! A namespace is a struct of texts with one constant of it for each language, so the compiler refuses a text that is missing or
//! unknown in any of them. To add one: a folder with `mod.rs` (the struct, then `namespace!();`), `zh_hans.rs`, `zh_hant.rs` and `en.rs`
//! (each `pub(super) static TEXTS: Texts`), and a line below.

/// The three language files of a namespace and the choice between them.
macro_rules! namespace {
    () => {
        mod en;
        mod zh_hans;
        mod zh_hant;

        /// The texts in this language.
        pub(crate) fn texts(locale: $crate::Locale) -> &'static Texts {
            match locale {
                $crate::Locale::ZhHans => &zh_hans::TEXTS,
                $crate::Locale::ZhHant => &zh_hant::TEXTS,
                $crate::Locale::En => &en::TEXTS,
            }
        }
    };
}

pub(crate) mod admin;
pub(crate) mod avoid;
pub(crate) mod channels;
pub(crate) mod custody;
pub(crate) mod dates;
pub(crate) mod errors;
pub(crate) mod evidence;
pub(crate) mod faults;
pub(crate) mod home;
pub(crate) mod poster;
pub(crate) mod protection;
pub(crate) mod receipt;
pub(crate) mod report;
pub(crate) mod retaliation;
pub(crate) mod retention;
pub(crate) mod shared;
pub(crate) mod staff;
pub(crate) mod statistics;
pub(crate) mod status;
pub(crate) mod transparency;
pub(crate) mod verify;
pub(crate) mod words;
