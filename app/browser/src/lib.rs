//! The page in the reporter's browser, and small requests to the server that sent it: what every module that seals or opens there uses.

#[cfg(target_arch = "wasm32")]
pub mod ask;
#[cfg(target_arch = "wasm32")]
mod installation;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod proof;
#[cfg(target_arch = "wasm32")]
mod refusal;

#[cfg(target_arch = "wasm32")]
pub use installation::installation_key;
#[cfg(target_arch = "wasm32")]
pub use refusal::refused;
