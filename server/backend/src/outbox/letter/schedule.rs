//! The mail about confirmed work that has changed (R-PUB-3).

use domain::hours::Period;
use domain::time::Zone;
use serde::{Deserialize, Serialize};

use super::Letter;
use super::shift::span;

/// What went out of somebody's schedule in one act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleMail {
    /// Whose schedule.
    pub name: String,
    /// At which care package.
    pub package: String,
    /// The work that is gone, earliest first.
    pub removed: Vec<Period>,
    /// Why.
    pub reason: String,
}

impl ScheduleMail {
    /// Its words.
    pub(super) fn write(&self, site: &str, zone: Zone) -> Letter {
        let gone: Vec<_> = self.removed.iter().map(|&period| span(period, zone)).collect();
        let body = [
            format!("Hello {},", self.name),
            format!("You do not work at {} any more on:\n{}", self.package, gone.join("\n")),
            format!("The reason: {}", self.reason),
            format!("Your schedule is here: {site}/carer/schedule"),
        ];
        Letter { subject: "Your schedule has changed".into(), body: body.join("\n\n") + "\n" }
    }
}
