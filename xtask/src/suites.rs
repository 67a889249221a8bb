//! `cargo xtask test`: every suite in turn, none stopping the others, then one line for each and the sum.

mod browser;
mod libtest;
mod size;

use std::{
    env, fmt,
    path::PathBuf,
    process::{Command, ExitCode},
    time::Instant,
};

use crate::{
    checks,
    postgres::Postgres,
    shell::{Missing, Outcome},
    site,
    workspace::Workspace,
};

/// What a suite counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    /// Tests that say of themselves that they are not to run.
    pub skipped: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Suites that a developer may want alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Checks,
    Sqlite,
    Postgres,
    Size,
    Browser,
}

impl Group {
    const ALL: [(&'static str, Self); 5] = [
        ("checks", Self::Checks),
        ("sqlite", Self::Sqlite),
        ("postgres", Self::Postgres),
        ("size", Self::Size),
        ("browser", Self::Browser),
    ];

    /// The groups that `--only` names; all of them without it.
    pub fn chosen(options: &[&str]) -> Outcome<Vec<Self>> {
        let known = |name: &str| Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, group)| *group);
        match options {
            [] => Ok(Self::ALL.iter().map(|(_, group)| *group).collect()),
            ["--only", names] => {
                let chosen = names.split(',').map(known).collect::<Option<_>>();
                chosen.ok_or_else(|| {
                    format!("--only knows checks, sqlite, postgres, size, browser; not {names}").into()
                })
            }
            _ => Err("test knows one option, --only".into()),
        }
    }
}

/// What the suites share: things made once, when the first of them asks.
pub struct Bench<'a> {
    pub ws: &'a Workspace,
    postgres: Option<Postgres>,
    site: Option<PathBuf>,
}

impl<'a> Bench<'a> {
    fn new(ws: &'a Workspace) -> Self {
        Self { ws, postgres: None, site: None }
    }

    /// The private PostgreSQL.
    pub fn postgres(&mut self) -> Outcome<&Postgres> {
        if self.postgres.is_none() {
            self.postgres = Some(Postgres::start(self.ws)?);
        }
        self.postgres.as_ref().ok_or_else(|| "PostgreSQL is gone".into())
    }

    /// The site as it is shipped.
    pub fn site(&mut self) -> Outcome<PathBuf> {
        if let Some(site) = &self.site {
            return Ok(site.clone());
        }
        let site = site::build_shipped_site(self.ws)?;
        self.site = Some(site.clone());
        Ok(site)
    }
}

type Suite = (&'static str, Group, fn(&mut Bench) -> Outcome<Tally>);

const SUITES: &[Suite] = &[
    ("format", Group::Checks, |bench| checks::format(bench.ws)),
    ("clippy", Group::Checks, |bench| checks::clippy(bench.ws)),
    ("layers", Group::Checks, |bench| checks::layers(bench.ws)),
    ("sources", Group::Checks, |bench| checks::sources(bench.ws)),
    ("lock file", Group::Checks, |bench| checks::lock_file(bench.ws)),
    ("style", Group::Checks, |bench| checks::style(bench.ws)),
    ("xtask", Group::Checks, |bench| libtest::xtask(bench.ws)),
    ("sqlite", Group::Sqlite, |bench| libtest::sqlite(bench.ws)),
    ("postgres", Group::Postgres, libtest::postgres),
    ("size", Group::Size, size::suite),
    ("browser", Group::Browser, browser::suite),
];

/// How a suite ended.
struct Line {
    name: &'static str,
    tally: Tally,
    seconds: f32,
    /// Why it did not run, or what broke it.
    note: Option<String>,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { passed, failed, skipped } = self.tally;
        write!(f, "{:<10} {passed:>6} passed {failed:>6} failed {:>8.1} s", self.name, self.seconds)?;
        if skipped > 0 {
            write!(f, "  {skipped} skipped")?;
        }
        self.note.as_ref().map_or(Ok(()), |note| write!(f, "  {}", note.lines().next().unwrap_or_default()))
    }
}

