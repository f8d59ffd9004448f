//! The tree of units.

use leptos::prelude::*;
use model::{Fault, UnitCode, UnitLevel};

use crate::{
    Html, View,
    components::{Tone, notice},
    layout::Head,
    locales::{
        admin,
        staff::{frame, words},
    },
    staff::{
        Choice, Desk,
        frame::desk_page,
        parts::{Control, Kind, Mistake, control, mistakes, post, summary},
    },
};

/// What a unit can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// No key: its reports go to the nearest unit above that has one.
    None,
    /// Takes reports; identities go to the nearest custodian above.
    Reports,
    /// Takes reports and keeps identities.
    ReportsAndIdentities,
}

/// One unit of the tree.
#[derive(Debug, Clone)]
pub struct UnitRow {
    /// Code.
    pub code: UnitCode,
    /// Name.
    pub name: String,
    /// Level.
    pub level: UnitLevel,
    /// Steps below the top.
    pub depth: u8,
    /// Active members.
    pub members: u64,
    /// Keys.
    pub keys: KeyState,
    /// Where its reports go while it has no key.
    pub reports_to: Option<String>,
}

/// The form of a unit.
#[derive(Debug, Clone, Default)]
pub struct UnitForm {
    /// `code`
    pub code: String,
    /// `name`
    pub name: String,
    /// `level`
    pub level: String,
    /// `parent`: code of the unit above; empty for none.
    pub parent: String,
    /// `area`: code of its division.
    pub area: String,
    /// `address`: for visits and letters.
    pub address: String,
    /// `phone`
    pub phone: String,
    /// `hours`: opening hours.
    pub hours: String,
    /// Faults at `Field::UnitCode`, `Field::UnitName`, `Field::Parent`, `Field::Level`, `Field::UnitArea`, `Field::Address`, `Field::Phone`.
    pub faults: Vec<Fault>,
}

/// `/admin/units`; posts a new unit to itself.
#[derive(Debug, Clone)]
pub struct UnitsPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Units in the order of the tree.
    pub units: Vec<UnitRow>,
    /// Divisions to choose from.
    pub areas: Vec<Choice>,
    /// The adding form.
    pub form: UnitForm,
    /// Name of the unit just added.
    pub added: Option<String>,
}

/// `/admin/units/{code}`; posts changes to itself.
#[derive(Debug, Clone)]
pub struct UnitPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The unit.
    pub unit: UnitRow,
    /// Units that could stand above.
    pub parents: Vec<Choice>,
    /// Divisions to choose from.
    pub areas: Vec<Choice>,
    /// The form.
    pub form: UnitForm,
    /// Something was saved.
    pub saved: bool,
}

/// The tree.
pub fn units_page(view: &View, page: &UnitsPage) -> Html {
    let texts = admin::texts(view.locale);
    let wrong = mistakes(view, "unit", &page.form.faults);
    let parents: Vec<Choice> = page.units.iter().map(|unit| Choice::new(unit.code.to_string(), unit.name.clone())).collect();
    desk_page(view, &page.desk, Head::new(texts.units_title).with_faults(wrong.len()).wide(), || {
        view! {
            {summary(view, &wrong)}
            {page.added.as_ref().map(|name| notice(Tone::Good, view! { <p role="status">{(texts.unit_added)(name)}</p> }))}
            <h1>{texts.units_title}</h1>
            {unit_table(view, texts, &page.units)}
            <section aria-labelledby="unit-add-title">
                <h2 id="unit-add-title">{texts.unit_add}</h2>
                {unit_form(view, texts, &UnitFields { path: "/admin/units", csrf: &page.desk.csrf, form: &page.form, parents: &parents, areas: &page.areas, is_new: true }, &wrong)}
            </section>
        }
        .into_any()
    })
}

