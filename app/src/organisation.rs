//! The provider itself: the first set-up.

pub mod api;
#[cfg(feature = "ssr")]
pub mod set_up;
