//! Ratings: given by hand, acknowledged by the carer, reminded of and withdrawn.

#[cfg(feature = "ssr")]
pub mod acknowledgments;
pub mod api;
#[cfg(feature = "ssr")]
pub mod rate;
#[cfg(feature = "ssr")]
pub mod waiting;
#[cfg(feature = "ssr")]
pub mod waits;
