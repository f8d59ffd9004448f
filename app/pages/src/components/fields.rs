//! Fields of forms: label above, hint under it, error between hint and field; and the summary of errors on top.

use leptos::prelude::*;
use model::{Fault, Field};

use crate::{
    View,
    locales::{faults as fault_texts, shared},
};

/// How a field is typed into.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum InputKind {
    /// One line.
    Line,
    /// A telephone number.
    Telephone,
    /// A code: no correction, no capitals, figures of one width.
    Code,
    /// Several lines, this many to begin with.
    Lines(u8),
}

/// A field that is typed into.
pub(crate) struct Input<'a> {
    /// Which one: gives name and id.
    pub(crate) field: Field,
    /// Label.
    pub(crate) label: AnyView,
    /// What helps to fill it in.
    pub(crate) hint: Option<AnyView>,
    /// How it is typed into.
    pub(crate) kind: InputKind,
    /// What was typed before; empty for captchas.
    pub(crate) value: &'a str,
    /// May stay empty.
    pub(crate) optional: bool,
}

impl<'a> Input<'a> {
    /// A required line. Browsers are asked not to remember it: another person may use the same device.
    pub(crate) fn new(field: Field, label: impl IntoView + 'static, value: &'a str) -> Self {
        Self { field, label: label.into_any(), hint: None, kind: InputKind::Line, value, optional: false }
    }

    /// With a hint.
    pub(crate) fn hint(mut self, hint: impl IntoView + 'static) -> Self {
        self.hint = Some(hint.into_any());
        self
    }

    /// May stay empty: what stands around it says so.
    pub(crate) fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Typed in another way.
    pub(crate) fn kind(mut self, kind: InputKind) -> Self {
        self.kind = kind;
        self
    }
}

/// What describes a field to a screen reader, and whether it is wrong.
pub(crate) struct Description {
    pub(crate) error: Option<String>,
    /// What `aria-describedby` names.
    pub(crate) ids: Option<String>,
    pub(crate) hint_id: String,
    pub(crate) error_id: String,
}

impl Description {
    /// Of the field with this id.
    pub(crate) fn of(id: &str, has_hint: bool, error: Option<String>) -> Self {
        let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
        let ids: Vec<&str> =
            [has_hint.then_some(hint_id.as_str()), error.is_some().then_some(error_id.as_str())].into_iter().flatten().collect();
        let ids = (!ids.is_empty()).then(|| ids.join(" "));
        Self { error, ids, hint_id, error_id }
    }
}

fn describe(view: &View, field: Field, has_hint: bool, faults: &[Fault]) -> Description {
    let error = faults.iter().find(|fault| fault.field == field).map(|fault| fault_texts::message(view.locale, fault));
    Description::of(field.as_str(), has_hint, error)
}

/// What is wrong with a field, between its hint and its box.
pub(crate) fn error_line(view: &View, error: Option<String>, id: String) -> Option<AnyView> {
    let prefix = shared::texts(view.locale).error_prefix;
    error.map(|error| view! { <p class="field-error" id=id><span class="visually-hidden">{prefix}</span>{error}</p> }.into_any())
}

/// What helps to fill in a field, under its label.
pub(crate) fn hint_line(hint: Option<AnyView>, id: String) -> Option<AnyView> {
    hint.map(|hint| view! { <div class="field-hint" id=id>{hint}</div> }.into_any())
}

/// Class of what stands around a field.
pub(crate) fn frame_class(is_wrong: bool) -> &'static str {
    if is_wrong { "field field-wrong" } else { "field" }
}

/// A field that is typed into, with everything around it.
pub(crate) fn input(view: &View, props: Input<'_>, faults: &[Fault]) -> AnyView {
    let about = describe(view, props.field, props.hint.is_some(), faults);
    let is_wrong = about.error.is_some();
    let control = control(&props, is_wrong, about.ids);
    view! {
        <div class=frame_class(is_wrong)>
            <label for=props.field.as_str()>{props.label}</label>
            {hint_line(props.hint, about.hint_id)}
            {error_line(view, about.error, about.error_id)}
            {control}
        </div>
    }
    .into_any()
}

