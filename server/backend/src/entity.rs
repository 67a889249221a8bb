//! Tables, one file each. Private to this crate: a page can never hold a row.
//!
//! They are written in SeaORM's older form, without `#[sea_orm::model]`: no query here follows relations, and
//! what that macro adds for them made this crate four times slower to check.

#![expect(
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "a row has the fields of its table"
)]

use domain::id::{AccountId, OrganisationId, PackageId, TaskId, TemplateId};
use sea_orm::{ColumnTrait as _, EntityTrait, QueryFilter as _, Select};

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
#[cfg(test)]
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
pub(crate) trait Titled: Tenant {
    /// What names one of them.
    type Id;

    /// The column of it.
    fn id() -> Self::Column;
    /// The column of the name.
    fn name() -> Self::Column;
    /// The column that names sort and are looked for by.
    fn name_key() -> Self::Column;
    /// The column that is null while it is live.
    fn deletion() -> Self::Column;
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
        }
    )+};
}

titled! {
    account: AccountId,
    care_package: PackageId,
    task: TaskId,
    assessment_template: TemplateId,
}

// Their tables hold what no job writes yet (R-AUD-4, domain §10); the tests of the schema read and write them.
#[cfg(test)]
tenants! {
    audit_checkpoint,
    retention_run,
}
