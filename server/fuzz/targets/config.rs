//! A configuration file with whatever in it, and variables with whatever in them: refused with a reason, or read; what is then shown reads
//! back as the same.
#![no_main]

use std::{collections::HashMap, fs, path::PathBuf, sync::LazyLock};

use libfuzzer_sys::fuzz_target;

/// The module alone, with what it takes from its neighbours: the whole server takes minutes to build.
#[path = "../../src/config/mod.rs"]
#[allow(dead_code, unused_imports)]
mod config;

#[path = "../../src/casework/limits.rs"]
mod limits;

#[path = "../../src/vault/config.rs"]
mod vault_config;

mod casework {
    pub mod deadlines {
        pub use crate::limits::Limits;
    }
}

mod vault {
    pub use crate::vault_config::VaultConfig;

    pub mod operator {
        pub const FILE_NAME: &str = "keys.toml";
    }
}

use self::config::Config;

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

fn load(file: &[u8], variables: &HashMap<String, String>) -> Result<Config, self::config::ConfigError> {
    fs::write(&*FILE, file).expect("the folder for temporary files can be written to");
    Config::load(Some(&FILE), variables)
}
