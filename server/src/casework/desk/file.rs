//! A file of a case, for a member of its unit.

use model::{Attachment, CaseNumber, Message};
use seal::Slot;

use super::{CaseworkError, Desk, Loaded};
use crate::{
    casework::{
        evidence::{FileFault, OpenFile},
        reading::{Signatories, read},
    },
    store::Author,
};

/// What a member does with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileUse {
    /// Looks at it within the portal.
    Look,
    /// Takes it out of the portal.
    Download,
}

impl FileUse {
    const fn action(self) -> &'static str {
        match self {
            Self::Look => "file.look",
            Self::Download => "file.download",
        }
    }
}

impl Desk<'_> {
    /// Opens a file that a message of the case carries, signed by its reporter; what is wrong with it comes beside what is known of it.
    ///
    /// # Errors
    /// [`CaseworkError::NotFound`] if no message of this unit's case carries it; [`CaseworkError::Forbidden`].
    pub async fn file(
        &self,
        number: &CaseNumber,
        file: u32,
        purpose: FileUse,
    ) -> Result<(Attachment, Result<OpenFile, FileFault>), CaseworkError> {
        let loaded = self.load(number).await?;
        let attachment = self.attachment(&loaded, file).await?;
        self.note(purpose.action(), Some(loaded.case.id), Some(file.to_string())).await?;
        let row = self.office.store.files().one(loaded.case.id, file).await?;
        let opened = OpenFile::open(self.office, &row, attachment.clone()).await?;
        Ok((attachment, opened))
    }

    async fn attachment(&self, loaded: &Loaded, file: u32) -> Result<Attachment, CaseworkError> {
        let cases = self.office.store.cases();
        let mut signatories = Signatories::default();
        signatories.insert(Author::Reporter, &cases.reporter_keys(loaded.case.id).await?.verifying_key);
        let envelopes = cases.envelopes(loaded.case.id).await?;
        let own = envelopes.iter().rev().filter(|envelope| envelope.slot == Slot::Message && envelope.author == Author::Reporter);
        let mut carried = own.filter_map(|envelope| {
            let message = read::<Message>(envelope, &loaded.keys, &signatories);
            message.opened()?.files.iter().find(|carried| carried.number == file).cloned()
        });
        carried.next().ok_or(CaseworkError::NotFound)
    }
}
