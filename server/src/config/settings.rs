//! The settings as they are written, and their check.

use std::{
    collections::HashMap,
    net::IpAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use config::{Environment, File, FileFormat};
use ipnet::IpNet;
use serde::Deserialize;
use url::{Host, Url};

use super::{AbuseConfig, Captcha, Config, ConfigError, DatabaseConfig, FILE_NAME, LogFormat, RateLimit, WebConfig};
use crate::{
    casework::{
        custody::CustodyRules,
        deadlines::Limits,
        evidence::EvidenceRules,
        retention::{LEAST_NOTICE, RetentionRules},
    },
    stamps::TimestampConfig,
    vault::VaultConfig,
};

const PREFIX: &str = "QINGFENG_";
/// Settings that a variable can set; tables stand in the file alone.
const NAMES: &[&str] = &[
    "listen",
    "database_url",
    "data_dir",
    "files_url",
    "captcha",
    "rate_limit",
    "trusted_proxies",
    "metrics_listen",
    "onion_listen",
    "onion_origin",
    "public_origin",
    "log_format",
];
/// Variables of this prefix that are read elsewhere.
const OTHERS: &[&str] = &["QINGFENG_CONFIG", "QINGFENG_TEST_POSTGRES_URL"];

/// Settings as text.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    listen: String,
    database_url: Option<String>,
    data_dir: PathBuf,
    files_url: Option<String>,
    captcha: String,
    rate_limit: String,
    trusted_proxies: List,
    metrics_listen: Option<String>,
    onion_listen: Option<String>,
    onion_origin: Option<String>,
    public_origin: Option<String>,
    log_format: String,
    time_limits: Limits,
    custody: CustodyRules,
    retention: RetentionRules,
    evidence: EvidenceRules,
    timestamps: Option<TimestampConfig>,
    sign_in: VaultConfig,
}

/// A list in a file, or its items in one text with commas.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum List {
    Text(String),
    Items(Vec<String>),
}

impl List {
    fn items(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect(),
            Self::Items(items) => items.iter().map(String::as_str).collect(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:3000".to_owned(),
            database_url: None,
            data_dir: PathBuf::from("data"),
            files_url: None,
            captcha: "image".to_owned(),
            rate_limit: "default".to_owned(),
            trusted_proxies: List::Items(Vec::new()),
            metrics_listen: None,
            onion_listen: None,
            onion_origin: None,
            public_origin: None,
            log_format: "text".to_owned(),
            time_limits: Limits::default(),
            custody: CustodyRules::default(),
            retention: RetentionRules::default(),
            evidence: EvidenceRules::default(),
            timestamps: None,
            sign_in: VaultConfig::default(),
        }
    }
}

/// Variables with our prefix that name no setting.
pub(super) fn unknown(variables: &HashMap<String, String>) -> Vec<String> {
    let names_none = |name: &&String| {
        name.strip_prefix(PREFIX).is_some_and(|rest| !NAMES.contains(&rest.to_lowercase().as_str())) && !OTHERS.contains(&name.as_str())
    };
    let mut names: Vec<String> = variables.keys().filter(names_none).cloned().collect();
    names.sort_unstable();
    names
}

/// An empty variable counts as none: that is how a service file or a shell unsets it.
fn known(variables: &HashMap<String, String>) -> HashMap<String, String> {
    NAMES
        .iter()
        .map(|name| format!("{PREFIX}{}", name.to_uppercase()))
        .filter_map(|name| variables.get(&name).filter(|value| !value.is_empty()).map(|value| (name.clone(), value.clone())))
        .collect()
}

