//! Texts about files that reporters add.
//!
//! Where only the browser knows what a file is called, it puts the sentences together: a `{}` in them is where the rest belongs.

use model::{Trace, Uncleaned};

pub(crate) struct Texts {
    pub(crate) heading: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) choose_hint: fn(largest: &str, most: usize) -> String,
    pub(crate) traces_legend: &'static str,
    pub(crate) clean: &'static str,
    pub(crate) clean_note: &'static str,
    pub(crate) keep: &'static str,
    pub(crate) keep_note: &'static str,
    pub(crate) keep_reason: &'static str,
    pub(crate) not_its_claim: &'static str,
    pub(crate) upload: &'static str,
    pub(crate) drop_here: &'static str,
    pub(crate) pause: &'static str,
    pub(crate) resume: &'static str,
    pub(crate) cleaning: &'static str,
    pub(crate) waiting: &'static str,
    pub(crate) paused: &'static str,
    pub(crate) lost: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) adding: &'static str,
    pub(crate) waiting_heading: &'static str,
    pub(crate) waiting_note: fn(hours: u32) -> String,
    pub(crate) remove: &'static str,
    pub(crate) added: &'static str,
    pub(crate) removed: &'static str,
    pub(crate) goes_along: fn(count: usize) -> String,
    pub(crate) files: &'static str,
    pub(crate) trace: fn(Trace) -> &'static str,
    pub(crate) comma: &'static str,
    pub(crate) cleaned: &'static str,
    pub(crate) nothing_found: &'static str,
    pub(crate) kept: &'static str,
    pub(crate) kept_nothing: &'static str,
    pub(crate) kept_because: &'static str,
    pub(crate) uncleaned: fn(Uncleaned) -> &'static str,
    pub(crate) forged: &'static str,
    pub(crate) later: &'static str,
    pub(crate) add_now: &'static str,
    pub(crate) look: &'static str,
    pub(crate) view_title: fn(number: u32) -> String,
    pub(crate) back: &'static str,
    pub(crate) page_of: fn(page: u32, of: u32) -> String,
    pub(crate) first_pages: fn(shown: u32, of: u32) -> String,
    pub(crate) picture_of: fn(name: &str) -> String,
    pub(crate) drawn_note: &'static str,
    pub(crate) not_shown: &'static str,
    pub(crate) download: &'static str,
    pub(crate) download_warning: &'static str,
    pub(crate) fetch: &'static str,
    pub(crate) fetch_note: &'static str,
    pub(crate) fetching: &'static str,
    pub(crate) fetched: &'static str,
    pub(crate) own_missing: &'static str,
    pub(crate) own_altered: &'static str,
    pub(crate) is_missing: &'static str,
    pub(crate) is_altered: &'static str,
    pub(crate) is_away: &'static str,
    pub(crate) kind_is: fn(kind: &str) -> String,
}

namespace!();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Locale,
        locales::{faults, shared, status},
    };

    #[test]
    fn every_trace_and_every_reason_has_its_words() {
        for locale in Locale::ALL {
            let texts = texts(locale);
            assert!(Trace::ALL.iter().all(|&trace| !(texts.trace)(trace).is_empty()));
            assert!(Uncleaned::ALL.iter().all(|&why| !(texts.uncleaned)(why).is_empty()));
        }
    }

    #[test]
    fn a_sentence_that_names_a_button_calls_it_what_it_is_called() {
        for locale in Locale::ALL {
            let (texts, send) = (texts(locale), status::texts(locale).send_message);
            let not_added = faults::message(locale, &model::evidence::fault(model::FaultKind::NotAdded));
            let named = [(texts.lead, send), (texts.added, send), (texts.lost, texts.resume), (&not_added, texts.upload)];
            for (sentence, button) in
                named.into_iter().chain([(texts.fetch_note, texts.fetch), (texts.later, shared::texts(locale).nav_status)])
            {
                let quoted = if locale == Locale::ZhHant { format!("「{button}」") } else { format!("“{button}”") };
                assert!(sentence.contains(&quoted), "{quoted}: {sentence}");
            }
        }
    }

    #[test]
    fn what_the_browser_completes_has_one_place_for_it() {
        for locale in Locale::ALL {
            let texts = texts(locale);
            for sentence in [texts.cleaned, texts.kept, texts.kept_because] {
                assert_eq!(sentence.matches("{}").count(), 1, "{sentence}");
            }
        }
    }
}
