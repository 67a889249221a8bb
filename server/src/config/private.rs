//! Secrets from private files: a file that others may read is no secret (CR4, CR5).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Secret;
use crate::failure::Failure;

/// What the group may not do with a private file, and what others may not: write; anything.
const FORBIDDEN: u32 = 0o027;

/// A secret from its variable or from its file, but not from both.
pub(super) fn one_of(
    setting: &'static str,
    value: Option<Secret>,
    file: Option<&Path>,
) -> Result<Option<Secret>, Failure> {
    match (value, file) {
        (Some(_), Some(_)) => Err(Failure::setting(setting, "is set twice, as a value and as a file")),
        (value, None) => Ok(value),
        (None, Some(file)) => read(setting, file).map(Some),
    }
}

/// Reads a private file, without the line's end.
pub(super) fn read(setting: &'static str, file: &Path) -> Result<Secret, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::setting(setting, format!("{} cannot be read: {}", file.display(), error.kind()))
    };
    let mode = fs::metadata(file).map_err(unreadable)?.permissions().mode();
    if mode & FORBIDDEN != 0 {
        let why = format!("{} may be read or written by others: chmod 600 it", file.display());
        return Err(Failure::setting(setting, why));
    }
    let text = fs::read_to_string(file).map_err(unreadable)?;
    Ok(Secret::from(text.trim_end_matches(['\r', '\n']).to_owned()))
}
