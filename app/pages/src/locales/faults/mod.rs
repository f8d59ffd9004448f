//! What is said of each fault: what is wrong and how to mend it.

use model::{Fault, FaultKind, Field, evidence::limit_text};

use crate::Locale;

pub(crate) struct Texts {
    /// What a field is called within a sentence.
    pub(crate) noun: fn(Field) -> &'static str,
    pub(crate) fill_in: fn(noun: &str) -> String,
    pub(crate) choose: fn(noun: &str) -> String,
    pub(crate) too_long: fn(noun: &str, max: usize, by: usize) -> String,
    pub(crate) too_many: fn(noun: &str, max: usize) -> String,
    pub(crate) too_short: fn(noun: &str, min: usize) -> String,
    pub(crate) malformed: fn(noun: &str) -> String,
    pub(crate) unknown: fn(noun: &str) -> String,
    pub(crate) too_few_digits: fn(noun: &str, min: usize) -> String,
    pub(crate) id_number: &'static str,
    pub(crate) captcha_wrong: &'static str,
    pub(crate) captcha_expired: &'static str,
    pub(crate) ticket: &'static str,
    pub(crate) too_soon: &'static str,
    pub(crate) website: &'static str,
    pub(crate) code_wrong: &'static str,
    pub(crate) sign_in_wrong: &'static str,
    pub(crate) wrong: fn(noun: &str) -> String,
    pub(crate) expired: fn(noun: &str) -> String,
    pub(crate) receipt_length: fn(typed: usize) -> String,
    pub(crate) receipt_character: fn(char) -> String,
    pub(crate) receipt_is_number: &'static str,
    pub(crate) receipt_check: &'static str,
    pub(crate) receipt_unknown: &'static str,
    pub(crate) destroyed: &'static str,
    pub(crate) not_found: fn(noun: &str) -> String,
    pub(crate) weak: &'static str,
    pub(crate) login_letters: &'static str,
    pub(crate) unit_letters: &'static str,
    pub(crate) category_letters: &'static str,
    pub(crate) taken: fn(noun: &str) -> String,
    pub(crate) unchanged: fn(noun: &str) -> String,
    pub(crate) excluded: &'static str,
    pub(crate) nobody_left: &'static str,
    pub(crate) nobody_for_number: &'static str,
    pub(crate) nobody_there: &'static str,
    pub(crate) confirm: &'static str,
    pub(crate) file_too_large: fn(max: &str) -> String,
    pub(crate) file_empty: &'static str,
    pub(crate) too_many_files: fn(max: usize) -> String,
    pub(crate) interrupted: &'static str,
    pub(crate) not_added: &'static str,
}

namespace!();

