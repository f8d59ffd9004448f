//! Whether the receipt code was kept: the answer to a retyped code. Compares with the code on the receipt, so nothing is looked up.

use leptos::prelude::*;
use model::{Fault, Field, ReceiptCheck, ReceiptCode};

use super::receipt::keep_form;
use crate::{
    Html, View,
    components::{Tone, error_summary, hidden, notice, slip},
    layout::{self, Head, Switch},
    locales::{evidence, receipt},
};

/// What the page shows.
pub struct ReceiptCheckPage {
    /// The code on the receipt; none if only the browser knows it, which then fills it in.
    pub shown: Option<ReceiptCode>,
    /// What was typed.
    pub typed: String,
    /// What came out.
    pub outcome: ReceiptCheck,
}

/// The page.
pub fn receipt_check_page(view: &View, page: &ReceiptCheckPage) -> Html {
    let texts = receipt::texts(view.locale);
    let head = |title| Head::new(title).with_switch(Switch::Absent);
    match &page.outcome {
        ReceiptCheck::Same => kept(view, page, head(texts.same_title), texts.same_title, texts.same_lead),
        ReceiptCheck::Kept => kept(view, page, head(texts.kept_title), texts.kept_title, texts.kept_lead),
        ReceiptCheck::Fault(kind) => {
            let faults = [Fault::new(Field::Receipt, kind.clone())];
            again(view, page, head(texts.check_title).with_faults(1), &faults, ().into_any())
        }
        ReceiptCheck::Differs(groups) => {
            let places: Vec<String> = groups.iter().map(usize::to_string).collect();
            let advice = (texts.differs_groups)(&places.join(texts.group_separator));
            let body = view! { <p><strong>{texts.differs_title}</strong></p><p>{advice}</p> };
            again(view, page, head(texts.differs_title), &[], notice(Tone::Careful, body))
        }
    }
}

fn kept(view: &View, page: &ReceiptCheckPage, head: Head, title: &'static str, lead: &'static str) -> Html {
    let texts = receipt::texts(view.locale);
    layout::public_page(view, head, || {
        view! {
            <h1>{title}</h1>
            {notice(Tone::Good, view! { <p>{lead}</p> })}
            <form id="evidence-now" method="post" action=view.href("/status")>
                {hidden("receipt", page.shown.as_ref().map(ReceiptCode::to_display).unwrap_or_default())}
                <p>{evidence::texts(view.locale).lead}</p>
                <div class="actions"><button type="submit" class="button">{evidence::texts(view.locale).add_now}</button></div>
            </form>
            <p><a href=view.href("/status")>{texts.follow}</a></p>
        }
        .into_any()
    })
}

fn again(view: &View, page: &ReceiptCheckPage, head: Head, faults: &[Fault], advice: AnyView) -> Html {
    let texts = receipt::texts(view.locale);
    layout::public_page(view, head, || {
        view! {
            {error_summary(view, faults)}
            <h1>{texts.check_title}</h1>
            {advice}
            <section class="slip">
                <p class="slip-label">{texts.code_label}</p>
                {slip::receipt_groups(page.shown.as_ref())}
            </section>
            {keep_form(view, page.shown.as_ref(), &page.typed, faults)}
        }
        .into_any()
    })
}
