//! Following a case: the form that asks for the receipt code, and the page that it opens. Both are answers to a POST or an empty form;
//! nothing of them stands in an address.

use jiff::civil::Date;
use leptos::prelude::*;
use model::{
    Attachment, CaseAction, CaseNumber, CaseStatus, CategoryCode, DivisionCode, Fault, Field, IdentityMode, ReceiptCode, ReportContent,
    ReportKind, Role,
    basis::{Article, Clock, DeclineReason, DeletionRefusal, ReturnReason},
    state::Notice,
    status::{Finding, Rating, SealedBy},
};

use super::{
    SealedText,
    custody::{self, CustodySection},
    deletion,
    evidence::{self, EvidenceSection},
    sealing::{self, Sealing},
    status_forms as forms, status_parts as parts,
};
use crate::{
    DaysLeft, Html, IdentityKept, View,
    components::{Input, InputKind, error_summary, input},
    layout::{self, Head, Switch},
    locales::{status, words},
};

/// The form that asks for the code.
#[derive(Default)]
pub struct StatusFormPage {
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// What the browser needs to open the case and to seal what is written there; none once the server has seen the code.
    pub sealing: Option<Sealing>,
}

/// The next time limit of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextLimit {
    /// What must have happened by then.
    pub clock: Clock,
    /// The rule.
    pub article: Article,
    /// The day.
    pub due: Date,
    /// Days until then.
    pub left: DaysLeft,
}

/// What a step says beside its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepDetail {
    /// Nothing more.
    None,
    /// Why it was declined.
    Declined(DeclineReason),
    /// Why it was sent back.
    SentBack(ReturnReason),
    /// What was found.
    Found(Finding),
    /// Why it is not destroyed before its time.
    Kept(DeletionRefusal),
}

/// One step of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseStep {
    /// What happened.
    pub notice: Notice,
    /// The day.
    pub on: Date,
    /// Name of the unit that did it, or that it went to; none for the reporter's own steps.
    pub unit: Option<String>,
    /// What more there is to say.
    pub detail: StepDetail,
}

/// One message of the conversation, opened.
pub struct CaseMessage {
    /// Name of the unit that wrote it; none if the reporter did.
    pub from_unit: Option<String>,
    /// The day.
    pub on: Date,
    /// What was written.
    pub body: SealedText<String>,
    /// Files that go with it; empty where only the browser knows them.
    pub files: Vec<Attachment>,
}

/// The status page.
pub struct StatusPage {
    /// The code that opened it; each form carries it. None if only the browser knows it, which then fills it in.
    pub code: Option<ReceiptCode>,
    /// Version of the case as shown; each form carries it.
    pub version: i64,
    /// Case number.
    pub number: CaseNumber,
    /// Kind.
    pub kind: ReportKind,
    /// Category's name in the reader's language.
    pub category: String,
    /// Full name of the area.
    pub area: String,
    /// What was filed.
    pub content: SealedText<ReportContent>,
    /// Whether the identity stands there as the reporter signed it; for anonymous reports nothing can be wrong with it.
    pub identity_check: SealedText<()>,
    /// The day of filing.
    pub filed_on: Date,
    /// Where it stands.
    pub status: CaseStatus,
    /// Name of the unit in charge.
    pub unit: String,
    /// Role of whoever is in charge there.
    pub in_charge: Role,
    /// Name of the first unit, if another is in charge now.
    pub first_unit: Option<String>,
    /// Who holds the identity.
    pub identity: IdentityKept,
    /// The next time limit, if one runs.
    pub next: Option<NextLimit>,
    /// What has happened, oldest first.
    pub steps: Vec<CaseStep>,
    /// The conversation, oldest first.
    pub messages: Vec<CaseMessage>,
    /// Its category and area, by code.
    pub codes: (CategoryCode, DivisionCode),
    /// What was done with the identity.
    pub custody: CustodySection,
    /// What the reporter may do now, of supply, withdraw, rate and asking for deletion.
    pub may: Vec<CaseAction>,
    /// The rating given.
    pub rating: Option<Rating>,
    /// Where it was sealed.
    pub sealed_by: SealedBy,
    /// Proof of filing, in hexadecimal; blank if only the browser can compute it.
    pub proof: String,
    /// Files that are added.
    pub evidence: EvidenceSection,
    /// A message that was typed and not taken.
    pub draft: String,
    /// A rating that was chosen and not taken, as a word.
    pub rating_typed: String,
    /// What is wrong with what was sent.
    pub faults: Vec<Fault>,
    /// What has just been done.
    pub done: Option<CaseAction>,
    /// What was asked for was not done, since the case has changed since it was shown.
    pub changed: bool,
}

