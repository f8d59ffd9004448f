//! From an opened case to what its page shows.

use std::collections::HashMap;

use jiff::civil::Date;
use model::{CaseAction, Message, ReleasedIdentity, RequestStatus, Right};
use pages::{
    DaysLeft, Locale,
    staff::{
        ActionOffer, AskedFor, AskedState, Assessed, Blocked, CaseClock, CasePage, Choice, Conflict, Entry as Said, EntryProof,
        IdentityCard as Card, Keeping, KeptAway, Note, OwnWords, ReportText, Speaker, Step,
    },
};

use super::{lists, seat::Seat, time::local};
use crate::{
    casework::{
        CaseworkError, Office,
        calendar::day_of_ms,
        custody::Standing,
        desk::{Away, CaseView, IdentityCard, RunningClock, WhyNot},
        reading::Reading,
        rights,
        timeline::{Entry, Party},
    },
    http::names::{category_name, unit_name},
    store::{Case, Member},
};

/// The page of a case, before anything was refused or done. `identity` is what was opened for this answer alone.
pub async fn case_page(seat: &Seat, view: CaseView, identity: Option<Reading<ReleasedIdentity>>) -> Result<CasePage, CaseworkError> {
    let CaseView { case, report, identity: card, entries, clocks, possible, suggested, names, barred, avoided, away, .. } = view;
    let names = Names { office: &seat.office, locale: seat.view.locale, members: &names };
    Ok(CasePage {
        desk: seat.frame(),
        back: String::new(),
        version: case.version,
        kind: case.kind,
        status: case.status,
        category: Choice::new(case.category.to_string(), names.category(case.category.as_str())),
        area: seat.office.directory.catalog.full_name(&case.area),
        named: case.named,
        sealed_by: case.sealed_by,
        filed_on: day_of_ms(case.filed_at),
        unit: names.unit(case.unit_id),
        first_unit: names.unit(case.first_unit_id),
        first_handler: case.first_handler_id.map(|id| names.member(id)),
        assignee: case.assignee_id.map(|id| Choice::new(id.to_string(), names.member(id))),
        returned_count: case.returned_count,
        finding: case.finding,
        rating: case.rating,
        report: report_text(seat, report),
        identity: identity_card(seat, card, identity).await?,
        clocks: clocks.into_iter().map(clock).collect(),
        conversation: entries.iter().filter_map(|entry| names.said(entry)).collect(),
        notes: entries.iter().filter_map(|entry| names.note(entry)).collect(),
        timeline: entries.iter().map(|entry| names.step(entry)).collect(),
        actions: possible
            .into_iter()
            .filter(|(action, _)| *action != CaseAction::Readmit || away.iter().any(|away| away.liftable))
            .map(|(action, decided)| ActionOffer { action, blocked: decided.err().map(blocked) })
            .collect(),
        suggested_units: receivers(&seat.office, &case, suggested.map(|route| route.unit), &barred, seat.view.locale),
        members: lists::assignees(seat).await?.into_iter().filter(|member| !is_away(&away, member)).collect(),
        avoided_units: avoided.into_iter().map(|unit| names.unit(unit)).collect(),
        recusable: lists::readers(seat).await?.into_iter().filter(|member| !is_away(&away, member)).collect(),
        readmittable: away.iter().filter(|away| away.liftable).map(|away| names.choice(away.recusal.member_id)).collect(),
        away: away.iter().map(|away| names.away(away)).collect(),
        risk: case.risk_level.map(|level| (level, case.risk_due_at.map(day_of_ms))),
        risk_old_since: case.risk_level.and_then(|_| old_since(&entries)),
        assessments: entries.iter().filter_map(|entry| names.assessment(entry)).collect(),
        categories: lists::categories(&seat.office, seat.view.locale),
        draft: None,
        done: None,
        number: case.number,
    })
}

/// Who changed the case last, for someone who was second.
pub fn conflict(view: &CaseView) -> Option<Conflict> {
    let last = view.entries.last()?;
    let member = match last.by {
        Party::Staff { member, .. } => Some(view.names.get(&member).cloned().unwrap_or_default()),
        Party::Reporter | Party::Portal => None,
    };
    Some(Conflict { member, action: last.action, at: local(last.at) })
}

fn own_words(words: &Reading<Message>) -> OwnWords {
    match words {
        Reading::Opened(message) => OwnWords::Genuine(message.body.clone()),
        Reading::Forged => OwnWords::Forged,
        Reading::NoKey | Reading::Unreadable | Reading::Sealed => OwnWords::Unreadable,
    }
}

