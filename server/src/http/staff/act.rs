//! From a posted form to the action of the casework.

use std::str::FromStr;

use model::{CaseAction, CaseNumber, CategoryCode, DeclineReason, Fault, FaultKind, Field, ReturnReason, UnitCode, status::Finding};
use pages::staff::{ActionForm, LeakWarning, NOBODY};

use super::seat::Seat;
use crate::{
    casework::{
        CaseworkError,
        custody::Wish,
        desk::Assessment,
        leaks::{Leak, mark},
    },
    http::form::Form,
};

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
    let scope = form.all("scope").map(str::to_owned).collect();
    let [message, reason, purpose, finding, unit, assignee, category] =
        ["message", "reason", "purpose", "finding", "unit", "assignee", "category"].map(|name| form.take(name));
    let [confirmed, risk, until] = ["confirmed", "risk", "until"].map(|name| form.take(name));
    ActionForm { message, reason, purpose, scope, finding, unit, assignee, category, confirmed, risk, until, ..ActionForm::empty() }
}

/// Takes the action.
pub(super) async fn take(seat: &Seat, asked: &Asked) -> Result<(), CaseworkError> {
    let (desk, mut rng) = (seat.desk(), seat.rng());
    let Asked { number, action, version, form } = asked;
    let (version, text, rng) = (*version, form.message.as_str(), &mut rng);
    if *action == CaseAction::AskIdentity {
        let wish = Wish::check(&form.purpose, form.scope.iter().map(String::as_str), &form.reason)?;
        desk.check_leaks(number, *action, &form.reason, &form.confirmed).await?;
        return seat.custody().ask(number, &wish, rng).await;
    }
    desk.check_leaks(number, *action, text, &form.confirmed).await?;
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
            let to = if form.assignee == NOBODY { None } else { Some(chosen(Field::Assignee, &form.assignee)?) };
            desk.assign(number, version, to, rng).await
        }
        CaseAction::Recategorise => {
            let category: CategoryCode = chosen(Field::Category, &form.category)?;
            desk.recategorise(number, version, &category, rng).await
        }
        CaseAction::Note => desk.note_down(number, version, text, rng).await,
        CaseAction::Assess => {
            let found = Assessment {
                level: chosen(Field::Risk, &form.risk)?,
                reasons: &form.reason,
                measures: text,
                next: chosen(Field::Until, &form.until)?,
            };
            desk.assess(number, version, &found, rng).await
        }
        CaseAction::Recuse => desk.recuse(number, version, chosen(Field::Assignee, &form.assignee)?, text, rng).await,
        CaseAction::Readmit => desk.readmit(number, version, chosen(Field::Assignee, &form.assignee)?, rng).await,
        CaseAction::Transfer => {
            let to = unit(seat, &form.unit)?;
            desk.transfer(number, version, to, text, rng).await.map_err(beside_message)
        }
        // Looking at an identity shows something, custodians decide elsewhere, and so is it decided how long a case is kept: they have handlers of
        // their own. The rest is the reporter's.
        CaseAction::AskIdentity
        | CaseAction::AgreeIdentity
        | CaseAction::GrantIdentity
        | CaseAction::RefuseIdentity
        | CaseAction::OpenIdentity
        | CaseAction::HandIdentity
        | CaseAction::AnswerObjection
        | CaseAction::Object
        | CaseAction::PassUp
        | CaseAction::Hold
        | CaseAction::LiftHold
        | CaseAction::AskDeletion
        | CaseAction::RefuseDeletion
        | CaseAction::Redact
        | CaseAction::File
        | CaseAction::Supply
        | CaseAction::Withdraw
        | CaseAction::Rate => Err(CaseworkError::NotFound),
    };
    taken.map(drop)
}

/// The form again, with what may give the reporter away, for the member to mend or to confirm.
pub(super) fn warned(form: &ActionForm, leaks: &[Leak]) -> ActionForm {
    ActionForm { confirmed: String::new(), leaks: warning(leaks), faults: vec![unconfirmed()], ..form.clone() }
}

/// What may give the reporter away, as pages show it.
pub(super) fn warning(leaks: &[Leak]) -> LeakWarning {
    LeakWarning { found: leaks.iter().map(|leak| (leak.kind, leak.excerpt.clone())).collect(), mark: mark(leaks) }
}

/// The box beside it was not ticked.
pub(super) const fn unconfirmed() -> Fault {
    Fault::new(Field::Confirmed, FaultKind::Empty)
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
