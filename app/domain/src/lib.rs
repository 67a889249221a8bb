//! Every rule of CareTrack. No clock, no I/O, no framework: the browser and the server run the same code.
#![warn(missing_docs)]

pub mod access;
pub mod account;
pub mod assessment;
pub mod assignment;
pub mod audit;
pub mod competency;
pub mod deletion;
pub mod eligibility;
pub mod hours;
pub mod id;
pub mod invitation;
pub mod library;
pub mod list;
pub mod notice;
pub mod package;
pub mod problems;
pub mod progress;
pub mod rota;
pub mod settings;
pub mod shift;
pub mod task;
pub mod text;
pub mod time;
pub mod users;
