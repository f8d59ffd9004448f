//! What stands around every page of a signed-in member.

use leptos::prelude::*;

use super::parts::post_button;
use crate::{
    Html, View,
    components::{Tone, notice},
    layout::{Head, nav_item, staff_page},
    locales::staff::frame,
};

/// One entry of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub name: String,
}

impl Choice {
    /// An entry.
    pub fn new(value: impl Into<String>, name: impl Into<String>) -> Self {
        Self { value: value.into(), name: name.into() }
    }
}

/// A part of the staff's side that a member's roles open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `/staff/queue`
    Queue,
    /// `/staff/identities`
    Identities,
    /// `/staff/objections`
    Objections,
    /// `/staff/shared`
    Shared,
    /// `/staff/retention`
    Retention,
    /// `/admin/members`
    Members,
    /// `/admin/units`
    Units,
    /// `/admin/categories`
    Categories,
    /// `/admin/routing`
    Routing,
    /// `/staff/audit`
    Audit,
}

impl Section {
    /// Where it is.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Queue => "/staff/queue",
            Self::Identities => "/staff/identities",
            Self::Objections => "/staff/objections",
            Self::Shared => "/staff/shared",
            Self::Retention => "/staff/retention",
            Self::Members => "/admin/members",
            Self::Units => "/admin/units",
            Self::Categories => "/admin/categories",
            Self::Routing => "/admin/routing",
            Self::Audit => "/staff/audit",
        }
    }

    const fn name(self, texts: &frame::Texts) -> &'static str {
        match self {
            Self::Queue => texts.queue,
            Self::Identities => texts.identities,
            Self::Objections => texts.objections,
            Self::Shared => texts.shared,
            Self::Retention => texts.retention,
            Self::Members => texts.members,
            Self::Units => texts.units,
            Self::Categories => texts.categories,
            Self::Routing => texts.routing,
            Self::Audit => texts.audit,
        }
    }
}

/// What has just been done, where the page that the member is led to has no word of its own for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskDone {
    /// The case was handed to another unit.
    Transfer,
    /// The case was sent back.
    Return,
    /// Somebody is kept away from the case, and it is not shown here any more.
    Recused,
    /// The password was changed.
    Password,
    /// Sessions were ended.
    Sessions,
    /// A member has left.
    Left,
    /// The member has given the password again; what it was asked for has not been done yet.
    Confirmed,
}

impl DeskDone {
    const ALL: [Self; 7] = [Self::Transfer, Self::Return, Self::Recused, Self::Password, Self::Sessions, Self::Left, Self::Confirmed];

    /// The word in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Return => "return",
            Self::Recused => "recused",
            Self::Password => "password",
            Self::Sessions => "sessions",
            Self::Left => "left",
            Self::Confirmed => "confirmed",
        }
    }

    /// What stands for this word, if anything does.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.as_str() == word)
    }

    /// The address of a page that says so.
    pub fn at(self, path: &str) -> String {
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{path}{joint}done={}", self.as_str())
    }

    const fn said(self, texts: &frame::Texts) -> &'static str {
        match self {
            Self::Transfer => texts.done_transfer,
            Self::Return => texts.done_return,
            Self::Recused => texts.done_recused,
            Self::Password => texts.done_password,
            Self::Sessions => texts.done_sessions,
            Self::Left => texts.done_left,
            Self::Confirmed => texts.confirmed,
        }
    }
}

/// Who is signed in, and what that opens.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The member's display name.
    pub member: String,
    /// The member's unit, by name.
    pub unit: String,
    /// What the member's roles open, in the order of the navigation.
    pub sections: Vec<Section>,
    /// Token that every form of the page carries in its hidden field `csrf`.
    pub csrf: String,
    /// What has just been done.
    pub done: Option<DeskDone>,
}

/// A page with the member's name, navigation and sign-out around it. Sign-out posts to `/staff/logout`.
pub(crate) fn desk_page(view: &View, desk: &Desk, head: Head, body: impl FnOnce() -> AnyView) -> Html {
    staff_page(view, head, || navigation(view, desk), || view! { {desk.done.map(|done| done_notice(view, done))}{body()} }.into_any())
}

fn done_notice(view: &View, done: DeskDone) -> AnyView {
    let tone = if done == DeskDone::Confirmed { Tone::Careful } else { Tone::Good };
    notice(tone, view! { <p role="status">{done.said(frame::texts(view.locale))}</p> })
}

/// A page before anyone is signed in.
pub(crate) fn door_page(view: &View, head: Head, body: impl FnOnce() -> AnyView) -> Html {
    staff_page(view, head, || ().into_any(), body)
}

fn navigation(view: &View, desk: &Desk) -> AnyView {
    let texts = frame::texts(view.locale);
    let sections = desk.sections.iter().map(|section| nav_item(view, section.path(), section.name(texts))).collect_view();
    let account = (view.path == "/staff/account").then_some("page");
    view! {
        <nav class="site-nav" aria-label=texts.nav_label><ul>{sections}</ul></nav>
        <div class="desk">
            <span class="desk-unit">{desk.unit.clone()}</span>
            <a href=view.href("/staff/account") aria-current=account title=texts.account>{desk.member.clone()}</a>
            <a id="help-link" href=view.href("/staff/help") aria-current=(view.path == "/staff/help").then_some("page")>{texts.help}</a>
            {post_button(view, "/staff/logout", &desk.csrf, texts.sign_out, None)}
        </div>
    }
    .into_any()
}
