//! All copy that several pages say: dates, times, numbers, problems and refusals.

pub mod assignments;
pub mod audit;
mod competence;
pub mod dates;
pub mod deleted;
pub mod devices;
pub mod library;
pub mod notices;
pub mod numbers;
pub mod people;
pub mod problems;
pub mod reasons;
pub mod refusals;
pub mod settings;
pub mod states;
pub mod tasks;

pub mod shifts;
