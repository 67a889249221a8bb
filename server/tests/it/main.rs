//! The site over HTTP, on the database under test.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

mod account;
mod assessing;
mod audit;
mod care;
mod commands;
mod competence;

mod demo;
mod doors;
mod guard;
mod lists;
mod live;
mod other_person;
mod people;

mod settings;
mod sheet;
mod shift;
mod site;
mod template;
mod users;
