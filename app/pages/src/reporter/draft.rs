//! The panel that keeps a half-written report on this device, under a phrase. It waits hidden until the script that seals is there; nothing
//! is kept before a phrase is given. It is folded, and the script unfolds it where there is a draft, but not in large type. Where what opens a
//! draft does not load, one that is there can still be destroyed.

use leptos::prelude::*;

use crate::{
    View,
    components::{Tone, notice},
    locales::report,
};

/// `form#draft-form`, which is never sent: its field has no name. Each sentence waits under its name in `data-draft`.
pub(super) fn panel(view: &View) -> AnyView {
    let texts = report::texts(view.locale);
    let said = [
        ("none", texts.draft_none),
        ("found", texts.draft_found),
        ("replaces", texts.draft_replaces),
        ("kept", texts.draft_kept),
        ("short", texts.draft_short),
        ("wrong", texts.draft_wrong),
        ("refused", texts.draft_refused),
        ("left", texts.draft_left),
        ("gone", texts.draft_gone),
    ];
    let said = said.map(|(name, text)| view! { <p data-draft=name hidden>{text}</p> }).into_iter().collect_view();
    view! {
        <form id="draft-form" class="panel" method="post" action=view.href("/report") autocomplete="off" hidden>
            <details>
                <summary>{texts.draft_heading}</summary>
                {notice(Tone::Plain, view! { <div role="status">{said}</div> })}
                <div class="field">
                    <label for="phrase">{texts.draft_phrase}</label>
                    <div class="field-hint" id="phrase-hint">{texts.draft_phrase_hint}</div>
                    <input id="phrase" type="text" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false"
                        aria-describedby="phrase-hint" />
                </div>
                <div class="actions">
                    <button type="submit" class="button-plain" name="step" value="restore">{texts.draft_restore}</button>
                    <button type="submit" class="button-plain" name="step" value="keep">{texts.draft_keep}</button>
                    <button type="submit" class="button-grave" name="step" value="destroy">{texts.draft_destroy}</button>
                </div>
            </details>
        </form>
    }
    .into_any()
}
