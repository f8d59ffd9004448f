//! The borders between the layers: what each may not know of.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A folder of `src`, and what no line of code in it may name.
const BORDERS: &[(&str, &[&str])] = &[
    ("store", &["axum", "pages::", "crate::http", "crate::app", "crate::casework", "crate::vault", "crate::cli", "crate::jobs"]),
    (
        "stamps",
        &[
            "axum",
            "pages::",
            "sea_orm",
            "crate::http",
            "crate::app",
            "crate::casework",
            "crate::vault",
            "crate::cli",
            "crate::jobs",
            "crate::store",
        ],
    ),
    ("vault", &["axum", "pages::", "sea_orm", "crate::http", "crate::app", "crate::casework", "crate::cli", "crate::jobs"]),
    ("casework", &["axum", "pages::", "sea_orm", "crate::http", "crate::app", "crate::cli", "crate::jobs"]),
    ("http", &["sea_orm", "crate::cli", "crate::jobs"]),
    ("jobs", &["axum", "pages::", "sea_orm", "crate::cli"]),
];

#[test]
fn no_layer_reaches_over_its_border() {
    let mut crossings = Vec::new();
    for (layer, forbidden) in BORDERS {
        for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(layer)) {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code.filter(|line| forbidden.iter().any(|name| line.contains(name))) {
                crossings.push(format!("{}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(crossings.is_empty(), "{}", crossings.join("\n"));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension() {
            _ if path.is_dir() => found.extend(files(&path)),
            Some(ending) if ending == "rs" => found.push(path),
            _ => {}
        }
    }
    found
}
