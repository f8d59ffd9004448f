//! The receipt: the answer to a filed report itself, so that no address leads to it.

use jiff::civil::Date;
use leptos::prelude::*;
use model::{
    CaseNumber, Field, IdentityMode, ReceiptCode, ReportKind,
    basis::{Article, Clock},
    status::SealedBy,
};

use crate::{
    Html, IdentityKept, Locale, Readers, View,
    components::{Fact, Input, InputKind, StepState, Tone, facts, hidden, input, notice, readers, slip, steps},
    layout::{self, Head, Switch},
    locales::{dates, receipt, shared, words},
    public::verify::verify_button,
};

/// A step to come, with the day by which a rule wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextStep {
    /// What must have happened by then.
    pub clock: Clock,
    /// The rule.
    pub article: Article,
    /// The day.
    pub due: Date,
}

/// What the receipt shows.
pub struct ReceiptPage {
    /// The reporter's key. Shown this once. None if only the browser knows it, which then fills it in.
    pub code: Option<ReceiptCode>,
    /// Case number.
    pub number: CaseNumber,
    /// The day of filing.
    pub filed_on: Date,
    /// Kind.
    pub kind: ReportKind,
    /// Name of the unit that got it.
    pub unit: String,
    /// Who holds the identity.
    pub identity: IdentityKept,
    /// What happens next, in order of time.
    pub next: Vec<NextStep>,
    /// Where it was sealed.
    pub sealed_by: SealedBy,
    /// Proof of filing, in hexadecimal; blank if only the browser can compute it.
    pub proof: String,
}

/// The page, with `#receipt-code` and `#case-number`. Its forms post `receipt` (typed) and `shown` to `/receipt/check`, and `shown` and
/// `number` to `/receipt/save`, which answers with [`receipt_text`] as a file.
pub fn receipt_page(view: &View, page: &ReceiptPage) -> Html {
    let texts = receipt::texts(view.locale);
    let head = Head::new(texts.title).with_switch(Switch::Absent);
    let made_here = page.code.is_none().then(|| view! { <p>{texts.warning_made_here}</p> });
    layout::public_page(view, head, || {
        view! {
            <h1>{texts.title}</h1>
            <p class="lead">{texts.lead}</p>
            {slip_of(view, page)}
            {notice(Tone::Careful, view! { <p>{texts.warning}</p>{made_here} })}
            {tools(view, page)}
            {keep_form(view, page.code.as_ref(), "", &[])}
            <section>
                <h2>{texts.next_heading}</h2>
                {next_steps(view, &page.next)}
                <p>{texts.next_follow}</p>
            </section>
            <section>
                <h2>{texts.sealed_heading}</h2>
                <p>{sealing(view.locale, page.sealed_by)}</p>
                {readers(view, &Readers { unit: Some(page.unit.clone()), identity: Some(page.identity.clone()) })}
            </section>
            <section class="proof">
                <h2>{texts.proof_heading}</h2>
                <p>{slip::hash_groups(&page.proof)}</p>
                <p class="small">{texts.proof_note}</p>
                {verify_button(view, page.number.as_str(), &page.proof)}
            </section>
        }
        .into_any()
    })
}

/// Where the code stands in the text of a file that the browser completes.
const CODE_BLANK: &str = "{code}";

/// What the file that a reporter saves says. `code` as it is shown.
pub fn receipt_text(locale: Locale, code: &str, number: &CaseNumber) -> String {
    let texts = receipt::texts(locale);
    format!("{}\r\n\r\n{}: {}\r\n{}: {number}\r\n\r\n{}\r\n", texts.file_heading, texts.code_label, code, texts.number, texts.file_note)
}

/// How a report was sealed, honestly.
pub(crate) fn sealing(locale: Locale, sealed_by: SealedBy) -> &'static str {
    match sealed_by {
        SealedBy::Server => shared::texts(locale).sealed_by_server,
        SealedBy::Browser => shared::texts(locale).sealed_by_browser,
    }
}

