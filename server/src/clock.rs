//! The one place that asks the system what time it is.

use domain::time::Instant;

/// Now.
#[expect(clippy::disallowed_methods, reason = "the clock that everything else is given")]
pub fn system() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
