//! What people see. A page is a function from its model and a view (language, mode, address) to a document; nothing else.
//!
//! To add a page: a file in the folder of its audience with a struct of what it shows and a function from it to [`Html`], and its texts
//! in a namespace of `locales`.

pub mod admin;
mod components;
mod layout;
mod locales;
pub mod public;
mod render;
pub mod reporter;
pub mod staff;
mod view;

pub use components::{
    attachment::FileWrong,
    certificate::{CertificateShown, RuleShown},
    clock::DaysLeft,
    readers::{IdentityKept, Readers},
};
pub use render::Html;
pub use view::{Asset, Assets, Locale, Module, View};
