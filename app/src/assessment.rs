//! Assessing carers: who is due, the sheet to fill in, and finished assessments. For admins only.

pub mod api;
#[cfg(feature = "ssr")]
pub mod due;
#[cfg(feature = "ssr")]
pub mod finished;
#[cfg(feature = "ssr")]
pub mod sheet;
