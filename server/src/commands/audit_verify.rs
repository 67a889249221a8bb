//! `caretrack audit verify`: proves the chains, or names the first entry that does not hold (R-AUD-3).

use backend::audit::verify::{self, Verified};

use super::{block_on, open, print};
use crate::config::{Config, Settings};
use crate::failure::Failure;

/// Walks every chain and prints how many entries hold.
///
/// # Errors
/// The first bad sequence of a chain, or that a chain could not be read.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let config = Config::new(settings.clone())?;
    let chains = block_on(async {
        let platform = open::platform(&config).await?;
        let chains = verify::all(&platform).await?;
        platform.db.clone().close().await?;
        Ok(chains)
    })?;
    let lines: Vec<_> = chains.iter().map(line).collect();
    let total: i64 = chains.iter().map(|chain| chain.count).sum();
    print(&format!("{}\n{total} entries hold.", lines.join("\n")))?;
    let broken = chains.iter().find_map(|chain| Some((chain.organisation, chain.broken?)));
    broken.map_or(Ok(()), |(organisation, (seq, why))| {
        Err(Failure::new(format!("the trail of {organisation} is broken at sequence {seq}: {why}")))
    })
}

fn line(chain: &Verified) -> String {
    let noun = if chain.count == 1 { "entry" } else { "entries" };
    format!("{}  {} {noun}", chain.organisation, chain.count)
}
