//! Members of the units, and inviting new ones.

use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use model::{Fault, Role};

use crate::{
    Html, View,
    components::{Fact, Tone, facts, notice},
    layout::Head,
    locales::{
        admin,
        staff::{frame, words as staff_words},
        words,
    },
    staff::{
        Choice, Desk,
        frame::desk_page,
        parts::{Control, Kind, Mistake, Ticks, control, lines, mistakes, moment, moment_text, post, post_button, summary, ticks},
    },
};

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberState {
    /// Can work.
    Active,
    /// Signed up, but holds no key of the unit yet: someone who does must grant it.
    AwaitsKey,
    /// Has left.
    Left,
}

/// One member.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// Id, as in the address of the member's page.
    pub id: String,
    /// Sign-in name.
    pub login: String,
    /// Display name.
    pub name: String,
    /// Unit's name.
    pub unit: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Where the member stands.
    pub state: MemberState,
    /// Last sign-in.
    pub last_seen: Option<Date>,
}

/// An invitation that has not been taken up.
#[derive(Debug, Clone)]
pub struct InvitationRow {
    /// Id for revoking.
    pub id: String,
    /// Proposed name.
    pub name: String,
    /// Unit's name.
    pub unit: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Ends at, local time.
    pub ends: DateTime,
}

/// The form that invites.
#[derive(Debug, Clone, Default)]
pub struct InviteForm {
    /// `name`: proposed display name.
    pub name: String,
    /// `login`: proposed sign-in name.
    pub login: String,
    /// `unit`: code of a unit.
    pub unit: String,
    /// `role`, once for each.
    pub roles: Vec<String>,
    /// Faults at `Field::Name`, `Field::Login`, `Field::Unit`, `Field::Roles`.
    pub faults: Vec<Fault>,
}

/// `/admin/members`. Posts: `/admin/members/invite`; `/admin/invitations/{id}/revoke`.
#[derive(Debug, Clone)]
pub struct MembersPage {
    /// Who is signed in.
    pub desk: Desk,
    /// Members, active ones first.
    pub members: Vec<MemberRow>,
    /// Open invitations.
    pub invitations: Vec<InvitationRow>,
    /// Units to choose from.
    pub units: Vec<Choice>,
    /// The member who looks may invite and change members, and not only grant keys.
    pub may_manage: bool,
    /// The inviting form.
    pub form: InviteForm,
    /// The address of an invitation just made, shown once, and when it ends.
    pub made: Option<(String, DateTime)>,
}

/// `/admin/members/{id}`. Posts: `/admin/members/{id}/roles` (`role`, once for each), `/admin/members/{id}/grant-key`,
/// `/admin/members/{id}/invite-again`, `/admin/members/{id}/leave` (`login`, typed again).
#[derive(Debug, Clone)]
pub struct MemberPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The member.
    pub member: MemberRow,
    /// Open cases assigned to the member.
    pub open_cases: u64,
    /// The member who looks may change this one, and not only grant keys.
    pub may_manage: bool,
    /// The asking member holds a key of the unit that this one lacks, and can grant it.
    pub may_grant_key: bool,
    /// The member is the last who holds the unit's key: leaving would close its cases for good.
    pub last_key_holder: bool,
    /// Faults at `Field::Roles` or `Field::Login`.
    pub faults: Vec<Fault>,
    /// Roles that are ticked.
    pub ticked: Vec<String>,
    /// What was typed to confirm leaving.
    pub typed_login: String,
    /// Something was saved.
    pub saved: bool,
}

/// The list.
pub fn members_page(view: &View, page: &MembersPage) -> Html {
    let texts = admin::texts(view.locale);
    let wrong = mistakes(view, "invite", &page.form.faults);
    desk_page(view, &page.desk, Head::new(texts.members_title).with_faults(wrong.len()).wide(), || {
        view! {
            {summary(view, &wrong)}
            <h1>{texts.members_title}</h1>
            {page.made.as_ref().map(|made| made_link(texts, made))}
            {member_table(view, texts, &page.members)}
            <p><a href=view.href("/admin/keys")>{texts.unit_keys}</a></p>
            {page.may_manage.then(|| inviting(view, texts, page, &wrong))}
        }
        .into_any()
    })
}

fn inviting(view: &View, texts: &'static admin::Texts, page: &MembersPage, wrong: &[Mistake]) -> AnyView {
    view! {
        {invitations(view, texts, page)}
        <section aria-labelledby="invite-title">
            <h2 id="invite-title">{texts.invite}</h2>
            <p>{texts.invite_note}</p>
            {invite_form(view, texts, page, wrong)}
        </section>
    }
    .into_any()
}

