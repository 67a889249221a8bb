//! The audit trail for those who may read it.

pub mod api;
#[cfg(feature = "ssr")]
pub mod entry;
#[cfg(feature = "ssr")]
pub mod trail;
