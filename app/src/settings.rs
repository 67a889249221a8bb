//! The organisation's settings and the statement, for those who may change them.

pub mod api;
#[cfg(feature = "ssr")]
pub mod page;
