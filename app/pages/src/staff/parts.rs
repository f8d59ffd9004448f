//! Parts of staff's forms and tables. Where a page has several forms, ids carry the form's name before the field's.

use jiff::civil::DateTime;
use leptos::prelude::*;
use model::{Fault, Field};

use super::frame::Choice;
use crate::{
    View,
    components::{
        fields::{Description, error_line, escaped, frame_class, has_place, hint_line, summary_of},
        hidden,
    },
    locales::{custody, faults, staff::frame},
};

/// A form that posts within the portal and carries the token of the session.
pub(crate) fn post(view: &View, path: &str, class: &'static str, csrf: &str, content: impl IntoView + 'static) -> AnyView {
    view! {
        <form method="post" action=view.href(path) class=class>
            {hidden("csrf", csrf)}
            {content.into_any()}
        </form>
    }
    .into_any()
}

/// What a deed brings about, and what of it cannot be undone.
pub(crate) fn lines(lines: &'static [&'static str]) -> AnyView {
    view! { <ul>{lines.iter().map(|line| view! { <li>{*line}</li> }).collect_view()}</ul> }.into_any()
}

/// A button that does one thing at once.
pub(crate) fn post_button(view: &View, path: &str, csrf: &str, name: &'static str, label: Option<String>) -> AnyView {
    post(view, path, "inline-form", csrf, view! { <button type="submit" class="as-link row-link" aria-label=label>{name}</button> })
}

/// Where an error is said: the field's id and the sentence.
pub(crate) struct Mistake {
    /// Id of the field; none if it has no place on the page.
    pub(crate) id: Option<String>,
    /// What is wrong and how to mend it.
    pub(crate) message: String,
}

/// Faults as sentences, at ids of `<prefix>-<field>`, or of the field alone where there is no prefix.
pub(crate) fn mistakes(view: &View, prefix: &str, found: &[Fault]) -> Vec<Mistake> {
    found.iter().map(|fault| Mistake { id: place(prefix, fault.field), message: faults::message(view.locale, &of_staff(fault)) }).collect()
}

/// What a reporter sends is a message; what staff write beside a case is a note, a reason or an answer.
fn of_staff(fault: &Fault) -> Fault {
    let field = if fault.field == Field::Message { Field::Text } else { fault.field };
    Fault::new(field, fault.kind.clone())
}

/// Id of a field; none where it is not seen.
pub(crate) fn place(prefix: &str, field: Field) -> Option<String> {
    has_place(field).then(|| if prefix.is_empty() { field.to_string() } else { format!("{prefix}-{field}") })
}

/// The summary of what is wrong: first on the page, takes the focus, links to each field. Nothing when nothing is.
pub(crate) fn summary(view: &View, mistakes: &[Mistake]) -> AnyView {
    summary_of(view, mistakes.iter().map(|mistake| (mistake.id.clone(), mistake.message.clone())))
}

/// What is wrong with the field that has this id.
fn mistake_at(id: &str, mistakes: &[Mistake]) -> Option<String> {
    mistakes.iter().find(|mistake| mistake.id.as_deref() == Some(id)).map(|mistake| mistake.message.clone())
}

/// How a field is filled in.
pub(crate) enum Kind<'a> {
    /// One line.
    Line,
    /// A password, never shown again.
    Password,
    /// Digits of a second factor.
    Digits,
    /// A day.
    Day,
    /// Several lines.
    Lines(u8),
    /// One of a list; the text stands for no choice.
    Select(&'static str, &'a [Choice]),
}

/// A field with label, hint and error.
pub(crate) struct Control<'a> {
    /// Id, unique on the page.
    pub(crate) id: String,
    /// What the form sends it as.
    pub(crate) name: &'static str,
    /// Label.
    pub(crate) label: &'static str,
    /// Hint.
    pub(crate) hint: Option<&'static str>,
    /// How it is filled in.
    pub(crate) kind: Kind<'a>,
    /// What was typed.
    pub(crate) value: &'a str,
    /// Value of `autocomplete`.
    pub(crate) autocomplete: &'static str,
    /// May stay empty.
    pub(crate) optional: bool,
}

impl<'a> Control<'a> {
    /// A required line.
    pub(crate) fn new(id: impl Into<String>, name: &'static str, label: &'static str, value: &'a str) -> Self {
        Self { id: id.into(), name, label, hint: None, kind: Kind::Line, value, autocomplete: "off", optional: false }
    }

    /// A new or present password.
    pub(crate) fn password(id: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
        Self { kind: Kind::Password, autocomplete, ..Self::new(id, id, label, "") }
    }

    /// With a hint.
    pub(crate) fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Filled in another way.
    pub(crate) fn kind(self, kind: Kind<'a>) -> Self {
        Self { kind, ..self }
    }

    /// May stay empty.
    pub(crate) fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Filled in by the browser.
    pub(crate) fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }
}

