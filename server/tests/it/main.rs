//! The site over HTTP, on the database under test.

mod account;
mod audit;
mod care;
mod commands;
mod guard;
mod live;
mod site;
mod template;
