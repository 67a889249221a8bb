//! Care packages, for admins.

pub mod api;
#[cfg(feature = "ssr")]
pub mod delete;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod show;
