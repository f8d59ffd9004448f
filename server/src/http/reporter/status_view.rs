//! From an opened case to what its page shows.

use data_encoding::HEXLOWER;
use model::{Attachment, CaseAction, ReceiptCode, ReportContent, Role, api::place_name};
use pages::{
    DaysLeft, Locale, View,
    reporter::{CaseMessage, CaseStep, EvidenceSection, NextLimit, SealedText, StatusPage, StepDetail, WaitingFile},
};
use seal::{ProofKey, ReporterSecret, Slot, encode, proof_of_filing};

use super::{custody_view::custody_section, review::identity_kept};
use crate::{
    casework::{
        NextDate, Office,
        calendar::day_of_ms,
        follow::Followed,
        reading::Reading,
        timeline::{Entry, Party},
    },
    http::names::{category_name, unit_name},
    store::Case,
};

/// The page of a case as its reporter sees it, before anything was done to it.
/// Without the code it has blanks for what the browser opens.
pub(super) fn status_view(office: &Office, view: &View, code: Option<ReceiptCode>, followed: Followed) -> StatusPage {
    let names = Names { office, locale: view.locale };
    let case = &followed.case;
    let key = code.as_ref().map(|code| ReporterSecret::from_code(code).proof_key());
    let proof = key.zip(followed.report.opened()).map(|(key, content)| proof_of(&key, case, content)).unwrap_or_default();
    let keeper = case.named.then_some(followed.identity_kept_by);
    StatusPage {
        code,
        version: case.version,
        number: case.number.clone(),
        kind: case.kind,
        category: names.category(&case.category),
        area: office.directory.catalog.full_name(&case.area),
        codes: (case.category.clone(), case.area.clone()),
        content: sealed_text(&followed.report, (Slot::Report, 0), Clone::clone),
        identity_check: followed
            .identity
            .as_ref()
            .map_or(SealedText::Opened(()), |identity| sealed_text(identity, (Slot::Identity, 0), |_| ())),
        filed_on: day_of_ms(case.filed_at),
        status: case.status,
        unit: names.unit(case.unit_id),
        in_charge: in_charge(&followed.entries),
        first_unit: (case.first_unit_id != case.unit_id).then(|| names.unit(case.first_unit_id)),
        identity: identity_kept(office, keeper, view.locale),
        next: followed.next.and_then(next_limit),
        steps: followed.entries.iter().filter_map(|entry| names.step(entry)).collect(),
        messages: followed.entries.iter().filter_map(|entry| names.message(entry)).collect(),
        custody: custody_section(office, view.locale, &followed),
        may: followed.possible.iter().filter(|(_, decided)| decided.is_ok()).map(|(action, _)| *action).collect(),
        rating: case.rating,
        sealed_by: case.sealed_by,
        proof,
        evidence: evidence_section(office, &followed.added),
        draft: String::new(),
        rating_typed: String::new(),
        faults: Vec::new(),
        done: None,
        changed: false,
    }
}

fn evidence_section(office: &Office, added: &[(u32, Reading<Attachment>)]) -> EvidenceSection {
    let waiting =
        added.iter().map(|(number, known)| WaitingFile { number: *number, known: sealed_text(known, (Slot::File, *number), Clone::clone) });
    let rules = &office.evidence;
    EvidenceSection { waiting: waiting.collect(), largest: rules.largest(), hours: rules.unsent_hours, ..EvidenceSection::default() }
}

/// Whoever acted last for the unit; before anyone did, its officers.
fn in_charge(entries: &[Entry]) -> Role {
    let acted = entries.iter().rev().find_map(|entry| match entry.by {
        Party::Staff { role, .. } if !entry.action.is_custody() => role,
        _ => None,
    });
    acted.unwrap_or(Role::Officer)
}

/// The days are counted as the rule counts them.
fn next_limit(next: NextDate) -> Option<NextLimit> {
    let left = if next.in_working_days { DaysLeft::Working(next.days_left) } else { DaysLeft::Calendar(next.days_left) };
    Some(NextLimit { clock: next.clock, article: next.article?, due: next.on, left })
}

fn proof_of(key: &ProofKey, case: &Case, content: &ReportContent) -> String {
    HEXLOWER.encode(proof_of_filing(key, &case.number, case.filed_at, &encode(content)).as_bytes())
}

/// What was written, or a blank for it with the name of its place.
pub(super) fn sealed_text<T, U>(reading: &Reading<T>, (slot, seq): (Slot, u32), shown: impl Fn(&T) -> U) -> SealedText<U> {
    match reading {
        Reading::Opened(content) => SealedText::Opened(shown(content)),
        Reading::Sealed => SealedText::Blank(place_name(slot.as_str(), seq)),
        Reading::Forged | Reading::NoKey | Reading::Unreadable => SealedText::Forged,
    }
}

pub(super) fn message_text(entry: &Entry) -> Option<SealedText<String>> {
    let (text, place) = entry.text.as_ref().zip(entry.place)?;
    Some(sealed_text(text, place, |message| message.body.clone()))
}

struct Names<'a> {
    office: &'a Office,
    locale: Locale,
}

impl Names<'_> {
    fn unit(&self, unit: i64) -> String {
        unit_name(self.office, unit, self.locale)
    }

    fn category(&self, code: &model::CategoryCode) -> String {
        let category = self.office.directory.catalog.category(code);
        category.map_or_else(|| code.to_string(), |category| category_name(category, self.locale))
    }

    fn staff_unit(&self, entry: &Entry) -> Option<String> {
        match entry.by {
            Party::Staff { unit, .. } => unit.map(|unit| self.unit(unit)),
            Party::Reporter | Party::Portal => None,
        }
    }

    fn step(&self, entry: &Entry) -> Option<CaseStep> {
        let notice = entry.notice?;
        Some(CaseStep { notice, on: day_of_ms(entry.at), unit: self.staff_unit(entry), detail: detail(entry) })
    }

    fn message(&self, entry: &Entry) -> Option<CaseMessage> {
        let body = message_text(entry).filter(|_| !entry.action.is_custody())?;
        let files = entry.text.as_ref().and_then(|text| text.opened()).map(|message| message.files.clone()).unwrap_or_default();
        Some(CaseMessage { from_unit: self.staff_unit(entry), on: day_of_ms(entry.at), body, files })
    }
}

fn detail(entry: &Entry) -> StepDetail {
    let word = entry.detail.as_deref().unwrap_or_default();
    let said = match entry.action {
        CaseAction::Decline => word.parse().map(StepDetail::Declined),
        CaseAction::Return => word.parse().map(StepDetail::SentBack),
        CaseAction::Close => word.parse().map(StepDetail::Found),
        CaseAction::RefuseDeletion => word.parse().map(StepDetail::Kept),
        _ => return StepDetail::None,
    };
    said.unwrap_or(StepDetail::None)
}
