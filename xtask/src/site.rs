//! Builds what a release is made of: one server binary and one site folder.
//!
//! The development build goes to `target/site`, a release to `target/release/site`, so that neither
//! overwrites what a running server of the other kind is serving.

mod assets;
mod precompress;

use std::{
    fs,
    path::{Path, PathBuf},
};

use wasm_bindgen_cli_support::Bindgen;

pub use assets::{files, style_sheet};

use crate::{
    shell::{self, Outcome, step},
    tools,
    workspace::Workspace,
};

/// What the files of the site are called; `output_name` of the server.
const NAME: &str = "caretrack";

/// The packages that are built and tested together, always with this selection: another one would unite other
/// features and build everything a second time.
pub const HOST: &[&str] = &["--workspace", "--exclude", "frontend", "--exclude", "xtask"];

/// WebAssembly proposals that every browser we support has, by name: "all" would let wasm-opt use some that
/// Chromium refuses.
const PROPOSALS: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A server binary and the site folder that belongs to it.
pub struct Built {
    pub server: PathBuf,
    pub site: PathBuf,
}

/// Builds server and site.
pub fn build(ws: &Workspace, release: bool) -> Outcome<Built> {
    let server = server(ws, release)?;
    let site = if release { server.with_file_name("site") } else { ws.target.join("site") };
    build_site(ws, &site, release)?;
    // The server looks for the names with their hashes beside itself.
    fs::copy(site.join(assets::HASHES), server.with_file_name(assets::HASHES))?;
    Ok(Built { server, site })
}

/// Builds the site as it is shipped, in a folder of its own, for the tests that weigh and drive it.
pub fn build_shipped_site(ws: &Workspace) -> Outcome<PathBuf> {
    let site = ws.target.join("browser/site");
    build_site(ws, &site, true)?;
    Ok(site)
}

/// Puts the server as developers build it beside a site, so that the browser tests see the module that users get.
pub fn build_server_beside(ws: &Workspace, site: &Path) -> Outcome<PathBuf> {
    let beside = site.with_file_name(NAME);
    fs::copy(server(ws, false)?, &beside)?;
    fs::copy(site.join(assets::HASHES), site.with_file_name(assets::HASHES))?;
    Ok(beside)
}

/// Builds the site alone: the browser's half, the style sheet and the files of `public`.
fn build_site(ws: &Workspace, site: &Path, release: bool) -> Outcome {
    let module = module(ws, release)?;
    let fresh = site.with_extension("new");
    step("site", || {
        let _ = fs::remove_dir_all(&fresh);
        let pkg = fresh.join("pkg");
        fs::create_dir_all(&pkg)?;
        bind(&module, &pkg, release)?;
        if release {
            optimise(ws, &pkg.join(format!("{NAME}_bg.wasm")))?;
        }
        fs::write(pkg.join(format!("{NAME}.css")), style_sheet(&ws.root)?)?;
        assets::copy(&ws.root.join("public"), &fresh)?;
        assets::name_and_list(&fresh, NAME)?;
        if release { precompress::folder(&fresh) } else { Ok(()) }
    })?;
    let _ = fs::remove_dir_all(site);
    Ok(fs::rename(&fresh, site)?)
}

fn server(ws: &Workspace, release: bool) -> Outcome<PathBuf> {
    let (profile, folder) = if release { ("release", "release") } else { ("dev", "debug") };
    step("server", || shell::run(ws.cargo(&["build", "--bin", NAME, "--profile", profile]).args(HOST)))?;
    Ok(ws.target.join(folder).join(NAME))
}

fn module(ws: &Workspace, release: bool) -> Outcome<PathBuf> {
    tools::wasm_target(ws)?;
    let (profile, folder) = if release { ("wasm-release", "wasm-release") } else { ("dev", "debug") };
    step("browser module", || {
        let words = ["build", "-p", "frontend", "--lib", "--target", tools::WASM, "--profile", profile];
        shell::run(&mut ws.cargo(&words))
    })?;
    Ok(ws.target.join(tools::WASM).join(folder).join("frontend.wasm"))
}

/// Makes the module loadable, by the library in the version that `Cargo.lock` has, so that the two cannot differ.
fn bind(module: &Path, pkg: &Path, release: bool) -> Outcome {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(NAME).web(true)?.typescript(false);
    bindgen.keep_debug(!release).remove_name_section(release).remove_producers_section(release);
    Ok(bindgen.generate(pkg)?)
}

fn optimise(ws: &Workspace, module: &Path) -> Outcome {
    let before = fs::metadata(module)?.len();
    let tool = tools::wasm_opt(ws)?;
    shell::run(ws.command(tool).arg("-Oz").args(PROPOSALS).arg("-o").arg(module).arg(module))?;
    eprintln!("xtask: wasm-opt, {before} to {} bytes", fs::metadata(module)?.len());
    Ok(())
}
