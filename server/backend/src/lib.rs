//! What the server does: use cases, the database, the audit trail, the outbox. Never compiled for the browser.
#![warn(missing_docs)]

pub mod account;
mod alert;
pub mod assessment;
pub mod assignment;
pub mod audit;
pub mod competency;
mod cx;
pub mod db;
mod deletion;
pub mod demo;
pub mod deployment;
mod eligibility;
mod entity;
mod error;
pub mod events;
mod integrity;
pub mod invitation;
pub mod jobs;
mod kept;
pub mod keys;
mod lease;
pub mod library;
mod list;
mod lockout;
pub mod notice;
mod once;
pub mod organisation;
pub mod outbox;
pub mod package;
pub mod passwords;
mod personal;
pub mod progress;
pub mod rate;
pub mod rota;
#[cfg(test)]
mod scale;
pub mod session;
pub mod settings;
pub mod shift;
pub mod start;
pub mod task;
pub mod template;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod token;
pub mod users;

pub use cx::{Client, Cx, Mode, Platform};
pub use error::{Error, Overtaken};
