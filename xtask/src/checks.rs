//! Checks that run no code of ours: format, lints, and the rules of the house that no compiler knows.

mod layers;
mod lock_file;
mod sources;
mod style;

use std::{fs, path::Path};

use crate::{
    shell::{self, Outcome},
    site,
    suites::Tally,
    tools,
    workspace::Workspace,
};

/// The format, by rustfmt.
pub fn format(ws: &Workspace) -> Outcome<Tally> {
    shell::run(&mut ws.cargo(&["fmt", "--all", "--check"]))?;
    Ok(one())
}

/// The lints, for the server's half and for the browser's. Never together: their features exclude each other.
pub fn clippy(ws: &Workspace) -> Outcome<Tally> {
    tools::wasm_target(ws)?;
    let server = ["clippy", "--workspace", "--exclude", "frontend", "--all-targets", "--", "-D", "warnings"];
    let browser = ["clippy", "-p", "frontend", "--lib", "--target", tools::WASM, "--", "-D", "warnings"];
    let clean = [server.as_slice(), browser.as_slice()].map(|words| shell::run(&mut ws.cargo(words)).is_ok());
    Ok(Tally { passed: count(&clean, true), failed: count(&clean, false), skipped: 0 })
}

/// Who may import whom.
pub fn layers(ws: &Workspace) -> Outcome<Tally> {
    layers::RULES.iter().map(|rule| Ok(found(&layers::broken(ws, rule)?))).sum()
}

/// Words that must not stand in certain files.
pub fn sources(ws: &Workspace) -> Outcome<Tally> {
    sources::RULES.iter().map(|rule| Ok(found(&sources::broken(&ws.root, rule)?))).sum()
}

/// One version of what must not be there twice; none of what must not be there. `cargo deny` says the same and
/// more, where it is installed; its advisories come over the network and change by themselves, so they are asked
/// for by hand.
pub fn lock_file(ws: &Workspace) -> Outcome<Tally> {
    let text = fs::read_to_string(ws.root.join("Cargo.lock"))?;
    let mut tally = found(&lock_file::broken(&text));
    if tools::find(&["cargo-deny"], &[]).is_some() {
        shell::run(&mut ws.cargo(&["deny", "--workspace", "check", "bans", "licenses", "sources"]))?;
        tally += one();
    }
    Ok(tally)
}

/// The style sheet as it is shipped carries nothing that belongs to somebody else, and its vendored part is what
/// its source compiles to.
pub fn style(ws: &Workspace) -> Outcome<Tally> {
    let mut tally = found(&style::broken(&site::style_sheet(&ws.root)?));
    tools::npm()?;
    shell::run(ws.command("sh").args(["style/vendor/regenerate.sh", "--check"]))?;
    tally += one();
    Ok(tally)
}

fn one() -> Tally {
    Tally { passed: 1, ..Tally::default() }
}

fn count(all: &[bool], wanted: bool) -> u64 {
    all.iter().map(|one| u64::from(*one == wanted)).sum()
}

/// A rule with nothing against it has passed; otherwise every breach is named.
fn found(breaches: &[String]) -> Tally {
    for breach in breaches {
        eprintln!("xtask: {breach}");
    }
    let kept = breaches.is_empty();
    Tally { passed: kept.into(), failed: (!kept).into(), skipped: 0 }
}

/// A file's path below the project's folder, as it is written in the rules.
fn below(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).unwrap_or(file);
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, one| {
            sum += one;
            sum
        })
    }
}
