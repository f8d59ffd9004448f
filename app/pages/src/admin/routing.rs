//! Which unit a report goes to.

use leptos::prelude::*;
use model::Fault;

use crate::{
    Html, View,
    components::{Tone, notice},
    layout::Head,
    locales::{admin, staff::frame},
    staff::{
        Choice, Desk,
        frame::desk_page,
        parts::{Control, Kind, Mistake, control, mistakes, post, post_button, summary},
    },
};

/// One rule. The first that fits decides.
#[derive(Debug, Clone)]
pub struct RuleRow {
    /// Id in the addresses of its forms.
    pub id: String,
    /// Category's name; none for any.
    pub category: Option<String>,
    /// Area's name; none for any.
    pub area: Option<String>,
    /// Unit's name.
    pub unit: String,
    /// The unit has a key.
    pub has_key: bool,
}

/// The form of a new rule.
#[derive(Debug, Clone, Default)]
pub struct RuleForm {
    /// `category`: code, empty for any.
    pub category: String,
    /// `area`: code, empty for any.
    pub area: String,
    /// `unit`: code.
    pub unit: String,
    /// Faults at `Field::Category`, `Field::Area`, `Field::Unit`.
    pub faults: Vec<Fault>,
}

/// What a test report would do.
#[derive(Debug, Clone)]
pub struct RouteAnswer {
    /// The unit that takes it.
    pub unit: Option<String>,
    /// Place of the rule that fits, from 1; none when none does and the area decides.
    pub rule: Option<usize>,
    /// The unit that would have taken it, had it a key.
    pub instead_of: Option<String>,
    /// Where the identity of a named report would be kept.
    pub custodians_of: Option<String>,
}

/// The test box: `?test_category=…&test_area=…`.
#[derive(Debug, Clone, Default)]
pub struct RouteTest {
    /// Category's code.
    pub category: String,
    /// Area's code.
    pub area: String,
    /// The answer, if asked.
    pub answer: Option<RouteAnswer>,
}

/// `/admin/routing`; posts a new rule to itself; `/admin/routing/{id}/up`, `/down`, `/remove`.
#[derive(Debug, Clone)]
pub struct RoutingPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Rules in order.
    pub rules: Vec<RuleRow>,
    /// Categories.
    pub categories: Vec<Choice>,
    /// Areas.
    pub areas: Vec<Choice>,
    /// Units.
    pub units: Vec<Choice>,
    /// The adding form.
    pub form: RuleForm,
    /// The test box.
    pub test: RouteTest,
    /// Something was saved.
    pub saved: bool,
}

/// The rules.
pub fn routing_page(view: &View, page: &RoutingPage) -> Html {
    let texts = admin::texts(view.locale);
    let wrong = mistakes(view, "rule", &page.form.faults);
    desk_page(view, &page.desk, Head::new(texts.routing_title).with_faults(wrong.len()).wide(), || {
        view! {
            {summary(view, &wrong)}
            {page.saved.then(|| notice(Tone::Good, view! { <p role="status">{frame::texts(view.locale).saved}</p> }))}
            <h1>{texts.routing_title}</h1>
            <p>{texts.routing_intro}</p>
            {rule_table(view, texts, page)}
            <section aria-labelledby="rule-title">
                <h2 id="rule-title">{texts.rule_add}</h2>
                {rule_form(view, texts, page, &wrong)}
            </section>
            <section class="route-test" aria-labelledby="test-title">
                <h2 id="test-title">{texts.test}</h2>
                <p class="small">{texts.test_note}</p>
                {test_form(view, texts, page)}
            </section>
        }
        .into_any()
    })
}

