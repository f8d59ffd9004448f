//! Units' keys in shares: who has them, who asks for a key to be brought back, who agrees.

use jiff::civil::Date;
use leptos::prelude::*;
use model::Fault;

use super::{
    frame::{Choice, Desk, desk_page},
    parts::{Control, Kind, Mistake, control, lines, mistakes, post, summary},
};
use crate::{
    Html, View,
    admin::KeyUse,
    components::{Tone, fields::error_line, hidden, notice},
    layout::{Head, Switch},
    locales::{
        admin,
        staff::{frame, recovery},
    },
};

/// How a share stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareShown {
    /// Its officer found it good on this day.
    Good(Date),
    /// Its officer has not looked yet.
    Unchecked,
    /// Its officer holds the key itself, and would lose both together.
    Holder,
    /// Nobody opens it any more.
    Lost,
}

/// A key of the member's unit that is in force.
#[derive(Debug, Clone)]
pub struct SharedKey {
    /// What it opens.
    pub opens: KeyUse,
    /// So many officers bring it back, and each of those who have a share; none if it is not shared.
    pub scheme: Option<(u32, Vec<(String, ShareShown)>)>,
    /// Enough officers have found their shares good.
    pub proven: bool,
    /// The member holds it, and can share it.
    pub held: bool,
}

/// The share that the member has of a unit's keys for one purpose.
#[derive(Debug, Clone)]
pub struct OwnShare {
    /// One of the unit's keys, as the forms send it; it stands for those before and after it too.
    pub key: String,
    /// Name of the unit.
    pub unit: String,
    /// What the key opens.
    pub opens: KeyUse,
    /// Found good on.
    pub checked_on: Option<Date>,
    /// Who asks for the key.
    pub requests: Vec<Asking>,
}

/// Somebody who asks for a key.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Id of the member.
    pub member: String,
    /// Name of the member.
    pub name: String,
    /// Since.
    pub asked_on: Date,
    /// Whether the member who looks has agreed.
    pub agreed: bool,
}

/// What the member lacks and can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lacking {
    /// Nothing, or nothing that can be brought back.
    Nothing,
    /// Keys that can be asked for.
    CanAsk,
    /// Asked for: so many have agreed, of so many that have to.
    Waits {
        /// Have agreed.
        agreed: u32,
        /// Have to.
        needed: u32,
    },
    /// Enough have agreed.
    Ready,
}

/// What has just been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryDone {
    /// Keys were shared.
    Shared,
    /// The own share was found good.
    Checked,
    /// The member has asked.
    Asked,
    /// The member has agreed.
    Agreed,
    /// The keys are back.
    Back,
    /// Some are back, others are lacking still.
    Partly,
}

/// The form that shares a key.
#[derive(Debug, Clone, Default)]
pub struct ShareForm {
    /// Which key it is about.
    pub opens: Option<KeyUse>,
    /// How many officers have to agree.
    pub threshold: String,
    /// The officers that were ticked.
    pub officers: Vec<String>,
    /// Faults at `Field::Threshold` and `Field::Officers`.
    pub faults: Vec<Fault>,
}

/// `/staff/recovery`. Posts: `…/share` (`key`: `reports` or `identities`, `threshold`, `officer` once for each), `…/check` (`key`), `…/agree`
/// (`key`, `member`), `…/ask`, `…/finish`.
#[derive(Debug, Clone)]
pub struct RecoveryPage {
    /// Who is signed in.
    pub desk: Desk,
    /// The unit's keys in force.
    pub keys: Vec<SharedKey>,
    /// Those who can be given shares.
    pub officers: Vec<Choice>,
    /// The shares that the member has.
    pub shares: Vec<OwnShare>,
    /// What the member lacks.
    pub lacking: Lacking,
    /// A form that was refused, or filled before the password was asked for.
    pub form: ShareForm,
    /// What has just been done.
    pub done: Option<RecoveryDone>,
}

