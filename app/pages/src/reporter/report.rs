//! The report form. A rejected one is the same page with what was typed and its faults.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Catalog, Fault, Field, ReportForm};

use super::{
    draft, kind_text, report_fields as fields,
    sealing::{self, Sealing},
};
use crate::{
    Html, IdentityKept, Readers, View,
    components::{Tone, error_summary, hidden, notice, readers},
    layout::{self, Head, Switch},
    locales::{evidence, report},
};

/// What the form shows.
pub struct ReportPage {
    /// What was typed, or chosen on the way here; empty for a fresh form.
    pub form: ReportForm,
    /// What is wrong with it, in the order of the form.
    pub faults: Vec<Fault>,
    /// The sealed ticket from which the receipt code follows.
    pub ticket: String,
    /// Token of the captcha to solve; none when it is off or has been solved.
    pub captcha: Option<String>,
    /// What there is to choose from.
    pub catalog: Arc<Catalog>,
    /// Units that may be named as who must not learn of it: code and name.
    pub units: Vec<(String, String)>,
    /// What a browser needs to seal what is typed here; none once the server has seen it.
    pub sealing: Option<Sealing>,
}

/// `form#report-form`, posting to the page it stands on.
pub fn report_page(view: &View, page: &ReportPage) -> Html {
    let texts = report::texts(view.locale);
    let switch = Switch::Resend { form: "report-form", step: "edit", enter: "review" };
    let head = Head::new(texts.title).with_faults(page.faults.len()).with_switch(switch).with_sealer(page.sealing.is_some());
    layout::public_page(view, head, || {
        view! {
            {error_summary(view, &page.faults)}
            <h1>{texts.title}</h1>
            <p class="lead">{texts.lead}</p>
            {notice(Tone::Plain, view! { <p>{texts.safety}</p> })}
            {page.sealing.is_some().then(|| draft::panel(view))}
            {form(view, page)}
        }
        .into_any()
    })
}

fn form(view: &View, page: &ReportPage) -> AnyView {
    let texts = report::texts(view.locale);
    let (form, faults) = (&page.form, page.faults.as_slice());
    view! {
        <form id="report-form" class=kind_text::form_class(&form.kind) method="post" action=view.href("/report") autocomplete="off">
            {hidden("ticket", page.ticket.clone())}
            {page.sealing.as_ref().map(|sealing| sealing::parts(view, sealing))}
            {fields::kind(view, form, faults)}
            {(form.kind != "protection").then(|| {
                view! { <button type="submit" class="button-plain without-has" name="step" value="kind">{texts.kind_update}</button> }
            })}
            <h2>{texts.about_heading}</h2>
            {fields::category(view, form, &page.catalog, faults)}
            {fields::area(view, form, &page.catalog, faults)}
            {fields::subject(view, form, faults)}
            <h2>{texts.what_heading}</h2>
            {fields::title(view, form, faults)}
            {fields::body(view, form, faults)}
            <p class="small">{evidence::texts(view.locale).later}</p>
            {fields::identity(view, form, faults)}
            {fields::named(view, form, faults)}
            {fields::avoid(view, form, &page.units, faults)}
            {readers(view, &Readers { unit: None, identity: identity_kept(&form.identity) })}
            <h2>{texts.send_heading}</h2>
            {page.captcha.as_deref().map(|token| captcha(view, token, faults))}
            {trap(texts)}
            <div class="actions">
                <button type="submit" class="button" name="step" value="review">{texts.review}</button>
                <p class="small">{texts.review_note}</p>
            </div>
        </form>
    }
    .into_any()
}

fn identity_kept(identity: &str) -> Option<IdentityKept> {
    (identity == "anonymous").then_some(IdentityKept::NotGiven)
}

/// The captcha as a picture and as sound; another one is asked for by sending the form, so nothing typed is lost.
fn captcha(view: &View, token: &str, faults: &[Fault]) -> AnyView {
    let texts = report::texts(view.locale);
    let sound = view.href(&format!("/captcha/{token}.wav"));
    let cantonese = format!("/captcha/{token}.yue.wav");
    view! {
        <div class="captcha">
            {hidden("captcha_token", token)}
            <img src=format!("/captcha/{token}.png") width="300" height="110" alt=texts.captcha_image />
            <button type="submit" class="button-plain" name="step" value="captcha">{texts.captcha_new}</button>
            <div class="captcha-sound">
                <audio controls preload="none" src=sound.clone() aria-label=texts.captcha_sound></audio>
                <a href=sound download="captcha.wav">{texts.captcha_sound_link}</a>
                {texts.captcha_cantonese.map(|label| view! { <a href=cantonese download="captcha.wav">{label}</a> })}
            </div>
            {fields::captcha(view, faults)}
        </div>
    }
    .into_any()
}

/// A field that people do not see and robots fill in.
fn trap(texts: &'static report::Texts) -> AnyView {
    let name = Field::Website.as_str();
    view! {
        <div class="trap" aria-hidden="true">
            <label for=name>{texts.website}</label>
            <input id=name name=name type="text" tabindex="-1" autocomplete="off" />
        </div>
    }
    .into_any()
}
