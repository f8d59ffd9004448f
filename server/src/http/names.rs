//! Names of units and lists in the reader's language.

use model::category::Category;
use pages::Locale;

use crate::{casework::Office, store::Unit};

/// A unit's name; empty if it is unknown, which no stored case refers to.
pub fn unit_name(office: &Office, unit: i64, locale: Locale) -> String {
    office.directory.unit(unit).map(|unit| name_of(unit, locale)).unwrap_or_default()
}

/// The name of a unit.
pub fn name_of(unit: &Unit, locale: Locale) -> String {
    match locale {
        Locale::ZhHans => unit.name_hans.clone(),
        Locale::ZhHant => unit.name_hant.clone(),
        Locale::En => unit.name_en.clone(),
    }
}

/// The name of a category.
pub fn category_name(category: &Category, locale: Locale) -> String {
    match locale {
        Locale::ZhHans => category.name_hans.clone(),
        Locale::ZhHant => category.name_hant.clone(),
        Locale::En => category.name_en.clone(),
    }
}
