//! The categories that a report chooses from.

use leptos::prelude::*;
use model::{Fault, category::Category};

use crate::{
    Html, View,
    components::{Fact, Tone, facts, hidden, notice},
    layout::Head,
    locales::{admin, staff::frame, words},
    staff::{
        Choice, Desk,
        frame::desk_page,
        parts::{Control, Kind, Mistake, control, mistakes, post, post_button, summary},
    },
};

/// Groups in the order in which reporters see them.
const GROUPS: [&str; 4] = ["key", "livelihood", "efficiency", "other"];

/// One category.
#[derive(Debug, Clone)]
pub struct CategoryRow {
    /// Code, group and names.
    pub category: Category,
    /// Cases that have it.
    pub cases: u64,
    /// Offered to reporters.
    pub active: bool,
}

/// The form of a category.
#[derive(Debug, Clone, Default)]
pub struct CategoryForm {
    /// `editing`: the code of the category that is changed; empty for a new one.
    pub editing: String,
    /// `code`, of a new one
    pub code: String,
    /// `group`: `key`, `livelihood`, `efficiency` or `other`.
    pub group: String,
    /// `name_hans`
    pub name_hans: String,
    /// `name_hant`
    pub name_hant: String,
    /// `name_en`
    pub name_en: String,
    /// Faults at `Field::CategoryCode` and `Field::CategoryName` (any name that is missing).
    pub faults: Vec<Fault>,
}

/// `/admin/categories`; posts a new category, or with `editing` a changed one, to itself; `/admin/categories/{code}/retire` and `/offer`.
#[derive(Debug, Clone)]
pub struct CategoriesPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Categories in order.
    pub categories: Vec<CategoryRow>,
    /// The form; filled when one is being changed (`?code=`).
    pub form: CategoryForm,
    /// Something was saved.
    pub saved: bool,
}

/// The list.
pub fn categories_page(view: &View, page: &CategoriesPage) -> Html {
    let texts = admin::texts(view.locale);
    let wrong = mistakes(view, "category", &page.form.faults);
    desk_page(view, &page.desk, Head::new(texts.categories_title).with_faults(wrong.len()).wide(), || {
        let title = if page.form.editing.is_empty() { texts.category_add } else { texts.category_change };
        view! {
            {summary(view, &wrong)}
            {page.saved.then(|| notice(Tone::Good, view! { <p role="status">{frame::texts(view.locale).saved}</p> }))}
            <h1>{texts.categories_title}</h1>
            {category_table(view, texts, page)}
            <section aria-labelledby="category-title">
                <h2 id="category-title">{title}</h2>
                {category_form(view, texts, page, &wrong)}
            </section>
        }
        .into_any()
    })
}

fn category_table(view: &View, texts: &'static admin::Texts, page: &CategoriesPage) -> AnyView {
    let rows = page.categories.iter().map(|row| category_row(view, texts, page, row)).collect_view();
    view! {
        <div class="table-frame" role="region" aria-labelledby="categories-caption" tabindex="0">
            <table class="list">
                <caption id="categories-caption" class="visually-hidden">{texts.categories_title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.category}</th>
                        <th scope="col">{texts.code}</th>
                        <th scope="col">{texts.group}</th>
                        <th scope="col">{texts.cases}</th>
                        <th scope="col">{texts.state}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn category_row(view: &View, texts: &'static admin::Texts, page: &CategoriesPage, row: &CategoryRow) -> AnyView {
    let name = words::category(view.locale, &row.category).to_owned();
    let code = row.category.code.to_string();
    let (state, turn, way) = if row.active { (texts.offered, texts.retire, "retire") } else { (texts.retired, texts.offer, "offer") };
    let label = (texts.of_row)(turn, &name);
    let change_label = (texts.of_row)(texts.change, &name);
    let path = format!("/admin/categories/{code}/{way}");
    view! {
        <tr class=(!row.active).then_some("is-past")>
            <th scope="row">{name}</th>
            <td class="tabular">{code.clone()}</td>
            <td>{(words::texts(view.locale).group)(&row.category.group)}</td>
            <td class="tabular">{row.cases}</td>
            <td>{state}</td>
            <td class="row-acts">
                <a href=view.href(&format!("/admin/categories?code={code}")) aria-label=change_label>{texts.change}</a>
                {post_button(view, &path, &page.desk.csrf, turn, Some(label))}
            </td>
        </tr>
    }
    .into_any()
}

fn category_form(view: &View, texts: &'static admin::Texts, page: &CategoriesPage, wrong: &[Mistake]) -> AnyView {
    let (common, form) = (frame::texts(view.locale), &page.form);
    let group_name = words::texts(view.locale).group;
    let groups: Vec<Choice> = GROUPS.iter().map(|&group| Choice::new(group, group_name(group))).collect();
    let code = match form.editing.is_empty() {
        true => control(view, Control::new("category-category_code", "code", texts.code, &form.code).hint(texts.category_code_hint), wrong),
        false => view! { {facts(vec![Fact::text(texts.code, &form.editing)])}{hidden("editing", form.editing.clone())} }.into_any(),
    };
    let group = Control::new("category-group", "group", texts.group, &form.group).kind(Kind::Select(common.choose, &groups));
    let fields = view! {
        {code}
        {control(view, group, wrong)}
        {control(view, Control::new("category-category_name", "name_hans", texts.name_hans, &form.name_hans), wrong)}
        {control(view, Control::new("category-name-hant", "name_hant", texts.name_hant, &form.name_hant), wrong)}
        {control(view, Control::new("category-name-en", "name_en", texts.name_en, &form.name_en), wrong)}
        <button type="submit" class="button-plain">{common.save}</button>
    };
    post(view, "/admin/categories", "door", &page.desk.csrf, fields)
}
