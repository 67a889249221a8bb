//! How the product words things that every page says: dates, times and numbers.

pub mod dates;
pub mod numbers;
