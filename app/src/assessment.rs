//! Assessing carers: who is due, the sheet to fill in, and finished assessments. For admins only.

#[cfg(feature = "ssr")]
pub mod amend;
pub mod api;
#[cfg(feature = "ssr")]
pub mod done;
#[cfg(feature = "ssr")]
pub mod due;
#[cfg(feature = "ssr")]
mod editing;
#[cfg(feature = "ssr")]
pub mod finished;
#[cfg(feature = "ssr")]
mod items;
#[cfg(feature = "ssr")]
pub mod review;
#[cfg(feature = "ssr")]
pub mod sheet;
