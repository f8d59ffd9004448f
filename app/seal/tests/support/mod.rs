//! What the tests of this crate share.

use std::convert::Infallible;

use data_encoding::HEXLOWER_PERMISSIVE;
use rand_core::{TryCryptoRng, TryRng};
use seal::{DataKey, Holder, KeyPlace, Place, Purpose, Slot};
use serde::de::DeserializeOwned;

/// A source that gives the bytes it was made of, then counts: what is made with it is the same on every platform and in every year.
pub struct Fixed(Vec<u8>, u8);

impl Fixed {
    #[allow(dead_code, reason = "not every test counts")]
    pub fn counting() -> Self {
        Self(Vec::new(), 0)
    }

    #[allow(dead_code, reason = "not every test gives bytes")]
    pub fn giving(bytes: &[u8]) -> Self {
        Self(bytes.iter().rev().copied().collect(), 0)
    }
}

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        rand_core::utils::next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        rand_core::utils::next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            *byte = self.0.pop().unwrap_or_else(|| {
                self.1 = self.1.wrapping_add(1);
                self.1
            });
        }
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

#[allow(dead_code, reason = "not every test reads vectors")]
pub fn hex(text: &str) -> Vec<u8> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).unwrap()
}

#[allow(dead_code, reason = "not every test reads vectors")]
pub fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

#[allow(dead_code, reason = "not every test needs a place")]
pub const PLACE: Place = Place { case: 7, slot: Slot::Message, seq: 3, epoch: 1 };

#[allow(dead_code, reason = "not every test needs a place")]
pub const KEY_PLACE: KeyPlace = KeyPlace { case: 7, epoch: 1, purpose: Purpose::Report, holder: Holder::Unit(40) };

#[allow(dead_code, reason = "not every test needs a key")]
pub fn data_key() -> DataKey {
    DataKey::generate(&mut Fixed::giving(&[9; 32]))
}
