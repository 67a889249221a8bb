//! What people read of shifts: the shapes that the server fills and the pages show.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ApplicationState, ExpiryReason, ShiftKind, ShiftState, ShiftType};
use crate::{
    eligibility::{CarerFacts, CarerReason, Facts, Verdict},
    hours::Period,
    id::{AccountId, ApplicationId, PackageId, ShiftId, TaskId},
    list::Asked,
    problems::Problems,
    text::{coded, date, if_given, name_key},
    time::{Date, Instant},
};

/// A shift as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftFacts {
    /// Which.
    pub id: ShiftId,
    /// The name of its care package.
    pub package: String,
    /// The outward code of that place.
    pub postcode_area: String,
    /// The local date of its start.
    pub date: Date,
    /// Day or Night.
    pub shift_type: ShiftType,
    /// When.
    pub period: Period,
    /// For whom.
    pub kind: ShiftKind,
    /// The names of the required tasks.
    pub required: Vec<String>,
    /// The last moment to apply.
    pub apply_by: Instant,
    /// A note to carers.
    pub note: Option<String>,
}

/// Names of the things that reasons speak of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Of tasks.
    pub tasks: BTreeMap<TaskId, String>,
    /// Of care packages.
    pub packages: BTreeMap<PackageId, String>,
}

impl Names {
    /// Only those of the things that these reasons do speak of: a carer learns of no other place (R-ELG-6).
    #[must_use]
    pub fn spoken_of<'a>(mut self, reasons: impl Iterator<Item = &'a CarerReason>) -> Self {
        let (mut tasks, mut packages) = (BTreeSet::new(), BTreeSet::new());
        for reason in reasons {
            match &reason.facts {
                CarerFacts::Known(Facts::Competence { task, .. }) => {
                    tasks.insert(*task);
                }
                CarerFacts::Known(Facts::Overlap(clashes)) => {
                    packages.extend(clashes.iter().map(|clash| clash.package));
                }
                CarerFacts::Known(_) | CarerFacts::AlreadyPlanned => {}
            }
        }
        self.tasks.retain(|task, _| tasks.contains(task));
        self.packages.retain(|package, _| packages.contains(package));
        self
    }
}

/// The board of one carer (R-ELG-6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Shifts that are listed, soonest first.
    pub shifts: Vec<BoardShift>,
    /// Shifts that only a missing rating keeps away.
    pub uncovered: Uncovered,
    /// The carer's own applications, newest first.
    pub applications: Vec<OwnApplication>,
    /// What the reasons speak of.
    pub names: Names,
}

/// One shift on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardShift {
    /// Which.
    pub facts: ShiftFacts,
    /// Why it cannot be asked for; nothing when it can.
    pub blocked: Vec<CarerReason>,
}

/// Shifts that are counted and not listed, with the ratings they need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    /// How many.
    pub shifts: u32,
    /// What is missing, each task once.
    pub reasons: Vec<CarerReason>,
}

/// One application of the carer who reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnApplication {
    /// For which shift.
    pub facts: ShiftFacts,
    /// What became of the application.
    pub state: ApplicationState,
    /// When it was made.
    pub at: Instant,
    /// Where the shift is now.
    pub shift: ShiftState,
}

/// One shift on the page on which a carer confirms interest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Which.
    pub facts: ShiftFacts,
    /// Why it cannot be asked for; nothing when it can.
    pub blocked: Vec<CarerReason>,
    /// What the reasons speak of.
    pub names: Names,
}

/// The tabs above the list of shifts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftTab {
    /// Every shift.
    #[default]
    All,
    /// Somebody waits for an answer.
    NeedsReview,
    /// A carer has it.
    Assigned,
}

/// What a list of shifts is asked for, as it stands in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftQuery {
    /// The tab: `all`, `needs_review` or `assigned`.
    pub tab: String,
    /// One of the seven states.
    pub state: String,
    /// Words of the care package's or the assigned carer's name.
    pub search: String,
    /// Starts on this date or later.
    pub from: String,
    /// Starts on this date or earlier.
    pub to: String,
    /// The place in the list after which the page begins.
    pub after: String,
    /// The place in the list before which the page ends.
    pub before: String,
}

/// What of the shifts is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftFilter {
    /// Which tab.
    pub tab: ShiftTab,
    /// One of the seven states, or assigned with a confirmed entry.
    pub state: Option<ShiftStateFilter>,
    /// The words, written like the keys of names.
    pub words: String,
    /// Starts on this date or later.
    pub from: Option<Date>,
    /// Starts on this date or earlier.
    pub to: Option<Date>,
}

/// A state that a list of shifts can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftStateFilter {
    /// One of the seven.
    In(ShiftState),
    /// Assigned, with a confirmed entry of the rota.
    Confirmed,
}

