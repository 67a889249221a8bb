//! The site over HTTP, on the database under test.

mod account;
mod audit;
mod commands;
mod care;
mod guard;
mod live;
mod site;