fn slip_of(view: &View, page: &ReceiptPage) -> AnyView {
    let texts = receipt::texts(view.locale);
    let names = words::texts(view.locale);
    let mode = if page.identity == IdentityKept::NotGiven { IdentityMode::Anonymous } else { IdentityMode::Named };
    let number = view! { <span id="case-number" class="number" translate="no">{page.number.to_string()}</span> };
    view! {
        <section class="slip" aria-labelledby="slip-heading">
            <h2 id="slip-heading" class="slip-heading">{texts.slip_heading}</h2>
            <p class="slip-label">{texts.code_label}</p>
            {slip::receipt_groups(page.code.as_ref())}
            <div class="slip-rest">
                {facts(vec![
                    Fact { name: texts.number, value: number.into_any() },
                    Fact::text(texts.filed_on, dates::day(view.locale, page.filed_on)),
                    Fact::text(texts.unit, page.unit.as_str()),
                    Fact::text(texts.kind, (names.kind)(page.kind)),
                    Fact::text(texts.identity, (names.identity)(mode)),
                ])}
                {slip::receipt_square(page.code.as_ref(), texts.square_label)}
            </div>
            <p class="slip-note">{format!("{} {}", texts.square_note, texts.number_note)}</p>
        </section>
    }
    .into_any()
}

/// Copying and printing need a script, which shows their buttons; saving and the browser's own menu do not.
fn tools(view: &View, page: &ReceiptPage) -> AnyView {
    let texts = receipt::texts(view.locale);
    let blank = page.code.is_none().then(|| receipt_text(view.locale, CODE_BLANK, &page.number));
    view! {
        <div class="receipt-tools">
            <button type="button" class="button-plain" data-deed="copy" data-done=texts.copied hidden>{texts.copy}</button>
            <button type="button" class="button-plain" data-deed="print" data-done="" hidden>{texts.print}</button>
            <form id="save-form" method="post" action=view.href("/receipt/save") autocomplete="off" data-text=blank>
                {hidden("shown", shown(page.code.as_ref()))}
                {hidden("number", page.number.to_string())}
                <button type="submit" class="button-plain">{texts.save}</button>
            </form>
            <p class="small">{texts.print_hint}</p>
            <p id="deed-done" role="status"></p>
        </div>
    }
    .into_any()
}

/// Retype it, or say that it was written down.
pub(super) fn keep_form(view: &View, code: Option<&ReceiptCode>, typed: &str, faults: &[model::Fault]) -> AnyView {
    let texts = receipt::texts(view.locale);
    let field = Input::new(Field::Receipt, texts.retype, typed).hint(texts.retype_hint).kind(InputKind::Code);
    view! {
        <form id="keep-form" class="panel" method="post" action=view.href("/receipt/check") autocomplete="off">
            <h2>{texts.keep_heading}</h2>
            <p>{texts.keep_lead}</p>
            {hidden("shown", shown(code))}
            {input(view, field, faults)}
            <div class="actions">
                <button type="submit" class="button" name="step" value="check">{texts.check}</button>
                <button type="submit" class="button-plain" name="step" value="kept">{texts.kept}</button>
            </div>
        </form>
    }
    .into_any()
}

fn shown(code: Option<&ReceiptCode>) -> String {
    code.map(ReceiptCode::to_display).unwrap_or_default()
}

fn next_steps(view: &View, next: &[NextStep]) -> AnyView {
    let texts = receipt::texts(view.locale);
    if next.is_empty() {
        return view! { <p>{texts.next_none}</p> }.into_any();
    }
    let names = words::texts(view.locale);
    let entries = next.iter().map(|step| {
        let body = view! {
            <p class="step-date"><time datetime=step.due.to_string()>{(texts.next_by)(&dates::day(view.locale, step.due))}</time></p>
            <p class="step-what">{(names.clock)(step.clock)}</p>
            <p class="small">{(names.article)(step.article)}</p>
        };
        (StepState::Next, body.into_any())
    });
    steps(entries.collect())
}