/// Runs the suites of these groups. Fails when one test of them failed.
pub fn test(ws: &Workspace, groups: &[Group]) -> ExitCode {
    let nothing_skipped = env::var_os("CI").is_some_and(|ci| ci == "true");
    let mut bench = Bench::new(ws);
    let wanted = SUITES.iter().filter(|(_, group, _)| groups.contains(group));
    let lines: Vec<Line> = wanted.map(|suite| run(&mut bench, suite, nothing_skipped)).collect();
    drop(bench);

    let mut all = Tally::default();
    println!();
    for line in &lines {
        println!("{line}");
        all += line.tally;
    }
    println!("{} passed, {} failed", all.passed, all.failed);
    if all.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(bench: &mut Bench, (name, _, suite): &Suite, nothing_skipped: bool) -> Line {
    eprintln!("\nxtask: {name}");
    let began = Instant::now();
    let (tally, note) = judge(suite(bench), nothing_skipped);
    if let Some(note) = &note {
        eprintln!("xtask: {name}: {note}");
    }
    Line { name, tally, seconds: began.elapsed().as_secs_f32(), note }
}

/// Counts what broke a suite as a failure, and with `nothing_skipped` what it skipped, too.
fn judge(outcome: Outcome<Tally>, nothing_skipped: bool) -> (Tally, Option<String>) {
    let broken = Tally { failed: 1, ..Tally::default() };
    match outcome {
        Ok(tally) if tally.passed + tally.failed == 0 => (broken, Some("it ran no test".into())),
        Ok(tally) if nothing_skipped => {
            let counted = Tally { failed: tally.failed + tally.skipped, skipped: 0, ..tally };
            let note =
                (tally.skipped > 0).then(|| format!("{} skipped tests count as failed", tally.skipped));
            (counted, note)
        }
        Ok(tally) => (tally, None),
        Err(error) if error.is::<Missing>() && !nothing_skipped => {
            (Tally::default(), Some(format!("SKIPPED: {error}")))
        }
        Err(error) => (broken, Some(error.to_string())),
    }
}

/// A program that sees none of the settings this terminal happens to have.
pub fn without_settings(mut command: Command) -> Command {
    let ours = |name: &str| name.starts_with("CARETRACK_") || name.starts_with("TEST_POSTGRES");
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if ours(&name) || name == "DATABASE_URL" || name == "SMTP_URL" {
            command.env_remove(name.as_ref());
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn a_missing_program_skips_the_suite_but_fails_it_where_nothing_may_be_skipped() {
        let missing = || Err(Missing("initdb is missing".into()).into());

        assert_eq!(judge(missing(), false).0, tally(0, 0, 0));
        assert_eq!(judge(missing(), true).0, tally(0, 1, 0));
    }

    #[test]
    fn any_other_error_is_a_failure() {
        assert_eq!(judge(Err("it broke".into()), false).0, tally(0, 1, 0));
    }

    #[test]
    fn a_suite_without_a_test_fails() {
        assert_eq!(judge(Ok(tally(0, 0, 3)), false).0, tally(0, 1, 0));
    }

    #[test]
    fn an_ignored_test_is_a_failure_where_nothing_may_be_skipped() {
        assert_eq!(judge(Ok(tally(5, 0, 2)), true).0, tally(5, 2, 0));
        assert_eq!(judge(Ok(tally(5, 0, 2)), false).0, tally(5, 0, 2));
    }

    #[test]
    fn only_chooses_groups_by_name_and_refuses_what_it_does_not_know() {
        assert_eq!(Group::chosen(&["--only", "size,checks"]).expect("known"), [Group::Size, Group::Checks]);
        assert_eq!(Group::chosen(&[]).expect("all").len(), 5);
        assert!(Group::chosen(&["--only", "mysql"]).is_err());
        assert!(Group::chosen(&["--fast"]).is_err());
    }
}
