//! What a reporter asks for on the status page, signed in the browser: the lookup id, which the server sees, lets nobody act.

use model::{CaseAction, status::Rating};
use sha2::{Digest, Sha256};

use crate::{
    envelope::Ciphertext,
    sealed::SealedKey,
    sign::{SigningKey, VerifyingKey},
    statement::{Statement, StatementSignature},
};

/// What is asked for, as it is signed.
#[derive(Clone, Copy)]
pub struct ActStatement<'a> {
    /// The case.
    pub case: i64,
    /// The version that the reporter saw: what was asked for once cannot be asked for again with the same signature.
    pub version: i64,
    /// What is to be done.
    pub action: CaseAction,
    /// How content the reporter is.
    pub rating: Option<Rating>,
    /// What was written with it.
    pub text: Option<&'a Ciphertext>,
    /// Which files go with it.
    pub files: &'a [u32],
    /// Copies of data keys that come with it: nobody on the way can put others in their place.
    pub copies: &'a [&'a SealedKey],
}

impl ActStatement<'_> {
    /// Signs it with the reporter's key.
    pub fn sign(&self, reporter: &SigningKey) -> StatementSignature {
        reporter.state(Statement::Act, &self.encode())
    }

    /// Whether the reporter has signed it.
    pub fn is_signed(&self, reporter: &VerifyingKey, signature: &StatementSignature) -> bool {
        reporter.has_stated(Statement::Act, &self.encode(), signature)
    }

    /// case (8) ‖ version (8) ‖ SHA-256 of the text, or of nothing (32) ‖ action ‖ 0 ‖ rating, numbers big-endian. No word holds a 0.
    /// With files or copies: ‖ 0 ‖ the number of each file (4). With copies: ‖ 0 ‖ SHA-256 of all of them (32), each of one length.
    fn encode(&self) -> Vec<u8> {
        let text = Sha256::digest(self.text.map(Ciphertext::as_bytes).unwrap_or_default());
        let rating = self.rating.map(Rating::as_str).unwrap_or_default();
        let mut bytes =
            [&self.case.to_be_bytes()[..], &self.version.to_be_bytes(), &text, self.action.as_str().as_bytes(), &[0], rating.as_bytes()]
                .concat();
        if !self.files.is_empty() || !self.copies.is_empty() {
            bytes.push(0);
            bytes.extend(self.files.iter().flat_map(|number| number.to_be_bytes()));
        }
        if !self.copies.is_empty() {
            bytes.push(0);
            bytes.extend(Sha256::digest(self.copies.iter().flat_map(|copy| copy.as_bytes()).copied().collect::<Vec<_>>()));
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_signed() {
        let key = SigningKey::from_seed(&[1; 32]);
        let text = Ciphertext(vec![1, 2, 3]);
        let [copy, another] = [SealedKey(vec![4; 9]), SealedKey(vec![5; 9])];
        let asked = ActStatement {
            case: 1,
            version: 2,
            action: CaseAction::Rate,
            rating: Some(Rating::Satisfied),
            text: Some(&text),
            files: &[1, 2],
            copies: &[&copy],
        };
        let signature = asked.sign(&key);
        assert!(asked.is_signed(&key.verifying_key(), &signature));
        for other in [
            ActStatement { case: 2, ..asked },
            ActStatement { version: 3, ..asked },
            ActStatement { action: CaseAction::Supply, ..asked },
            ActStatement { rating: None, ..asked },
            ActStatement { text: None, ..asked },
            ActStatement { files: &[1], ..asked },
            ActStatement { files: &[], ..asked },
            ActStatement { copies: &[&another], ..asked },
            ActStatement { copies: &[&copy, &another], ..asked },
            ActStatement { copies: &[], ..asked },
            ActStatement { files: &[], copies: &[], ..asked },
        ] {
            assert!(!other.is_signed(&key.verifying_key(), &signature));
        }
        assert!(!asked.is_signed(&SigningKey::from_seed(&[2; 32]).verifying_key(), &signature));
    }
}
