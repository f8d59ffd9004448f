//! Moving a member to another unit.

use leptos::prelude::*;
use model::Fault;

use super::members::{MemberRow, role_ticks};
use crate::{
    Html, View,
    components::{Fact, Tone, facts, notice},
    layout::Head,
    locales::{admin, staff::frame},
    staff::{
        Choice, Desk,
        frame::desk_page,
        parts::{Control, Kind, control, lines, mistakes, post, summary},
    },
};

/// `/admin/members/{id}/move`, posts to itself: `unit` (a code), `role` (once for each), `login` (typed again).
#[derive(Debug, Clone)]
pub struct MovingPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The member.
    pub member: MemberRow,
    /// Open cases assigned to the member.
    pub open_cases: u64,
    /// The member is the last who holds the unit's key: moving would close its cases for good.
    pub last_key_holder: bool,
    /// Units to which the member can be moved.
    pub units: Vec<Choice>,
    /// The unit that was chosen.
    pub unit: String,
    /// The roles that were ticked.
    pub roles: Vec<String>,
    /// What was typed to confirm.
    pub typed_login: String,
    /// Faults at `Field::Unit`, `Field::Roles`, `Field::Login`.
    pub faults: Vec<Fault>,
}

/// The page.
pub fn moving_page(view: &View, page: &MovingPage) -> Html {
    let texts = admin::texts(view.locale);
    let wrong = mistakes(view, "move", &page.faults);
    let address = format!("/admin/members/{}", page.member.id);
    desk_page(view, &page.desk, Head::new(texts.move_title).with_faults(wrong.len()), || {
        let choose = frame::texts(view.locale).choose;
        let unit = Control::new("move-unit", "unit", texts.move_unit, &page.unit).kind(Kind::Select(choose, &page.units));
        let confirm = Control::new("move-login", "login", texts.leave_confirm, &page.typed_login).hint(texts.leave_hint);
        let fields = view! {
            {control(view, unit, &wrong)}
            {role_ticks(view, texts, "move-roles", &page.roles, &wrong)}
            {control(view, confirm, &wrong)}
            <button type="submit" class="button-grave">{texts.move_send}</button>
        };
        view! {
            <p class="back"><a href=view.href(&address)>{page.member.name.clone()}</a></p>
            {summary(view, &wrong)}
            <h1>{texts.move_title}</h1>
            {facts(vec![
                Fact::text(texts.name, page.member.name.clone()),
                Fact::text(texts.login, page.member.login.clone()),
                Fact::text(texts.unit, page.member.unit.clone()),
                Fact::text(texts.open_cases, page.open_cases.to_string()),
            ])}
            {page.last_key_holder.then(|| notice(Tone::Grave, view! { <p>{texts.leave_last}</p> }))}
            <h2>{texts.move_what}</h2>
            {lines(&texts.move_happens)}
            {post(view, &format!("{address}/move"), "door", &page.desk.csrf, fields)}
        }
        .into_any()
    })
}
