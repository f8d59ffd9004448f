//! A member's passkeys; and the part of a page that asks for one.

use jiff::civil::DateTime;
use leptos::prelude::*;
use model::Fault;

use super::{
    frame::{Desk, desk_page},
    parts::{Control, Mistake, control, lines, mistakes, moment, post, summary},
};
use crate::{
    Html, View,
    components::{Fact, Tone, facts, hidden, notice},
    layout::Head,
    locales::staff::{entry, passkeys},
};

const ADDRESS: &str = "/staff/account/passkeys";
/// Where a refused answer is said.
const BUTTON: &str = "passkey-give";

/// Whether a page offers a passkey beside the code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PasskeyOffer {
    /// The member has none.
    #[default]
    Absent,
    /// The member has one or more.
    Offered,
    /// The one that was given was refused.
    Refused,
}

/// One passkey.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    /// As in its addresses.
    pub id: String,
    /// What the member calls it; may be empty.
    pub name: String,
    /// Added at, local time.
    pub added: DateTime,
    /// Last signed in with at, local time.
    pub last_used: Option<DateTime>,
}

/// What has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyDone {
    /// One was added.
    Added,
    /// One was removed.
    Removed,
}

/// `/staff/account/passkeys`.
#[derive(Debug, Clone)]
pub struct PasskeysPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The member's passkeys.
    pub passkeys: Vec<PasskeyRow>,
    /// Whether this portal takes any.
    pub taken: bool,
    /// What has just been done.
    pub done: Option<PasskeyDone>,
}

/// `/staff/account/passkeys/new`, posts `name` and `answer` (of the browser, as JSON) to itself.
#[derive(Debug, Clone)]
pub struct NewPasskeyPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The name as typed.
    pub name: String,
    /// Faults at `Field::Name`.
    pub faults: Vec<Fault>,
    /// What the browser sent was refused.
    pub refused: bool,
}

/// `/staff/account/passkeys/{id}/remove`, posts to itself.
#[derive(Debug, Clone)]
pub struct RemovePasskeyPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The passkey.
    pub passkey: PasskeyRow,
}

/// The list.
pub fn passkeys_page(view: &View, page: &PasskeysPage) -> Html {
    let texts = passkeys::texts(view.locale);
    desk_page(view, &page.desk, Head::new(texts.title), || {
        let add = if page.taken {
            view! { <p><a class="button" href=view.href(&format!("{ADDRESS}/new"))>{texts.add}</a></p> }.into_any()
        } else {
            notice(Tone::Careful, view! { <p>{texts.untaken}</p> })
        };
        view! {
            {back(view, "/staff/account", entry::texts(view.locale).account_title)}
            {page.done.map(|done| notice(Tone::Good, view! { <p role="status">{said(texts, done)}</p> }))}
            <h1 id="passkeys-title">{texts.title}</h1>
            <p>{texts.intro}</p>
            {list(view, texts, &page.passkeys)}
            {add}
        }
        .into_any()
    })
}

const fn said(texts: &passkeys::Texts, done: PasskeyDone) -> &'static str {
    match done {
        PasskeyDone::Added => texts.done_added,
        PasskeyDone::Removed => texts.done_removed,
    }
}

fn back(view: &View, path: &str, name: &'static str) -> AnyView {
    view! { <p class="back"><a href=view.href(path)>{name}</a></p> }.into_any()
}

