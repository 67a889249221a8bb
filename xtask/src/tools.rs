//! What the build and the tests need besides cargo: found, installed where we may, otherwise named.
//!
//! As root on Debian we may use apt. Everyone else gets the one command to type.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    shell::{self, Missing, Outcome},
    workspace::Workspace,
};

/// The target of the browser's half.
pub const WASM: &str = "wasm32-unknown-unknown";

/// What Playwright asks for.
const OLDEST_NODE: u32 = 20;

/// Sees to it that the tool chain can build for the browser.
pub fn wasm_target(ws: &Workspace) -> Outcome {
    let sysroot = shell::read(ws.command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    let install = ["target", "add", WASM];
    shell::run(ws.command("rustup").args(install))
        .map_err(|_| Missing(format!("the target {WASM} is missing; type: rustup target add {WASM}")).into())
}

/// The browser that the tests drive.
pub fn chromium() -> Outcome<PathBuf> {
    need(&["chromium", "chromium-browser", "google-chrome"], &[], "chromium")
}

/// The folder with the programs of a PostgreSQL server.
pub fn postgres() -> Outcome<PathBuf> {
    let initdb = need(&["initdb"], &postgres_folders(), "postgresql")
        .or_else(|error| find(&["initdb"], &postgres_folders()).ok_or(error))?;
    // A link to it, as some machines have one in PATH, has not the other programs beside it.
    Ok(fs::canonicalize(initdb)?.parent().map(Path::to_path_buf).unwrap_or_default())
}

/// The packages of the browser tests, as their lock file has them.
pub fn node_modules(ws: &Workspace) -> Outcome {
    let npm = npm()?;
    let lock = fs::read(ws.end2end().join("package-lock.json"))?;
    let installed = ws.end2end().join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|done| done == lock) {
        return Ok(());
    }
    shell::step("npm ci", || {
        shell::run(ws.command(npm).current_dir(ws.end2end()).args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))
    })?;
    Ok(fs::write(installed, lock)?)
}

/// npm, with a node that is new enough for what it installs.
pub fn npm() -> Outcome<PathBuf> {
    let version = shell::read(Command::new(need(&["node"], &[], "nodejs")?).arg("--version"))?;
    if is_new_enough(&version) {
        return need(&["npm"], &[], "npm");
    }
    let type_this =
        format!("node {} is too old; type: sudo npm install --global n && sudo n 22", version.trim());
    Err(Missing(type_this).into())
}

fn is_new_enough(version: &str) -> bool {
    let major = version.trim().trim_start_matches('v').split('.').next();
    major.and_then(|major| major.parse().ok()).is_some_and(|major: u32| major >= OLDEST_NODE)
}

/// Binaryen's optimiser, which halves the module.
pub fn wasm_opt(ws: &Workspace) -> Outcome<PathBuf> {
    node_modules(ws)?;
    Ok(ws.end2end().join("node_modules/.bin/wasm-opt"))
}

/// Whether we are root, who may install, but whom PostgreSQL refuses to serve.
pub fn is_root() -> bool {
    shell::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The first of these programs that is there.
pub fn find(names: &[&str], folders: &[PathBuf]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = env::split_paths(&path).chain(folders.iter().cloned()).collect();
    names.iter().flat_map(|name| all.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

fn need(names: &[&str], folders: &[PathBuf], package: &str) -> Outcome<PathBuf> {
    if let Some(found) = find(names, folders) {
        return Ok(found);
    }
    if is_root() && find(&["apt-get"], &[]).is_some() {
        shell::step(&format!("apt-get install {package}"), || apt(package))?;
    }
    let name = names.first().copied().unwrap_or_default();
    let type_this = format!("{name} is missing; type: sudo apt-get install -y {package}");
    find(names, folders).ok_or_else(|| Missing(type_this).into())
}

/// Installs a package; the list of packages is only fetched when it is not there or too old.
fn apt(package: &str) -> Outcome {
    let install = || {
        let mut apt = Command::new("apt-get");
        apt.args(["install", "-y", "--no-install-recommends", "-qq", package]);
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        shell::run(&mut apt)
    };
    install().or_else(|_| {
        shell::run(Command::new("apt-get").args(["update", "-qq"]))?;
        install()
    })
}

/// Debian keeps each version of PostgreSQL in a folder of its own, outside PATH.
fn postgres_folders() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_is_judged_by_its_first_number() {
        assert!(is_new_enough("v20.0.1\n") && is_new_enough("v120.1.0\n"));
        assert!(!is_new_enough("v18.20.4\n") && !is_new_enough("v9.22.0\n") && !is_new_enough(""));
    }

    #[test]
    fn a_program_is_found_in_path_and_in_the_folders_given() {
        let folder = crate::scratch::Scratch::new();
        fs::write(folder.path().join("initdb-of-this-test"), "").expect("a file");

        let found = find(&["no-such-program", "initdb-of-this-test"], &[folder.path().to_path_buf()]);

        assert_eq!(found, Some(folder.path().join("initdb-of-this-test")));
        assert!(find(&["sh"], &[]).is_some());
        assert_eq!(find(&["initdb-of-this-test"], &[]), None);
    }
}
