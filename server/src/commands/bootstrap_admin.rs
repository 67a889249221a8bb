//! `caretrack bootstrap-admin`: the one-time code for the first set-up, on standard output and nowhere else (R-GEN-17).

use backend::deployment;

use super::{block_on, open, print};
use crate::config::{Config, Settings};
use crate::failure::Failure;
use crate::{clock, jobs};

/// Makes a code and prints it. It is stored as a hash and takes the place of older ones.
///
/// # Errors
/// When an organisation exists already, or the deployment cannot be opened.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let config = Config::new(settings.clone())?;
    let code = block_on(async {
        let platform = open::platform(&config).await?;
        let code = deployment::setup_code(&jobs::own_cx(&platform, clock::system())).await?;
        platform.db.clone().close().await?;
        Ok(code)
    })?;
    let Some(code) = code else { return Err(Failure::new("an organisation exists already")) };
    print(&code.reveal())
}
