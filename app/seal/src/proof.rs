//! Proof of filing: a hash over what was filed and when, printed on the receipt.

use model::CaseNumber;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::{
    error::InvalidKey,
    keys::{SymmetricKey, unprintable},
    stack::off_the_stack,
};

const CONTEXT: &[u8] = b"qingfeng/proof-of-filing/2";
const MARK: &[u8] = b"qingfeng/filing-mark/1";

/// What the reporter mixes into a proof of filing. It follows from the receipt code, so only who has the code can compute the proof, or
/// show somebody else how it was computed.
pub struct ProofKey(SymmetricKey);

unprintable!(ProofKey);

impl ProofKey {
    pub(crate) const fn new(key: [u8; 32]) -> Self {
        Self(SymmetricKey(key))
    }
}

/// A hash over a key of the reporter's, number, hour and content. Whoever has these four computes the same; nobody finds another text for
/// it; and who has not the reporter's key learns nothing from it, however well they guess the text.
#[derive(Debug, Clone, Copy)]
pub struct Proof([u8; 32]);

impl Proof {
    /// The hash.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What the portal keeps of a proof and puts into its audit log: whoever has the proof can tell that it was filed under this number and
    /// in this hour (UTC milliseconds), and nobody gets the proof from it.
    pub fn mark(&self, number: &CaseNumber, filed_at_hour: i64) -> [u8; 32] {
        Sha256::new()
            .chain_update(MARK)
            .chain_update(Sha256::digest(number.as_str().as_bytes()))
            .chain_update(filed_at_hour.to_be_bytes())
            .chain_update(self.0)
            .finalize()
            .into()
    }
}

impl ConstantTimeEq for Proof {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl PartialEq for Proof {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Proof {}

impl TryFrom<&[u8]> for Proof {
    type Error = InvalidKey;
    fn try_from(bytes: &[u8]) -> Result<Self, InvalidKey> {
        bytes.try_into().map(Self).map_err(|_| InvalidKey::Length(bytes.len()))
    }
}

/// The proof for a report: its number, the hour at which it was filed (UTC milliseconds), and the content exactly as it was sealed.
///
/// The text is hashed by itself first: what the key is hashed with then has one length, and nothing can be appended to it.
pub fn proof_of_filing(key: &ProofKey, number: &CaseNumber, filed_at_hour: i64, content: &[u8]) -> Proof {
    let number = Sha256::digest(number.as_str().as_bytes());
    let content = off_the_stack(|| Sha256::digest(content));
    let hash = Sha256::new()
        .chain_update(CONTEXT)
        .chain_update(key.0.expose())
        .chain_update(number)
        .chain_update(filed_at_hour.to_be_bytes())
        .chain_update(content)
        .finalize();
    Proof(hash.into())
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn key_number_hour_and_content_all_count() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (one, two) = (CaseNumber::generate(2026, rng), CaseNumber::generate(2026, rng));
        let key = ProofKey::new([1; 32]);
        let proof = proof_of_filing(&key, &one, 3_600_000, b"text");
        assert_eq!(proof, proof_of_filing(&key, &one, 3_600_000, b"text"));
        assert_ne!(proof, proof_of_filing(&key, &two, 3_600_000, b"text"));
        assert_ne!(proof, proof_of_filing(&key, &one, 7_200_000, b"text"));
        assert_ne!(proof, proof_of_filing(&key, &one, 3_600_000, b"texts"));
        assert_ne!(proof, proof_of_filing(&ProofKey::new([2; 32]), &one, 3_600_000, b"text"), "who only guesses the text");
        assert_ne!(proof.mark(&one, 3_600_000), proof.mark(&two, 3_600_000));
        assert_ne!(proof.mark(&one, 3_600_000), proof.mark(&one, 7_200_000));
        assert_eq!(Proof::try_from(proof.as_bytes().as_slice()), Ok(proof));
    }
}
