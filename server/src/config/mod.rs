//! Configuration: `qingfeng.toml`, then `QINGFENG_*` variables; a struct a concern.

use std::{
    collections::HashMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use ipnet::IpNet;

mod bounds;
mod database;
mod error;
mod settings;
mod show;

pub use database::DatabaseConfig;
pub use error::ConfigError;
pub use settings::scheme_and_host;

use crate::{
    casework::{custody::CustodyRules, deadlines::Limits, evidence::EvidenceRules, retention::RetentionRules},
    stamps::TimestampConfig,
    vault::VaultConfig,
};

/// The file's name, in the data folder or the working folder.
pub const FILE_NAME: &str = "qingfeng.toml";

/// Everything that can be configured, checked.
#[derive(Clone)]
pub struct Config {
    /// Where database, key file and files are kept.
    pub data_dir: PathBuf,
    /// The database.
    pub database: DatabaseConfig,
    /// Where the portal listens, and how it is reached.
    pub web: WebConfig,
    /// What holds robots and floods off.
    pub abuse: AbuseConfig,
    /// Where files are kept, as an address.
    pub files_url: String,
    /// How the log is written.
    pub log: LogFormat,
    /// The law's time limits.
    pub time_limits: Limits,
    /// How identities are released.
    pub custody: CustodyRules,
    /// How long cases are kept.
    pub retention: RetentionRules,
    /// How large files may be, and how long they wait.
    pub evidence: EvidenceRules,
    /// Who stamps the signed end of each day; nobody unless set.
    pub timestamps: Option<TimestampConfig>,
    /// How long sessions and invitations last.
    pub sign_in: VaultConfig,
    /// `QINGFENG_*` variables that name no setting; probably a slip.
    pub unknown_variables: Vec<String>,
}

/// Where the portal listens, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebConfig {
    /// For people.
    pub listen: SocketAddr,
    /// For the onion service, whose visitors all share one address.
    pub onion_listen: Option<SocketAddr>,
    /// Scheme and host of the onion service, which Tor Browser is told of.
    pub onion_origin: Option<String>,
    /// For figures.
    pub metrics_listen: Option<SocketAddr>,
    /// Scheme and host as people see them, without a slash at the end. Members' passkeys are bound to it.
    pub public_origin: Option<String>,
    /// Proxies whose forwarding headers count.
    pub trusted_proxies: Vec<IpNet>,
}

/// What holds robots and floods off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AbuseConfig {
    /// The captcha.
    pub captcha: Captcha,
    /// The budgets of requests.
    pub rate_limit: RateLimit,
}

/// The captcha of the report form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Captcha {
    /// A picture, or a recording for who cannot see it.
    Image,
    /// Neither captcha nor minimum form age.
    Off,
}

