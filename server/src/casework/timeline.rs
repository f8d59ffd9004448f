//! What happened to a case, in order, with what was written at each step.

use model::{
    Article, CaseAction, CaseStatus, Message, Role,
    state::{Notice, notice_of},
};
use seal::Slot;

use super::reading::{Reader, Reading};
use crate::store::{Author, Envelope, Event};

/// Who did something, as either side may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The reporter.
    Reporter,
    /// A member of a unit, in this role.
    Staff {
        /// The member: for the unit's own eyes.
        member: i64,
        /// The unit at that time.
        unit: Option<i64>,
        /// The role in which it was done.
        role: Option<Role>,
    },
    /// The portal.
    Portal,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When, in UTC milliseconds; to the hour if by the reporter.
    pub at: i64,
    /// What was done.
    pub action: CaseAction,
    /// The status after it.
    pub status: CaseStatus,
    /// What the reporter is told; none for the unit's own affairs.
    pub notice: Option<Notice>,
    /// Who did it.
    pub by: Party,
    /// A code that says more: a reason, a finding, a unit, a category.
    pub detail: Option<String>,
    /// What it rests on.
    pub basis: Option<Article>,
    /// The date that it set, in UTC milliseconds.
    pub due_at: Option<i64>,
    /// What was written with it: a message, an answer, a reason, a note.
    pub text: Option<Reading<Message>>,
    /// Where that stands.
    pub place: Option<(Slot, u32)>,
}

/// The steps of a case, oldest first, with their texts.
pub(super) fn entries(events: Vec<Event>, envelopes: &[Envelope], reader: &Reader<'_>) -> Vec<Entry> {
    events.into_iter().map(|event| entry(event, envelopes, reader)).collect()
}

fn entry(event: Event, envelopes: &[Envelope], reader: &Reader<'_>) -> Entry {
    let place = event.envelope.filter(|(slot, _)| *slot != Slot::Report);
    let text = place.map(|(slot, seq)| {
        let envelope = envelopes.iter().find(|envelope| envelope.slot == slot && envelope.seq == seq);
        // A text that is gone, or that bears another name than its step, is as good as forged.
        envelope.filter(|envelope| envelope.author == event.actor).map_or(Reading::Forged, |envelope| reader.read(envelope))
    });
    Entry {
        at: event.at,
        action: event.action,
        status: event.status,
        notice: notice_of(event.action).filter(|_| event.public),
        by: party(&event),
        detail: event.detail,
        basis: event.basis.and_then(|basis| basis.parse().ok()),
        due_at: event.due_at,
        text,
        place,
    }
}

const fn party(event: &Event) -> Party {
    match event.actor {
        Author::Reporter => Party::Reporter,
        Author::Member(member) => Party::Staff { member, unit: event.unit, role: event.role },
        Author::System => Party::Portal,
    }
}