fn find_file(given: Option<&Path>, variables: &HashMap<String, String>) -> Result<Option<PathBuf>, ConfigError> {
    let named = given.map(Path::to_owned).or_else(|| variables.get("QINGFENG_CONFIG").map(PathBuf::from));
    if let Some(path) = named {
        return if path.is_file() { Ok(Some(path)) } else { Err(ConfigError::NoFile(path)) };
    }
    let data_dir = variables.get("QINGFENG_DATA_DIR").map_or(Settings::default().data_dir, PathBuf::from);
    Ok([data_dir.join(FILE_NAME), PathBuf::from(FILE_NAME)].into_iter().find(|path| path.is_file()))
}

impl Settings {
    pub(super) fn read(given: Option<&Path>, variables: &HashMap<String, String>) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder();
        if let Some(path) = find_file(given, variables)? {
            builder = builder.add_source(File::from(path).format(FileFormat::Toml));
        }
        let environment = Environment::with_prefix("QINGFENG").prefix_separator("_").source(Some(known(variables)));
        let read = builder.add_source(environment).build().map_err(ConfigError::Unreadable)?;
        read.try_deserialize().map_err(ConfigError::Unreadable)
    }

    pub(super) fn check(self, unknown_variables: Vec<String>) -> Result<Config, ConfigError> {
        Ok(Config {
            database: self.database()?,
            web: self.web()?,
            abuse: self.abuse()?,
            files_url: self.files_url()?,
            log: self.log()?,
            custody: self.custody()?,
            retention: self.retention()?,
            evidence: self.evidence()?,
            timestamps: self.timestamps()?,
            data_dir: self.data_dir,
            time_limits: self.time_limits,
            sign_in: self.sign_in,
            unknown_variables,
        })
    }

    fn database(&self) -> Result<DatabaseConfig, ConfigError> {
        let Some(url) = &self.database_url else { return Ok(DatabaseConfig::sqlite(&self.data_dir.join("qingfeng.db"))) };
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
        if known {
            return Ok(DatabaseConfig::new(url.clone()));
        }
        let problem = "not an address of a database that the portal knows".to_owned();
        Err(ConfigError::Setting {
            name: "database_url",
            problem,
            remedy: "give sqlite:///path/to/file.db or postgres://user:password@host/name",
        })
    }

    fn files_url(&self) -> Result<String, ConfigError> {
        let url = self.files_url.clone().unwrap_or_else(|| format!("file://{}", self.data_dir.join("files").display()));
        if url.starts_with("file://") || url.starts_with("s3://") {
            return Ok(url);
        }
        let problem = "not an address of a place for files".to_owned();
        Err(ConfigError::Setting { name: "files_url", problem, remedy: "give file:///path/to/folder or s3://bucket" })
    }

    fn web(&self) -> Result<WebConfig, ConfigError> {
        const ADDRESS: &str = "give an IP address and a port, such as 127.0.0.1:3000 or [::1]:3000";
        let optional = |name, value: &Option<String>| value.as_deref().map(|value| parsed(name, value, ADDRESS)).transpose();
        Ok(WebConfig {
            listen: parsed("listen", &self.listen, ADDRESS)?,
            onion_listen: optional("onion_listen", &self.onion_listen)?,
            onion_origin: self.onion_origin.as_deref().map(onion).transpose()?,
            metrics_listen: optional("metrics_listen", &self.metrics_listen)?,
            public_origin: self.public_origin.as_deref().map(origin).transpose()?,
            trusted_proxies: self.trusted_proxies.items().into_iter().map(network).collect::<Result<_, _>>()?,
        })
    }

    fn abuse(&self) -> Result<AbuseConfig, ConfigError> {
        Ok(AbuseConfig {
            captcha: choice("captcha", &self.captcha, &[("image", Captcha::Image), ("off", Captcha::Off)], "choose image or off")?,
            rate_limit: choice(
                "rate_limit",
                &self.rate_limit,
                &[("default", RateLimit::Default), ("off", RateLimit::Off)],
                "choose default or off",
            )?,
        })
    }

    fn custody(&self) -> Result<CustodyRules, ConfigError> {
        if self.custody.release_hours == 0 {
            let problem = "`0` hours release nothing".to_owned();
            return Err(ConfigError::Setting { name: "custody.release_hours", problem, remedy: "give 1 or more" });
        }
        Ok(self.custody.clone())
    }

    fn retention(&self) -> Result<RetentionRules, ConfigError> {
        if self.retention.backup_days == 0 {
            let problem = "`0` days leave no backup that could be restored".to_owned();
            return Err(ConfigError::Setting { name: "retention.backup_days", problem, remedy: "give 1 or more" });
        }
        if self.retention.notice_days < LEAST_NOTICE {
            let problem = format!("in `{}` days nobody would see in time what is destroyed", self.retention.notice_days);
            return Err(ConfigError::Setting { name: "retention.notice_days", problem, remedy: "give 30 or more" });
        }
        Ok(self.retention.clone())
    }

    fn evidence(&self) -> Result<EvidenceRules, ConfigError> {
        let EvidenceRules { largest_mib, unfinished_hours, unsent_hours } = self.evidence;
        if [largest_mib, unfinished_hours, unsent_hours].contains(&0) {
            let problem = "`0` takes no file".to_owned();
            return Err(ConfigError::Setting { name: "evidence", problem, remedy: "give 1 or more" });
        }
        Ok(self.evidence)
    }

    fn timestamps(&self) -> Result<Option<TimestampConfig>, ConfigError> {
        let Some(timestamps) = &self.timestamps else { return Ok(None) };
        if Url::parse(&timestamps.url).is_ok_and(|url| url.scheme() == "https" || is_here(&url)) {
            return Ok(Some(timestamps.clone()));
        }
        let problem = "not an address that may be asked for stamps".to_owned();
        Err(ConfigError::Setting { name: "timestamps.url", problem, remedy: "give https://…, or http:// and an address of this machine" })
    }

    fn log(&self) -> Result<LogFormat, ConfigError> {
        choice("log_format", &self.log_format, &[("text", LogFormat::Text), ("json", LogFormat::Json)], "choose text or json")
    }
}

