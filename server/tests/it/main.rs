//! The site over HTTP, on the database under test.

mod account;
mod guard;
mod site;