fn control(props: &Input<'_>, is_wrong: bool, described_by: Option<String>) -> AnyView {
    let name = props.field.as_str();
    let (invalid, required) = (is_wrong.then_some("true"), (!props.optional).then_some("true"));
    if let InputKind::Lines(rows) = props.kind {
        return view! {
            <textarea id=name name=name rows=rows aria-required=required aria-invalid=invalid aria-describedby=described_by
                autocomplete="off" spellcheck="false">{escaped(props.value)}</textarea>
        }
        .into_any();
    }
    let (kind, mode, class) = match props.kind {
        InputKind::Telephone => ("tel", Some("tel"), "short"),
        InputKind::Code => ("text", None, "code-input"),
        InputKind::Line | InputKind::Lines(_) => ("text", None, "long"),
    };
    let is_code = props.kind == InputKind::Code;
    view! {
        <input id=name name=name type=kind inputmode=mode class=class value=props.value.to_owned() aria-required=required
            aria-invalid=invalid aria-describedby=described_by autocomplete="off" spellcheck="false"
            autocapitalize=is_code.then_some("characters") />
    }
    .into_any()
}

/// Text for the inside of a text area, which Leptos, like the content of a script, writes out as it is.
///
/// A line feed goes before it because HTML drops the first one.
pub(crate) fn escaped(text: &str) -> String {
    let mut markup = String::with_capacity(text.len() + 1);
    markup.push('\n');
    html_escape::encode_text_to_string(text, &mut markup);
    markup
}

/// A hidden field.
pub(crate) fn hidden(name: impl Into<String>, value: impl Into<String>) -> AnyView {
    let (name, value): (String, String) = (name.into(), value.into());
    view! { <input type="hidden" name=name value=value /> }.into_any()
}

/// A labelled box of several lines without hint or error, whose id is its name.
pub(crate) fn text_box(name: String, label: &'static str, value: &str) -> AnyView {
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            <textarea id=name.clone() name=name rows="10" autocomplete="off" spellcheck="false">{escaped(value)}</textarea>
        </div>
    }
    .into_any()
}

/// Options under a heading; without one when the heading is empty.
pub(crate) struct OptionGroup {
    /// Heading.
    pub(crate) label: String,
    /// Values and what they are called.
    pub(crate) options: Vec<(String, String)>,
}

/// A field that is chosen from a list.
pub(crate) struct Select<'a> {
    /// Which one.
    pub(crate) field: Field,
    /// Label.
    pub(crate) label: AnyView,
    /// What helps to choose.
    pub(crate) hint: Option<AnyView>,
    /// The value that is chosen; none of the list's when nothing is.
    pub(crate) value: &'a str,
    /// The list.
    pub(crate) groups: Vec<OptionGroup>,
    /// May stay without a choice.
    pub(crate) optional: bool,
}

/// A field that is chosen from a list, with everything around it.
pub(crate) fn select(view: &View, props: Select<'_>, faults: &[Fault]) -> AnyView {
    let about = describe(view, props.field, props.hint.is_some(), faults);
    let is_wrong = about.error.is_some();
    let name = props.field.as_str();
    let groups = props.groups.into_iter().map(|group| option_group(group, props.value)).collect_view();
    view! {
        <div class=frame_class(is_wrong)>
            <label for=name>{props.label}</label>
            {hint_line(props.hint, about.hint_id)}
            {error_line(view, about.error, about.error_id)}
            <select id=name name=name aria-required=(!props.optional).then_some("true") aria-invalid=is_wrong.then_some("true") aria-describedby=about.ids autocomplete="off">
                <option value="">{shared::texts(view.locale).choose}</option>
                {groups}
            </select>
        </div>
    }
    .into_any()
}

