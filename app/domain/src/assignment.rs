//! Which carers and which tasks belong to a package, and for how long. An assignment is a period: it is
//! closed, never deleted, and being assigned again opens a new one (R-ASG-1).

mod views;

use serde::{Deserialize, Serialize};

pub use views::{Added, Belonging, Given, MOST_FREE, OpenPeriod, Period, PeriodsAsked};

use crate::eligibility::Standing;
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
    /// The carer's account is inactive.
    #[error("the carer is not active")]
    CarerNotActive,
    /// The carer's account is deleted.
    #[error("the carer is deleted")]
    CarerDeleted,
    /// The task is inactive.
    #[error("the task is not active")]
    TaskNotActive,
    /// The task is deleted.
    #[error("the task is deleted")]
    TaskDeleted,
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
    /// The package is neither inactive nor deleted: what the rules call live (`package_live`, R-ELG-3).
    pub package_is_active: bool,
    /// Whether the carer's account, or the task, is in use.
    pub subject: Standing,
    /// There is an open period of the pair.
    pub is_assigned: bool,
}

impl Facts {
    /// Whether a carer may be assigned (R-ASG-1).
    pub const fn assign_carer(self) -> Result<(), Refused> {
        self.assign(Refused::CarerNotActive, Refused::CarerDeleted)
    }

    /// Whether a task may be assigned (R-ASG-1).
    pub const fn assign_task(self) -> Result<(), Refused> {
        self.assign(Refused::TaskNotActive, Refused::TaskDeleted)
    }

    const fn assign(self, inactive: Refused, deleted: Refused) -> Result<(), Refused> {
        match self {
            Self { package_is_active: false, .. } => Err(Refused::PackageNotActive),
            Self { subject: Standing::Inactive, .. } => Err(inactive),
            Self { subject: Standing::Deleted, .. } => Err(deleted),
            Self { is_assigned: true, .. } => Err(Refused::AlreadyAssigned),
            Self { subject: Standing::Active, .. } => Ok(()),
        }
    }
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

    const FREE: Facts = Facts { package_is_active: true, subject: Standing::Active, is_assigned: false };

    #[test]
    fn r_asg_1_both_ends_are_active_and_a_pair_is_open_once() {
        assert_eq!(FREE.assign_carer(), Ok(()));
        assert_eq!(Facts { package_is_active: false, ..FREE }.assign_task(), Err(Refused::PackageNotActive));
        let with = |subject| Facts { subject, ..FREE };
        assert_eq!(with(Standing::Inactive).assign_carer(), Err(Refused::CarerNotActive));
        assert_eq!(with(Standing::Inactive).assign_task(), Err(Refused::TaskNotActive));
        assert_eq!(with(Standing::Deleted).assign_carer(), Err(Refused::CarerDeleted));
        assert_eq!(with(Standing::Deleted).assign_task(), Err(Refused::TaskDeleted));
        assert_eq!(Facts { is_assigned: true, ..FREE }.assign_task(), Err(Refused::AlreadyAssigned));
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
