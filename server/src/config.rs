//! The configuration: settings read from flags and environment, checked as a whole before anything is opened (OP6).

mod address;
pub mod docs;
mod key;
mod private;
mod settings;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::PathBuf;

use backend::Mode;
use backend::keys::Keys;
use backend::outbox::post::Post;

use crate::client::Proxies;
use crate::failure::Failure;
use address::Address;

pub use settings::{LogFormat, Secret, Settings};

/// Where mails seem to come from unless `CARETRACK_MAIL_FROM` says otherwise.
const LOCAL_SENDER: &str = "CareTrack <caretrack@localhost>";

/// A configuration that holds together.
#[derive(Clone, Debug)]
pub struct Config {
    /// How it is run: for real when the public address is https, else on this machine only.
    pub mode: Mode,
    /// Where to listen.
    pub addr: SocketAddr,
    /// The folder of everything the server keeps beside its database.
    pub data: PathBuf,
    /// The address people reach the site at, without a slash at the end.
    pub public_url: String,
    /// The database's address.
    pub database: Database,
    /// The folder of the built site.
    pub site: PathBuf,
    /// Which proxies may say who the client is.
    pub proxies: Proxies,
    /// The most connections at a time.
    pub connections: usize,
    /// Which log lines are written.
    pub log: String,
    /// How they are written.
    pub log_format: LogFormat,
    key: Option<[u8; 32]>,
    smtp: Option<Secret>,
    sender: String,
}

/// Where the data is.
#[derive(Clone, Debug)]
pub struct Database {
    /// `sqlite:…` or `postgres:…`. It may hold a password, so it is never printed.
    pub url: Secret,
    /// The file, when it is SQLite.
    pub file: Option<PathBuf>,
}

impl Config {
    /// Checks settings as a whole: everything that can be known without opening anything.
    ///
    /// # Errors
    /// The first setting that is wrong, and why.
    pub fn new(settings: Settings) -> Result<Self, Failure> {
        let production = public_url_is_https(&settings)?;
        let database = database(&settings, production)?;
        let smtp = private::one_of("SMTP_URL", settings.smtp_url, settings.smtp_url_file.as_deref())?;
        let key = private::one_of("CARETRACK_KEY", settings.key, settings.key_file.as_deref())?;
        let config = Self {
            mode: if production { Mode::Production } else { Mode::Local },
            addr: settings.addr,
            public_url: settings.public_url.unwrap_or_else(|| format!("http://{}", settings.addr)),
            database,
            site: settings.site.unwrap_or_else(default_site),
            proxies: settings.trusted_proxies,
            connections: settings.connections.into(),
            log: settings.log,
            log_format: settings.log_format,
            key: key.map(|key| key::read(key.reveal())).transpose()?,
            smtp,
            sender: settings.mail_from.unwrap_or_else(|| LOCAL_SENDER.to_owned()),
            data: settings.data,
        };
        if production {
            config.check_production()?;
        } else {
            config.check_local()?;
        }
        config.post()?;
        Ok(config)
    }

    /// The deployment key. On this machine only, a missing one is made and kept in `CARETRACK_DATA` (CR4).
    ///
    /// # Errors
    /// `CARETRACK_DATA`, when the key can neither be read nor kept there.
    pub fn keys(&self) -> Result<Keys, Failure> {
        let key = self.key.map_or_else(|| key::kept_in(&self.data), Ok)?;
        Ok(Keys::new(&key))
    }

    /// The way out for mails: the mail server, or a folder when none is set.
    ///
    /// # Errors
    /// `SMTP_URL` or `CARETRACK_MAIL_FROM`, when it cannot be understood.
    pub fn post(&self) -> Result<Post, Failure> {
        let sender =
            |_| Failure::setting("CARETRACK_MAIL_FROM", "must be one address: Name <name@example.org>");
        let server = |_| Failure::setting("SMTP_URL", "must be smtps://user:password@host or smtp://host");
        match &self.smtp {
            None => Post::to_folder(self.data.join("outbox"), &self.sender).map_err(sender),
            Some(url) => Post::to_folder(self.data.join("outbox"), &self.sender)
                .map_err(sender)?
                .by_server(url.reveal())
                .map_err(server),
        }
    }

