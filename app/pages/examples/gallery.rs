//! Writes every public page with invented models into a folder, to be looked at without a server:
//!
//! ```text
//! cargo run -p pages --example gallery -- /tmp/gallery
//! cp -r style /tmp/gallery/assets && python3 -m http.server -d /tmp/gallery
//! ```
#![allow(clippy::unwrap_used, reason = "an example made of constants")]

use std::{env, fs, path::Path};

use pages::Locale;

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() {
    let folder = env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).unwrap();
    for locale in Locale::ALL {
        for elder in [false, true] {
            let mode = if elder { "-elder" } else { "" };
            for (name, page) in samples::every(locale, elder) {
                fs::write(folder.join(format!("{}{mode}-{name}.html", locale.tag())), page.into_string()).unwrap();
            }
        }
    }
}