fn list(view: &View, texts: &'static passkeys::Texts, passkeys: &[PasskeyRow]) -> AnyView {
    if passkeys.is_empty() {
        return view! { <p class="empty">{texts.none}</p> }.into_any();
    }
    let rows = passkeys.iter().map(|passkey| row(view, texts, passkey)).collect_view();
    view! {
        <div class="table-frame" role="region" aria-labelledby="passkeys-title" tabindex="0">
            <table class="list">
                <caption class="visually-hidden">{texts.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.name}</th>
                        <th scope="col">{texts.added}</th>
                        <th scope="col">{texts.last_used}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(view: &View, texts: &'static passkeys::Texts, passkey: &PasskeyRow) -> AnyView {
    let name = name_of(texts, passkey);
    let address = view.href(&format!("{ADDRESS}/{}/remove", passkey.id));
    view! {
        <tr>
            <th scope="row">{name.clone()}</th>
            <td>{moment(passkey.added)}</td>
            <td>{last_used(texts, passkey)}</td>
            <td><a class="row-link" href=address aria-label=(texts.remove_label)(&name)>{texts.remove}</a></td>
        </tr>
    }
    .into_any()
}

fn name_of(texts: &'static passkeys::Texts, passkey: &PasskeyRow) -> String {
    if passkey.name.is_empty() { texts.unnamed.to_owned() } else { passkey.name.clone() }
}

fn last_used(texts: &'static passkeys::Texts, passkey: &PasskeyRow) -> AnyView {
    passkey.last_used.map_or_else(|| texts.never_used.into_any(), moment)
}

/// Adding one.
pub fn new_passkey_page(view: &View, page: &NewPasskeyPage) -> Html {
    let texts = passkeys::texts(view.locale);
    let mut wrong = mistakes(view, "", &page.faults);
    wrong.extend(page.refused.then(|| refused(texts.make_refused)));
    let head = Head::new(texts.add).with_faults(wrong.len()).with_passkey();
    desk_page(view, &page.desk, head, || {
        let ask = Asking {
            deed: "create",
            begin: "/api/staff/account/passkeys",
            token: &page.desk.csrf,
            label: texts.make,
            without: texts.make_without,
            failed: texts.make_failed,
            refused: page.refused.then_some(texts.make_refused),
        };
        let fields = view! {
            {control(view, Control::new("name", "name", texts.name, &page.name).hint(texts.name_hint).optional(), &wrong)}
            {asking(texts, &ask)}
        };
        view! {
            {back(view, ADDRESS, texts.title)}
            {summary(view, &wrong)}
            <h1>{texts.add}</h1>
            <h2>{texts.happens}</h2>
            {lines(&texts.add_happens)}
            {post(view, &format!("{ADDRESS}/new"), "door", &page.desk.csrf, fields)}
        }
        .into_any()
    })
}

/// Removing one.
pub fn remove_passkey_page(view: &View, page: &RemovePasskeyPage) -> Html {
    let texts = passkeys::texts(view.locale);
    desk_page(view, &page.desk, Head::new(texts.remove_title), || {
        let address = format!("{ADDRESS}/{}/remove", page.passkey.id);
        view! {
            {back(view, ADDRESS, texts.title)}
            <h1>{texts.remove_title}</h1>
            {facts(vec![
                Fact::text(texts.name, name_of(texts, &page.passkey)),
                Fact { name: texts.added, value: moment(page.passkey.added) },
                Fact { name: texts.last_used, value: last_used(texts, &page.passkey) },
            ])}
            <h2>{texts.happens}</h2>
            {lines(&texts.remove_happens)}
            {post(view, &address, "door", &page.desk.csrf, view! { <button type="submit" class="button-grave">{texts.remove_title}</button> })}
        }
        .into_any()
    })
}

fn refused(message: &'static str) -> Mistake {
    Mistake { id: Some(BUTTON.to_owned()), message: message.to_owned() }
}

/// What a page says of a passkey that was refused.
pub(super) fn refusal(view: &View, offer: PasskeyOffer) -> Option<Mistake> {
    (offer == PasskeyOffer::Refused).then(|| refused(passkeys::texts(view.locale).give_refused))
}

/// Offers a passkey in a form that also takes the code: `begin` answers what the browser needs. The form sends `answer`.
pub(super) fn offered(view: &View, offer: PasskeyOffer, begin: &'static str, token: &str) -> Option<AnyView> {
    let texts = passkeys::texts(view.locale);
    let ask = Asking {
        deed: "get",
        begin,
        token,
        label: texts.give,
        without: texts.give_without,
        failed: texts.give_failed,
        refused: (offer == PasskeyOffer::Refused).then_some(texts.give_refused),
    };
    (offer != PasskeyOffer::Absent).then(|| view! { {asking(texts, &ask)}<p>{texts.or_code}</p> }.into_any())
}

struct Asking<'a> {
    deed: &'static str,
    begin: &'static str,
    token: &'a str,
    label: &'static str,
    without: &'static str,
    failed: &'static str,
    refused: Option<&'static str>,
}

/// The button is hidden until the script of the page knows that it works here.
fn asking(texts: &'static passkeys::Texts, ask: &Asking<'_>) -> AnyView {
    view! {
        <div id="passkey" data-deed=ask.deed data-begin=ask.begin data-token=ask.token.to_owned() data-failed=ask.failed
            data-cancelled=texts.cancelled data-known=texts.known>
            {hidden("answer", "")}
            <p id="passkey-without" class="small">{ask.without}</p>
            <p id="passkey-error" class="field-error" role="alert">{ask.refused}</p>
            <button type="button" id=BUTTON class="button" hidden=true aria-describedby="passkey-error">{ask.label}</button>
        </div>
    }
    .into_any()
}
