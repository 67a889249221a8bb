//! Playwright in Chromium, on the site as it is shipped: every spec on SQLite, the marked ones on PostgreSQL.

use std::fs;

use serde_json::Value;

use super::{Bench, Tally, without_settings};
use crate::{
    shell::{self, Outcome},
    site, tools,
};

/// Runs the browser tests.
pub fn suite(bench: &mut Bench) -> Outcome<Tally> {
    tools::node_modules(bench.ws)?;
    let chromium = tools::chromium()?;
    let site = bench.site()?;
    let server = site::build_server_beside(bench.ws, &site)?;
    let postgres = bench.postgres()?;
    let (address, psql) = (postgres.address().to_owned(), postgres.psql());

    let report = bench.ws.target.join("browser/report.json");
    let _ = fs::remove_file(&report);
    let mut playwright = without_settings(bench.ws.command("node_modules/.bin/playwright"));
    playwright.arg("test").current_dir(bench.ws.end2end());
    playwright.env("E2E_SERVER", server).env("E2E_SITE", site).env("E2E_CHROMIUM", chromium);
    playwright.env("E2E_POSTGRES_URL", address).env("E2E_PSQL", psql).env("E2E_REPORT", &report);
    let ended = shell::run(&mut playwright);
    let text = fs::read_to_string(report).map_err(|error| format!("Playwright left no report: {error}"))?;
    Ok(tally(&serde_json::from_str(&text)?, ended.is_ok()))
}

/// Reads the sums of Playwright's report. A test that passed only when repeated has failed.
fn tally(report: &Value, success: bool) -> Tally {
    let number = |name: &str| report.pointer(&format!("/stats/{name}")).and_then(Value::as_u64).unwrap_or(0);
    let failed = number("unexpected") + number("flaky");
    let broken = u64::from(!success && failed == 0);
    Tally { passed: number("expected"), failed: failed + broken, skipped: number("skipped") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_test_that_passes_only_when_repeated_has_failed() {
        let report = json!({ "stats": { "expected": 8, "unexpected": 1, "flaky": 2, "skipped": 1 } });
        assert_eq!(tally(&report, false), Tally { passed: 8, failed: 3, skipped: 1 });
    }

    #[test]
    fn a_run_that_ends_badly_has_a_failure_even_when_no_test_has() {
        let report = json!({ "errors": [{ "message": "no such module" }], "stats": { "expected": 8 } });
        assert_eq!(tally(&report, false), Tally { passed: 8, failed: 1, skipped: 0 });
        assert_eq!(tally(&report, true), Tally { passed: 8, failed: 0, skipped: 0 });
    }
}
