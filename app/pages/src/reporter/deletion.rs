//! Asking for a case to be destroyed before its time: folded away, with what it costs.

use leptos::prelude::*;
use model::CaseAction;

use super::{
    status::StatusPage,
    status_forms::{common, may},
};
use crate::{View, locales::retention};

pub(super) fn ask(view: &View, page: &StatusPage) -> AnyView {
    let texts = retention::texts(view.locale);
    let content = if may(page, CaseAction::AskDeletion) {
        let costs = texts.ask_costs.iter().map(|cost| view! { <li>{*cost}</li> }).collect_view();
        view! {
            <details>
                <summary>{texts.ask_summary}</summary>
                <div id="action-ask-deletion">
                    <p>{texts.ask_lead}</p>
                    <ul>{costs}</ul>
                    <button type="submit" class="button-grave" form=common(page) name="step" value=CaseAction::AskDeletion.as_str()>
                        {texts.ask}
                    </button>
                </div>
            </details>
        }
        .into_any()
    } else {
        view! { <p>{texts.asked}</p> }.into_any()
    };
    view! { <section><h2>{texts.ask_heading}</h2>{content}</section> }.into_any()
}
