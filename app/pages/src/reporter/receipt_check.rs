//! Whether the receipt code was kept: the answer to a retyped code. Compares with the code on the receipt, so nothing is looked up.

use leptos::prelude::*;
use model::{Fault, FaultKind, Field, ReceiptCode, receipt::ReceiptError};

use super::receipt::keep_form;
use crate::{
    Html, View,
    components::{Tone, error_summary, notice, slip},
    layout::{self, Head, Switch},
    locales::receipt,
};

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckOutcome {
    /// The same code.
    Same,
    /// The reporter said that it is written down.
    Kept,
    /// Not a receipt code at all.
    Fault(FaultKind),
    /// A code, but another one: these groups differ, counted from 1.
    Differs(Vec<usize>),
}

impl CheckOutcome {
    /// Compares what was typed with the code that was shown.
    pub fn compare(shown: &ReceiptCode, typed: &str) -> Self {
        match ReceiptCode::parse(typed) {
            Ok(code) if code.as_bytes() == shown.as_bytes() => Self::Same,
            Ok(code) => Self::Differs(differing_groups(shown, &code)),
            Err(error) => Self::Fault(receipt_fault(error)),
        }
    }
}

/// The fault that a field shows for a code that cannot be read.
pub fn receipt_fault(error: ReceiptError) -> FaultKind {
    match error {
        ReceiptError::Empty => FaultKind::Empty,
        ReceiptError::Character(character) => FaultKind::ReceiptCharacter(character),
        ReceiptError::Length(typed) => FaultKind::ReceiptLength { typed },
        ReceiptError::Check => FaultKind::ReceiptCheck,
    }
}

fn differing_groups(shown: &ReceiptCode, typed: &ReceiptCode) -> Vec<usize> {
    let groups = shown.as_bytes().chunks(5).zip(typed.as_bytes().chunks(5));
    groups.enumerate().filter(|(_, (one, other))| one != other).map(|(place, _)| place + 1).collect()
}

/// What the page shows.
pub struct ReceiptCheckPage {
    /// The code on the receipt.
    pub shown: ReceiptCode,
    /// What was typed.
    pub typed: String,
    /// What came out.
    pub outcome: CheckOutcome,
}

/// The page.
pub fn receipt_check_page(view: &View, page: &ReceiptCheckPage) -> Html {
    let texts = receipt::texts(view.locale);
    let head = |title| Head::new(title).with_switch(Switch::Absent);
    match &page.outcome {
        CheckOutcome::Same => kept(view, head(texts.same_title), texts.same_title, texts.same_lead),
        CheckOutcome::Kept => kept(view, head(texts.kept_title), texts.kept_title, texts.kept_lead),
        CheckOutcome::Fault(kind) => {
            let faults = [Fault::new(Field::Receipt, kind.clone())];
            again(view, page, head(texts.check_title).with_faults(1), &faults, ().into_any())
        }
        CheckOutcome::Differs(groups) => {
            let places: Vec<String> = groups.iter().map(usize::to_string).collect();
            let advice = (texts.differs_groups)(&places.join(texts.group_separator));
            let body = view! { <p><strong>{texts.differs_title}</strong></p><p>{advice}</p> };
            again(view, page, head(texts.differs_title), &[], notice(Tone::Careful, body))
        }
    }
}

fn kept(view: &View, head: Head, title: &'static str, lead: &'static str) -> Html {
    let texts = receipt::texts(view.locale);
    layout::public_page(view, head, || {
        view! {
            <h1>{title}</h1>
            {notice(Tone::Good, view! { <p>{lead}</p> })}
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
                {slip::receipt_groups(&page.shown)}
            </section>
            {keep_form(view, &page.shown, &page.typed, faults)}
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_group_that_was_copied_wrong() {
        let shown = ReceiptCode::from_entropy(&[1; 24]);
        let mut entropy = [1; 24];
        entropy[6] = 2;
        let other = ReceiptCode::from_entropy(&entropy);
        let CheckOutcome::Differs(groups) = CheckOutcome::compare(&shown, &other.to_display()) else { panic!("not told apart") };
        assert!(groups.contains(&2));
        assert!(!groups.contains(&1));
        assert_eq!(CheckOutcome::compare(&shown, &shown.to_display().to_lowercase()), CheckOutcome::Same);
        assert_eq!(CheckOutcome::compare(&shown, ""), CheckOutcome::Fault(FaultKind::Empty));
    }
}
