//! Why there is no stamp, or why one does not hold.

use std::path::PathBuf;

/// Why there is no stamp, or why one does not hold.
#[derive(Debug, thiserror::Error)]
pub enum StampError {
    /// The configured certificates cannot be used.
    #[error("{path} holds no certificate in PEM form that could be used", path = .0.display())]
    NoCertificate(PathBuf),
    /// The authority did not answer in time, or not at all.
    #[error("the authority cannot be reached")]
    Away(#[source] reqwest::Error),
    /// It answered with an HTTP status that is no success.
    #[error("the authority answered with HTTP status {0}")]
    Status(u16),
    /// It answered with more than any stamp needs.
    #[error("the authority's answer is too large")]
    TooLarge,
    /// It does not want to.
    #[error("the authority refused")]
    Refused,
    /// What is there is no stamp.
    #[error("not in the form of a stamp")]
    Malformed(#[source] Option<der::Error>),
    /// The stamp is for something else.
    #[error("the stamp is for another text")]
    OtherText,
    /// The stamp was made for another request.
    #[error("the stamp answers another request")]
    OtherRequest,
    /// The certificate that signed may sign other things than stamps, or none at all.
    #[error("the certificate that signed is not for stamps alone")]
    NotForStamps,
    /// The certificate that signed does not lead to a configured one, or was not valid at that time.
    #[error("the certificate that signed does not lead to a configured one")]
    Untrusted(#[source] Option<webpki::Error>),
    /// It is signed by a method that is not known here.
    #[error("the signature is of a kind that is not known here")]
    UnknownKind,
    /// What is signed is not what is there.
    #[error("the signature is not valid")]
    Forged,
}

impl From<der::Error> for StampError {
    fn from(error: der::Error) -> Self {
        Self::Malformed(Some(error))
    }
}

impl From<reqwest::Error> for StampError {
    fn from(error: reqwest::Error) -> Self {
        // An address may hold a password.
        Self::Away(error.without_url())
    }
}