/// The field, with the error that stands at its id.
pub(crate) fn control(view: &View, props: Control<'_>, mistakes: &[Mistake]) -> AnyView {
    let about = Description::of(&props.id, props.hint.is_some(), mistake_at(&props.id, mistakes));
    let is_wrong = about.error.is_some();
    let optional = props.optional.then(|| view! { <span class="optional">{frame::texts(view.locale).optional}</span> });
    let box_ = input(&props, is_wrong, about.ids);
    view! {
        <div class=frame_class(is_wrong)>
            <label for=props.id>{props.label}{optional}</label>
            {hint_line(props.hint.map(IntoAny::into_any), about.hint_id)}
            {error_line(view, about.error, about.error_id)}
            {box_}
        </div>
    }
    .into_any()
}

fn input(props: &Control<'_>, is_wrong: bool, described: Option<String>) -> AnyView {
    let (id, name, invalid) = (props.id.clone(), props.name, is_wrong.then_some("true"));
    let required = (!props.optional).then_some("true");
    let (kind, mode, class) = match props.kind {
        Kind::Lines(rows) => {
            return view! {
                <textarea id=id name=name rows=rows aria-required=required aria-invalid=invalid aria-describedby=described
                    autocomplete="off" spellcheck="false">{escaped(props.value)}</textarea>
            }
            .into_any();
        }
        Kind::Select(nothing, choices) => {
            return view! {
                <select id=id name=name aria-required=required aria-invalid=invalid aria-describedby=described autocomplete="off">
                    {options(nothing, choices, props.value)}
                </select>
            }
            .into_any();
        }
        Kind::Line => ("text", None, "long"),
        Kind::Password => ("password", None, "medium"),
        Kind::Digits => ("text", Some("numeric"), "short code-input"),
        Kind::Day => ("date", None, "day"),
    };
    view! {
        <input id=id name=name type=kind inputmode=mode class=class value=props.value.to_owned() aria-required=required
            aria-invalid=invalid aria-describedby=described autocomplete=props.autocomplete spellcheck="false" autocapitalize="none" />
    }
    .into_any()
}

/// Options of a list, with one that stands for no choice.
pub(crate) fn options(nothing: &'static str, choices: &[Choice], chosen: &str) -> AnyView {
    let items = choices
        .iter()
        .map(|choice| view! { <option value=choice.value.clone() selected=choice.value == chosen>{choice.name.clone()}</option> })
        .collect_view();
    view! { <option value="">{nothing}</option>{items} }.into_any()
}

/// A set of boxes to tick, sent under one name.
pub(crate) struct Ticks<'a> {
    /// Id of the group.
    pub(crate) id: String,
    /// What the form sends each as.
    pub(crate) name: &'static str,
    /// Heading.
    pub(crate) legend: &'static str,
    /// Value, label and note of each; no note if it is empty.
    pub(crate) boxes: Vec<(&'static str, &'static str, &'static str)>,
    /// Those that are ticked.
    pub(crate) ticked: &'a [String],
}

/// The set, with the error that stands at its id.
pub(crate) fn ticks(view: &View, props: Ticks<'_>, mistakes: &[Mistake]) -> AnyView {
    let about = Description::of(&props.id, false, mistake_at(&props.id, mistakes));
    let is_wrong = about.error.is_some();
    let items = props
        .boxes
        .iter()
        .map(|&(value, label, note)| {
            let id = format!("{}-{value}", props.id);
            let note_id = (!note.is_empty()).then(|| format!("{id}-note"));
            let ticked = props.ticked.iter().any(|ticked| ticked == value);
            view! {
                <div class="choice">
                    <input type="checkbox" id=id.clone() name=props.name value=value checked=ticked aria-describedby=note_id.clone() />
                    <label for=id>{label}</label>
                    {note_id.map(|note_id| view! { <div class="choice-note" id=note_id>{note}</div> })}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset id=props.id class=frame_class(is_wrong) tabindex="-1" aria-describedby=about.ids>
            <legend>{props.legend}</legend>
            {error_line(view, about.error, about.error_id)}
            <div class="choices">{items}</div>
        </fieldset>
    }
    .into_any()
}

/// A moment as staff read it: day and minute, figures only.
pub(crate) fn moment(at: DateTime) -> AnyView {
    let shown = at.strftime("%Y-%m-%d %H:%M").to_string();
    let exact = at.strftime("%Y-%m-%dT%H:%M").to_string();
    view! { <time class="tabular" datetime=exact>{shown}</time> }.into_any()
}

/// The same as plain text, for labels.
pub(crate) fn moment_text(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// A moment of which only the hour is known.
pub(crate) fn hour(view: &View, at: DateTime) -> AnyView {
    let day = at.date().to_string();
    let shown = (custody::texts(view.locale).hour)(&day, at.hour());
    view! { <time class="tabular" datetime=day>{shown}</time> }.into_any()
}

/// How long to wait before the next try is heard, after several wrong ones.
pub(crate) fn notice_wait(seconds: Option<u64>, words: fn(u64) -> String) -> Option<AnyView> {
    seconds.map(|seconds| view! { <div class="notice notice-careful" role="alert"><p>{words(seconds)}</p></div> }.into_any())
}