fn made_link(texts: &'static admin::Texts, made: &(String, DateTime)) -> AnyView {
    let note = (texts.invite_made_note)(&moment_text(made.1));
    notice(
        Tone::Good,
        view! {
            <h2>{texts.invite_made}</h2>
            <p><code id="invite-link" class="link-once" translate="no">{made.0.clone()}</code></p>
            <p>{note}</p>
        },
    )
}

fn member_table(view: &View, texts: &'static admin::Texts, members: &[MemberRow]) -> AnyView {
    let rows = members.iter().map(|member| member_row(view, texts, member)).collect_view();
    view! {
        <div class="table-frame" role="region" aria-labelledby="members-caption" tabindex="0">
            <table class="list">
                <caption id="members-caption" class="visually-hidden">{texts.members_title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.name}</th>
                        <th scope="col">{texts.login}</th>
                        <th scope="col">{texts.unit}</th>
                        <th scope="col">{texts.roles}</th>
                        <th scope="col">{texts.state}</th>
                        <th scope="col">{texts.last_seen}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {members.is_empty().then(|| view! { <p class="empty">{texts.members_empty}</p> })}
    }
    .into_any()
}

fn member_row(view: &View, texts: &'static admin::Texts, member: &MemberRow) -> AnyView {
    let seen = member.last_seen.map_or_else(|| texts.never_seen.to_owned(), |day| day.to_string());
    view! {
        <tr data-login=member.login.clone() class=(member.state == MemberState::Left).then_some("is-past")>
            <th scope="row"><a href=view.href(&format!("/admin/members/{}", member.id))>{member.name.clone()}</a></th>
            <td>{member.login.clone()}</td>
            <td>{member.unit.clone()}</td>
            <td>{role_names(view, &member.roles)}</td>
            <td>{state(texts, member.state)}</td>
            <td class="tabular">{seen}</td>
        </tr>
    }
    .into_any()
}

fn role_names(view: &View, roles: &[Role]) -> String {
    let words = words::texts(view.locale);
    roles.iter().map(|&role| (words.role)(role)).collect::<Vec<_>>().join(staff_words::texts(view.locale).list_comma)
}

fn state(texts: &'static admin::Texts, state: MemberState) -> AnyView {
    match state {
        MemberState::Active => texts.active.into_any(),
        MemberState::AwaitsKey => view! { <strong class="is-soon">{texts.awaits_key}</strong> }.into_any(),
        MemberState::Left => texts.left.into_any(),
    }
}

fn invitations(view: &View, texts: &'static admin::Texts, page: &MembersPage) -> AnyView {
    let rows = page
        .invitations
        .iter()
        .map(|invitation| {
            let path = format!("/admin/invitations/{}/revoke", invitation.id);
            // The first member's invitation, which the program prints, proposes no name.
            let name = if invitation.name.is_empty() { "—" } else { invitation.name.as_str() }.to_owned();
            let label = (texts.revoke_label)(&name);
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{invitation.unit.clone()}</td>
                    <td>{role_names(view, &invitation.roles)}</td>
                    <td>{moment(invitation.ends)}</td>
                    <td>{post_button(view, &path, &page.desk.csrf, texts.revoke, Some(label))}</td>
                </tr>
            }
        })
        .collect_view();
    if page.invitations.is_empty() {
        return view! { <h2>{texts.invitations}</h2><p class="empty">{texts.invitations_empty}</p> }.into_any();
    }
    view! {
        <h2 id="invitations-title">{texts.invitations}</h2>
        <div class="table-frame" role="region" aria-labelledby="invitations-title" tabindex="0">
            <table class="list">
                <caption class="visually-hidden">{texts.invitations}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.name}</th>
                        <th scope="col">{texts.unit}</th>
                        <th scope="col">{texts.roles}</th>
                        <th scope="col">{texts.ends}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn invite_form(view: &View, texts: &'static admin::Texts, page: &MembersPage, wrong: &[Mistake]) -> AnyView {
    let choose = frame::texts(view.locale).choose;
    let form = &page.form;
    let name = Control::new("invite-name", "name", texts.invite_name, &form.name);
    let login = Control::new("invite-login", "login", texts.invite_login, &form.login).optional();
    let unit = Control::new("invite-unit", "unit", texts.unit, &form.unit).kind(Kind::Select(choose, &page.units));
    let fields = view! {
        {control(view, name, wrong)}
        {control(view, login, wrong)}
        {control(view, unit, wrong)}
        {role_ticks(view, texts, "invite-roles", &form.roles, wrong)}
        <button type="submit" class="button-plain">{texts.invite_send}</button>
    };
    post(view, "/admin/members/invite", "door", &page.desk.csrf, fields)
}

