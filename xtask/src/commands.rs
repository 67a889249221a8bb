//! What can be typed after `cargo xtask`, and what each of it does.

use std::{
    os::unix::process::CommandExt,
    process::{Command, ExitCode},
};

use crate::{
    shell::{self, Outcome},
    site::{self, Built},
    suites::{self, Group},
    workspace::Workspace,
};

const USAGE: &str = "what to do is missing or not known

cargo xtask demo               build CareTrack and run it with its sample provider
cargo xtask run                build CareTrack, migrate its database and serve it
cargo xtask build [--release]  build the server and the site
cargo xtask test [--only checks|sqlite|postgres|size|browser]
                               run every check and test, or one group of them";

/// Obeys the words of the command line.
pub fn obey(words: &[String]) -> Outcome<ExitCode> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["demo"] => demo(),
        ["run"] => run(),
        ["build"] => build(false),
        ["build", "--release"] => build(true),
        ["test", options @ ..] => Ok(suites::test(&Workspace::find()?, &Group::chosen(options)?)),
        _ => Err(USAGE.into()),
    }
}

fn demo() -> Outcome<ExitCode> {
    let ws = Workspace::find()?;
    eprintln!("xtask: building CareTrack; the first time takes some minutes");
    let built = site::build(&ws, false)?;
    become_caretrack(&ws, &built, "demo")
}

fn run() -> Outcome<ExitCode> {
    let ws = Workspace::find()?;
    let built = site::build(&ws, false)?;
    shell::run(caretrack(&ws, &built).arg("migrate"))?;
    become_caretrack(&ws, &built, "serve")
}

fn build(release: bool) -> Outcome<ExitCode> {
    let built = site::build(&Workspace::find()?, release)?;
    println!("server  {}\nsite    {}", built.server.display(), built.site.display());
    Ok(ExitCode::SUCCESS)
}

fn caretrack(ws: &Workspace, built: &Built) -> Command {
    let mut command = ws.command(&built.server);
    command.env("CARETRACK_SITE", &built.site);
    command
}

/// Gives this process over to the server, so that Ctrl-C and every other signal reach it directly.
fn become_caretrack(ws: &Workspace, built: &Built, word: &str) -> Outcome<ExitCode> {
    let error = caretrack(ws, built).arg(word).exec();
    Err(format!("{}: {error}", built.server.display()).into())
}
