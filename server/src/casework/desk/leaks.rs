//! Before a text leaves the unit: whether it may give the reporter away.

use std::collections::HashSet;

use model::{CaseAction, CaseNumber, LeakKind, redaction::Redacted};

use super::{CaseworkError, Desk, Loaded};
use crate::casework::{
    custody::{Custody, leaks_in},
    leaks::Leak,
};

/// Whether a text that goes with this action leaves the unit: the reporter, custodians or another unit read it.
const fn leaves(action: CaseAction) -> bool {
    use CaseAction::{Answer, Ask, AskIdentity, Close, Decline, Extend, Recuse, Reopen, Return, Transfer};
    // With the last recusal the case is passed up, and the reason with it.
    matches!(action, Ask | Decline | Transfer | Return | Answer | Extend | Close | Reopen | AskIdentity | Recuse)
}

impl<'a> Desk<'a> {
    /// Lets a text go if nothing in it may give the reporter away, or if exactly what was found in it has been confirmed. That it was is an
    /// entry in the audit log.
    ///
    /// # Errors
    /// [`CaseworkError::Leaks`]; [`CaseworkError::Forbidden`]; [`CaseworkError::NotFound`] for another unit's case.
    pub async fn check_leaks(&self, number: &CaseNumber, action: CaseAction, text: &str, confirmed: &str) -> Result<(), CaseworkError> {
        if text.trim().is_empty() || !leaves(action) {
            return Ok(());
        }
        self.demand_for(action)?;
        let loaded = self.load(number).await?;
        self.custody().check_leaks(&loaded.case, &loaded.keys, action, text, confirmed).await
    }

    /// The same for a copy of a case's own texts. That these quote what the reporter wrote is their purpose: of them only fields of the
    /// identity and long numbers count, whosever they are. The note beside them is in the writer's words, and passages in it count as well.
    pub(super) async fn check_copy(&self, loaded: &Loaded, copied: &Redacted, confirmed: &str) -> Result<(), CaseworkError> {
        let custody = self.custody();
        let mut leaks: Vec<Leak> = Vec::new();
        let released = custody.released_to_me(&loaded.case).await?;
        for part in &copied.texts {
            let found = leaks_in(&part.text, &loaded.case, std::slice::from_ref(&part.text), released.as_ref());
            leaks.extend(found.into_iter().filter(|leak| leak.kind != LeakKind::Passage));
        }
        let written = custody.written(&loaded.case, &loaded.keys).await?;
        leaks.extend(leaks_in(&copied.note, &loaded.case, &written, released.as_ref()));
        let mut seen = HashSet::new();
        leaks.retain(|leak| seen.insert((leak.kind, leak.excerpt.clone())));
        custody.confirm(&loaded.case, CaseAction::Redact, leaks, confirmed).await
    }

    const fn custody(&self) -> Custody<'a> {
        Custody::new(self.office, self.who, self.now)
    }
}
