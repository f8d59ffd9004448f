//! Before a text leaves the unit: whether it may give the reporter away.

use model::{CaseAction, CaseNumber, LeakKind, Right};
use seal::Slot;

use super::{CaseworkError, Desk, Loaded};
use crate::{
    casework::{
        custody::Custody,
        leaks::{Known, Leak, mark, scan},
        reading::{Reading, Signatories, read},
    },
    store::{Author, Envelope},
};

/// Whether a text that goes with this action leaves the unit: the reporter or another unit reads it.
const fn leaves(action: CaseAction) -> bool {
    use CaseAction::{Answer, Ask, Close, Decline, Extend, Reopen, Return, Transfer};
    matches!(action, Ask | Decline | Transfer | Return | Answer | Extend | Close | Reopen)
}

impl Desk<'_> {
    /// Lets a text go if nothing in it may give the reporter away, or if exactly what was found in it has been confirmed. That it was is an
    /// entry in the audit log.
    ///
    /// What was released of the identity to this member is compared in memory alone: nothing of it is shown.
    ///
    /// # Errors
    /// [`CaseworkError::Leaks`]; [`CaseworkError::NotFound`] for another unit's case.
    pub async fn check_leaks(&self, number: &CaseNumber, action: CaseAction, text: &str, confirmed: &str) -> Result<(), CaseworkError> {
        if text.trim().is_empty() || !leaves(action) {
            return Ok(());
        }
        let leaks = self.leaks(number, text).await?;
        if leaks.is_empty() {
            return Ok(());
        }
        if mark(&leaks) != confirmed {
            return Err(CaseworkError::Leaks(leaks));
        }
        let case = self.office.store.cases().by_number(number, self.who.unit, self.who.member).await?;
        self.note("leak.confirmed", Some(case.id), Some(action.to_string())).await
    }

    async fn leaks(&self, number: &CaseNumber, text: &str) -> Result<Vec<Leak>, CaseworkError> {
        self.demand(Right::HandleCases)?;
        let loaded = self.load(number).await?;
        let cases = self.office.store.cases();
        let envelopes = cases.envelopes(loaded.case.id).await?;
        let mut signatories = Signatories::default();
        signatories.insert(Author::Reporter, &cases.reporter_keys(loaded.case.id).await?.verifying_key);
        let of = |slot| envelopes.iter().filter(move |envelope: &&Envelope| envelope.slot == slot && envelope.author == Author::Reporter);
        let reports: Vec<Reading<model::ReportContent>> =
            of(Slot::Report).map(|envelope| read(envelope, &loaded.keys, &signatories)).collect();
        let messages: Vec<Reading<model::Message>> = of(Slot::Message).map(|envelope| read(envelope, &loaded.keys, &signatories)).collect();
        let released = self.released_to_me(&loaded.case).await?;
        let bodies = reports.iter().filter_map(|report| Some(report.opened()?.body.as_str()));
        let written = bodies.chain(messages.iter().filter_map(|message| Some(message.opened()?.body.as_str()))).collect();
        let known = Known {
            written,
            released: released.as_ref().and_then(|released| released.opened()),
            harmless: vec![loaded.case.number.as_str()],
        };
        Ok(scan(text, &known))
    }

    /// What in a copy of a case's own texts may give the reporter away: fields of the identity, and long numbers, whosever they are. That it
    /// quotes what the reporter wrote is its purpose.
    pub(super) async fn leaks_in_copy(&self, loaded: &Loaded, texts: impl Iterator<Item = &str>) -> Result<Vec<Leak>, CaseworkError> {
        let released = self.released_to_me(&loaded.case).await?;
        let mut leaks: Vec<Leak> = Vec::new();
        for text in texts {
            let known = Known {
                written: vec![text],
                released: released.as_ref().and_then(|released| released.opened()),
                harmless: vec![loaded.case.number.as_str()],
            };
            let found = scan(text, &known).into_iter().filter(|leak| leak.kind != LeakKind::Passage);
            leaks.extend(found.filter(|leak| !leaks.contains(leak)).collect::<Vec<_>>());
        }
        Ok(leaks)
    }

    async fn released_to_me(&self, case: &crate::store::Case) -> Result<Option<Reading<model::ReleasedIdentity>>, CaseworkError> {
        let custody = Custody::new(self.office, self.who, self.now);
        match custody.released(case).await? {
            Some(request) => custody.read_released(case, &request).await.map(Some),
            None => Ok(None),
        }
    }
}