impl ShiftQuery {
    /// Reads the filters; the places of pages are read with the list.
    ///
    /// # Errors
    /// Each filter that cannot be read.
    pub fn parse(&self) -> Result<ShiftFilter, Problems> {
        let mut problems = Problems::default();
        let tab = problems.field("tab", if_given(coded(&self.tab)));
        let state = match self.state.as_str() {
            "confirmed" => Some(Some(ShiftStateFilter::Confirmed)),
            code => {
                problems.field("state", if_given(coded(code))).map(|state| state.map(ShiftStateFilter::In))
            }
        };
        let from = problems.field("from", if_given(date(&self.from)));
        let to = problems.field("to", if_given(date(&self.to)));
        let words = name_key(&self.search);
        let filter = || {
            Some(ShiftFilter { tab: tab?.unwrap_or_default(), state: state?, words, from: from?, to: to? })
        };
        problems.finish(filter())
    }

    /// Which page of the list is asked for.
    pub fn page(&self) -> Asked {
        Asked { after: self.after.clone(), before: self.before.clone(), ..Asked::default() }
    }
}

/// One page of shifts, latest start first, with what stands above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftList {
    /// The figures above the list.
    pub counters: Counters,
    /// At most 25.
    pub rows: Vec<ShiftRow>,
    /// How many the filters find.
    pub found: u64,
    /// The place before which the previous page ends.
    pub before: Option<String>,
    /// The place after which the next page begins.
    pub after: Option<String>,
}

/// The figures above the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Open shifts, with applications or without.
    pub open: u64,
    /// Shifts with applications.
    pub needs_review: u64,
    /// Assigned shifts to come.
    pub assigned: u64,
    /// Carers whose account is active.
    pub active_carers: u64,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftRow {
    /// Which.
    pub facts: ShiftFacts,
    /// Its state as of now.
    pub state: ShiftState,
    /// Why it expired.
    pub expiry: Option<ExpiryReason>,
    /// How many applications wait.
    pub pending: u32,
    /// Who has it.
    pub assigned_to: Option<String>,
}

/// One shift as admins read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftDetail {
    /// Which.
    pub facts: ShiftFacts,
    /// Its state as of now.
    pub state: ShiftState,
    /// Why it expired.
    pub expiry: Option<ExpiryReason>,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// Whether its start has come.
    pub has_started: bool,
    /// Who saved it.
    pub created_by: String,
    /// When it was saved.
    pub created_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// Whether an admin chose the last moment to apply.
    pub apply_by_is_chosen: bool,
    /// Rules accepted when it was saved.
    pub accepted: Vec<AcceptedRule>,
    /// Who has it.
    pub assigned_to: Option<String>,
    /// Every carer with the verdict; empty once nobody is sought.
    pub candidates: Vec<Candidate>,
    /// To whom it was offered.
    pub seen: Vec<ShiftSeen>,
    /// Who asked for it, first come first.
    pub applicants: Vec<Applicant>,
    /// What the reasons speak of.
    pub names: Names,
}

/// One rule that was accepted with the shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedRule {
    /// What the rule found.
    pub facts: Facts,
    /// Why it was accepted.
    pub reason: String,
}

/// One carer in the preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub carer: AccountId,
    /// By which name.
    pub name: String,
    /// In `offer` context.
    pub verdict: Verdict,
}

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftSeen {
    /// To whom.
    pub name: String,
    /// When it was made.
    pub notified_at: Instant,
    /// When the carer first saw it.
    pub first_viewed_at: Option<Instant>,
}

/// One application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Which.
    pub id: ApplicationId,
    /// Who.
    pub carer: AccountId,
    /// By which name.
    pub name: String,
    /// What the carer said with it.
    pub note: Option<String>,
    /// When it was made.
    pub at: Instant,
    /// What became of it.
    pub state: ApplicationState,
    /// Why it was removed.
    pub removal_reason: Option<String>,
    /// In `final` context as of now, while it still matters.
    pub verdict: Option<Verdict>,
}

/// What stands before an admin who is about to select somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selecting {
    /// For which shift.
    pub facts: ShiftFacts,
    /// Whom.
    pub applicant: Applicant,
    /// How many others would be told that they were not selected.
    pub others: u32,
    /// What blocks or warns, that was not accepted with the shift.
    pub verdict: Verdict,
    /// What the reasons speak of.
    pub names: Names,
}

/// What a new shift can be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftChoices {
    /// Live, active care packages by name.
    pub packages: Vec<(PackageId, String)>,
    /// Live, active tasks by name.
    pub tasks: Vec<(TaskId, String)>,
}