pub(super) fn role_ticks(view: &View, texts: &'static admin::Texts, id: &str, ticked: &[String], wrong: &[Mistake]) -> AnyView {
    let (words, own) = (words::texts(view.locale), staff_words::texts(view.locale));
    let boxes = Role::ALL.iter().map(|&role| (role.as_str(), (words.role)(role), (own.role_note)(role))).collect();
    ticks(view, Ticks { id: id.to_owned(), name: "role", legend: texts.roles, boxes, ticked }, wrong)
}

/// One member.
pub fn member_page(view: &View, page: &MemberPage) -> Html {
    let texts = admin::texts(view.locale);
    let wrong = mistakes(view, "member", &page.faults);
    let member = &page.member;
    desk_page(view, &page.desk, Head::new(member.name.clone()).with_faults(wrong.len()), || {
        let seen = member.last_seen.map_or_else(|| texts.never_seen.to_owned(), |day| day.to_string());
        view! {
            <p class="back"><a href=view.href("/admin/members")>{texts.members_title}</a></p>
            {summary(view, &wrong)}
            {page.saved.then(|| notice(Tone::Good, view! { <p role="status">{frame::texts(view.locale).saved}</p> }))}
            <h1>{member.name.clone()}</h1>
            {facts(vec![
                Fact::text(texts.login, member.login.clone()),
                Fact::text(texts.unit, member.unit.clone()),
                Fact { name: texts.state, value: state(texts, member.state) },
                Fact::text(texts.last_seen, seen),
                Fact::text(texts.open_cases, page.open_cases.to_string()),
            ])}
            {(member.state != MemberState::Left).then(|| view! { <h2>{texts.member_key}</h2>{key(view, texts, page)} })}
            {(page.may_manage && member.state != MemberState::Left).then(|| changes(view, texts, page, &wrong))}
        }
        .into_any()
    })
}

fn changes(view: &View, texts: &'static admin::Texts, page: &MemberPage, wrong: &[Mistake]) -> AnyView {
    let common = frame::texts(view.locale);
    let path = |what: &str| format!("/admin/members/{}/{what}", page.member.id);
    let happens = |what: &'static [&'static str]| view! { <h3>{texts.move_what}</h3>{lines(what)} };
    let roles = view! {
        {role_ticks(view, texts, "member-roles", &page.ticked, wrong)}
        <button type="submit" class="button-plain">{common.save}</button>
    };
    let again = view! { <button type="submit" class="button-plain">{texts.invite_send}</button> };
    let confirm = Control::new("member-login", "login", texts.leave_confirm, &page.typed_login).hint(texts.leave_hint);
    let leave = view! {
        {control(view, confirm, wrong)}
        <button type="submit" class="button-grave">{texts.leave}</button>
    };
    view! {
        {page.last_key_holder.then(|| notice(Tone::Grave, view! { <p>{texts.leave_last}</p> }))}
        <section id="member-changes">
            <h2>{texts.roles}</h2>
            {happens(&texts.roles_happens)}
            {post(view, &path("roles"), "door", &page.desk.csrf, roles)}
        </section>
        <section id="member-reset">
            <h2>{texts.forgot}</h2>
            {happens(&texts.forgot_happens)}
            {post(view, &path("invite-again"), "door", &page.desk.csrf, again)}
        </section>
        <h2>{texts.move_title}</h2>
        <p><a href=view.href(&path("move"))>{texts.move_link}</a></p>
        <section id="member-leaves">
            <h2>{texts.leave}</h2>
            {happens(&texts.leave_happens)}
            {post(view, &path("leave"), "door", &page.desk.csrf, leave)}
        </section>
    }
    .into_any()
}

fn key(view: &View, texts: &'static admin::Texts, page: &MemberPage) -> AnyView {
    // Who holds the key in force may lack one that it replaced.
    if !page.may_grant_key {
        let said = if page.member.state == MemberState::AwaitsKey { texts.grant_other } else { texts.holds_key };
        return view! { <p>{said}</p> }.into_any();
    }
    let path = format!("/admin/members/{}/grant-key", page.member.id);
    let button = view! { <button type="submit" class="button">{texts.grant}</button> };
    view! {
        <section id="member-grant">
            <h3>{texts.move_what}</h3>
            {lines(&texts.grant_happens)}
            {post(view, &path, "door", &page.desk.csrf, button)}
        </section>
    }
    .into_any()
}