/// The sentence for a fault.
pub(crate) fn message(locale: Locale, fault: &Fault) -> String {
    let texts = texts(locale);
    let noun = (texts.noun)(fault.field);
    match (&fault.kind, fault.field) {
        (_, Field::Confirmed) => texts.confirm.to_owned(),
        (FaultKind::Empty, field) if is_choice(field) => (texts.choose)(noun),
        (FaultKind::Empty, _) => (texts.fill_in)(noun),
        (FaultKind::TooLong { max, by }, _) => (texts.too_long)(noun, *max, *by),
        (FaultKind::TooMany { max }, Field::Files) => (texts.too_many_files)(*max),
        (FaultKind::TooMany { max }, _) => (texts.too_many)(noun, *max),
        (FaultKind::TooShort { min }, _) => (texts.too_short)(noun, *min),
        (_, Field::Website) => texts.website.to_owned(),
        (FaultKind::TooSoon, _) => texts.too_soon.to_owned(),
        (_, Field::Ticket) => texts.ticket.to_owned(),
        (FaultKind::Malformed, _) => (texts.malformed)(noun),
        // Typed, and not chosen from a list.
        (FaultKind::Unknown, Field::Login | Field::Until) => (texts.wrong)(noun),
        (FaultKind::Unknown, _) => (texts.unknown)(noun),
        (FaultKind::TooFewDigits { min }, _) => (texts.too_few_digits)(noun, *min),
        (FaultKind::IdNumber, _) => texts.id_number.to_owned(),
        (FaultKind::Wrong, field) => wrong(texts, field, noun),
        (FaultKind::Expired, Field::Captcha) => texts.captcha_expired.to_owned(),
        (FaultKind::Expired, _) => (texts.expired)(noun),
        (FaultKind::ReceiptLength { typed }, _) => (texts.receipt_length)(*typed),
        (FaultKind::ReceiptCharacter(character), _) => (texts.receipt_character)(*character),
        (FaultKind::ReceiptIsNumber, _) => texts.receipt_is_number.to_owned(),
        (FaultKind::ReceiptCheck, _) => texts.receipt_check.to_owned(),
        (FaultKind::NotFound, Field::Receipt) => texts.receipt_unknown.to_owned(),
        (FaultKind::NotFound, _) => (texts.not_found)(noun),
        (FaultKind::Destroyed, _) => texts.destroyed.to_owned(),
        (FaultKind::Weak, _) => texts.weak.to_owned(),
        (FaultKind::Letters, Field::Login) => texts.login_letters.to_owned(),
        (FaultKind::Letters, Field::UnitCode) => texts.unit_letters.to_owned(),
        (FaultKind::Letters, _) => texts.category_letters.to_owned(),
        (FaultKind::Taken, _) => (texts.taken)(noun),
        (FaultKind::Unchanged, _) => (texts.unchanged)(noun),
        (FaultKind::Excluded, _) => texts.excluded.to_owned(),
        (FaultKind::NobodyLeft, Field::Number) => texts.nobody_for_number.to_owned(),
        (FaultKind::NobodyLeft, Field::Unit | Field::Reason | Field::Text) => texts.nobody_there.to_owned(),
        (FaultKind::NobodyLeft, _) => texts.nobody_left.to_owned(),
        (FaultKind::FileTooLarge { max }, _) => (texts.file_too_large)(&limit_text(*max)),
        (FaultKind::FileEmpty, _) => texts.file_empty.to_owned(),
        (FaultKind::Interrupted, _) => texts.interrupted.to_owned(),
        (FaultKind::NotAdded, _) => texts.not_added.to_owned(),
    }
}

fn wrong(texts: &Texts, field: Field, noun: &str) -> String {
    match field {
        Field::Captcha => texts.captcha_wrong.to_owned(),
        Field::Code => texts.code_wrong.to_owned(),
        Field::Login => texts.sign_in_wrong.to_owned(),
        _ => (texts.wrong)(noun),
    }
}

/// Whether a field is chosen from a list rather than typed.
fn is_choice(field: Field) -> bool {
    matches!(
        field,
        Field::Kind
            | Field::Category
            | Field::Area
            | Field::AvoidUnit
            | Field::Identity
            | Field::Rating
            | Field::Risk
            | Field::Unit
            | Field::Assignee
            | Field::Member
            | Field::Parent
            | Field::Level
            | Field::UnitArea
            | Field::Officers
            | Field::Threshold
            | Field::Why
            | Field::Finding
            | Field::Roles
            | Field::Step
            | Field::Purpose
            | Field::Scope
            | Field::Files
            | Field::Traces
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_name_in_every_language() {
        for locale in Locale::ALL {
            for &field in Field::ALL {
                assert!(!(texts(locale).noun)(field).is_empty());
            }
        }
    }

    #[test]
    fn a_receipt_that_is_unknown_is_told_apart_from_a_typing_slip() {
        let slip = Fault::new(Field::Receipt, FaultKind::ReceiptCheck);
        let unknown = Fault::new(Field::Receipt, FaultKind::NotFound);
        for locale in Locale::ALL {
            assert_ne!(message(locale, &slip), message(locale, &unknown));
        }
    }
}