    /// Whether mails leave this machine.
    pub const fn has_mail_server(&self) -> bool {
        self.smtp.is_some()
    }

    /// The same deployment with another folder, for the demo's own.
    #[must_use]
    pub fn demo(self, folder: PathBuf) -> Self {
        let file = folder.join("caretrack.db");
        let url = Secret::from(format!("sqlite://{}", file.display()));
        Self {
            mode: Mode::Demo,
            data: folder,
            database: Database { url, file: Some(file) },
            smtp: None,
            ..self
        }
    }

    fn check_local(&self) -> Result<(), Failure> {
        if !self.addr.ip().is_loopback() {
            let why = "without an https CARETRACK_PUBLIC_URL only an address of this machine, such as 127.0.0.1:3000, is served";
            return Err(Failure::setting("CARETRACK_ADDR", why));
        }
        if Address::parse(&self.public_url).is_some_and(|url| url.is_local()) {
            return Ok(());
        }
        Err(Failure::setting(
            "CARETRACK_PUBLIC_URL",
            "must begin with https:// for anything but this machine",
        ))
    }

    fn check_production(&self) -> Result<(), Failure> {
        if self.key.is_none() {
            return Err(Failure::setting("CARETRACK_KEY", "is missing: production never makes one up"));
        }
        if self.proxies.is_empty() {
            let why = "is missing: name the address of the TLS proxy in front of this server";
            return Err(Failure::setting("CARETRACK_TRUSTED_PROXIES", why));
        }
        let Some(smtp) = &self.smtp else { return Ok(()) };
        let encrypted = Address::parse(smtp.reveal()).is_some_and(|url| {
            url.is_local() || url.scheme == "smtps" || url.option("tls") == Some("required")
        });
        if !encrypted {
            return Err(Failure::setting("SMTP_URL", "must be smtps://… or end in ?tls=required"));
        }
        if self.sender == LOCAL_SENDER {
            return Err(Failure::setting(
                "CARETRACK_MAIL_FROM",
                "is missing: mails need a sender of your own",
            ));
        }
        Ok(())
    }
}

fn public_url_is_https(settings: &Settings) -> Result<bool, Failure> {
    let Some(url) = &settings.public_url else { return Ok(false) };
    match Address::parse(url) {
        Some(address) if address.is_origin() && matches!(address.scheme, "http" | "https") => {
            Ok(address.scheme == "https")
        }
        _ => Err(Failure::setting(
            "CARETRACK_PUBLIC_URL",
            "must be https:// and a host, perhaps with a port, and nothing after it",
        )),
    }
}

/// SQLite in `CARETRACK_DATA`, unless another is named.
fn database(settings: &Settings, production: bool) -> Result<Database, Failure> {
    let wrong = |why| Failure::setting("DATABASE_URL", why);
    let named = settings.database_url.clone();
    let Some(url) = private::one_of("DATABASE_URL", named, settings.database_url_file.as_deref())? else {
        let file = settings.data.join("caretrack.db");
        let url = Secret::from(format!("sqlite://{}", file.display()));
        return Ok(Database { url, file: Some(file) });
    };
    if let Some(path) = url.reveal().strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        let file = path.split('?').next().unwrap_or_default();
        if file.is_empty() || file.contains(":memory:") {
            return Err(wrong("must name a file: sqlite:/var/lib/caretrack/caretrack.db"));
        }
        let file = Some(PathBuf::from(file));
        return Ok(Database { url, file });
    }
    match Address::parse(url.reveal()) {
        Some(address) if matches!(address.scheme, "postgres" | "postgresql") => {
            if production && !address.is_local() && address.option("sslmode") != Some("verify-full") {
                return Err(wrong("must end in ?sslmode=verify-full for a database on another machine"));
            }
        }
        _ => return Err(wrong("must begin with sqlite: or postgres:")),
    }
    Ok(Database { url, file: None })
}

/// The folder `site` beside the program, where a release has it, or the development build's.
fn default_site() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    beside.filter(|site| site.is_dir()).unwrap_or_else(|| PathBuf::from("target/site"))
}
