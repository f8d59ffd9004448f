//! The fields of the report form, one function each.

use leptos::prelude::*;
use model::{
    Catalog, Fault, Field, IdentityMode, ReportForm, ReportKind, avoid::codes, category::Category, division::Division, unit::UnitLevel,
};

use super::kind_text;
use crate::{
    View,
    components::{Choice, ChoiceGroup, Input, InputKind, OptionGroup, Select, choices, hidden, input, select},
    locales::{avoid, report, retaliation, words},
};

pub(super) fn kind(view: &View, form: &ReportForm, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    let names = words::texts(view.locale);
    let notes = [texts.kind_notes.disclosure, texts.kind_notes.request, texts.kind_notes.suggestion];
    if form.kind == ReportKind::Protection.as_str() {
        return protection(view, form, faults);
    }
    let entries = ReportKind::USUAL.iter().zip(notes);
    let entries = entries.map(|(&kind, note)| Choice { value: kind.as_str(), label: (names.kind)(kind), note: Some(note.into_any()) });
    let group = ChoiceGroup {
        field: Field::Kind,
        legend: view! { <h2>{texts.kind_legend}</h2> }.into_any(),
        hint: None,
        value: &form.kind,
        choices: entries.collect(),
    };
    view! {
        {choices(view, group, faults)}
        <p class="rules" aria-live="polite">{kind_text::inline(&texts.kind_rules)}</p>
    }
    .into_any()
}

/// Protection is not chosen among the others: who came for it is asked about which case.
fn protection(view: &View, form: &ReportForm, faults: &[Fault]) -> AnyView {
    let texts = retaliation::texts(view.locale);
    let number = Input::new(Field::Number, texts.number, &form.number).hint(texts.number_hint).kind(InputKind::Code).optional();
    view! {
        <h2>{texts.form_heading}</h2>
        <p>{texts.rules}</p>
        {hidden("kind", ReportKind::Protection.as_str())}
        {input(view, number, faults)}
    }
    .into_any()
}

pub(super) fn category(view: &View, form: &ReportForm, catalog: &Catalog, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    let props = Select {
        field: Field::Category,
        label: texts.category.into_any(),
        hint: Some(texts.category_hint.into_any()),
        value: &form.category,
        groups: category_groups(view, catalog),
        optional: false,
    };
    select(view, props, faults)
}

/// Categories under the headings of their groups, in the order of the list.
fn category_groups(view: &View, catalog: &Catalog) -> Vec<OptionGroup> {
    let names = words::texts(view.locale);
    let option = |category: &Category| (category.code.to_string(), words::category(view.locale, category).to_owned());
    catalog
        .categories()
        .chunk_by(|one, next| one.group == next.group)
        .filter_map(|chunk| Some((chunk.first()?, chunk)))
        .map(|(first, chunk)| OptionGroup { label: (names.group)(&first.group).to_owned(), options: chunk.iter().map(option).collect() })
        .collect()
}

pub(super) fn area(view: &View, form: &ReportForm, catalog: &Catalog, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    let props = Select {
        field: Field::Area,
        label: texts.area.into_any(),
        hint: Some(texts.area_hint.into_any()),
        value: &form.area,
        groups: area_groups(texts, catalog),
        optional: false,
    };
    select(view, props, faults)
}

/// The city, then each district with its streets and towns.
fn area_groups(texts: &report::Texts, catalog: &Catalog) -> Vec<OptionGroup> {
    let city = catalog.divisions().iter().filter(|division| division.level == UnitLevel::City);
    let city = city.map(|city| (city.code.to_string(), (texts.whole_city)(&city.name)));
    let mut groups = vec![OptionGroup { label: String::new(), options: city.collect() }];
    groups.extend(catalog.districts().map(|district| district_group(texts, catalog, district)));
    groups
}

fn district_group(texts: &report::Texts, catalog: &Catalog, district: &Division) -> OptionGroup {
    let whole = (district.code.to_string(), (texts.whole_district)(&district.name));
    let streets = catalog.children(&district.code).map(|street| (street.code.to_string(), street.name.clone()));
    OptionGroup { label: district.name.clone(), options: std::iter::once(whole).chain(streets).collect() }
}

