//! What each command does.

pub mod audit_verify;
pub mod bootstrap_admin;
pub mod config_check;
pub mod demo;
pub mod jobs;
pub mod migrate;
pub mod open;
pub mod serve;

use std::io::Write;

use crate::failure::Failure;

/// Prints on standard output.
///
/// # Errors
/// When nobody reads it.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
    written.and_then(|()| out.flush()).map_err(|error| Failure::new(format!("standard output: {error}")))
}

/// Runs asynchronous work on all cores.
///
/// # Errors
/// Those of the work.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::new(format!("threads: {error}")))?.block_on(work)
}
