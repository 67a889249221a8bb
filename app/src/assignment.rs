//! Which carers and tasks belong to which care package, for admins.

pub mod api;
#[cfg(feature = "ssr")]
pub mod of_package;
#[cfg(feature = "ssr")]
pub mod remove;
#[cfg(feature = "ssr")]
pub mod start;
