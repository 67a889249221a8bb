//! `caretrack config check`: every setting as it is in force, secrets masked, and whether they hold together (OP6).

use std::fmt::Write;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command};

use super::print;
use crate::config::{Config, Settings};
use crate::failure::Failure;

/// What stands for a secret.
const MASK: &str = "********";

/// Prints the settings, then checks them.
///
/// # Errors
/// The first setting that is wrong.
pub fn run(settings: Settings, given: &ArgMatches) -> Result<(), Failure> {
    print(&listed(given))?;
    let config = Config::new(settings)?;
    let mails = if config.has_mail_server() { "by the mail server" } else { "written to a folder" };
    print(&format!("\nAll settings hold together. Served as {:?}; mails are {mails}.", config.mode))
}

fn listed(given: &ArgMatches) -> String {
    let mut text = String::new();
    for arg in Settings::augment_args(Command::new("caretrack")).get_arguments() {
        let id = arg.get_id().as_str();
        let raw = given.get_raw(id).and_then(|mut values| values.next()).map(|value| value.to_string_lossy());
        let value = match raw {
            Some(_) if arg.is_hide_set() => MASK.into(),
            Some(value) if !value.is_empty() => value,
            _ => "(unset)".into(),
        };
        let source = match given.value_source(id) {
            Some(ValueSource::CommandLine) => "flag",
            Some(ValueSource::EnvVariable) => "environment",
            _ => "default",
        };
        let name = arg.get_env().unwrap_or_default().to_string_lossy();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}={value}  ({source})");
    }
    text
}