pub(super) fn subject(view: &View, form: &ReportForm, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    let field = Input::new(Field::Subject, kind_text::inline(&texts.subject), &form.subject).hint(kind_text::inline(&texts.subject_hint));
    input(view, field, faults)
}

pub(super) fn title(view: &View, form: &ReportForm, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    input(view, Input::new(Field::Title, texts.title_label, &form.title).hint(texts.title_hint), faults)
}

pub(super) fn body(view: &View, form: &ReportForm, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    let hint = view! { <p>{kind_text::inline(&texts.body_hint)}</p><p>{texts.body_limit}</p> };
    let field = Input::new(Field::Body, kind_text::inline(&texts.body), &form.body).hint(hint).kind(InputKind::Lines(12));
    input(view, field, faults)
}

pub(super) fn identity(view: &View, form: &ReportForm, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    let names = words::texts(view.locale);
    let notes = [&texts.anonymous_note, &texts.named_note];
    let entries = IdentityMode::ALL.iter().zip(notes);
    let entries =
        entries.map(|(&mode, note)| Choice { value: mode.as_str(), label: (names.identity)(mode), note: Some(kind_text::inline(note)) });
    let group = ChoiceGroup {
        field: Field::Identity,
        legend: view! { <h2>{texts.identity_legend}</h2> }.into_any(),
        hint: None,
        value: &form.identity,
        choices: entries.collect(),
    };
    choices(view, group, faults)
}

/// Asked only of those who file under their name: the style sheet hides it from the others, and where it cannot, a line says so.
pub(super) fn named(view: &View, form: &ReportForm, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    view! {
        <fieldset class="named-only">
            <legend><h3>{texts.named_heading}</h3></legend>
            <p class="without-has">{texts.named_only}</p>
            {input(view, Input::new(Field::Name, texts.name, &form.name).hint(texts.name_hint), faults)}
            {input(view, Input::new(Field::IdNumber, texts.id_number, &form.id_number).hint(texts.id_number_hint).kind(InputKind::Code), faults)}
            {input(view, Input::new(Field::Phone, texts.phone, &form.phone).hint(texts.phone_hint).kind(InputKind::Telephone), faults)}
            {input(view, Input::new(Field::Address, texts.address, &form.address), faults)}
        </fieldset>
    }
    .into_any()
}

/// Who must not learn of it: folded, since most people name nobody.
pub(super) fn avoid(view: &View, form: &ReportForm, units: &[(String, String)], faults: &[Fault]) -> AnyView {
    let texts = avoid::texts(view.locale);
    let is_wrong = faults.iter().any(|fault| matches!(fault.field, Field::AvoidNames | Field::AvoidUnit));
    let is_open = is_wrong || !form.avoid_names.is_empty() || !form.avoid_units.is_empty();
    let people =
        Input::new(Field::AvoidNames, texts.people, &form.avoid_names).hint(texts.people_hint).kind(InputKind::Lines(2)).optional();
    let unit = Select {
        field: Field::AvoidUnit,
        label: texts.unit.into_any(),
        hint: Some(texts.unit_hint.into_any()),
        value: "",
        groups: vec![OptionGroup { label: String::new(), options: units.to_vec() }],
        optional: true,
    };
    let carried = form.avoid_units.clone();
    let named = codes(&form.avoid_units).into_iter().map(|code| dropped(texts, code, units)).collect_view();
    view! {
        <details id="avoid" class="panel" open=is_open>
            <summary>{texts.summary}</summary>
            <p class="small">{texts.note}</p>
            {input(view, people, faults)}
            {hidden("avoid_units", carried)}
            {named}
            {select(view, unit, faults)}
        </details>
    }
    .into_any()
}

/// A unit that was named before, which can be left out again.
fn dropped(texts: &'static avoid::Texts, code: &str, units: &[(String, String)]) -> AnyView {
    let name = units.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, name)| name.clone());
    let id = format!("avoid_drop-{code}");
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name="avoid_drop" value=code.to_owned() autocomplete="off" />
            <label for=id>{(texts.drop)(&name)}</label>
        </div>
    }
    .into_any()
}

pub(super) fn captcha(view: &View, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    input(view, Input::new(Field::Captcha, texts.captcha, "").hint(texts.captcha_hint).kind(InputKind::Code), faults)
}
