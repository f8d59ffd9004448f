//! What is in force, in the form of the file, with secrets hidden.

use std::fmt;

use serde::Serialize;

use super::{Captcha, Config, LogFormat, RateLimit};

/// What is shown, in the file's order.
#[derive(Serialize)]
struct Shown<'a> {
    listen: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    onion_listen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    onion_origin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_listen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_origin: Option<&'a str>,
    trusted_proxies: Vec<String>,
    data_dir: String,
    database_url: String,
    files_url: String,
    captcha: &'static str,
    rate_limit: &'static str,
    log_format: &'static str,
    time_limits: super::Limits,
    custody: &'a super::CustodyRules,
    retention: &'a super::RetentionRules,
    evidence: super::EvidenceRules,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamps: Option<super::TimestampConfig>,
    sign_in: super::VaultConfig,
}

impl<'a> From<&'a Config> for Shown<'a> {
    fn from(config: &'a Config) -> Self {
        let web = &config.web;
        Self {
            listen: web.listen.to_string(),
            onion_listen: web.onion_listen.map(|address| address.to_string()),
            onion_origin: web.onion_origin.as_deref(),
            metrics_listen: web.metrics_listen.map(|address| address.to_string()),
            public_origin: web.public_origin.as_deref(),
            trusted_proxies: web.trusted_proxies.iter().map(ToString::to_string).collect(),
            data_dir: config.data_dir.display().to_string(),
            database_url: config.database.shown_url(),
            files_url: without_password(&config.files_url),
            captcha: match config.abuse.captcha {
                Captcha::Image => "image",
                Captcha::Off => "off",
            },
            rate_limit: match config.abuse.rate_limit {
                RateLimit::Default => "default",
                RateLimit::Off => "off",
            },
            log_format: match config.log {
                LogFormat::Text => "text",
                LogFormat::Json => "json",
            },
            time_limits: config.time_limits,
            custody: &config.custody,
            retention: &config.retention,
            evidence: config.evidence,
            timestamps: config.timestamps.clone().map(|set| super::TimestampConfig { url: without_password(&set.url), ..set }),
            sign_in: config.sign_in,
        }
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&toml::to_string(&Shown::from(self)).map_err(|_| fmt::Error)?)
    }
}

/// An address without the password in it: between the last `:` of the user part and the `@`, and in a `password=` parameter.
pub(super) fn without_password(url: &str) -> String {
    let (base, query) = url.split_once('?').map_or((url, None), |(base, query)| (base, Some(query)));
    let base = hide_in_user_part(base);
    match query {
        Some(query) => format!("{base}?{}", query.split('&').map(hide_in_parameter).collect::<Vec<_>>().join("&")),
        None => base,
    }
}

fn hide_in_user_part(base: &str) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return base.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return base.to_owned() };
    match user.split_once(':') {
        Some((name, _)) => format!("{scheme}://{name}:…@{host}"),
        None => base.to_owned(),
    }
}

fn hide_in_parameter(parameter: &str) -> String {
    match parameter.split_once('=') {
        Some((name, _)) if ["password", "sslpassword", "secret"].contains(&name) => format!("{name}=…"),
        _ => parameter.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn only_the_password_is_hidden() {
        assert_eq!(without_password("postgres://a:b:c@d/e"), "postgres://a:…@d/e");
        assert_eq!(without_password("postgres://a@d/e?password=x&sslmode=require"), "postgres://a@d/e?password=…&sslmode=require");
        assert_eq!(without_password("sqlite://data/qingfeng.db"), "sqlite://data/qingfeng.db");
    }
}