impl StatusPage {
    /// Named or anonymous.
    pub(super) fn identity_mode(&self) -> IdentityMode {
        if self.identity == IdentityKept::NotGiven { IdentityMode::Anonymous } else { IdentityMode::Named }
    }
}

/// `form#status-form` with the field `receipt`, posting to `/status`. With the step `form` it is shown again, with what was typed.
pub fn status_form_page(view: &View, page: &StatusFormPage) -> Html {
    let texts = status::texts(view.locale);
    let switch = Switch::Resend { form: "status-form", step: "form", enter: "look" };
    let head = Head::new(texts.form_title).with_faults(page.faults.len()).with_follower(page.sealing.is_some()).with_switch(switch);
    let field = || Input::new(Field::Receipt, texts.receipt, &page.typed).hint(texts.receipt_hint).kind(InputKind::Code);
    layout::public_page(view, head, || {
        view! {
            {error_summary(view, &page.faults)}
            <h1>{texts.form_title}</h1>
            <p class="lead">{texts.form_lead}</p>
            <form id="status-form" method="post" action=view.href("/status") autocomplete="off">
                {page.sealing.as_ref().map(|sealing| sealing::opening(view, Some(sealing)))}
                {input(view, field(), &page.faults)}
                <div class="actions"><button type="submit" class="button">{texts.open}</button></div>
            </form>
            <section>
                <h2>{texts.lost_heading}</h2>
                <p>{texts.lost_text}</p>
            </section>
        }
        .into_any()
    })
}

/// The opened case. Its forms post to `/status` with the hidden fields `receipt` and `version` and an `action`: `supply` (with
/// `message`, and files: see [`super::evidence`]) or `rate` (with `rating`). A `step` may name another: `withdraw`, `ask-deletion`, or
/// `object-` and the number of a request (with `objection-` and that number). What is typed belongs to one form, [`forms::common`]. Without an action, or
/// with the step `show`, the same page is shown again.
pub fn status_page(view: &View, page: &StatusPage) -> Html {
    let texts = status::texts(view.locale);
    let state = (words::texts(view.locale).status)(page.status);
    let enter = if forms::may(page, CaseAction::Supply) { "add" } else { "show" };
    let switch = Switch::Resend { form: forms::common(page), step: "show", enter };
    let head = Head::new((texts.title)(state)).with_faults(page.faults.len()).with_switch(switch);
    layout::public_page(view, head, || {
        view! {
            {error_summary(view, &page.faults)}
            {page.code.is_none().then(|| sealing::opening(view, None))}
            {parts::changed(view, page.changed)}
            {parts::done(view, page.done)}
            {evidence::done(view, page.evidence.done)}
            {parts::standing(view, page)}
            {parts::next(view, page)}
            {parts::progress(view, page)}
            {parts::conversation(view, page)}
            {forms::supply(view, page)}
            {evidence::own_file(view, page)}
            {forms::rate(view, page)}
            {custody::openings(view, page)}
            {parts::report(view, page)}
            {parts::protection(view, page)}
            {forms::protect(view, Some(&page.number), &page.codes)}
            {forms::withdraw(view, page)}
            {deletion::ask(view, page)}
            {forms::again(view, page)}
            {evidence::words(view, page)}
            <p class="small">{texts.leave_note}</p>
        }
        .into_any()
    })
}
