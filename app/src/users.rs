//! The people of an organisation, as admins see and change them.

pub mod api;
#[cfg(feature = "ssr")]
pub mod ending;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
mod invitations;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod rights;
#[cfg(feature = "ssr")]
pub mod show;
