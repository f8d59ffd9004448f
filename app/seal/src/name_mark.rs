//! Names of people who must not learn of a report, made comparable without being sent.
//!
//! HKDF-SHA256 of the name under the installation's public key. It hides a name from who does not think of it, not from who does: whoever
//! sees a mark can try names. So the portal compares marks with those of its members' names, and keeps none.

use model::{
    NameMark,
    avoid::{comparable, spellings},
    limits,
};
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

/// The marks of all that somebody may have meant who typed these names, each once.
pub fn marks_meant(installation: &VerifyingKey, typed: &[String]) -> Vec<NameMark> {
    let mut marks = Vec::new();
    for spelling in typed.iter().flat_map(|name| spellings(name)) {
        let mark = name_mark(installation, &spelling);
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}

/// The same as a browser sends it: with marks of nobody up to as many as the most names have in the most spellings, so that the number
/// tells neither how many were named nor how they were written.
pub fn name_marks(installation: &VerifyingKey, typed: &[String], rng: &mut impl CryptoRng) -> Vec<NameMark> {
    let mut marks = marks_meant(installation, typed);
    while marks.len() < limits::AVOIDED * limits::SPELLINGS {
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
        let many = vec!["信访科 张三 科长（主持工作）".to_owned(); limits::AVOIDED];
        let [none, one, many] = [&[][..], &["张三".to_owned()], &many].map(|typed| name_marks(&here, typed, rng));
        assert_eq!((none.len(), many.len()), (one.len(), one.len()));
        assert!(one.contains(&name_mark(&here, "张三")) && many.contains(&name_mark(&here, "张三")));
    }
}
