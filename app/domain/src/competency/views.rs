//! What pages show of ratings: those a carer is asked to acknowledge, those that wait, and the history.

use serde::{Deserialize, Serialize};

use crate::competency::{Effect, Level, RatingSource, RatingState, Validity};
use crate::id::{AccountId, AssessmentId, ConcernId, RatingId, TaskId};
use crate::list::Listed;
use crate::progress::Tally;
use crate::time::{Date, Instant};

/// One rating of a result that a carer is asked to acknowledge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Which rating.
    pub rating: RatingId,
    /// The task's name.
    pub task: String,
    /// The level that counted before.
    pub old: Level,
    /// The new level.
    pub new: Level,
    /// Whether it counts already (R-RAT-2).
    pub effect: Effect,
    /// The last date on which it counts.
    pub valid_until: Option<Date>,
}

/// What one act acknowledges: the ratings of one assessment, or one given by hand (R-ACK-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Result {
    /// The assessment; none for a rating given by hand.
    pub assessment: Option<AssessmentId>,
    /// Who gave it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why, when it was given by hand.
    pub reason: Option<String>,
    /// What the assessor has to say to it.
    pub note: Option<String>,
    /// Its ratings that still ask.
    pub ratings: Vec<Asked>,
}

/// A carer's acknowledgments page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Todo {
    /// The number of the statement.
    pub statement: u32,
    /// Its words.
    pub text: String,
    /// Whether a lowering counts before it is acknowledged (R-RAT-2).
    pub lowering_immediate: bool,
    /// The results that wait, oldest first.
    pub results: Vec<Result>,
    /// The carer's own concerns, newest first.
    pub concerns: Vec<ConcernShown>,
}

/// An acknowledgment that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastAct {
    /// When.
    pub at: Instant,
    /// The number of the statement.
    pub statement: u32,
    /// Its words.
    pub text: String,
    /// What it covered.
    pub ratings: Vec<PastRating>,
}

/// A rating that was acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRating {
    /// Which.
    pub rating: RatingId,
    /// The task's name.
    pub task: String,
    /// The level that counted before.
    pub old: Level,
    /// Its level.
    pub new: Level,
    /// Who gave it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why, where it was given by hand.
    pub reason: Option<String>,
    /// What the assessor had to say to it.
    pub note: Option<String>,
    /// The last date on which it counts.
    pub valid_until: Option<Date>,
}

/// One of a carer's own ratings, to say something about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRating {
    /// Which.
    pub rating: RatingId,
    /// The task's name.
    pub task: String,
    /// Its level.
    pub level: Level,
}

/// A concern with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcernShown {
    /// Which.
    pub concern: ConcernId,
    /// Who raised it.
    pub carer: AccountId,
    /// The carer's name.
    pub carer_name: String,
    /// The task's name.
    pub task: String,
    /// The level it is about.
    pub level: Level,
    /// What the carer has to say.
    pub body: String,
    /// When.
    pub at: Instant,
    /// The answer, if there is one.
    pub answer: Option<String>,
    /// Whose answer it is.
    pub answered_by: Option<String>,
}

/// A rating that waits for its carer, as admins see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// Which rating.
    pub rating: RatingId,
    /// Whose.
    pub carer: AccountId,
    /// The carer's name.
    pub carer_name: String,
    /// The task's name.
    pub task: String,
    /// The level that counted before.
    pub old: Level,
    /// The new level.
    pub new: Level,
    /// Who gave it.
    pub by: String,
    /// Since when it waits.
    pub since: Instant,
    /// When the carer was last reminded.
    pub reminded_at: Option<Instant>,
    /// Whether it counts already.
    pub effect: Effect,
    /// Where it came from.
    pub source: RatingSource,
    /// The assessment it came from.
    pub assessment: Option<AssessmentId>,
    /// Given before the task was complete (R-RAT-4).
    pub is_fast_track: bool,
    /// Why, when it was given by hand.
    pub reason: Option<String>,
    /// The last date on which it counts.
    pub valid_until: Option<Date>,
}

/// The ratings that wait for their carers, with the figures of all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPage {
    /// How many wait.
    pub pending: u64,
    /// Of how many the carer was reminded.
    pub reminded: u64,
    /// How many wait for over 48 hours.
    pub long: u64,
    /// A page of them, oldest first.
    pub listed: Listed<Waits>,
}

/// One rating of the history (R-RAT-6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingShown {
    /// Which.
    pub rating: RatingId,
    /// The task's name.
    pub task: String,
    /// The level that counted before.
    pub old: Level,
    /// Its level.
    pub new: Level,
    /// Who gave it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Where it came from.
    pub source: RatingSource,
    /// The assessment it came from.
    pub assessment: Option<AssessmentId>,
    /// Why, when it was given by hand.
    pub reason: Option<String>,
    /// Given before the task was complete (R-RAT-4).
    pub is_fast_track: bool,
    /// Where it stands.
    pub state: RatingState,
    /// When the carer acknowledged it.
    pub acknowledged_at: Option<Instant>,
    /// When it takes or took force.
    pub effect: Effect,
    /// How it stands towards its last date.
    pub validity: Validity,
    /// When it was withdrawn, by whom and why.
    pub withdrawn: Option<(Instant, String, Option<String>)>,
    /// When a changed cadence gave it another last date, and which.
    pub changes: Vec<(Instant, Option<Date>)>,
}

/// One task of the page on which ratings are given by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRating {
    /// Which task.
    pub task: TaskId,
    /// Its name.
    pub name: String,
    /// How far the carer is.
    pub tally: Tally,
    /// The level that counts, and how it stands towards its last date.
    pub effective: Option<(Level, Validity)>,
    /// Where what counts came from.
    pub source: Option<(RatingSource, Option<AssessmentId>)>,
    /// The level that waits, and the rating to withdraw.
    pub pending: Option<(RatingId, Level)>,
    /// Whether there is an unfinished assessment that covers it.
    pub has_draft: bool,
    /// The mark of what counts and what waits (R-GEN-7).
    pub seen: String,
}

/// The page on which a carer's ratings are given by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratings {
    /// The carer's name.
    pub carer_name: String,
    /// Whether a lowering counts before it is acknowledged (R-RAT-2).
    pub lowering_immediate: bool,
    /// The carer's tasks.
    pub tasks: Vec<TaskRating>,
}
