//! What stands around every page of a signed-in member.

use leptos::prelude::*;

use super::parts::post_button;
use crate::{
    Html, View,
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
}

/// A page with the member's name, navigation and sign-out around it. Sign-out posts to `/staff/logout`.
pub(crate) fn desk_page(view: &View, desk: &Desk, head: Head, body: impl FnOnce() -> AnyView) -> Html {
    staff_page(view, head, || navigation(view, desk), body)
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
