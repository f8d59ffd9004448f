//! Sealed contents as bytes: JSON, since fields are added over the years and old reports must stay readable.

use model::{Attachment, Identity, Message, ReleasedIdentity, ReportContent, Summary, redaction::Redacted};
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use crate::error::{OpenError, within_limits};

/// What may be sealed as content. Only the types of `model::content` and `model::redaction`, which always have a JSON form.
pub trait Content: Serialize + DeserializeOwned + private::Listed {}

mod private {
    pub trait Listed {}
}

macro_rules! contents {
    ($($name:ty),+) => {$(
        impl private::Listed for $name {}
        impl Content for $name {}
    )+};
}
contents!(ReportContent, Summary, Identity, ReleasedIdentity, Message, Attachment, Redacted);

/// The bytes to seal.
pub fn encode(content: &impl Content) -> Zeroizing<Vec<u8>> {
    // Sized beforehand: a buffer that grows would leave copies of the content behind.
    let mut len = Counter(0);
    within_limits(serde_json::to_writer(&mut len, content));
    let mut bytes = Zeroizing::new(Vec::with_capacity(len.0));
    within_limits(serde_json::to_writer(&mut *bytes, content));
    bytes
}

/// The content in opened bytes.
///
/// # Errors
/// [`OpenError::Content`] if it is something else. What it is stays unsaid: it may be secret.
pub fn decode<T: Content>(bytes: &[u8]) -> Result<T, OpenError> {
    serde_json::from_slice(bytes).map_err(|_| OpenError::Content)
}

/// Counts what is written.
struct Counter(usize);

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_and_is_nothing_else() {
        let message = Message::of("已阅\n\"ok\"".into());
        let bytes = encode(&message);
        assert_eq!(bytes.len(), bytes.capacity());
        assert!(decode::<Message>(&bytes).unwrap() == message);
        assert_eq!(decode::<Summary>(&bytes).unwrap_err(), OpenError::Content);
    }
}
