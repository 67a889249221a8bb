//! The tests that are written in Rust: built once, run on SQLite, and those with a database again on PostgreSQL.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::{Bench, Tally, without_settings};
use crate::{
    shell::{self, Outcome},
    site::HOST,
    workspace::Workspace,
};

/// The crates whose tests touch a database.
const WITH_DATABASE: [&str; 2] = ["backend", "server"];

/// A test program that cargo has built.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    file: PathBuf,
    /// The folder of its package, where cargo would run it.
    home: PathBuf,
    name: String,
}

/// Every test of every crate but the driver, on SQLite.
pub fn sqlite(ws: &Workspace) -> Outcome<Tally> {
    let mut sum = Tally::default();
    for program in programs(ws, HOST)? {
        sum += run(&program, &[])?;
    }
    sum += examples_in_documentation(ws)?;
    Ok(sum)
}

/// The tests with a database again, on PostgreSQL.
pub fn postgres(bench: &mut Bench) -> Outcome<Tally> {
    let programs = programs(bench.ws, HOST)?;
    let server = bench.postgres()?;
    let mut sum = Tally::default();
    for program in programs.iter().filter(|program| has_database(crate_name(&program.home))) {
        sum += run(program, &[("TEST_POSTGRES_URL", server.address())])?;
    }
    if sum.passed > 0 && server.connections() == 0 {
        return Err("the tests passed, but none of them connected to PostgreSQL".into());
    }
    Ok(sum)
}

/// The driver's own tests; its dependencies are none of the server's.
pub fn xtask(ws: &Workspace) -> Outcome<Tally> {
    let mut sum = Tally::default();
    for program in programs(ws, &["--package", "xtask"])? {
        sum += run(&program, &[])?;
    }
    Ok(sum)
}

fn crate_name(home: &Path) -> &str {
    home.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

fn has_database(name: &str) -> bool {
    WITH_DATABASE.contains(&name)
}

fn programs(ws: &Workspace, selection: &[&str]) -> Outcome<Vec<Program>> {
    let words = ["test", "--no-run", "--message-format", "json-render-diagnostics"];
    let messages = shell::read(ws.cargo(&words).args(selection))?;
    Ok(messages.lines().filter_map(program).collect())
}

/// The test program that this line of cargo's messages announces, if it does.
fn program(message: &str) -> Option<Program> {
    let message: Value = serde_json::from_str(message).ok()?;
    let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
    let is_test = message.pointer("/profile/test").and_then(Value::as_bool)?;
    let home = Path::new(text("/manifest_path")?).parent()?;
    let name = format!("{} {}", crate_name(home), text("/target/name")?);
    is_test.then_some(Program { file: text("/executable")?.into(), home: home.into(), name })
}

fn run(program: &Program, settings: &[(&str, &str)]) -> Outcome<Tally> {
    let mut command = without_settings(Command::new(&program.file));
    command.arg("--quiet").current_dir(&program.home).envs(settings.iter().copied());
    count(&program.name, &mut command)
}

fn examples_in_documentation(ws: &Workspace) -> Outcome<Tally> {
    let command = ws.cargo(&["test", "--quiet", "--doc"]);
    count("documentation", without_settings(command).args(HOST))
}

fn count(name: &str, command: &mut Command) -> Outcome<Tally> {
    let (status, text) = shell::read_anyway(command)?;
    let tally = tally(&text, status.success());
    if tally.failed > 0 {
        println!("{text}");
    }
    if tally != Tally::default() {
        eprintln!("xtask: {name}, {} passed, {} failed", tally.passed, tally.failed);
    }
    Ok(tally)
}

/// Sums the result lines. A program that fails without one, because it crashed, counts as a failure.
fn tally(text: &str, success: bool) -> Tally {
    let mut sum = Tally::default();
    for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("test result: ")) {
        let number = |word: &str| {
            let part = line.split([';', '.']).find_map(|part| part.trim().strip_suffix(word));
            part.and_then(|part| part.trim().parse().ok()).unwrap_or(0)
        };
        sum += Tally { passed: number("passed"), failed: number("failed"), skipped: number("ignored") };
    }
    if !success && sum.failed == 0 {
        sum.failed = 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREEN: &str = "
running 12 tests
............
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
";
    const RED: &str =
        "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s";

    #[test]
    fn result_lines_are_summed() {
        let both = format!("{GREEN}{RED}");
        assert_eq!(tally(&both, false), Tally { passed: 15, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_program_that_crashes_counts_as_a_failure() {
        assert_eq!(tally("running 3 tests\n", false), Tally { failed: 1, ..Tally::default() });
        assert_eq!(tally(GREEN, false), Tally { passed: 12, failed: 1, skipped: 1 });
    }

    #[test]
    fn a_program_without_tests_counts_nothing() {
        assert_eq!(tally("test result: ok. 0 passed; 0 failed; 0 ignored;", true), Tally::default());
    }

    #[test]
    fn only_test_programs_are_taken_from_the_messages_of_cargo() {
        let test = r#"{"reason":"compiler-artifact","manifest_path":"/w/server/backend/Cargo.toml",
            "target":{"name":"it"},"profile":{"test":true},"executable":"/t/it-1"}"#;
        let library = test.replace("true", "false");
        let found =
            Program { file: "/t/it-1".into(), home: "/w/server/backend".into(), name: "backend it".into() };

        assert_eq!(program(test), Some(found));
        assert_eq!(program(&library), None);
        assert_eq!(program(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(program("running 3 tests"), None);
    }

    #[test]
    fn the_crates_with_a_database_run_twice() {
        assert!(has_database(crate_name(Path::new("/w/server/backend"))));
        assert!(!has_database(crate_name(Path::new("/w/app/domain"))));
    }
}
