//! Names of people who must not learn of a report, made comparable without being sent.
//!
//! HKDF-SHA256 of the name under the installation's public key. It hides a name from who does not think of it, not from who does: whoever
//! sees a mark can try names. So the portal compares marks with those of its members' names, and keeps none.

use model::{NameMark, avoid::comparable, limits};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{kdf::Prk, sign::VerifyingKey};

const LABEL: &[u8] = b"qingfeng/name-mark/1";

/// The mark of a name at this installation.
pub fn name_mark(installation: &VerifyingKey, name: &str) -> NameMark {
    let name = Zeroizing::new(comparable(name));
    let mut mark = NameMark::default();
    Prk::extract(installation.as_bytes(), name.as_bytes()).expand(&[LABEL], &mut mark);
    mark
}

/// The marks of these names, and of nobody up to a number that is always the same.
pub fn name_marks(installation: &VerifyingKey, names: &[String], rng: &mut impl CryptoRng) -> Vec<NameMark> {
    let mut marks: Vec<NameMark> = names.iter().map(|name| name_mark(installation, name)).collect();
    while marks.len() < limits::AVOIDED {
        let mut mark = NameMark::default();
        rng.fill_bytes(&mut mark);
        marks.push(mark);
    }
    marks
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::SigningKey;

    #[test]
    fn a_mark_is_of_its_name_and_installation_and_their_number_tells_nothing() {
        let rng = &mut StdRng::seed_from_u64(1);
        let [here, there] = [[1; 32], [2; 32]].map(|seed| SigningKey::from_seed(&seed).verifying_key());
        assert_eq!(name_mark(&here, "张 三"), name_mark(&here, "张三"));
        assert_ne!(name_mark(&here, "张三"), name_mark(&here, "李四"));
        assert_ne!(name_mark(&here, "张三"), name_mark(&there, "张三"));
        let (none, one) = (name_marks(&here, &[], rng), name_marks(&here, &["张三".to_owned()], rng));
        assert_eq!(none.len(), one.len());
        assert!(one.contains(&name_mark(&here, "张三")));
    }
}
