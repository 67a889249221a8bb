//! The deployment key: read, judged, and on this machine only made when there is none (CR4).

use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use backend::keys::new_key;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::private;
use crate::failure::Failure;

/// The file in `CARETRACK_DATA` that a local deployment keeps its key in.
const FILE: &str = "key";

/// So many different bytes have 32 random ones at least, but for one time in more than 10^15.
const DIFFERENT: usize = 16;

/// Reads a key from 64 hexadecimal digits or base64, and refuses one that nobody drew at random.
pub(super) fn read(text: &str) -> Result<[u8; 32], Failure> {
    let wrong = |why| Failure::setting("CARETRACK_KEY", why);
    let bytes = hex(text).or_else(|| base64(text)).ok_or_else(|| wrong("must be hexadecimal or base64"))?;
    let key: [u8; 32] = bytes.try_into().map_err(|_| wrong("must be 32 bytes"))?;
    if !is_random(&key) {
        return Err(wrong("was not drawn at random: use openssl rand -hex 32"));
    }
    Ok(key)
}

/// Zeros, counted bytes, repeated patterns and typed text are known examples.
fn is_random(key: &[u8; 32]) -> bool {
    let different: BTreeSet<_> = key.iter().collect();
    let counts_up =
        key.windows(2).all(|pair| pair.first().map(|byte| byte.wrapping_add(1)) == pair.last().copied());
    let typed = key.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    different.len() >= DIFFERENT && !counts_up && !typed
}

fn hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    (0..64).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD].iter().find_map(|form| form.decode(text).ok())
}

/// The key of a deployment on this machine, made and kept on first use.
pub(super) fn kept_in(data: &Path) -> Result<[u8; 32], Failure> {
    let cannot = |error: std::io::Error| {
        Failure::setting("CARETRACK_DATA", format!("{} cannot be used: {}", data.display(), error.kind()))
    };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(cannot)?;
    let file = data.join(FILE);
    if !file.exists() {
        make(data, &file).map_err(cannot)?;
    }
    read(private::read("CARETRACK_KEY", &file)?.reveal())
}

/// Makes the file whole or not at all: it is written under a name of its own and then linked into place. Of several
/// that start at once the first link stands, and the others read it.
fn make(data: &Path, file: &Path) -> std::io::Result<()> {
    let draft = data.join(format!("{FILE}.{}", std::process::id()));
    let key = new_key().map_err(std::io::Error::other)?;
    let mut written = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    written.write_all(STANDARD.encode(key).as_bytes()).and_then(|()| written.sync_all())?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: &str = "9f3c1ab04de25c7788e1d6f20b4a39c5710fe8d2a6b35c94e0178dbf62ca4453";

    #[test]
    fn cr4_a_key_drawn_at_random_is_read_in_both_notations() {
        let key = read(DRAWN).unwrap();
        assert_eq!(read(&STANDARD.encode(key)).unwrap(), key);
        assert_eq!(read(&URL_SAFE_NO_PAD.encode(key)).unwrap(), key);
        assert_eq!(read(&DRAWN.to_uppercase()).unwrap(), key);
    }

    #[test]
    fn cr4_a_key_that_nobody_drew_is_refused() {
        let counted: Vec<u8> = (0..32).collect();
        let examples = [
            "0".repeat(64),
            "0123456789abcdef".repeat(4),
            STANDARD.encode(counted),
            STANDARD.encode("this-is-a-very-secret-key-123456"),
            DRAWN[..62].to_owned(),
            STANDARD.encode([9; 31]),
            String::new(),
            "changeme".to_owned(),
        ];
        for example in examples {
            let refused = read(&example).unwrap_err().to_string();
            assert!(refused.starts_with("CARETRACK_KEY: "), "{refused}");
            assert!(example.is_empty() || !refused.contains(&example), "{refused}");
        }
    }

    #[test]
    fn cr4_a_local_key_is_made_once_and_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let first = kept_in(&data).unwrap();
        assert_eq!(kept_in(&data).unwrap(), first);
        let file = data.join(FILE);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(kept_in(&data).unwrap_err().to_string().starts_with("CARETRACK_KEY: "));
    }
}
