//! What runs in the browser. Each island is small; pages work without any of them.

mod autosave;
mod enhance;
mod live;
pub(crate) mod net;

pub use autosave::Autosave;
pub use enhance::Enhance;
#[cfg(feature = "ssr")]
pub use live::Live;