fn rule_table(view: &View, texts: &'static admin::Texts, page: &RoutingPage) -> AnyView {
    if page.rules.is_empty() {
        return view! { <p class="empty">{texts.rules_empty}</p> }.into_any();
    }
    let rows = page.rules.iter().enumerate().map(|(place, rule)| rule_row(view, texts, page, place, rule)).collect_view();
    view! {
        <div class="table-frame" role="region" aria-labelledby="rules-caption" tabindex="0">
            <table class="list">
                <caption id="rules-caption" class="visually-hidden">{texts.routing_title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.place}</th>
                        <th scope="col">{texts.category}</th>
                        <th scope="col">{texts.area}</th>
                        <th scope="col">{texts.unit}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn rule_row(view: &View, texts: &'static admin::Texts, page: &RoutingPage, place: usize, rule: &RuleRow) -> AnyView {
    let remove = frame::texts(view.locale).remove;
    let act = |way: &str, name: &'static str| {
        let label = (texts.rule_label)(name, place + 1);
        post_button(view, &format!("/admin/routing/{}/{way}", rule.id), &page.desk.csrf, name, Some(label))
    };
    let answered = page.test.answer.as_ref().and_then(|answer| answer.rule) == Some(place + 1);
    view! {
        <tr class=answered.then_some("is-chosen")>
            <th scope="row" class="tabular">{place + 1}</th>
            <td>{rule.category.clone().unwrap_or_else(|| texts.any_category.to_owned())}</td>
            <td>{rule.area.clone().unwrap_or_else(|| texts.any_area.to_owned())}</td>
            <td>{rule.unit.clone()}{(!rule.has_key).then(|| view! { <span class="is-soon">{texts.no_key}</span> })}</td>
            <td class="row-acts">
                {(place > 0).then(|| act("up", texts.up))}
                {(place + 1 < page.rules.len()).then(|| act("down", texts.down))}
                {act("remove", remove)}
            </td>
        </tr>
    }
    .into_any()
}

fn rule_form(view: &View, texts: &'static admin::Texts, page: &RoutingPage, wrong: &[Mistake]) -> AnyView {
    let (choose, form) = (frame::texts(view.locale).choose, &page.form);
    let category = Control::new("rule-category", "category", texts.category, &form.category)
        .kind(Kind::Select(texts.any_category, &page.categories))
        .optional();
    let area = Control::new("rule-area", "area", texts.area, &form.area).kind(Kind::Select(texts.any_area, &page.areas)).optional();
    let unit = Control::new("rule-unit", "unit", texts.unit, &form.unit).kind(Kind::Select(choose, &page.units));
    let fields = view! {
        {control(view, category, wrong)}
        {control(view, area, wrong)}
        {control(view, unit, wrong)}
        <button type="submit" class="button-plain">{texts.add}</button>
    };
    post(view, "/admin/routing", "door", &page.desk.csrf, fields)
}

fn test_form(view: &View, texts: &'static admin::Texts, page: &RoutingPage) -> AnyView {
    let (choose, test) = (frame::texts(view.locale).choose, &page.test);
    let category =
        Control::new("test-category", "test_category", texts.category, &test.category).kind(Kind::Select(choose, &page.categories));
    let area = Control::new("test-area", "test_area", texts.area, &test.area).kind(Kind::Select(choose, &page.areas));
    view! {
        <form id="route-test" method="get" action=view.href("/admin/routing") class="door">
            {control(view, category, &[])}
            {control(view, area, &[])}
            <button type="submit" class="button-plain">{texts.test_ask}</button>
        </form>
        {test.answer.as_ref().map(|answer| route_answer(texts, answer))}
    }
    .into_any()
}

fn route_answer(texts: &'static admin::Texts, answer: &RouteAnswer) -> AnyView {
    let Some(unit) = answer.unit.as_deref() else {
        return notice(Tone::Careful, view! { <p id="route-answer" role="status">{texts.test_nowhere}</p> });
    };
    let why = answer.rule.map_or_else(|| texts.test_by_area.to_owned(), texts.test_by_rule);
    let instead = answer.instead_of.as_deref().map(|unit| (texts.test_instead)(unit));
    let custodians = answer.custodians_of.as_deref().map_or_else(|| texts.test_no_custodians.to_owned(), texts.test_custodians);
    notice(
        Tone::Plain,
        view! {
            <p id="route-answer" role="status"><strong>{(texts.test_goes)(unit)}</strong></p>
            <p>{why}" "{instead}</p>
            <p>{custodians}</p>
        },
    )
}
