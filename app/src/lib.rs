//! Pages, islands and the one typed door to every operation, shared by the server and the browser.
//!
//! The browser's build holds the islands and the shared types; pages and everything else are rendered on the server.

pub mod account;
pub mod answer;
pub mod assessment;
pub mod assignment;
pub mod audit;
pub mod behaviours;
pub mod competency;

pub mod invitation;

pub mod demo;
pub mod islands;
pub mod library;
pub mod notice;
pub mod organisation;
pub mod package;
pub mod progress;

pub mod rota;
pub mod settings;
pub mod shift;
pub mod start;
pub mod task;
pub mod template;
pub mod users;

#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod offline;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ssr;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod words;
/// In the browser only the numbers that its behaviours say.
#[cfg(not(feature = "ssr"))]
pub mod words {
    pub mod numbers;
}

#[cfg(feature = "ssr")]
pub use routes::{App, document};

/// Named by the browser crate, so that the linker keeps this crate's islands.
pub const fn link() {}
