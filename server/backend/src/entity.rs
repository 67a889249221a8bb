//! Tables, one file each. Private to this crate: a page can never hold a row.
//!
//! They are written in SeaORM's older form, without `#[sea_orm::model]`: no query here follows relations, and
//! what that macro adds for them made this crate four times slower to check.

#![expect(
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "a row has the fields of its table"
)]

use std::hash::Hash;

use domain::id::{AccountId, OrganisationId, PackageId, TaskId, TemplateId};
use domain::time::Instant;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait, IntoActiveModel as _, QueryFilter as _, Select,
    TryGetable, Value,
};
use serde::{Serialize, de::DeserializeOwned};

pub(crate) mod account;
pub(crate) mod acknowledgment;
pub(crate) mod acknowledgment_rating;
pub(crate) mod acknowledgment_text;
pub(crate) mod alert;
pub(crate) mod assessment;
pub(crate) mod assessment_answer;
pub(crate) mod assessment_draft;
pub(crate) mod assessment_ready;
pub(crate) mod assessment_task;
pub(crate) mod assessment_template;
#[cfg(test)]
pub(crate) mod audit_checkpoint;
pub(crate) mod audit_entry;
pub(crate) mod audit_head;
pub(crate) mod care_package;
pub(crate) mod carer;
pub(crate) mod carer_assignment;
pub(crate) mod competency_current;
pub(crate) mod competency_rating;
pub(crate) mod completion;
pub(crate) mod concern;
pub(crate) mod deletion;
pub(crate) mod deployment;
pub(crate) mod email_change;
pub(crate) mod invitation;
pub(crate) mod job_run;
pub(crate) mod lease;
pub(crate) mod notice;
pub(crate) mod organisation;
pub(crate) mod organisation_setting;
pub(crate) mod outbox;
pub(crate) mod password_reset;
pub(crate) mod person_name;
pub(crate) mod personal_value;
pub(crate) mod progress_current;
pub(crate) mod rate_counter;
pub(crate) mod rating_event;
pub(crate) mod retention_run;
pub(crate) mod rota_entry;
pub(crate) mod rota_override;
pub(crate) mod rule_setting;
pub(crate) mod session;
pub(crate) mod setup_code;
pub(crate) mod shift;
pub(crate) mod shift_application;
pub(crate) mod shift_distribution;
pub(crate) mod shift_task;
pub(crate) mod submission;
pub(crate) mod task;
pub(crate) mod task_assignment;
pub(crate) mod template_item;
pub(crate) mod template_version;

#[cfg(test)]
mod tests;

/// A table whose rows belong to an organisation each.
pub(crate) trait Tenant: EntityTrait {
    /// The column that says which.
    fn organisation() -> Self::Column;

    /// The rows of one organisation; every query of a store begins here (R-GEN-1).
    fn of(organisation: OrganisationId) -> Select<Self> {
        Self::find().filter(Self::organisation().eq(organisation))
    }
}

macro_rules! tenants {
    ($($table:ident),+ $(,)?) => {$(
        impl Tenant for $table::Entity {
            fn organisation() -> Self::Column {
                $table::Column::OrganisationId
            }
        }
    )+};
}

tenants! {
    account,
    acknowledgment,
    acknowledgment_rating,
    acknowledgment_text,
    alert,
    assessment,
    assessment_answer,
    assessment_draft,
    assessment_ready,
    assessment_task,
    assessment_template,
    audit_entry,
    audit_head,
    care_package,
    carer,
    carer_assignment,
    competency_current,
    competency_rating,
    completion,
    concern,
    deletion,
    email_change,
    invitation,
    notice,
    organisation_setting,
    outbox,
    password_reset,
    person_name,
    personal_value,
    progress_current,
    rating_event,
    retention_run,
    rota_entry,
    rota_override,
    rule_setting,
    session,
    shift,
    shift_application,
    shift_distribution,
    shift_task,
    submission,
    task,
    task_assignment,
    template_item,
    template_version,
}

/// A table of people or things that are known by their names and may lie in the recycle bin.
pub(crate) trait Titled: Tenant<Model: Send + Sync> {
    /// What names one of them.
    type Id: Copy + Eq + Ord + Hash + Send + Sync + Into<Value> + TryGetable + Serialize + DeserializeOwned;

