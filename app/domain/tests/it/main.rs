//! What holds for every sequence of acts, not only for the examples of the specification.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "clippy.toml allows both in tests, but does not see that the steps below are tests"
)]

mod account;
mod carer;
mod eligibility;
mod progress;
mod rating;
mod trigger;
