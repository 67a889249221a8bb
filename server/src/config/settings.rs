//! Every setting, once: its flag, its variable, its default and what it means. Documents are made from this.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use crate::client::Proxies;

/// The settings. A flag counts before the environment, the environment before the default.
#[derive(clap::Args, Clone, Debug)]
pub struct Settings {
    /// Where to listen. Without an https public address only this machine is served.
    #[arg(long, env = "CARETRACK_ADDR", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,

    /// The folder for everything that is kept beside the database, and for the SQLite database itself.
    #[arg(long, env = "CARETRACK_DATA", value_name = "FOLDER", default_value = "./data")]
    pub data: PathBuf,

    /// The address people reach the site at. With https it is production: nothing is made up, everything is checked.
    #[arg(long, env = "CARETRACK_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// The database: sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME. Unset: caretrack.db in CARETRACK_DATA.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide = true, hide_env_values = true)]
    pub database_url: Option<Secret>,

    /// A private file that holds DATABASE_URL.
    #[arg(long, env = "CARETRACK_DATABASE_URL_FILE", value_name = "FILE")]
    pub database_url_file: Option<PathBuf>,

    /// The deployment key: 32 random bytes in hexadecimal or base64. Keep it outside the database's backups. Without https a missing one is made in CARETRACK_DATA.
    #[arg(long, env = "CARETRACK_KEY", value_name = "KEY", hide = true, hide_env_values = true)]
    pub key: Option<Secret>,

    /// A private file that holds CARETRACK_KEY.
    #[arg(long, env = "CARETRACK_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,

    /// The mail server: smtps://USER:PASSWORD@HOST or smtp://HOST?tls=required. Unset: mails are written to the folder outbox in CARETRACK_DATA.
    #[arg(long, env = "SMTP_URL", value_name = "URL", hide = true, hide_env_values = true)]
    pub smtp_url: Option<Secret>,

    /// A private file that holds SMTP_URL.
    #[arg(long, env = "CARETRACK_SMTP_URL_FILE", value_name = "FILE")]
    pub smtp_url_file: Option<PathBuf>,

    /// The sender of mails: Name <name@example.org>.
    #[arg(long, env = "CARETRACK_MAIL_FROM", value_name = "SENDER")]
    pub mail_from: Option<String>,

    /// The folder of the built site. Unset: site beside the program, else target/site.
    #[arg(long, env = "CARETRACK_SITE", value_name = "FOLDER")]
    pub site: Option<PathBuf>,

    /// The proxies that may say who the client is: addresses or networks, separated by commas. Production needs them.
    #[arg(
        long,
        env = "CARETRACK_TRUSTED_PROXIES",
        value_name = "ADDRESSES",
        default_value = "",
        hide_default_value = true
    )]
    pub trusted_proxies: Proxies,

    /// The most connections at a time.
    #[arg(
        long,
        env = "CARETRACK_CONNECTIONS",
        value_name = "NUMBER",
        default_value = "2000",
        value_parser = clap::value_parser!(u16).range(10..)
    )]
    pub connections: u16,

    /// Which log lines are written: error, warn, info or debug, also per part: info,backend=debug.
    #[arg(
        long,
        env = "CARETRACK_LOG",
        value_name = "FILTER",
        default_value = "info",
        value_parser = crate::logging::filter_text
    )]
    pub log: String,

    /// How log lines are written.
    #[arg(long, env = "CARETRACK_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    pub log_format: LogFormat,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// A setting that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// What it is.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(secret: &str) -> Result<Self, Infallible> {
        Ok(Self(secret.to_owned()))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