fn option_group(group: OptionGroup, chosen: &str) -> AnyView {
    let options = group
        .options
        .into_iter()
        .map(|(value, name)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{name}</option> }
        })
        .collect_view();
    if group.label.is_empty() { options.into_any() } else { view! { <optgroup label=group.label>{options}</optgroup> }.into_any() }
}

/// One of a few choices that are all seen at once.
pub(crate) struct Choice {
    /// Value; the id is the field's name, a dash and the value.
    pub(crate) value: &'static str,
    /// What it is called.
    pub(crate) label: &'static str,
    /// What it means.
    pub(crate) note: Option<AnyView>,
}

/// A field of a few choices.
pub(crate) struct ChoiceGroup<'a> {
    /// Which one.
    pub(crate) field: Field,
    /// Heading of the group.
    pub(crate) legend: AnyView,
    /// What helps to choose.
    pub(crate) hint: Option<AnyView>,
    /// The value that is chosen.
    pub(crate) value: &'a str,
    /// The choices.
    pub(crate) choices: Vec<Choice>,
}

/// A field of a few choices, with everything around it. The group itself carries the field's id, so that the summary can lead to it.
pub(crate) fn choices(view: &View, props: ChoiceGroup<'_>, faults: &[Fault]) -> AnyView {
    let about = describe(view, props.field, props.hint.is_some(), faults);
    let is_wrong = about.error.is_some();
    let name = props.field.as_str();
    let items = props.choices.into_iter().map(|choice| radio(name, choice, props.value)).collect_view();
    view! {
        <fieldset id=name class=frame_class(is_wrong) tabindex="-1" aria-describedby=about.ids>
            <legend>{props.legend}</legend>
            {hint_line(props.hint, about.hint_id)}
            {error_line(view, about.error, about.error_id)}
            <div class="choices">{items}</div>
        </fieldset>
    }
    .into_any()
}

fn radio(name: &'static str, choice: Choice, chosen: &str) -> AnyView {
    let id = format!("{name}-{}", choice.value);
    let note_id = choice.note.is_some().then(|| format!("{id}-note"));
    let note = choice.note.map(|note| view! { <div class="choice-note" id=note_id.clone()>{note}</div> });
    view! {
        <div class="choice">
            <input type="radio" id=id.clone() name=name value=choice.value checked=choice.value == chosen aria-describedby=note_id autocomplete="off" />
            <label for=id>{choice.label}</label>
            {note}
        </div>
    }
    .into_any()
}

/// The summary of what is wrong: first on the page, takes the focus, links to each field. Nothing when nothing is.
pub(crate) fn error_summary(view: &View, faults: &[Fault]) -> AnyView {
    let said = |fault: &Fault| (has_place(fault.field).then(|| fault.field.to_string()), fault_texts::message(view.locale, fault));
    summary_of(view, faults.iter().map(said))
}

/// The same for sentences, each with the id of its field, if that is seen.
pub(crate) fn summary_of(view: &View, mistakes: impl ExactSizeIterator<Item = (Option<String>, String)>) -> AnyView {
    if mistakes.len() == 0 {
        return ().into_any();
    }
    let title = (shared::texts(view.locale).summary_title)(mistakes.len());
    let items = mistakes
        .map(|(id, words)| match id {
            Some(id) => view! { <li><a href=format!("#{id}")>{words}</a></li> }.into_any(),
            None => view! { <li>{words}</li> }.into_any(),
        })
        .collect_view();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
            <h2 id="error-summary-title">{title}</h2>
            <ul>{items}</ul>
        </div>
    }
    .into_any()
}

/// Whether a field is seen on the page.
pub(crate) fn has_place(field: Field) -> bool {
    !matches!(field, Field::Ticket | Field::Website | Field::Step)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_was_typed_cannot_end_its_text_area() {
        assert_eq!(escaped("</textarea><script>&"), "\n&lt;/textarea&gt;&lt;script&gt;&amp;");
    }
}
