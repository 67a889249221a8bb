//! The sample provider that `caretrack demo` shows.

use std::sync::Arc;

use domain::time::Instant;

use crate::{Error, Platform};

/// Somebody of the sample data who can be entered as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The person's name.
    pub name: String,
    /// In words: admin or carer.
    pub role: String,
    /// The address to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: String,
}

/// Loads the sample data into an empty, marked database, with dates relative to now.
///
/// # Errors
/// [`Error::Database`] when it cannot be stored.
#[expect(clippy::unused_async, reason = "loading the sample data comes with its own change")]
pub async fn load(_platform: &Arc<Platform>, _now: Instant) -> Result<Vec<SignIn>, Error> {
    Ok(Vec::new())
}