/// The page.
pub fn recovery_page(view: &View, page: &RecoveryPage) -> Html {
    let texts = recovery::texts(view.locale);
    let wrong = share_mistakes(view, texts, &page.form.faults);
    let switch = if page.form.opens.is_some() { Switch::Absent } else { Switch::Links };
    desk_page(view, &page.desk, Head::new(texts.title).with_faults(wrong.len()).with_switch(switch), || {
        let keys = page.keys.iter().map(|key| shared_key(view, texts, page, key, &wrong)).collect_view();
        view! {
            {summary(view, &wrong)}
            {page.done.map(|done| notice(Tone::Good, view! { <p role="status">{said(texts, done)}</p> }))}
            <h1>{texts.title}</h1>
            <p>{texts.intro}</p>
            {lacking(view, texts, page)}
            {shares(view, texts, page)}
            {keys}
        }
        .into_any()
    })
}

fn share_mistakes(view: &View, texts: &'static recovery::Texts, found: &[Fault]) -> Vec<Mistake> {
    let mut wrong = mistakes(view, "", found);
    for mistake in wrong.iter_mut().filter(|mistake| mistake.id.as_deref() == Some("officers")) {
        texts.officers_wrong.clone_into(&mut mistake.message);
    }
    wrong
}

const fn said(texts: &recovery::Texts, done: RecoveryDone) -> &'static str {
    match done {
        RecoveryDone::Shared => texts.done_shared,
        RecoveryDone::Checked => texts.done_checked,
        RecoveryDone::Asked => texts.done_asked,
        RecoveryDone::Agreed => texts.done_agreed,
        RecoveryDone::Back => texts.done_back,
        RecoveryDone::Partly => texts.done_partly,
    }
}

fn name_of(view: &View, opens: KeyUse) -> &'static str {
    let texts = admin::texts(view.locale);
    match opens {
        KeyUse::Reports => texts.key_of_reports,
        KeyUse::Identities => texts.key_of_identities,
    }
}

fn lacking(view: &View, texts: &'static recovery::Texts, page: &RecoveryPage) -> AnyView {
    let one = |path: &str, name: &'static str| {
        post(view, path, "inline-form", &page.desk.csrf, view! { <button type="submit" class="button">{name}</button> })
    };
    let content = match page.lacking {
        Lacking::Nothing => return ().into_any(),
        Lacking::CanAsk => view! { {lines(&texts.ask_happens)}{one("/staff/recovery/ask", texts.ask)} }.into_any(),
        Lacking::Waits { agreed, needed } => view! { <p>{(texts.waits)(agreed, needed)}</p> }.into_any(),
        Lacking::Ready => view! { {lines(&texts.finish_happens)}{one("/staff/recovery/finish", texts.finish)} }.into_any(),
    };
    view! { <section aria-labelledby="lacking-title"><h2 id="lacking-title">{texts.lacking_title}</h2>{content}</section> }.into_any()
}

fn shares(view: &View, texts: &'static recovery::Texts, page: &RecoveryPage) -> AnyView {
    let share = |share: &OwnShare| {
        let checked = share.checked_on.map_or_else(|| texts.unchecked.to_owned(), |day| (texts.checked)(&day.to_string()));
        let check = view! {
            {hidden("key", share.key.clone())}
            <button type="submit" class="button-plain" aria-label=format!("{} {}", texts.check, share.unit)>{texts.check}</button>
        };
        let requests = share.requests.iter().map(|asking| agreeing(view, texts, page, share, asking)).collect_view();
        view! {
            <li>
                {share.unit.clone()}" · "{name_of(view, share.opens)}" · "{checked}
                {post(view, "/staff/recovery/check", "inline-form", &page.desk.csrf, check)}
                {requests}
            </li>
        }
    };
    let content = match page.shares.is_empty() {
        true => view! { <p class="empty">{texts.shares_none}</p> }.into_any(),
        false => view! { <ul>{page.shares.iter().map(share).collect_view()}</ul> }.into_any(),
    };
    view! { <section aria-labelledby="shares-title"><h2 id="shares-title">{texts.shares_title}</h2>{content}</section> }.into_any()
}

fn agreeing(view: &View, texts: &'static recovery::Texts, page: &RecoveryPage, share: &OwnShare, asking: &Asking) -> AnyView {
    let Asking { member, name, asked_on, agreed } = asking;
    let asks = (texts.asks)(name, &asked_on.to_string());
    if *agreed {
        return view! { <p>{asks}" · "{texts.agreed}</p> }.into_any();
    }
    let fields = view! {
        {hidden("key", share.key.clone())}
        {hidden("member", member.clone())}
        {lines(&texts.agree_happens)}
        <button type="submit" class="button-grave" aria-label=format!("{} {name}", texts.agree)>{texts.agree}</button>
    };
    view! { <p><b>{asks}</b></p>{post(view, "/staff/recovery/agree", "act-form", &page.desk.csrf, fields)} }.into_any()
}

