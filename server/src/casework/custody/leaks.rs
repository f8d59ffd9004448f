//! Before a text is read by others than its writer's unit: whether it may give the reporter away.

use model::{CaseAction, Message, ReleasedIdentity, ReportContent};
use seal::{Purpose, Slot};

use super::{CaseworkError, Custody};
use crate::{
    casework::{
        desk::opened,
        leaks::{Known, Leak, mark, scan},
        reading::{KeyRing, Reading, Signatories, read},
    },
    store::{Author, Case, Envelope, NewEntry},
    vault::unit_keys::HeldKeys,
};

impl Custody<'_> {
    /// Lets a text go if nothing in it may give the reporter away, or if exactly what was found in it has been confirmed. That it was is an
    /// entry in the audit log.
    ///
    /// It is compared with what these keys open of the reporter's words, and with what was released of the identity to this member: in memory
    /// alone, and nothing of it is shown.
    ///
    /// # Errors
    /// [`CaseworkError::Leaks`].
    pub(in crate::casework) async fn check_leaks(
        &self,
        case: &Case,
        keys: &KeyRing,
        action: CaseAction,
        text: &str,
        confirmed: &str,
    ) -> Result<(), CaseworkError> {
        let (written, released) = (self.written(case, keys).await?, self.released_to_me(case).await?);
        self.confirm(case, action, leaks_in(text, case, &written, released.as_ref()), confirmed).await
    }

    /// The same for a text that goes out of the keeping of identities: compared with what the member's keys open.
    pub(super) async fn check_words(
        &self,
        case: &Case,
        held: &mut HeldKeys,
        action: CaseAction,
        text: &str,
        confirmed: &str,
    ) -> Result<(), CaseworkError> {
        let copies = self.office.store.cases().keys(case.id).await?;
        let keys = opened(&copies, held, |copy| matches!(copy.purpose, Purpose::Report | Purpose::Custody))?;
        self.check_leaks(case, &keys, action, text, confirmed).await
    }

    /// Goes on if nothing was found, or exactly this has been confirmed.
    pub(in crate::casework) async fn confirm(
        &self,
        case: &Case,
        action: CaseAction,
        leaks: Vec<Leak>,
        confirmed: &str,
    ) -> Result<(), CaseworkError> {
        if leaks.is_empty() {
            return Ok(());
        }
        if mark(&leaks) != confirmed {
            return Err(CaseworkError::Leaks(leaks));
        }
        let entry = NewEntry { case: Some(case.id), object: Some(action.to_string()), ..self.entry("leak.confirmed") };
        self.office.store.audit().append(entry).await?;
        Ok(())
    }

    /// What of the identity is released to this member, if it opens.
    pub(in crate::casework) async fn released_to_me(&self, case: &Case) -> Result<Option<Reading<ReleasedIdentity>>, CaseworkError> {
        match self.released(case).await? {
            Some(request) => self.read_released(case, &request).await.map(Some),
            None => Ok(None),
        }
    }

    /// What the reporter wrote, as far as these keys open it.
    pub(in crate::casework) async fn written(&self, case: &Case, keys: &KeyRing) -> Result<Vec<String>, CaseworkError> {
        let cases = self.office.store.cases();
        let mut signatories = Signatories::default();
        signatories.insert(Author::Reporter, &cases.reporter_keys(case.id).await?.verifying_key);
        let envelopes = cases.envelopes(case.id).await?;
        let by_reporter = envelopes.iter().filter(|envelope| envelope.author == Author::Reporter);
        Ok(by_reporter.flat_map(|envelope| texts(envelope, keys, &signatories)).collect())
    }
}

/// What in a text may give away the reporter who wrote this, and of whom this was released.
pub(in crate::casework) fn leaks_in(
    text: &str,
    case: &Case,
    written: &[String],
    released: Option<&Reading<ReleasedIdentity>>,
) -> Vec<Leak> {
    let known = Known {
        written: written.iter().map(String::as_str).collect(),
        released: released.and_then(Reading::opened),
        harmless: vec![case.number.as_str()],
    };
    scan(text, &known)
}

fn texts(envelope: &Envelope, keys: &KeyRing, signatories: &Signatories) -> Vec<String> {
    match envelope.slot {
        Slot::Report => match read::<ReportContent>(envelope, keys, signatories) {
            Reading::Opened(report) => vec![report.subject.clone(), report.title.clone(), report.body.clone()],
            _ => Vec::new(),
        },
        Slot::Message | Slot::Objection | Slot::Rating => {
            read::<Message>(envelope, keys, signatories).opened().map(|message| message.body.clone()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
