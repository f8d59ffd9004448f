//! A configuration file with whatever in it, and variables with whatever in them: refused with a reason, or read; what is then shown reads
//! back as the same.
#![no_main]

use std::{collections::HashMap, fs, path::PathBuf, sync::LazyLock};

use libfuzzer_sys::fuzz_target;
use server::config::{Config, ConfigError};

/// A file of this process alone.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| std::env::temp_dir().join(format!("qingfeng-fuzz-{}.toml", std::process::id())));

const VARIABLES: [&str; 5] =
    ["QINGFENG_LISTEN", "QINGFENG_DATABASE_URL", "QINGFENG_TRUSTED_PROXIES", "QINGFENG_PUBLIC_ORIGIN", "QINGFENG_FILES_URL"];

fuzz_target!(|bytes: &[u8]| {
    read(bytes, &HashMap::new());
    let text = String::from_utf8_lossy(bytes);
    let variables = VARIABLES.iter().zip(text.split('\n')).map(|(name, value)| ((*name).to_owned(), value.to_owned()));
    read(b"", &variables.collect());
});

fn read(file: &[u8], variables: &HashMap<String, String>) {
    match load(file, variables) {
        Ok(config) => {
            let shown = config.to_string();
            assert_eq!(load(shown.as_bytes(), &HashMap::new()).map(|again| again.to_string()).ok(), Some(shown));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn load(file: &[u8], variables: &HashMap<String, String>) -> Result<Config, ConfigError> {
    fs::write(&*FILE, file).expect("the folder for temporary files can be written to");
    Config::load(Some(&FILE), variables)
}