fn shared_key(view: &View, texts: &'static recovery::Texts, page: &RecoveryPage, key: &SharedKey, wrong: &[Mistake]) -> AnyView {
    let id = format!("shared-{}", key.opens.as_str());
    let title = id.clone();
    let standing = match &key.scheme {
        None => notice(Tone::Careful, view! { <p>{texts.not_shared}</p> }),
        Some((threshold, officers)) => {
            let officer = |(name, state): &(String, ShareShown)| {
                let state = match state {
                    ShareShown::Good(day) => (texts.checked)(&day.to_string()),
                    ShareShown::Unchecked => texts.unchecked.to_owned(),
                    ShareShown::Holder => texts.holder.to_owned(),
                    ShareShown::Lost => texts.lost.to_owned(),
                };
                view! { <li>{name.clone()}" · "{state}</li> }
            };
            let proven = if key.proven {
                notice(Tone::Good, view! { <p>{texts.proven}</p> })
            } else {
                notice(Tone::Careful, view! { <p>{texts.not_proven}</p> })
            };
            let count = u32::try_from(officers.len()).unwrap_or(u32::MAX);
            view! {
                <p>{(texts.scheme)(*threshold, count)}</p>
                <ul>{officers.iter().map(officer).collect_view()}</ul>
                {proven}
            }
            .into_any()
        }
    };
    view! {
        <section aria-labelledby=title>
            <h2 id=id>{name_of(view, key.opens)}</h2>
            {standing}
            {key.held.then(|| share_form(view, texts, page, key, wrong))}
        </section>
    }
    .into_any()
}

fn share_form(view: &View, texts: &'static recovery::Texts, page: &RecoveryPage, key: &SharedKey, wrong: &[Mistake]) -> AnyView {
    let is_refused = page.form.opens == Some(key.opens);
    let empty = ShareForm::default();
    let typed = if is_refused { &page.form } else { &empty };
    // Two forms may stand on the page: the ids of the one that was refused are those to which the faults lead.
    let prefix = if is_refused { String::new() } else { format!("{}-", key.opens.as_str()) };
    let none: &[Mistake] = &[];
    let wrong = if is_refused { wrong } else { none };
    let counts: Vec<Choice> = (2..=page.officers.len().min(9)).map(|count| Choice::new(count.to_string(), count.to_string())).collect();
    let threshold = Control::new(format!("{prefix}threshold"), "threshold", texts.threshold, &typed.threshold)
        .hint(texts.threshold_hint)
        .kind(Kind::Select(frame::texts(view.locale).choose, &counts));
    let boxes = page.officers.iter().map(|officer| {
        let id = format!("{prefix}officer-{}", officer.value);
        let ticked = typed.officers.contains(&officer.value);
        view! {
            <div class="choice">
                <input type="checkbox" id=id.clone() name="officer" value=officer.value.clone() checked=ticked autocomplete="off" />
                <label for=id>{officer.name.clone()}</label>
            </div>
        }
    });
    let group = format!("{prefix}officers");
    let is_wrong = wrong.iter().any(|mistake| mistake.id.as_deref() == Some("officers"));
    let error = error_line(view, is_wrong.then(|| texts.officers_wrong.to_owned()), format!("{group}-error"));
    let fields = view! {
        {hidden("key", key.opens.as_str())}
        {lines(&texts.share_happens)}
        <fieldset id=group tabindex="-1">
            <legend>{texts.officers}</legend>
            {error}
            <div class="choices">{boxes.collect_view()}</div>
        </fieldset>
        {control(view, threshold, wrong)}
        <button type="submit" class="button-plain">{texts.share}</button>
    };
    view! {
        <details open=is_refused>
            <summary>{texts.share}</summary>
            {post(view, "/staff/recovery/share", "act-form", &page.desk.csrf, fields)}
        </details>
    }
    .into_any()
}
