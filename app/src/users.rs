//! The people of an organisation, as admins see them.

pub mod api;
#[cfg(feature = "ssr")]
mod invitations;
#[cfg(feature = "ssr")]
pub mod list;
