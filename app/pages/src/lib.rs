//! What people see. A page is a function from its model and a view (language, mode, address) to a document; nothing else.

mod locales;
mod render;
mod view;

pub use render::Html;
pub use view::{Assets, Locale, View};
