//! In-app notices to oneself.

pub mod api;
#[cfg(feature = "ssr")]
pub mod inbox;