/// The budgets of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimit {
    /// Those built in.
    Default,
    /// None.
    Off,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// Reads the configuration: the given file, or the one in the data folder, or the one in the working folder; then the variables.
    ///
    /// # Errors
    /// Which setting is wrong, and what to do.
    pub fn load(file: Option<&Path>, variables: &HashMap<String, String>) -> Result<Self, ConfigError> {
        settings::Settings::read(file, variables)?.check(settings::unknown(variables))
    }

    /// The file with the portal's own keys.
    pub fn key_file(&self) -> PathBuf {
        self.data_dir.join(crate::vault::operator::FILE_NAME)
    }

    /// The file with the retention key.
    pub fn retention_file(&self) -> PathBuf {
        self.data_dir.join(crate::vault::ring::FILE_NAME)
    }

    /// The address under which people find the portal.
    pub fn origin(&self) -> String {
        self.web.public_origin.clone().unwrap_or_else(|| format!("http://{}", self.web.listen))
    }

    /// Whether people reach the portal over TLS.
    pub fn is_secure(&self) -> bool {
        self.web.public_origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn load(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        std::fs::write(&file, "").unwrap();
        Config::load(Some(&file), &variables(pairs))
    }

    #[test]
    fn defaults_serve_on_this_machine_from_a_folder_beside() {
        let config = load(&[]).unwrap();
        assert_eq!(config.web.listen, "127.0.0.1:3000".parse().unwrap());
        assert_eq!(config.database.url(), "sqlite://data/qingfeng.db");
        assert_eq!(config.files_url, "file://data/files");
        assert_eq!(config.abuse, AbuseConfig { captcha: Captcha::Image, rate_limit: RateLimit::Default });
        assert!(config.web.metrics_listen.is_none() && config.timestamps.is_none());
        assert!(!config.is_secure());
    }

    #[test]
    fn variables_win_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        std::fs::write(&file, "listen = \"127.0.0.1:1\"\ncaptcha = \"off\"\n[time_limits]\nacceptance_days = 7\n").unwrap();
        let config = Config::load(Some(&file), &variables(&[("QINGFENG_LISTEN", "127.0.0.1:2")])).unwrap();
        assert_eq!(config.web.listen.port(), 2);
        assert_eq!(config.abuse.captcha, Captcha::Off);
        assert_eq!(config.time_limits.acceptance_days, 7);
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_to_do() {
        for (name, value) in [
            ("QINGFENG_LISTEN", "localhost"),
            ("QINGFENG_DATABASE_URL", "mysql://a"),
            ("QINGFENG_FILES_URL", "ftp://a"),
            ("QINGFENG_CAPTCHA", "maybe"),
            ("QINGFENG_RATE_LIMIT", "some"),
            ("QINGFENG_TRUSTED_PROXIES", "proxy"),
            ("QINGFENG_METRICS_LISTEN", "9464"),
            ("QINGFENG_PUBLIC_ORIGIN", "report.example.cn"),
            ("QINGFENG_PUBLIC_ORIGIN", "https://report.example.cn/path"),
            ("QINGFENG_ONION_ORIGIN", "http://report.example.cn"),
            ("QINGFENG_LOG_FORMAT", "xml"),
        ] {
            let error = load(&[(name, value)]).err().unwrap().to_string();
            assert!(error.contains(&name["QINGFENG_".len()..].to_lowercase()) && error.contains(name), "{error}");
        }
    }

    #[test]
    fn the_custody_of_identities_is_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        let load = |table: &str| {
            std::fs::write(&file, format!("[custody]\n{table}")).unwrap();
            Config::load(Some(&file), &variables(&[]))
        };
        let config = load("release_hours = 4\ntwo_decisions_kinds = [\"disclosure\"]\ntwo_decisions_categories = [\"land\"]").unwrap();
        assert_eq!((config.custody.release_hours, config.custody.two_decisions_kinds.len()), (4, 1));
        assert!(
            config.custody.two_decisions_at_high_risk
                && !load("two_decisions_at_high_risk = false").unwrap().custody.two_decisions_at_high_risk
        );
        assert!(config.to_string().contains("two_decisions_categories = [\"land\"]"), "{config}");
        assert!(load("release_hours = 0").err().unwrap().to_string().contains("release_hours"));
        assert!(load("two_decisions_kinds = [\"rumour\"]").is_err());
    }

    #[test]
    fn how_long_cases_are_kept_is_a_table_with_one_for_each_kind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        let load = |table: &str| {
            std::fs::write(&file, format!("[retention]\n{table}")).unwrap();
            Config::load(Some(&file), &variables(&[]))
        };
        let terms = "[retention.request]\nclosed_months = 60\ndeclined_months = 12\nwithdrawn_months = 0";
        let config = load(&format!("rotate_days = 7\ncopies = [\"/mnt/a/retention.toml\"]\n{terms}")).unwrap();
        assert_eq!((config.retention.rotate_days, config.retention.copies.len()), (7, 1));
        assert_eq!((config.retention.request.closed_months, config.retention.disclosure.closed_months), (60, 360));
        let protection = load("[retention.protection]\nclosed_months = 24\ndeclined_months = 12\nwithdrawn_months = 6").unwrap();
        assert_eq!((protection.retention.protection.closed_months, protection.retention.disclosure.closed_months), (24, 360));
        for days in ["0", "29"] {
            assert!(load(&format!("notice_days = {days}")).err().unwrap().to_string().contains("notice_days"), "{days}");
        }
        assert!(load("notice_days = 30").is_ok());
        assert!(load("backup_days = 0").err().unwrap().to_string().contains("backup_days"));
        assert!(load("[retention.request]\nclosed_months = 60").is_err(), "a term left out is not taken for another one");
    }

    #[test]
    fn a_number_that_cannot_be_counted_is_named_and_so_is_0_where_it_means_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        let load = |table: &str, line: &str| {
            std::fs::write(&file, format!("[{table}]\n{line}\n")).unwrap();
            Config::load(Some(&file), &variables(&[]))
        };
        for (table, name) in [
            ("time_limits", "acceptance_days"),
            ("time_limits", "named_acceptance_working_days"),
            ("time_limits", "disposal_months"),
            ("custody", "release_hours"),
            ("retention", "backup_days"),
            ("evidence", "unsent_hours"),
            ("sign_in", "idle_minutes"),
            ("sign_in", "session_hours"),
            ("sign_in", "invitation_hours"),
        ] {
            for number in [0, 4_294_967_295_u32] {
                let error = load(table, &format!("{name} = {number}")).err().unwrap().to_string();
                assert!(error.contains(&format!("setting `{table}.{name}`: `{number}`")), "{error}");
            }
        }
        for (table, name) in [("retention", "rotate_days"), ("time_limits", "extension_days")] {
            assert!(load(table, &format!("{name} = 0")).is_ok(), "{name}");
            assert!(load(table, &format!("{name} = 4000000000")).is_err(), "{name}");
        }
        assert!(load("time_limits", "named_acceptance_working_days = 3650").is_ok());
    }

    #[test]
    fn an_authority_is_asked_over_tls_or_on_this_machine() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        let load = |url: &str| {
            std::fs::write(&file, format!("[timestamps]\nurl = \"{url}\"\ncertificate = \"/etc/qingfeng/tsa.pem\"")).unwrap();
            Config::load(Some(&file), &variables(&[]))
        };
        for url in ["https://tsa.example.cn/stamp", "http://127.0.0.1:8080", "http://[::1]/"] {
            assert_eq!(load(url).unwrap().timestamps.unwrap().url, url);
        }
        for url in ["http://tsa.example.cn", "http://10.0.0.1", "ftp://127.0.0.1", "tsa.example.cn"] {
            assert!(load(url).err().unwrap().to_string().contains("timestamps.url"), "{url}");
        }
        let shown = load("https://me:s3cret@tsa.example.cn").unwrap().to_string();
        assert!(shown.contains("https://me:…@tsa.example.cn") && !shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn an_unknown_key_is_refused_and_an_unknown_variable_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        std::fs::write(&file, "lissten = \"127.0.0.1:1\"").unwrap();
        assert!(Config::load(Some(&file), &variables(&[])).err().unwrap().to_string().contains("lissten"));
        assert_eq!(load(&[("QINGFENG_LISSTEN", "1")]).unwrap().unknown_variables, ["QINGFENG_LISSTEN"]);
    }

    #[test]
    fn proxies_are_a_list_of_networks_or_addresses() {
        let config = load(&[("QINGFENG_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,::1/128")]).unwrap();
        assert_eq!(config.web.trusted_proxies.len(), 3);
    }

    #[test]
    fn what_is_shown_hides_passwords() {
        let shown = load(&[("QINGFENG_DATABASE_URL", "postgres://qingfeng:s3cret@db/qingfeng?sslmode=require")]).unwrap().to_string();
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("postgres://qingfeng:…@db/qingfeng?sslmode=require"));
    }

    #[test]
    fn what_is_shown_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        let shown = load(&[("QINGFENG_PUBLIC_ORIGIN", "https://report.example.cn/")]).unwrap().to_string();
        std::fs::write(&file, &shown).unwrap();
        let again = Config::load(Some(&file), &variables(&[])).unwrap();
        assert_eq!(again.to_string(), shown);
        assert!(again.is_secure());
    }
}
