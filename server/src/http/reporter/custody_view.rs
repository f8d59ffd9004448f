//! From what was done with an identity to what the status page shows of it.

use jiff::civil::DateTime;
use model::{CaseAction, Message, Role};
use pages::{
    Locale,
    reporter::{CustodySection, GrantShown, HandOver, IdentityUse as Shown, ObjectionState, SealedText},
};
use seal::Slot;

use super::status_view::{message_text, sealed_text};
use crate::{
    casework::{
        Office,
        custody::IdentityUse,
        follow::Followed,
        reading::Reading,
        timeline::{Entry, Party},
    },
    http::{
        names::{name_of, unit_name},
        staff::time::local,
    },
};

/// Milliseconds from the first to the last of an hour.
const LAST_OF_AN_HOUR: i64 = 3_599_999;

/// The section, before anything was objected.
pub(super) fn custody_section(office: &Office, locale: Locale, followed: &Followed) -> CustodySection {
    let names = Names { office, locale };
    CustodySection {
        uses: followed.uses.iter().map(|given| names.given(given)).collect(),
        handed: followed.entries.iter().filter_map(|entry| names.handed(entry)).collect(),
        ..CustodySection::default()
    }
}

struct Names<'a> {
    office: &'a Office,
    locale: Locale,
}

/// To the hour: no more of it is told.
fn hour(at: i64) -> DateTime {
    let at = local(at);
    at.date().at(at.hour(), 0, 0, 0)
}

fn words(said: &Reading<Message>, place: (Slot, u32)) -> SealedText<String> {
    sealed_text(said, place, |message| message.body.clone())
}

impl Names<'_> {
    fn unit(&self, unit: i64) -> String {
        unit_name(self.office, unit, self.locale)
    }

    fn given(&self, given: &IdentityUse) -> Shown {
        let request = &given.request;
        let granted = given.granted.iter().map(|(decision, said)| GrantShown {
            unit: self.unit(decision.unit_id),
            at: hour(decision.at),
            words: said.as_ref().zip(decision.words).map(|(said, seq)| words(said, (Slot::Decision, seq))),
        });
        Shown {
            request: request.seq,
            unit: self.unit(request.unit_id),
            role: request.role.unwrap_or(Role::Officer),
            purpose: request.purpose,
            scope: request.scope.clone(),
            words: words(&given.words, (Slot::Request, request.seq)),
            granted: granted.collect(),
            // The hour in which it ends is still open.
            until: hour(request.ends_at.unwrap_or_default() + LAST_OF_AN_HOUR),
            over: !given.open,
            opened: given.opened_at.iter().map(|&at| hour(at)).collect(),
            objection: self.objection(given),
        }
    }

    fn objection(&self, given: &IdentityUse) -> ObjectionState {
        match (&given.objection, given.objectable_at) {
            (Some(objection), _) => ObjectionState::Made {
                unit: given.request.objection_unit_id.map(|unit| self.unit(unit)).unwrap_or_default(),
                words: words(objection, (Slot::Objection, given.request.seq)),
                answer: given.ruling.as_ref().map(|ruling| words(ruling, (Slot::Ruling, given.request.seq))),
            },
            (None, Some(unit)) => ObjectionState::Possible(self.unit(unit)),
            (None, None) => ObjectionState::Closed,
        }
    }

    fn handed(&self, entry: &Entry) -> Option<HandOver> {
        let (CaseAction::HandIdentity, Party::Staff { .. }) = (entry.action, entry.by) else { return None };
        let code = entry.detail.as_deref()?;
        let unit = self.office.directory.units().iter().find(|unit| unit.code.as_str() == code)?;
        Some(HandOver { unit: name_of(unit, self.locale), at: hour(entry.at), reason: message_text(entry) })
    }
}