/// Whether what is sent there stays on this machine.
fn is_here(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    };
    url.scheme() == "http" && is_loopback
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(name: &'static str, value: &str, remedy: &'static str) -> Result<T, ConfigError> {
    value.parse().map_err(|cause| ConfigError::Setting { name, problem: format!("`{value}`: {cause}"), remedy })
}

fn choice<T: Copy>(name: &'static str, value: &str, choices: &[(&str, T)], remedy: &'static str) -> Result<T, ConfigError> {
    let chosen = choices.iter().find(|(word, _)| *word == value).map(|(_, choice)| *choice);
    chosen.ok_or_else(|| ConfigError::Setting { name, problem: format!("`{value}` is none of the choices"), remedy })
}

/// A network, or one address.
fn network(text: &str) -> Result<IpNet, ConfigError> {
    text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| ConfigError::Setting {
        name: "trusted_proxies",
        problem: format!("`{text}` is no network"),
        remedy: "give addresses or networks with commas between them, such as 127.0.0.1/32,10.0.0.0/8",
    })
}

fn origin(text: &str) -> Result<String, ConfigError> {
    scheme_and_host(text).ok_or_else(|| ConfigError::Setting {
        name: "public_origin",
        problem: format!("`{text}` is no scheme and host"),
        remedy: "give what people type into the browser, without a path, such as https://report.example.cn",
    })
}

fn onion(text: &str) -> Result<String, ConfigError> {
    scheme_and_host(text).filter(|origin| origin.ends_with(".onion")).ok_or_else(|| ConfigError::Setting {
        name: "onion_origin",
        problem: format!("`{text}` is no address of an onion service"),
        remedy: "give http:// and what stands in the service's file `hostname`",
    })
}

/// Without a slash at its end.
fn scheme_and_host(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_graphic() && !"/?#@".contains(c));
    is_host.then(|| text.to_owned())
}
