//! Random tokens that only their holder keeps: of sessions and of invitations.

use data_encoding::BASE64URL_NOPAD;
use rand_core::CryptoRng;
use seal::SymmetricKey;
use secrecy::SecretString;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::operator::OperatorKeys;

const LEN: usize = 32;

/// 256 random bits. The server keeps a MAC of what is derived from it, so nothing in the database is worth presenting.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Token([u8; LEN]);

impl Token {
    /// A new token.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut token = Self([0; LEN]);
        rng.fill_bytes(&mut token.0);
        token
    }

    /// The token in a cookie or a link; none if it is no token.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(Self)
    }

    /// What goes into the cookie or the link: 43 characters of base64url.
    pub fn to_text(&self) -> SecretString {
        SecretString::from(BASE64URL_NOPAD.encode(&self.0))
    }

    /// What the server finds it by.
    pub(super) fn lookup(&self, keys: &OperatorKeys, purpose: &str) -> [u8; 32] {
        keys.mac(purpose, self.derive(&format!("qingfeng/{purpose}/lookup")).expose())
    }

    /// The key that only this token yields.
    pub(super) fn key(&self, purpose: &str) -> SymmetricKey {
        self.derive(&format!("qingfeng/{purpose}/key"))
    }

    /// What each form of a session carries, so that another site cannot make one: tells nothing of the token.
    pub(super) fn form_token(&self) -> String {
        BASE64URL_NOPAD.encode(self.derive("qingfeng/session/form").expose())
    }

    fn derive(&self, label: &str) -> SymmetricKey {
        SymmetricKey::derive(&self.0, label)
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_token_reads_back_and_its_derivations_differ() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (keys, token) = (OperatorKeys::generate(rng), Token::generate(rng));
        let again = Token::parse(token.to_text().expose_secret()).unwrap();
        assert_eq!(again.lookup(&keys, "session"), token.lookup(&keys, "session"));
        assert_ne!(token.lookup(&keys, "session"), token.lookup(&keys, "invitation"));
        assert_ne!(&token.lookup(&keys, "session"), token.key("session").expose());
        assert_ne!(token.form_token(), token.to_text().expose_secret());
    }

    #[test]
    fn other_text_is_no_token() {
        for text in ["", "abc", "AAAA", &"A".repeat(44), "不是"] {
            assert!(Token::parse(text).is_none());
        }
    }
}
