//! From a posted form to the action of the casework.

use std::str::FromStr;

use model::{CaseAction, CaseNumber, CategoryCode, DeclineReason, Fault, FaultKind, Field, ReturnReason, UnitCode, status::Finding};
use pages::staff::ActionForm;

use super::seat::Seat;
use crate::{casework::CaseworkError, http::form::Form};

/// What a form of the case asks for.
pub(super) struct Asked {
    pub(super) number: CaseNumber,
    pub(super) action: CaseAction,
    /// The version of the case that the page showed.
    pub(super) version: i64,
    pub(super) form: ActionForm,
}

/// A form without a version is older than any case.
pub(super) fn version(form: &Form) -> i64 {
    form.get("version").parse().unwrap_or(-1)
}

pub(super) fn typed(mut form: Form) -> ActionForm {
    let [message, reason, finding, unit, assignee, category] =
        ["message", "reason", "finding", "unit", "assignee", "category"].map(|name| form.take(name));
    ActionForm { message, reason, finding, unit, assignee, category, faults: Vec::new() }
}

/// Takes the action.
pub(super) async fn take(seat: &Seat, asked: &Asked) -> Result<(), CaseworkError> {
    let (desk, mut rng) = (seat.desk(), seat.rng());
    let Asked { number, action, version, form } = asked;
    let (version, text, rng) = (*version, form.message.as_str(), &mut rng);
    let taken = match action {
        CaseAction::Accept => desk.accept(number, version, rng).await,
        CaseAction::Decline => {
            let reason: DeclineReason = chosen(Field::Reason, &form.reason)?;
            desk.decline(number, version, reason, text, rng).await.map_err(beside_message)
        }
        CaseAction::Ask => desk.ask(number, version, text, rng).await,
        CaseAction::Return => {
            let reason: ReturnReason = chosen(Field::Reason, &form.reason)?;
            desk.give_back(number, version, reason, text, rng).await.map_err(beside_message)
        }
        CaseAction::Answer => desk.answer(number, version, text, rng).await,
        CaseAction::Extend => desk.extend(number, version, text, rng).await.map_err(beside_message),
        CaseAction::Close => {
            let finding: Finding = chosen(Field::Finding, &form.finding)?;
            desk.close(number, version, finding, text, rng).await.map_err(beside_message)
        }
        CaseAction::Reopen => desk.reopen(number, version, text, rng).await.map_err(beside_message),
        CaseAction::Assign => {
            let to = if form.assignee.is_empty() { None } else { Some(chosen(Field::Assignee, &form.assignee)?) };
            desk.assign(number, version, to, rng).await
        }
        CaseAction::Recategorise => {
            let category: CategoryCode = chosen(Field::Category, &form.category)?;
            desk.recategorise(number, version, &category, rng).await
        }
        CaseAction::Note => desk.note_down(number, version, text, rng).await,
        CaseAction::Transfer => {
            let to = unit(seat, &form.unit)?;
            desk.transfer(number, version, to, text, rng).await.map_err(beside_message)
        }
        // Opening an identity shows something, so it has a handler of its own; the rest is the reporter's.
        CaseAction::OpenIdentity | CaseAction::File | CaseAction::Supply | CaseAction::Withdraw | CaseAction::Rate => {
            Err(CaseworkError::NotFound)
        }
    };
    taken.map(drop)
}

fn unit(seat: &Seat, typed: &str) -> Result<i64, CaseworkError> {
    let code: UnitCode = chosen(Field::Unit, typed)?;
    let known = seat.office.directory.units().iter().find(|unit| unit.code == code);
    known.map(|unit| unit.id).ok_or_else(|| fault(Field::Unit, FaultKind::Unknown))
}

/// One of the choices of a field.
fn chosen<T: FromStr>(field: Field, typed: &str) -> Result<T, CaseworkError> {
    let kind = if typed.is_empty() { FaultKind::Empty } else { FaultKind::Unknown };
    typed.parse().map_err(|_| fault(field, kind))
}

fn fault(field: Field, kind: FaultKind) -> CaseworkError {
    CaseworkError::Faults(vec![Fault::new(field, kind)])
}

/// The casework knows one reason; on the page its words stand in a field beside the choice.
fn beside_message(error: CaseworkError) -> CaseworkError {
    let CaseworkError::Faults(mut faults) = error else { return error };
    for fault in faults.iter_mut().filter(|fault| fault.field == Field::Reason && fault.kind != FaultKind::Unknown) {
        fault.field = Field::Message;
    }
    CaseworkError::Faults(faults)
}
