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
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
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