fn report_text(seat: &Seat, report: Reading<model::ReportContent>) -> ReportText {
    match report {
        Reading::Opened(content) => ReportText::Open(content),
        Reading::NoKey if !seat.may(Right::HandleCases) => ReportText::NotForCustodians,
        Reading::NoKey => ReportText::NoKey,
        Reading::Forged | Reading::Unreadable | Reading::Sealed => ReportText::Broken,
    }
}

async fn identity_card(seat: &Seat, card: IdentityCard, opened: Option<Reading<ReleasedIdentity>>) -> Result<Card, CaseworkError> {
    let (by, own, needed, standing) = match card {
        IdentityCard::Anonymous => return Ok(Card::Anonymous),
        IdentityCard::ReporterOnly => return Ok(Card::NoCustodian),
        IdentityCard::Kept { by, own, needed, standing } => (by, own, needed, standing),
    };
    let until = local(standing.as_ref().and_then(|standing| standing.request.ends_at).unwrap_or_default());
    match opened {
        Some(Reading::Opened(identity)) => return Ok(Card::Opened { identity, until }),
        Some(_) => return Ok(Card::Broken),
        None => {}
    }
    let custodians = custodians(seat, by).await?;
    let elsewhere = by.filter(|&unit| unit != seat.who.unit).map(|unit| unit_name(&seat.office, unit, seat.view.locale));
    let named = |member: Member| match &elsewhere {
        Some(unit) => format!("{unit} {}", member.display_name),
        None => member.display_name,
    };
    Ok(Card::Kept(Keeping {
        custodians: custodians.into_iter().map(named).collect(),
        needed: needed.custodians,
        short: needed.short,
        own,
        others: needed.able,
        may_ask: seat.may(Right::HandleCases),
        asked: standing.map(|standing| asked_for(*standing, needed.custodians)),
    }))
}

fn asked_for(standing: Standing, needed: u32) -> AskedFor {
    let Standing { request, granted, open, refusal } = standing;
    let state = match (request.status, request.ends_at) {
        (RequestStatus::Waiting, _) => AskedState::Waiting { at: local(request.asked_at), granted, needed: needed.max(request.needed) },
        (RequestStatus::Granted, Some(ends_at)) if open => AskedState::Open(local(ends_at)),
        (RequestStatus::Refused, _) => {
            AskedState::Refused(refusal.as_ref().and_then(|said| said.opened()).map(|message| message.body.clone()))
        }
        (RequestStatus::Lapsed, _) => AskedState::Lapsed,
        (RequestStatus::Granted | RequestStatus::Ended, _) => AskedState::Ended,
    };
    AskedFor { purpose: request.purpose, scope: request.scope, state }
}

/// Who keeps identities in a unit.
async fn custodians(seat: &Seat, unit: Option<i64>) -> Result<Vec<Member>, CaseworkError> {
    let Some(unit) = unit else { return Ok(Vec::new()) };
    let mut members = seat.office.store.members().of_unit(unit).await?;
    members.retain(|member| member.left_at.is_none() && rights::may(&member.roles, Right::KeepIdentities));
    Ok(members)
}

fn clock(clock: RunningClock) -> CaseClock {
    let left = if clock.in_working_days { DaysLeft::Working(clock.days_left) } else { DaysLeft::Calendar(clock.days_left) };
    CaseClock {
        clock: clock.clock,
        from: clock.from,
        due: clock.due,
        left,
        period: clock.period,
        article: clock.article,
        stopped: clock.stopped,
        unmet: clock.unmet,
    }
}

/// Why an action is not possible now, if it is not.
pub fn why_not(view: &CaseView, action: CaseAction) -> Option<Blocked> {
    let (_, decided) = view.possible.iter().find(|(possible, _)| *possible == action)?;
    decided.as_ref().err().copied().map(blocked)
}

fn blocked(why: WhyNot) -> Blocked {
    match why {
        WhyNot::Refused(refused) => Blocked::Rule(refused),
        WhyNot::Right(_) => Blocked::Role,
    }
}

/// Units that can take the case: where the rules would send it now, where it came from, then all that take reports.
fn receivers(office: &Office, case: &Case, suggested: Option<i64>, barred: &[i64], locale: Locale) -> Vec<Choice> {
    let directory = &office.directory;
    let first = suggested.into_iter().chain(case.sender_unit_id);
    let mut ids: Vec<i64> = Vec::new();
    for id in first.chain(directory.open_units().map(|unit| unit.id)) {
        if id != case.unit_id && !ids.contains(&id) && !barred.contains(&id) {
            ids.push(id);
        }
    }
    lists::units(ids.into_iter().filter_map(|id| directory.unit(id)), locale)
}

