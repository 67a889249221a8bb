//! `.env.example` and the README's table of settings, made from the settings themselves.

use std::fmt::Write;

use clap::{Arg, Args, Command};

use super::Settings;

/// What stands around the table in the README.
const BLOCK: (&str, &str) = ("<!-- settings -->", "<!-- /settings -->");

/// One setting, as documents show it.
struct Entry {
    variable: String,
    flag: Option<String>,
    value: String,
    default: String,
    help: String,
}

/// Every setting, in the order of the struct.
fn entries() -> Vec<Entry> {
    let command = Settings::augment_args(Command::new("caretrack"));
    command.get_arguments().filter_map(entry).collect()
}

fn entry(arg: &Arg) -> Option<Entry> {
    let join = |parts: Vec<String>| parts.join(" ");
    let choices = arg.get_possible_values();
    let value = if choices.is_empty() {
        join(arg.get_value_names()?.iter().map(ToString::to_string).collect())
    } else {
        choices.iter().map(|choice| choice.get_name().to_owned()).collect::<Vec<_>>().join(" or ")
    };
    Some(Entry {
        variable: arg.get_env()?.to_str()?.to_owned(),
        flag: arg.get_long().filter(|_| !arg.is_hide_set()).map(|flag| format!("--{flag}")),
        value,
        default: join(
            arg.get_default_values().iter().map(|text| text.to_string_lossy().into_owned()).collect(),
        ),
        help: arg.get_help()?.to_string(),
    })
}

/// The names of all variables that are settings.
pub fn variables() -> Vec<String> {
    entries().into_iter().map(|entry| entry.variable).collect()
}

/// The text of `.env.example`.
pub fn env_example() -> String {
    let mut text = String::from(
        "# Every setting of CareTrack. Remove the # before those that you change.\n\
         # Made from the program: caretrack config docs env > .env.example\n",
    );
    for entry in entries() {
        let value = if entry.default.is_empty() { &entry.value } else { &entry.default };
        // Writing to a String cannot fail.
        let _ = write!(text, "\n# {}\n#{}={value}\n", entry.help, entry.variable);
    }
    text
}

/// The README's table, with what stands around it.
pub fn readme_block() -> String {
    let (begin, end) = BLOCK;
    let mut text = format!("{begin}\n| Variable | Flag | Default | Meaning |\n|---|---|---|---|\n");
    for Entry { variable, flag, default, help, .. } in entries() {
        let code = |text: &str| if text.is_empty() { "–".to_owned() } else { format!("`{text}`") };
        let help = help.replace('<', "&lt;");
        let flag = flag.map_or_else(|| "none: it is a secret".to_owned(), |flag| code(&flag));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| `{variable}` | {flag} | {} | {help} |", code(&default));
    }
    text + end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of the project's own folder.
    fn checked_in(name: &str) -> String {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
        std::fs::read_to_string(file).unwrap()
    }

    #[test]
    fn op6_the_checked_in_example_is_that_of_the_program() {
        assert_eq!(checked_in(".env.example"), env_example(), "caretrack config docs env > .env.example");
    }

    #[test]
    fn op6_the_readmes_table_is_that_of_the_program() {
        let readme = checked_in("README.md");
        assert!(readme.contains(&readme_block()), "put there what caretrack config docs readme prints");
    }

    #[test]
    fn op6_no_secret_has_a_flag_in_the_documents() {
        let secrets: Vec<_> = entries().into_iter().filter(|entry| entry.flag.is_none()).collect();
        let names: Vec<_> = secrets.iter().map(|entry| entry.variable.as_str()).collect();
        assert_eq!(names, ["DATABASE_URL", "CARETRACK_KEY", "SMTP_URL"]);
    }

    #[test]
    fn op6_every_variable_but_two_begins_with_our_name() {
        let others: Vec<_> = variables().into_iter().filter(|name| !name.starts_with("CARETRACK_")).collect();
        assert_eq!(others, ["DATABASE_URL", "SMTP_URL"]);
    }
}
