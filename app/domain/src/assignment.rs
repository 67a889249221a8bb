//! Which carers and which tasks belong to a package, and for how long. An assignment is a period: it is
//! closed, never deleted, and being assigned again opens a new one (R-ASG-1).

mod views;

use serde::{Deserialize, Serialize};

pub use views::{Added, Belonging, Given, MOST_FREE, OpenPeriod, Period, PeriodsAsked};

use crate::id::{AccountId, PackageId, TaskId};
use crate::problems::Problems;
use crate::text::{parsed, several};

/// Why one carer or task was not assigned, or an assignment not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// There is an open period already.
    #[error("already assigned")]
    AlreadyAssigned,
    /// The carer's account is inactive or deleted.
    #[error("the carer is not active")]
    CarerNotActive,
    /// The task is inactive or deleted.
    #[error("the task is not active")]
    TaskNotActive,
    /// The package is inactive or deleted.
    #[error("the care package is not active")]
    PackageNotActive,
    /// There is no open period to end.
    #[error("not assigned")]
    NotAssigned,
}

/// What decides whether a carer or a task may be assigned, as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The package is live and active.
    pub package_is_active: bool,
    /// The carer's account, or the task, is live and active.
    pub subject_is_active: bool,
    /// There is an open period of the pair.
    pub is_assigned: bool,
}

impl Facts {
    /// Whether a carer may be assigned (R-ASG-1).
    pub fn assign_carer(self) -> Result<(), Refused> {
        self.assign(Refused::CarerNotActive)
    }

    /// Whether a task may be assigned (R-ASG-1).
    pub fn assign_task(self) -> Result<(), Refused> {
        self.assign(Refused::TaskNotActive)
    }

    /// Whether there is an assignment to end. It may be ended whatever has become of its two ends.
    pub fn end(self) -> Result<(), Refused> {
        if self.is_assigned { Ok(()) } else { Err(Refused::NotAssigned) }
    }

    fn assign(self, not_active: Refused) -> Result<(), Refused> {
        match self {
            Self { package_is_active: false, .. } => Err(Refused::PackageNotActive),
            Self { subject_is_active: false, .. } => Err(not_active),
            Self { is_assigned: true, .. } => Err(Refused::AlreadyAssigned),
            _ => Ok(()),
        }
    }
}

/// The tasks of a carer: each once, however many packages have it (R-ASG-2).
///
/// `tasks` are the live active tasks of the live active packages the carer is assigned to now.
pub fn distinct_tasks(tasks: impl IntoIterator<Item = TaskId>) -> Vec<TaskId> {
    let mut tasks: Vec<_> = tasks.into_iter().collect();
    tasks.sort_unstable();
    tasks.dedup();
    tasks
}

/// The tick list of carers for one package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignCarersDraft {
    /// Which package.
    pub package: String,
    /// The ticked carers.
    pub carers: Vec<String>,
}

impl AssignCarersDraft {
    /// Reads the form into the package and the carers, each once.
    pub fn parse(&self) -> Result<(PackageId, Vec<AccountId>), Problems> {
        let mut problems = Problems::default();
        let package = problems.field("package", parsed(&self.package));
        let carers = problems.field("carers", several(&self.carers));
        problems.finish(package.zip(carers))
    }
}

/// The tick list of tasks for one package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignTasksDraft {
    /// Which package.
    pub package: String,
    /// The ticked tasks.
    pub tasks: Vec<String>,
}

impl AssignTasksDraft {
    /// Reads the form into the package and the tasks, each once.
    pub fn parse(&self) -> Result<(PackageId, Vec<TaskId>), Problems> {
        let mut problems = Problems::default();
        let package = problems.field("package", parsed(&self.package));
        let tasks = problems.field("tasks", several(&self.tasks));
        problems.finish(package.zip(tasks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problems::Problem;
    use uuid::Uuid;

    const FREE: Facts = Facts { package_is_active: true, subject_is_active: true, is_assigned: false };

    #[test]
    fn r_asg_1_both_ends_are_active_and_a_pair_is_open_once() {
        assert_eq!(FREE.assign_carer(), Ok(()));
        assert_eq!(Facts { package_is_active: false, ..FREE }.assign_task(), Err(Refused::PackageNotActive));
        assert_eq!(Facts { subject_is_active: false, ..FREE }.assign_carer(), Err(Refused::CarerNotActive));
        assert_eq!(Facts { subject_is_active: false, ..FREE }.assign_task(), Err(Refused::TaskNotActive));
        assert_eq!(Facts { is_assigned: true, ..FREE }.assign_task(), Err(Refused::AlreadyAssigned));
    }

    #[test]
    fn r_asg_1_only_what_is_open_is_ended_even_after_the_carer_was_deactivated() {
        assert_eq!(FREE.end(), Err(Refused::NotAssigned));
        assert_eq!(Facts { is_assigned: true, subject_is_active: false, ..FREE }.end(), Ok(()));
    }

    #[test]
    fn r_asg_2_a_task_of_two_packages_is_there_once() {
        let task = |n| TaskId(Uuid::from_u128(n));
        assert_eq!(distinct_tasks([task(2), task(1), task(2)]), [task(1), task(2)]);
    }

    #[test]
    fn a_tick_list_needs_one_tick_and_takes_a_double_one_as_one() {
        let id = "018f0000-0000-7000-8000-000000000001";
        let draft = |carers: &[&str]| AssignCarersDraft {
            package: id.into(),
            carers: carers.iter().map(|&carer| carer.into()).collect(),
        };
        assert_eq!(draft(&[]).parse().expect_err("bad").of("carers"), Some(Problem::Missing));
        assert_eq!(draft(&[id, id]).parse().map(|(_, carers)| carers.len()), Ok(1));
        assert_eq!(draft(&["x"]).parse().expect_err("bad").of("carers"), Some(Problem::Unreadable));
    }
}
