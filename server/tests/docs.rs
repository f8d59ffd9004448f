//! What the documents name exists: a claim leans on the test whose name stands beside it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const DOCUMENTS: [&str; 2] = ["docs/threat-model.md", "docs/architecture.md"];
/// Folders with sources, from the root.
const SOURCES: [&str; 7] = ["app", "deploy", "end2end", "migrations", "scripts", "server", "style"];
/// What a path may begin at: the root, or where most of them are.
const BASES: [&str; 2] = ["", "server/src"];

#[test]
fn every_test_and_every_path_that_a_document_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for folder in SOURCES {
        collect(&root.join(folder), &mut files);
    }
    let rust = files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs"));
    let tests: BTreeSet<String> = rust.flat_map(|file| tests_in(&fs::read_to_string(file).unwrap())).collect();
    let names: BTreeSet<&str> = files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let named = spans(&text);
        assert!(named.iter().any(|name| is_path(name)), "nothing was found in {document}");
        missing.extend(named.iter().filter(|name| is_test(name) && !tests.contains(*name)).cloned());
        missing.extend(named.iter().filter(|name| is_path(name) && !BASES.iter().any(|base| root.join(base).join(name).exists())).cloned());
        missing.extend(named.iter().filter(|name| is_file_name(name) && !names.contains(name.as_str())).cloned());
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// What stands between backticks, but for examples of several lines.
fn spans(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    prose.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Names of tests are sentences.
fn is_test(name: &str) -> bool {
    name.matches('_').count() > 2 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn is_path(name: &str) -> bool {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    is_plain && name.contains('/') && !name.starts_with('/') || SOURCES.contains(&name)
}

fn is_file_name(name: &str) -> bool {
    [".rs", ".js"].iter().any(|ending| name.ends_with(ending)) && !name.contains(['/', ' '])
}

/// The names of tests in a source; of those that a macro runs on both databases as well.
fn tests_in(source: &str) -> Vec<String> {
    let on_both = source.lines().filter_map(|line| line.trim().strip_prefix("async fn ")?.strip_suffix("(database) {"));
    let mut found: Vec<String> = on_both.map(str::to_owned).collect();
    let mut lines = source.lines().map(str::trim);
    while lines.any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test")) {
        let signature = lines.find_map(|line| line.split_once("fn ")).unwrap();
        found.extend(signature.1.split('(').next().map(str::to_owned));
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.file_name().and_then(|name| name.to_str()) {
            Some("node_modules" | "target" | "test-results") => {}
            _ if path.is_dir() => collect(&path, found),
            _ => found.push(path),
        }
    }
}