fn unit_table(view: &View, texts: &'static admin::Texts, units: &[UnitRow]) -> AnyView {
    let rows = units.iter().map(|unit| unit_row(view, texts, unit)).collect_view();
    view! {
        <div class="table-frame" role="region" aria-labelledby="units-caption" tabindex="0">
            <table class="list">
                <caption id="units-caption" class="visually-hidden">{texts.units_title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.unit_name}</th>
                        <th scope="col">{texts.code}</th>
                        <th scope="col">{texts.level}</th>
                        <th scope="col">{texts.member_count}</th>
                        <th scope="col">{texts.keys}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn unit_row(view: &View, texts: &'static admin::Texts, unit: &UnitRow) -> AnyView {
    let depth = format!("depth-{}", unit.depth.min(3));
    view! {
        <tr data-unit=unit.code.to_string()>
            <th scope="row" class=depth><a href=view.href(&format!("/admin/units/{}", unit.code))>{unit.name.clone()}</a></th>
            <td class="tabular">{unit.code.to_string()}</td>
            <td>{(words::texts(view.locale).level)(unit.level)}</td>
            <td class="tabular">{unit.members}</td>
            <td>{keys(texts, unit)}</td>
        </tr>
    }
    .into_any()
}

fn keys(texts: &'static admin::Texts, unit: &UnitRow) -> AnyView {
    match unit.keys {
        KeyState::None => {
            let instead = unit.reports_to.as_deref().map(|above| format!(" · {}", (texts.reports_to)(above)));
            view! { <span class="empty">{texts.key_none}{instead}</span> }.into_any()
        }
        KeyState::Reports => texts.key_reports.into_any(),
        KeyState::ReportsAndIdentities => texts.key_both.into_any(),
    }
}

/// What the form of a unit needs.
struct UnitFields<'a> {
    path: &'a str,
    csrf: &'a str,
    form: &'a UnitForm,
    parents: &'a [Choice],
    areas: &'a [Choice],
    is_new: bool,
}

fn unit_form(view: &View, texts: &'static admin::Texts, fields: &UnitFields<'_>, wrong: &[Mistake]) -> AnyView {
    let (common, form) = (frame::texts(view.locale), fields.form);
    let levels: Vec<Choice> =
        UnitLevel::ALL.iter().map(|&level| Choice::new(level.as_str(), (words::texts(view.locale).level)(level))).collect();
    let line = |name: &'static str, label: &'static str, value| Control::new(format!("unit-{name}"), name, label, value);
    let code = Control::new("unit-unit_code", "code", texts.code, &form.code).hint(texts.unit_code_hint);
    let level = line("level", texts.level, &form.level).kind(Kind::Select(common.choose, &levels));
    let parent = line("parent", texts.parent, &form.parent).kind(Kind::Select(texts.parent_none, fields.parents)).optional();
    let name = Control::new("unit-unit_name", "name", texts.unit_name, &form.name);
    let area = Control::new("unit-unit_area", "area", texts.area, &form.area).kind(Kind::Select(common.choose, fields.areas));
    let contact = match fields.is_new {
        true => view! { <h3>{texts.contact}</h3> }.into_any(),
        false => view! { <h2>{texts.contact}</h2> }.into_any(),
    };
    let content = view! {
        {control(view, name, wrong)}
        {fields.is_new.then(|| control(view, code, wrong))}
        {fields.is_new.then(|| control(view, level, wrong))}
        {control(view, parent, wrong)}
        {control(view, area, wrong)}
        {contact}
        <p class="small">{texts.contact_note}</p>
        {control(view, line("address", texts.address, &form.address).optional(), wrong)}
        {control(view, line("phone", texts.phone, &form.phone).optional(), wrong)}
        {control(view, line("hours", texts.hours, &form.hours).hint(texts.hours_hint).optional(), wrong)}
        <button type="submit" class="button-plain">{if fields.is_new { texts.add } else { common.save }}</button>
    };
    post(view, fields.path, "door", fields.csrf, content)
}

/// One unit.
pub fn unit_page(view: &View, page: &UnitPage) -> Html {
    let texts = admin::texts(view.locale);
    let wrong = mistakes(view, "unit", &page.form.faults);
    desk_page(view, &page.desk, Head::new(page.unit.name.clone()).with_faults(wrong.len()), || {
        let path = format!("/admin/units/{}", page.unit.code);
        let fields =
            UnitFields { path: &path, csrf: &page.desk.csrf, form: &page.form, parents: &page.parents, areas: &page.areas, is_new: false };
        view! {
            <p class="back"><a href=view.href("/admin/units")>{texts.units_title}</a></p>
            {summary(view, &wrong)}
            {page.saved.then(|| notice(Tone::Good, view! { <p role="status">{frame::texts(view.locale).saved}</p> }))}
            <h1>{page.unit.name.clone()}</h1>
            <dl class="facts">
                <div><dt>{texts.code}</dt><dd class="tabular">{page.unit.code.to_string()}</dd></div>
                <div><dt>{texts.level}</dt><dd>{(words::texts(view.locale).level)(page.unit.level)}</dd></div>
                <div><dt>{texts.member_count}</dt><dd>{page.unit.members}</dd></div>
                <div><dt>{texts.keys}</dt><dd>{keys(texts, &page.unit)}</dd></div>
            </dl>
            {unit_form(view, texts, &fields, &wrong)}
        }
        .into_any()
    })
}
