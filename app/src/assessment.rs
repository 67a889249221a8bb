//! Assessing carers: who is due, the sheet to fill in, and finished assessments. For admins only.

#[cfg(feature = "ssr")]
pub mod amend;
pub mod api;
#[cfg(feature = "ssr")]
pub mod done;
#[cfg(feature = "ssr")]
pub mod due;
#[cfg(feature = "ssr")]
pub mod finished;
#[cfg(feature = "ssr")]
pub mod sheet;
