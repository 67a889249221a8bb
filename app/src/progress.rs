//! What carers have done: their own pages, and what admins see and correct.

pub mod api;
#[cfg(feature = "ssr")]
pub mod choose;
#[cfg(feature = "ssr")]
pub mod correct;
#[cfg(feature = "ssr")]
pub mod daily_tasks;
#[cfg(feature = "ssr")]
mod groups;
#[cfg(feature = "ssr")]
pub(crate) use groups::held;
#[cfg(feature = "ssr")]
mod histories;
#[cfg(feature = "ssr")]
pub mod mine;
#[cfg(feature = "ssr")]
pub(crate) mod next;
#[cfg(feature = "ssr")]
pub mod of_carer;
#[cfg(feature = "ssr")]
pub mod reset;
