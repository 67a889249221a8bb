//! The command line: what may be typed, and one line for what may not (security §5).

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands;
use crate::config::{Settings, docs};
use crate::failure::Failure;

/// CareTrack: competence, shifts and rotas for care providers.
#[derive(Debug, Parser)]
#[command(name = "caretrack", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Run the server and its jobs.
    Serve(Settings),
    /// Bring the database up to date.
    Migrate(Settings),
    /// Print a one-time code for /setup, which makes the organisation and its first admin.
    BootstrapAdmin(Settings),
    /// Serve sample data from a throw-away database, on this machine only.
    Demo(Settings),
    /// Look at the configuration.
    #[command(subcommand)]
    Config(ConfigVerb),
    /// Look at the audit trail.
    #[command(subcommand)]
    Audit(AuditVerb),
    /// Run jobs by hand.
    #[command(subcommand)]
    Jobs(JobsVerb),
}

#[derive(Debug, Subcommand)]
enum ConfigVerb {
    /// Check every setting and print it, secrets masked.
    Check(Box<Settings>),
    /// Print the settings' documents, from which the checked-in ones are made.
    #[command(hide = true)]
    Docs { document: Document },
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Document {
    Env,
    Readme,
}

#[derive(Debug, Subcommand)]
enum AuditVerb {
    /// Prove that nobody altered the trail.
    Verify(Settings),
}

#[derive(Debug, Subcommand)]
enum JobsVerb {
    /// Run one job once, now.
    Run(JobRun),
}

#[derive(Args, Debug)]
struct JobRun {
    /// The job's name.
    name: String,
    /// As if it were this moment (RFC 3339).
    #[cfg(feature = "test-hooks")]
    #[arg(long, value_name = "TIME", value_parser = commands::jobs::moment)]
    at: Option<domain::time::Instant>,
    #[command(flatten)]
    settings: Settings,
}

/// Does what the command line says.
///
/// # Errors
/// One line that names the cause, and the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Result<(), Failure> {
    let matches = match Cli::command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            print!("{error}");
            return Ok(());
        }
        Err(error) => return Err(refused(&error)),
    };
    let given = innermost(&matches);
    check_sources(given)?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| refused(&error))?;
    dispatch(cli.command, given)
}

fn dispatch(verb: Verb, given: &ArgMatches) -> Result<(), Failure> {
    match verb {
        Verb::Config(ConfigVerb::Docs { document: Document::Env }) => commands::print(&docs::env_example()),
        Verb::Config(ConfigVerb::Docs { document: Document::Readme }) => {
            commands::print(&docs::readme_block())
        }
        Verb::Serve(settings) => commands::serve::run(known(settings)?),
        Verb::Migrate(settings) => commands::migrate::run(&known(settings)?),
        Verb::BootstrapAdmin(settings) => commands::bootstrap_admin::run(&known(settings)?),
        Verb::Demo(settings) => commands::demo::run(known(settings)?),
        Verb::Config(ConfigVerb::Check(settings)) => commands::config_check::run(known(*settings)?, given),
        Verb::Audit(AuditVerb::Verify(settings)) => commands::audit_verify::run(&known(settings)?),
        Verb::Jobs(JobsVerb::Run(job)) => {
            #[cfg(feature = "test-hooks")]
            let at = job.at;
            #[cfg(not(feature = "test-hooks"))]
            let at = None;
            commands::jobs::run(&known(job.settings)?, &job.name, at)
        }
    }
}

/// A variable that looks like a setting and is none stops every command: a typing mistake must not go unnoticed.
fn known(settings: Settings) -> Result<Settings, Failure> {
    let known = docs::variables();
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARETRACK_") && !known.iter().any(|known| *known == name) {
            return Err(Failure::setting(&name, "there is no such setting"));
        }
    }
    Ok(settings)
}

/// Secrets on a command line can be seen by everybody on the machine (CR5).
fn check_sources(given: &ArgMatches) -> Result<(), Failure> {
    let command = Settings::augment_args(Command::new("caretrack"));
    for arg in command.get_arguments().filter(|arg| arg.is_hide_set()) {
        let id = arg.get_id().as_str();
        if given.try_contains_id(id).is_ok() && given.value_source(id) == Some(ValueSource::CommandLine) {
            return Err(Failure::setting(
                &variable(arg),
                "is a secret: set it in the environment or in a private file",
            ));
        }
    }
    Ok(())
}

fn innermost(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| innermost(inner))
}

fn variable(arg: &Arg) -> String {
    arg.get_env().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Clap explains over several lines and repeats the value, which may be a secret. This names the setting and the
/// reason.
fn refused(error: &clap::Error) -> Failure {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let why = match error.kind() {
        ErrorKind::UnknownArgument => return Failure::usage(&format!("there is no {argument}")),
        ErrorKind::InvalidSubcommand => {
            let typed = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            return Failure::usage(&format!("there is no command {typed}"));
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => reason(error, text(ContextKind::ValidValue)),
        _ => return Failure::usage(first_line(&error.to_string())),
    };
    let mut command = Settings::augment_args(Command::new("caretrack"));
    command.build();
    let setting = command.get_arguments().find(|arg| arg.to_string() == argument).map(variable);
    Failure::setting(&setting.unwrap_or(argument), why)
}

fn reason(error: &clap::Error, choices: Option<String>) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    match (choices, source) {
        (Some(choices), _) if !choices.is_empty() => format!("must be one of {choices}"),
        (_, Some(source)) => source,
        _ => "is missing its value".to_owned(),
    }
}

fn first_line(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line)
}
