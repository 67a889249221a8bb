//! The first pages after sign-in: the admins' start page, the carers' Today and More.

#[cfg(feature = "ssr")]
pub mod admin;
pub mod api;
#[cfg(feature = "ssr")]
pub mod more;
#[cfg(feature = "ssr")]
pub mod today;
