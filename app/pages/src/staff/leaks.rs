//! The warning before a text leaves the unit: what in it may give the reporter away, and a box to send it as it stands.

use leptos::prelude::*;
use model::CaseAction;

use super::case::ActionForm;
use crate::{View, locales::staff::custody};

/// Nothing where nothing was found.
pub(super) fn warning(view: &View, action: CaseAction, form: &ActionForm) -> AnyView {
    if form.leaks.is_empty() {
        return ().into_any();
    }
    let texts = custody::texts(view.locale);
    let id = format!("{action}-confirmed");
    let (error_id, error_of) = (format!("{id}-error"), format!("{id}-error"));
    let found =
        form.leaks.iter().map(|(kind, excerpt)| view! { <li>{(texts.leak)(*kind)}"："<q>{excerpt.clone()}</q></li> }).collect_view();
    view! {
        <div class="notice notice-careful" role="alert">
            <p id=error_id><b>{texts.leak_title}</b></p>
            <ul>{found}</ul>
            <p class="small">{texts.leak_note}</p>
            <div class="choice">
                <input type="checkbox" id=id.clone() name="confirmed" value=form.confirmed.clone() aria-describedby=error_of autocomplete="off" />
                <label for=id>{texts.leak_confirm}</label>
            </div>
        </div>
    }
    .into_any()
}
