//! Signing in and out, and one's own account.

pub mod api;
#[cfg(feature = "ssr")]
pub mod sign_in;
