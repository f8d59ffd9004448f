//! Proof of filing: a hash over what was filed and when, printed on the receipt.

use model::CaseNumber;
use sha2::{Digest, Sha256};

use crate::error::InvalidKey;

const CONTEXT: &[u8] = b"qingfeng/proof-of-filing/1";

/// SHA-256 over number, hour and content. Whoever has the same text, number and hour computes the same; nobody finds another text for it.
///
/// It does not hide a text that can be guessed: store it only under the pepper (as an HMAC) or sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Proof([u8; 32]);

impl Proof {
    /// The hash.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl TryFrom<&[u8]> for Proof {
    type Error = InvalidKey;
    fn try_from(bytes: &[u8]) -> Result<Self, InvalidKey> {
        bytes.try_into().map(Self).map_err(|_| InvalidKey::Length(bytes.len()))
    }
}

/// The proof for a report: its number, the hour at which it was filed (UTC milliseconds), and the content exactly as it was sealed.
pub fn proof_of_filing(number: &CaseNumber, filed_at_hour: i64, content: &[u8]) -> Proof {
    let number = number.as_str().as_bytes();
    let hash = Sha256::new()
        .chain_update(CONTEXT)
        .chain_update((number.len() as u64).to_be_bytes())
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
    fn number_hour_and_content_all_count() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (one, two) = (CaseNumber::generate(2026, rng), CaseNumber::generate(2026, rng));
        let proof = proof_of_filing(&one, 3_600_000, b"text");
        assert_eq!(proof, proof_of_filing(&one, 3_600_000, b"text"));
        assert_ne!(proof, proof_of_filing(&two, 3_600_000, b"text"));
        assert_ne!(proof, proof_of_filing(&one, 7_200_000, b"text"));
        assert_ne!(proof, proof_of_filing(&one, 3_600_000, b"texts"));
        assert_eq!(Proof::try_from(proof.as_bytes().as_slice()), Ok(proof));
    }
}