/// The day on which unit and reporter came into contact for the last time, if nothing was assessed since.
fn old_since(entries: &[Entry]) -> Option<Date> {
    let last = entries.iter().rev().find(|entry| entry.action == CaseAction::Assess || entry.action.is_contact())?;
    (last.action != CaseAction::Assess).then(|| day_of_ms(last.at))
}

fn is_away(away: &[Away], member: &Choice) -> bool {
    away.iter().any(|away| away.recusal.member_id.to_string() == member.value)
}

struct Names<'a> {
    office: &'a Office,
    locale: Locale,
    members: &'a HashMap<i64, String>,
}

impl Names<'_> {
    fn unit(&self, unit: i64) -> String {
        unit_name(self.office, unit, self.locale)
    }

    fn member(&self, member: i64) -> String {
        self.members.get(&member).cloned().unwrap_or_default()
    }

    fn choice(&self, member: i64) -> Choice {
        Choice::new(member.to_string(), self.member(member))
    }

    fn away(&self, away: &Away) -> KeptAway {
        let recusal = &away.recusal;
        KeptAway {
            name: self.member(recusal.member_id),
            source: recusal.source,
            by: recusal.declared_by.map(|member| self.member(member)),
            at: local(recusal.at),
            words: away.words.as_ref().map(own_words),
        }
    }

    fn category(&self, code: &str) -> String {
        let known = code.parse().ok().and_then(|code| self.office.directory.catalog.category(&code));
        known.map_or_else(|| code.to_owned(), |category| category_name(category, self.locale))
    }

    fn speaker(&self, by: Party) -> Speaker {
        match by {
            Party::Reporter => Speaker::Reporter,
            Party::Portal => Speaker::Portal,
            Party::Staff { member, unit, .. } => {
                Speaker::Member { name: self.member(member), unit: unit.map(|unit| self.unit(unit)).unwrap_or_default() }
            }
        }
    }

    /// What either side said to the other. What is said about the identity is not part of it.
    fn said(&self, entry: &Entry) -> Option<Said> {
        let text = entry.text.as_ref().filter(|_| !entry.action.is_internal())?;
        let proof = match text {
            Reading::Opened(_) => EntryProof::Verified,
            Reading::Forged => EntryProof::Forged,
            Reading::NoKey | Reading::Unreadable | Reading::Sealed => EntryProof::Unreadable,
        };
        let body = text.opened().map(|message| message.body.clone());
        let files = text.opened().map(|message| message.files.clone()).unwrap_or_default();
        Some(Said { speaker: self.speaker(entry.by), at: local(entry.at), action: entry.action, body, files, proof })
    }

    fn assessment(&self, entry: &Entry) -> Option<Assessed> {
        let text = entry.text.as_ref().filter(|_| entry.action == CaseAction::Assess)?;
        let (level, next) = entry.detail.as_deref()?.split_once(' ')?;
        let member = match entry.by {
            Party::Staff { member, .. } => self.member(member),
            Party::Reporter | Party::Portal => String::new(),
        };
        Some(Assessed { level: level.parse().ok()?, next: next.parse().ok()?, member, at: local(entry.at), body: own_words(text) })
    }

    fn note(&self, entry: &Entry) -> Option<Note> {
        let text = entry.text.as_ref().filter(|_| entry.action == CaseAction::Note)?;
        let member = match entry.by {
            Party::Staff { member, .. } => self.member(member),
            Party::Reporter | Party::Portal => String::new(),
        };
        Some(Note { member, at: local(entry.at), body: own_words(text) })
    }

    fn step(&self, entry: &Entry) -> Step {
        let detail = entry.detail.as_deref().and_then(|detail| self.detail(entry.action, detail));
        Step { action: entry.action, by: self.speaker(entry.by), at: local(entry.at), detail, article: entry.basis }
    }

    /// Where an action led to, by name. Reasons and findings are told elsewhere on the page.
    fn detail(&self, action: CaseAction, detail: &str) -> Option<String> {
        match action {
            CaseAction::Transfer | CaseAction::PassUp => {
                let unit = self.office.directory.units().iter().find(|unit| unit.code.as_str() == detail)?;
                Some(self.unit(unit.id))
            }
            CaseAction::Recategorise => Some(self.category(detail)),
            CaseAction::Assign | CaseAction::Recuse | CaseAction::Readmit => detail.parse().ok().map(|member| self.member(member)),
            _ => None,
        }
    }
}
