//! The starter library, for admins.

pub mod api;
#[cfg(feature = "ssr")]
pub mod shelf;
