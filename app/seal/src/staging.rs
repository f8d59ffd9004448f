//! Files that a reporter has added and not yet sent: what they are called and their keys, for the reporter alone.

use data_encoding::BASE64;
use model::Attachment;
use rand_core::CryptoRng;

use crate::{
    content::{decode, encode},
    envelope::{Ciphertext, decrypt, encrypt},
    error::{InvalidKey, OpenError},
    file::{FileKey, FilePlace},
    keys::{DataKey, unprintable},
    place::{Place, Slot},
};

/// Under which files wait to be sent: [`crate::ReporterSecret::staging_key`].
pub struct StagingKey(pub(crate) DataKey);

unprintable!(StagingKey);

const fn place(of: FilePlace) -> Place {
    Place { case: of.case, slot: Slot::File, seq: of.number, epoch: 0 }
}

/// Seals what is known of a file.
pub fn stage(key: &StagingKey, case: i64, attachment: &Attachment, rng: &mut impl CryptoRng) -> Ciphertext {
    encrypt(&key.0, &place(FilePlace { case, number: attachment.number }), &encode(attachment), rng)
}

/// What [`stage`] sealed of this file.
///
/// # Errors
/// It does not open, or is another file's.
pub fn staged(key: &StagingKey, of: FilePlace, sealed: &Ciphertext) -> Result<Attachment, OpenError> {
    let attachment: Attachment = decode(&decrypt(&key.0, &place(of), sealed)?)?;
    if attachment.number == of.number { Ok(attachment) } else { Err(OpenError::Content) }
}

/// The key of a file as an attachment carries it.
///
/// # Errors
/// [`InvalidKey`] if that is none.
pub fn file_key(attachment: &Attachment) -> Result<FileKey, InvalidKey> {
    let bytes = zeroize::Zeroizing::new(BASE64.decode(attachment.key.as_bytes()).map_err(|_| InvalidKey::Value)?);
    FileKey::try_from(bytes.as_slice())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use model::{Handling, ReceiptCode, Trace};
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::ReporterSecret;

    #[test]
    fn only_its_reporter_opens_it_and_only_as_this_file_with_the_data_key_of_its_case() {
        let rng = &mut StdRng::seed_from_u64(1);
        let staging = |code: u8, first: &DataKey| ReporterSecret::from_code(&ReceiptCode::from_entropy(&[code; 24])).staging_key(first);
        let first = DataKey::generate(rng);
        let own = staging(3, &first);
        let key = FileKey::generate(rng);
        let attachment = Attachment {
            number: 4,
            name: "证据.jpg".into(),
            size: 9,
            key: BASE64.encode(key.expose()),
            handling: Handling::Cleaned(vec![Trace::Location]),
        };
        let sealed = stage(&own, 7, &attachment, rng);
        let at = FilePlace { case: 7, number: 4 };
        assert!(staged(&own, at, &sealed).unwrap() == attachment);
        assert_eq!(file_key(&attachment).unwrap().expose(), key.expose());
        assert!(staged(&own, FilePlace { number: 5, ..at }, &sealed).is_err());
        assert!(staged(&staging(4, &first), at, &sealed).is_err());
        assert!(staged(&staging(3, &DataKey::generate(rng)), at, &sealed).is_err());
    }
}
