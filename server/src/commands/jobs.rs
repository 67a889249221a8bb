//! `caretrack jobs run NAME`: one job, once, under its lease (R-OPS-1).

use backend::jobs::{Ran, Runner};
use domain::time::Instant;

use super::{block_on, open, print};
use crate::config::{Config, Settings};
use crate::failure::Failure;
use crate::{clock, jobs};

/// Runs a job now, or as if it were another moment.
///
/// # Errors
/// When there is no such job, it is running elsewhere, it failed, or it looked for faults and found some.
pub fn run(settings: &Settings, name: &str, at: Option<Instant>) -> Result<(), Failure> {
    if !backend::jobs::names().any(|known| known == name) {
        let known: Vec<_> = backend::jobs::names().collect();
        return Err(Failure::usage(&format!("there is no job {name}; there are {}", known.join(", "))));
    }
    let config = Config::new(settings.clone())?;
    let ran = block_on(async {
        let platform = open::platform(&config).await?;
        let cx = jobs::own_cx(&platform, at.unwrap_or_else(clock::system));
        let ran = Runner::new()?.run(&cx, name).await?;
        platform.db.clone().close().await?;
        Ok(ran)
    })?;
    match ran {
        Ran::Done(did) => {
            print(&format!("{name}: {}", did.said))?;
            if did.has_findings { Err(Failure::new(format!("{name} has findings"))) } else { Ok(()) }
        }
        Ran::Elsewhere => Err(Failure::new(format!("{name} is running elsewhere"))),
    }
}

/// A moment as people type it.
///
/// # Errors
/// That it is none.
#[cfg(feature = "test-hooks")]
pub fn moment(text: &str) -> Result<Instant, String> {
    text.parse().map_err(|_| "must be a moment, such as 2026-03-02T09:00:00Z".to_owned())
}
