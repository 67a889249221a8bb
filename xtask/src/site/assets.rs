//! The files of the site: the style sheet, the files of `public`, names with hashes and the list of it all.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{hex::hex, shell::Outcome};

/// The names with their hashes, in the form that the framework reads.
pub const HASHES: &str = "hash.txt";

/// Every address the server may serve as a file, and the id of this build.
const LIST: &str = "assets.json";

const STYLES: [&str; 3] = ["style/vendor/govuk.css", "style/theme.css", "style/app.css"];

/// Joins the design system, our theme and our own components, in this order.
pub fn style_sheet(root: &Path) -> Outcome<String> {
    let mut sheet = String::new();
    for name in STYLES {
        sheet += &fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}"))?;
        sheet.push('\n');
    }
    Ok(sheet)
}

/// Copies a folder with all that is in it, but for hidden files.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).map_err(|error| format!("{}: {error}", from.display()))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Gives script, module and style sheet names that carry their hashes, and writes down what there is.
pub fn name_and_list(site: &Path, name: &str) -> Outcome {
    let hashes = name_by_hash(&site.join("pkg"), name)?;
    let files = files(site)?;
    let build = build_id(site, &files)?;
    let assets: Vec<String> = files.iter().map(|file| address(site, file)).collect();
    let list = json!({ "build": build, "assets": assets });
    fs::write(site.join(LIST), serde_json::to_vec_pretty(&list)?)?;
    Ok(fs::write(site.join(HASHES), hashes)?)
}

fn name_by_hash(pkg: &Path, name: &str) -> Outcome<String> {
    let mut lines = String::new();
    for (kind, plain) in [("js", ".js"), ("wasm", "_bg.wasm"), ("css", ".css")] {
        let file = pkg.join(format!("{name}{plain}"));
        let hash = short(&Sha256::digest(fs::read(&file)?));
        fs::rename(&file, pkg.join(format!("{name}.{hash}.{kind}")))?;
        lines.extend([kind, ": ", &hash, "\n"]);
    }
    Ok(lines)
}

/// Every file below a folder, in the order of their names.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

fn build_id(site: &Path, files: &[PathBuf]) -> Outcome<String> {
    let mut all = Sha256::new();
    for file in files {
        all.update(address(site, file));
        all.update(Sha256::digest(fs::read(file)?));
    }
    Ok(short(&all.finalize()))
}

fn address(site: &Path, file: &Path) -> String {
    let below = file.strip_prefix(site).unwrap_or(file);
    below.iter().fold(String::new(), |address, part| address + "/" + &part.to_string_lossy())
}

fn short(digest: &[u8]) -> String {
    hex(digest.get(..8).unwrap_or(digest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn site() -> Scratch {
        let site = Scratch::new();
        fs::create_dir(site.path().join("pkg")).expect("a folder");
        let write = |name: &str, text: &str| fs::write(site.path().join(name), text).expect("a file");
        write("pkg/x.js", "script");
        write("pkg/x_bg.wasm", "module");
        write("pkg/x.css", "style");
        write("sw.js", "worker");
        site
    }

    fn listed(site: &Path) -> serde_json::Value {
        serde_json::from_slice(&fs::read(site.join(LIST)).expect("a list")).expect("JSON")
    }

    #[test]
    fn every_listed_address_is_a_file_and_carries_its_hash() {
        let site = site();

        name_and_list(site.path(), "x").expect("named");

        let list = listed(site.path());
        let addresses: Vec<&str> =
            list["assets"].as_array().expect("a list").iter().filter_map(|a| a.as_str()).collect();
        assert_eq!(addresses.len(), 4);
        assert!(addresses.iter().all(|address| site.path().join(&address[1..]).is_file()), "{addresses:?}");
        let hash = short(&Sha256::digest("style"));
        assert!(addresses.contains(&format!("/pkg/x.{hash}.css").as_str()), "{addresses:?}");
        assert!(
            fs::read_to_string(site.path().join(HASHES)).expect("hashes").contains(&format!("css: {hash}\n"))
        );
    }

    #[test]
    fn another_style_is_another_build() {
        let (one, other) = (site(), site());
        fs::write(other.path().join("pkg/x.css"), "another style").expect("a file");

        name_and_list(one.path(), "x").expect("named");
        name_and_list(other.path(), "x").expect("named");

        assert_ne!(listed(one.path())["build"], listed(other.path())["build"]);
    }

    #[test]
    fn hidden_files_stay_out_of_the_site() {
        let (from, to) = (Scratch::new(), Scratch::new());
        fs::write(from.path().join(".env"), "secret").expect("a file");
        fs::write(from.path().join("icon.svg"), "<svg/>").expect("a file");

        copy(from.path(), to.path()).expect("copied");

        assert_eq!(files(to.path()).expect("files"), [to.path().join("icon.svg")]);
    }

    #[test]
    fn a_missing_style_sheet_is_named() {
        let empty = Scratch::new();
        let refused = style_sheet(empty.path()).expect_err("nothing to join").to_string();
        assert!(refused.starts_with("style/vendor/govuk.css"), "{refused}");
    }
}
