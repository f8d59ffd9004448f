//! The keys of a unit, and putting new ones in their place.

use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    Html, View,
    components::{Fact, Tone, facts, notice},
    layout::Head,
    locales::{
        admin,
        staff::{frame, recovery, words as staff_words},
    },
    staff::{
        Desk,
        frame::desk_page,
        parts::{lines, post},
    },
};

/// What a unit's key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// Reports and their messages.
    Reports,
    /// The identities of those who report under their names.
    Identities,
}

impl KeyUse {
    /// As in the address to which the form posts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Identities => "identities",
        }
    }
}

/// A key in force.
#[derive(Debug, Clone)]
pub struct KeyRow {
    /// What it opens.
    pub opens: KeyUse,
    /// In force since.
    pub since: Date,
    /// Display names of those who hold it.
    pub holders: Vec<String>,
    /// Display names of those who were entitled to it and have left, moved or lost the role since it was made.
    pub left: Vec<String>,
    /// How many keys it has replaced.
    pub replaced: usize,
    /// The member who looks holds it.
    pub held: bool,
}

/// `/admin/keys`. Posts: `/admin/keys/{use}/renew`.
#[derive(Debug, Clone)]
pub struct KeysPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The unit's keys in force.
    pub keys: Vec<KeyRow>,
    /// One was just made.
    pub saved: bool,
}

/// The page.
pub fn keys_page(view: &View, page: &KeysPage) -> Html {
    let texts = admin::texts(view.locale);
    desk_page(view, &page.desk, Head::new(texts.unit_keys), || {
        let keys = page.keys.iter().map(|key| section(view, texts, page, key)).collect_view();
        view! {
            <p class="back"><a href=view.href("/admin/members")>{texts.members_title}</a></p>
            {page.saved.then(|| notice(Tone::Good, view! { <p role="status">{frame::texts(view.locale).saved}</p> }))}
            <h1>{texts.unit_keys}</h1>
            <p>{texts.unit_keys_note}</p>
            <p><a href=view.href("/staff/recovery")>{recovery::texts(view.locale).title}</a></p>
            {keys}
            {page.keys.is_empty().then(|| view! { <p class="empty">{texts.unit_keys_empty}</p> })}
        }
        .into_any()
    })
}

fn section(view: &View, texts: &'static admin::Texts, page: &KeysPage, key: &KeyRow) -> AnyView {
    let names = |names: &[String]| names.join(staff_words::texts(view.locale).list_comma);
    let title = match key.opens {
        KeyUse::Reports => texts.key_of_reports,
        KeyUse::Identities => texts.key_of_identities,
    };
    let left = (!key.left.is_empty()).then(|| notice(Tone::Grave, view! { <p>{(texts.key_left)(&names(&key.left))}</p> }));
    view! {
        <section id=format!("key-{}", key.opens.as_str())>
            <h2>{title}</h2>
            {facts(vec![
                Fact::text(texts.key_since, key.since.to_string()),
                Fact::text(texts.key_holders, names(&key.holders)),
                Fact::text(texts.key_replaced, key.replaced.to_string()),
            ])}
            {left}
            {if key.held { renewal(view, texts, page, key.opens) } else { view! { <p>{texts.key_not_held}</p> }.into_any() }}
        </section>
    }
    .into_any()
}

fn renewal(view: &View, texts: &'static admin::Texts, page: &KeysPage, opens: KeyUse) -> AnyView {
    let label = match opens {
        KeyUse::Reports => texts.renew_reports,
        KeyUse::Identities => texts.renew_identities,
    };
    let form = view! { {lines(&texts.renew_happens)}<button type="submit" class="button-plain">{label}</button> };
    post(view, &format!("/admin/keys/{}/renew", opens.as_str()), "door", &page.desk.csrf, form)
}