    /// The column of it.
    fn id() -> Self::Column;
    /// The column of the name.
    fn name() -> Self::Column;
    /// The column that names sort and are looked for by.
    fn name_key() -> Self::Column;
    /// The column that is null while it is live.
    fn deletion() -> Self::Column;
    /// The column that says whether it is in use.
    fn active() -> Self::Column;
}

macro_rules! titled {
    ($($table:ident: $id:ty),+ $(,)?) => {$(
        impl Titled for $table::Entity {
            type Id = $id;

            fn id() -> Self::Column {
                $table::Column::Id
            }

            fn name() -> Self::Column {
                $table::Column::Name
            }

            fn name_key() -> Self::Column {
                $table::Column::NameKey
            }

            fn deletion() -> Self::Column {
                $table::Column::DeletionId
            }

            fn active() -> Self::Column {
                $table::Column::Active
            }
        }
    )+};
}

titled! {
    account: AccountId,
    care_package: PackageId,
    task: TaskId,
    assessment_template: TemplateId,
}

/// A table of what admins make, change, delete and bring back, each time as the next version.
pub(crate) trait Kept: Titled {
    /// The next version of a row: whoever changes it sets what is new.
    fn next(row: Self::Model, now: Instant) -> Self::ActiveModel;
}

macro_rules! kept {
    ($($table:ident),+ $(,)?) => {$(
        impl Kept for $table::Entity {
            fn next(row: Self::Model, now: Instant) -> Self::ActiveModel {
                let version = row.version + 1;
                let mut row = row.into_active_model();
                row.version = Set(version);
                row.updated_at = Set(now);
                row
            }
        }
    )+};
}

kept! {
    care_package,
    task,
    assessment_template,
}

/// A table whose rows may come from the starter library.
pub(crate) trait Stocked: Kept {
    /// The column of the key in the library.
    fn library_key() -> Self::Column;
    /// By what the library knows a row: the key, and the name as names are compared.
    fn stock(row: &Self::Model) -> (Option<&str>, &str);
}

macro_rules! stocked {
    ($($table:ident),+ $(,)?) => {$(
        impl Stocked for $table::Entity {
            fn library_key() -> Self::Column {
                $table::Column::LibraryKey
            }

            fn stock(row: &Self::Model) -> (Option<&str>, &str) {
                (row.library_key.as_deref(), &row.name_key)
            }
        }
    )+};
}

stocked! {
    task,
    assessment_template,
}

/// A table of the periods in which carers, or tasks, belong to care packages (R-ASG-1).
pub(crate) trait Periods: Tenant<Model: Send + Sync> {
    /// Who or what belongs.
    type Subject: Titled;

    /// The column of the id.
    fn id() -> Self::Column;
    /// The column of who or what belongs.
    fn subject() -> Self::Column;
    /// The column of the package.
    fn package() -> Self::Column;
    /// The column of the beginning.
    fn from_at() -> Self::Column;
    /// The column of the end, which is null while the period is open.
    fn to_at() -> Self::Column;
    /// The column of who ended it.
    fn ended_by() -> Self::Column;
    /// The column of the deletion that ended it.
    fn ended_by_deletion() -> Self::Column;
    /// Who or what belongs, from when, until when.
    fn span(row: &Self::Model) -> (<Self::Subject as Titled>::Id, Instant, Option<Instant>);
}

macro_rules! periods {
    ($($table:ident: $subject:ident by $column:ident, $field:ident);+ $(;)?) => {$(
        impl Periods for $table::Entity {
            type Subject = $subject::Entity;

            fn id() -> Self::Column {
                $table::Column::Id
            }

            fn subject() -> Self::Column {
                $table::Column::$column
            }

            fn package() -> Self::Column {
                $table::Column::CarePackageId
            }

            fn from_at() -> Self::Column {
                $table::Column::FromAt
            }

            fn to_at() -> Self::Column {
                $table::Column::ToAt
            }

            fn ended_by() -> Self::Column {
                $table::Column::EndedBy
            }

            fn ended_by_deletion() -> Self::Column {
                $table::Column::EndedByDeletion
            }

            fn span(row: &Self::Model) -> (<Self::Subject as Titled>::Id, Instant, Option<Instant>) {
                (row.$field, row.from_at, row.to_at)
            }
        }
    )+};
}

periods! {
    carer_assignment: account by CarerId, carer_id;
    task_assignment: task by TaskId, task_id;
}

// Its table holds what no job writes yet (R-AUD-4); the tests of the schema read and write it.
#[cfg(test)]
tenants! {
    audit_checkpoint,
}
