//! The rota: a carer's own schedule.

pub mod api;
#[cfg(feature = "ssr")]
pub mod schedule;
