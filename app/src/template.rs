//! Assessment templates, for admins only: they hold model answers (R-TPL-4).

#[cfg(feature = "ssr")]
mod acts;
pub mod api;
#[cfg(feature = "ssr")]
pub mod delete;
#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod show;
#[cfg(feature = "ssr")]
mod steps;

#[cfg(feature = "ssr")]
pub(crate) use fields::Words;
