//! The browser's randomness.

use core::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};

/// `crypto.getRandomValues`. Where the browser has none, no code or key may be made: the module stops, and the plain form goes on.
pub struct BrowserRng;

impl TryRng for BrowserRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        if getrandom::fill(bytes).is_err() {
            wasm_bindgen::throw_str("no randomness");
        }
        Ok(())
    }
}

impl TryCryptoRng for BrowserRng {}
