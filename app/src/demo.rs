//! The demo's own pages: entering as one of its people, and the mails as they would be sent. Elsewhere they are missing.

pub mod api;
#[cfg(feature = "ssr")]
pub mod entrance;
#[cfg(feature = "ssr")]
pub mod outbox;
