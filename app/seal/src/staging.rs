//! Files that a reporter has added and not yet sent: what they are called and their keys, for the reporter alone.

use data_encoding::BASE64;
use model::Attachment;
use rand_core::CryptoRng;

use crate::{
    content::{decode, encode},
    envelope::{Ciphertext, decrypt, encrypt},
    error::{InvalidKey, OpenError},
    file::{FileKey, FilePlace},
    place::{Place, Slot},
    reporter::ReporterSecret,
};

const fn place(of: FilePlace) -> Place {
    Place { case: of.case, slot: Slot::File, seq: of.number, epoch: 0 }
}

/// Seals what is known of a file.
pub fn stage(secret: &ReporterSecret, case: i64, attachment: &Attachment, rng: &mut impl CryptoRng) -> Ciphertext {
    encrypt(&secret.staging_key(), &place(FilePlace { case, number: attachment.number }), &encode(attachment), rng)
}

/// What [`stage`] sealed of this file.
///
/// # Errors
/// It does not open, or is another file's.
pub fn staged(secret: &ReporterSecret, of: FilePlace, sealed: &Ciphertext) -> Result<Attachment, OpenError> {
    let attachment: Attachment = decode(&decrypt(&secret.staging_key(), &place(of), sealed)?)?;
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

    #[test]
    fn only_its_reporter_opens_it_and_only_as_this_file() {
        let rng = &mut StdRng::seed_from_u64(1);
        let secret = ReporterSecret::from_code(&ReceiptCode::from_entropy(&[3; 24]));
        let key = FileKey::generate(rng);
        let attachment = Attachment {
            number: 4,
            name: "证据.jpg".into(),
            size: 9,
            key: BASE64.encode(key.expose()),
            handling: Handling::Cleaned(vec![Trace::Location]),
        };
        let sealed = stage(&secret, 7, &attachment, rng);
        let at = FilePlace { case: 7, number: 4 };
        assert!(staged(&secret, at, &sealed).unwrap() == attachment);
        assert_eq!(file_key(&attachment).unwrap().expose(), key.expose());
        assert!(staged(&secret, FilePlace { number: 5, ..at }, &sealed).is_err());
        assert!(staged(&ReporterSecret::from_code(&ReceiptCode::from_entropy(&[4; 24])), at, &sealed).is_err());
    }
}
