//! Where the project lies and where cargo builds it.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::shell::{self, Outcome};

/// The project's folder and its target folder, as cargo sees them.
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and every other way to move the target folder count.
    pub fn find() -> Outcome<Self> {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut ask = Command::new(cargo());
        ask.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(home);
        let answer: Value = serde_json::from_str(&shell::read(&mut ask)?)?;
        let path = |key: &str| {
            answer.get(key).and_then(Value::as_str).map(PathBuf::from).ok_or(format!("cargo names no {key}"))
        };
        Ok(Self { root: path("workspace_root")?, target: path("target_directory")? })
    }

    /// A program that is to run in the project's folder.
    ///
    /// What cargo has told us about our own package is taken away: build scripts watch some of these variables,
    /// and would build again each time when `cargo xtask` and plain `cargo` take turns.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        let names = env::vars_os().map(|(name, _)| name);
        names.filter(|name| is_about_us(&name.to_string_lossy())).for_each(|name| {
            command.env_remove(name);
        });
        command
    }

    /// Cargo itself, the one that runs us.
    pub fn cargo(&self, words: &[&str]) -> Command {
        let mut command = self.command(cargo());
        command.args(words);
        command
    }

    /// The folder of the browser tests; its `node_modules` also hold wasm-opt.
    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }
}

fn cargo() -> std::ffi::OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn is_about_us(name: &str) -> bool {
    name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_for_cargo_are_handed_on_and_facts_about_the_driver_are_not() {
        assert!(is_about_us("CARGO_PKG_VERSION") && is_about_us("CARGO_MANIFEST_DIR"));
        assert!(!is_about_us("CARGO_TARGET_DIR") && !is_about_us("CARGO_HOME"));
    }

    #[test]
    fn cargo_says_where_the_project_lies() {
        let ws = Workspace::find().expect("a workspace");
        assert!(ws.root.join("xtask/src/workspace.rs").is_file());
        assert!(ws.target.is_absolute());
    }
}
