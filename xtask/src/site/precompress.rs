//! Compresses once, at build time and as hard as it goes, what the server will send a thousand times.

use std::{fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};

use super::assets;
use crate::shell::Outcome;

/// Kinds of files that become smaller; pictures are compressed already.
const TEXT: &[&str] = &["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Puts a `.br` and a `.gz` beside every file that becomes smaller.
pub fn folder(site: &Path) -> Outcome {
    for file in assets::files(site)? {
        let Some(kind) = file.extension().map(|kind| kind.to_string_lossy().into_owned()) else { continue };
        if TEXT.contains(&kind.as_str()) {
            let raw = fs::read(&file)?;
            fs::write(file.with_extension(format!("{kind}.br")), brotli(&raw)?)?;
            fs::write(file.with_extension(format!("{kind}.gz")), gzip(&raw)?)?;
        }
    }
    Ok(())
}

fn brotli(raw: &[u8]) -> Outcome<Vec<u8>> {
    let mut small = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut small, 1 << 16, 11, 22);
    writer.write_all(raw)?;
    drop(writer);
    Ok(small)
}

fn gzip(raw: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(raw)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let raw = b"one for the carer, one for the admin, ".repeat(50);
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());

        let small = brotli(&raw).expect("packed");
        brotli::Decompressor::new(small.as_slice(), 4096).read_to_end(&mut from_brotli).expect("unpacked");
        let zipped = gzip(&raw).expect("packed");
        flate2::read::GzDecoder::new(zipped.as_slice()).read_to_end(&mut from_gzip).expect("unpacked");

        assert!(small.len() < raw.len() / 10 && zipped.len() < raw.len() / 10);
        assert!(from_brotli == raw && from_gzip == raw);
    }
}
