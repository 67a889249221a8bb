//! What the configuration accepts and what it refuses, by the setting's name (T106).

use clap::{Args, Command, FromArgMatches};

use super::*;

const KEY: &str = "9f3c1ab04de25c7788e1d6f20b4a39c5710fe8d2a6b35c94e0178dbf62ca4453";

/// A configuration from flags, with secrets as the environment would give them.
fn configured(change: impl FnOnce(&mut Settings)) -> Result<Config, String> {
    let command = Settings::augment_args(Command::new("caretrack"));
    let given = command.get_matches_from(["caretrack", "--data", "/nowhere"]);
    let mut settings = Settings::from_arg_matches(&given).unwrap();
    change(&mut settings);
    Config::new(settings).map_err(|failure| failure.to_string())
}

fn production(change: impl FnOnce(&mut Settings)) -> Result<Config, String> {
    configured(|settings| {
        settings.public_url = Some("https://care.example".into());
        settings.addr = "0.0.0.0:3000".parse().unwrap();
        settings.key = Some(Secret::from(KEY.to_owned()));
        settings.trusted_proxies = "10.0.0.1".parse().unwrap();
        settings.mail_from = Some("CareTrack <care@care.example>".into());
        settings.smtp_url = Some(Secret::from("smtps://user:secret@mail.example".to_owned()));
        change(settings);
    })
}

/// Which setting was refused.
fn refused(configured: Result<Config, String>) -> String {
    let line = configured.map(|_| ()).unwrap_err();
    assert!(!line.contains("secret@") && !line.contains(KEY), "{line}");
    line.split(':').next().unwrap().to_owned()
}

#[test]
fn t106_the_defaults_serve_this_machine_from_an_embedded_database() {
    let config = configured(|_| {}).unwrap();
    assert_eq!(config.mode, Mode::Local);
    assert_eq!(config.public_url, "http://127.0.0.1:3000");
    assert_eq!(config.database.file, Some(PathBuf::from("/nowhere/caretrack.db")));
    assert_eq!(config.database.url.reveal(), "sqlite:///nowhere/caretrack.db");
    assert!(!config.has_mail_server());
}

#[test]
fn t106_https_is_production_and_needs_a_key_and_a_proxy() {
    assert_eq!(production(|_| {}).unwrap().mode, Mode::Production);
    assert_eq!(refused(production(|s| s.key = None)), "CARETRACK_KEY");
    assert_eq!(refused(production(|s| s.key = Some(Secret::from("0".repeat(64))))), "CARETRACK_KEY");
    assert_eq!(refused(production(|s| s.trusted_proxies = Proxies::default())), "CARETRACK_TRUSTED_PROXIES");
    assert_eq!(refused(production(|s| s.mail_from = None)), "CARETRACK_MAIL_FROM");
    assert!(
        production(|s| s.smtp_url = None).is_ok(),
        "mails then stay in their folder, and the log says so"
    );
}

#[test]
fn t106_without_https_only_this_machine_is_served() {
    let addr = |text: &str| text.parse().unwrap();
    assert_eq!(refused(configured(|s| s.addr = addr("0.0.0.0:3000"))), "CARETRACK_ADDR");
    assert_eq!(refused(configured(|s| s.addr = addr("192.0.2.1:3000"))), "CARETRACK_ADDR");
    assert!(configured(|s| s.addr = addr("[::1]:3000")).is_ok());
    let url = |url: &str| configured(|s| s.public_url = Some(url.into()));
    assert!(url("http://localhost:3000").is_ok());
    for wrong in [
        "http://care.example",
        "care.example",
        "ftp://localhost",
        "https://care.example/",
        "https://",
        "https://a b",
    ] {
        assert_eq!(refused(url(wrong)), "CARETRACK_PUBLIC_URL", "{wrong}");
    }
}

#[test]
fn t106_a_database_is_sqlite_or_postgresql_and_checked_on_the_way_in_production() {
    let url = |url: &str| Some(Secret::from(url.to_owned()));
    for wrong in ["mysql://x/y", "caretrack.db", "", "sqlite:", "sqlite::memory:"] {
        assert_eq!(refused(configured(|s| s.database_url = url(wrong))), "DATABASE_URL", "{wrong}");
    }
    for right in ["sqlite:/x/y.db", "sqlite://y.db?mode=rwc", "postgres://u:p@db.example/caretrack"] {
        assert!(configured(|s| s.database_url = url(right)).is_ok(), "{right}");
    }
    let file = configured(|s| s.database_url = url("sqlite://y.db?mode=rwc")).unwrap().database.file;
    assert_eq!(file, Some(PathBuf::from("y.db")));
    for wrong in ["postgres://u:secret@db.example/x", "postgres://u:secret@db.example/x?sslmode=require"] {
        assert_eq!(refused(production(|s| s.database_url = url(wrong))), "DATABASE_URL", "{wrong}");
    }
    for right in [
        "postgres://u@db.example/x?sslmode=verify-full",
        "postgres:///x?host=/run/postgresql",
        "postgres://u@127.0.0.1/x",
    ] {
        assert!(production(|s| s.database_url = url(right)).is_ok(), "{right}");
    }
}

#[test]
fn t106_a_mail_server_elsewhere_is_spoken_to_in_private() {
    let url = |url: &str| Some(Secret::from(url.to_owned()));
    for wrong in ["smtp://user:secret@mail.example", "smtp://mail.example?tls=opportunistic", "mail.example"]
    {
        assert_eq!(refused(production(|s| s.smtp_url = url(wrong))), "SMTP_URL", "{wrong}");
    }
    for right in ["smtp://mail.example?tls=required", "smtp://127.0.0.1:25"] {
        assert!(production(|s| s.smtp_url = url(right)).is_ok(), "{right}");
    }
    assert_eq!(refused(configured(|s| s.smtp_url = url("http://mail.example"))), "SMTP_URL");
    assert_eq!(
        refused(configured(|s| s.mail_from = Some("a@b.example, c@d.example".into()))),
        "CARETRACK_MAIL_FROM"
    );
}

#[test]
fn t106_a_secret_comes_from_a_private_file_or_not_at_all() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, format!("{KEY}\n")).unwrap();
    let with_file = |mode, key: Option<&str>| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        production(|s| {
            s.key_file = Some(file.clone());
            s.key = key.map(|key| Secret::from(key.to_owned()));
        })
    };
    assert!(with_file(0o600, None).is_ok());
    assert!(with_file(0o440, None).is_ok(), "as containers mount secrets for a group");
    for mode in [0o644, 0o604, 0o620] {
        assert_eq!(refused(with_file(mode, None)), "CARETRACK_KEY", "{mode:o}");
    }
    assert_eq!(refused(with_file(0o600, Some(KEY))), "CARETRACK_KEY", "set twice");
    assert_eq!(refused(production(|s| s.smtp_url_file = Some("/nowhere/smtp".into()))), "SMTP_URL");
}

#[test]
fn the_demo_keeps_apart_from_everything() {
    let config = configured(|s| s.smtp_url = Some(Secret::from("smtp://localhost".to_owned()))).unwrap();
    let demo = config.demo(PathBuf::from("/nowhere/demo"));
    assert_eq!(demo.mode, Mode::Demo);
    assert_eq!(demo.database.file, Some(PathBuf::from("/nowhere/demo/caretrack.db")));
    assert!(!demo.has_mail_server(), "sample people get no mails");
}
