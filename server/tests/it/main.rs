//! The site over HTTP, on the database under test.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

mod mailed;
mod sample;
mod scene;
mod site;

mod account;
mod acknowledging;
mod assignment;
mod audit;
mod commands;
mod competence;
mod demo;
mod doors;
mod finished;
mod foreign_ids;
mod guard;
mod invitation;
mod limits;
mod lists;
mod live;
mod other_person;
mod package;
mod password;
mod progress;
mod rating;
mod rights;
mod secrets;
mod sessions;
mod set_up;
mod settings;
mod sheet;
mod shift;
mod sign_in;
mod stale_forms;
mod start;
mod task;
mod template;
mod users;
