//! What lies in the recycle bin: a package and a task.

use domain::audit::AuditAction;
use domain::deletion::ItemType;
use domain::id::{AccountId, DeletionId, PackageId, TaskId};
use domain::text::name_key;
use domain::time::{Instant, add_days};
use serde_json::json;
use uuid::Uuid;

use super::loading::{Loading, id};
use super::people::People;
use super::sample::{Binned, wrong};
use crate::Error;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::entity::{care_package, deletion, task};

/// Days in the bin: the setting's default (R-BIN-1).
const DAYS_KEPT: i64 = 30;

/// Stores them, each with its deletion.
pub(super) async fn load(demo: &Loading<'_>, people: &People) -> Result<(), Error> {
    for from in &demo.sample.provider.bin {
        let at = demo.days.past(demo.days.ago(from.deleted_days_ago), 15)?;
        let by = people.id(&from.deleted_by)?;
        match from.item_type {
            ItemType::Package => package(demo, people, from, (by, at)).await?,
            ItemType::Task => binned_task(demo, people, from, (by, at)).await?,
            other @ (ItemType::Carer | ItemType::Admin | ItemType::Template) => {
                return Err(wrong(format!("{other:?} in the bin")));
            }
        }
    }
    Ok(())
}

async fn package(
    demo: &Loading<'_>,
    people: &People,
    from: &Binned,
    (by, at): (AccountId, Instant),
) -> Result<(), Error> {
    let package = id(people.began, PackageId);
    let deletion = delete(demo, from, package.0, (by, at)).await?;
    let row = care_package::Model {
        id: package,
        organisation_id: demo.tx.organisation(),
        created_at: people.began,
        updated_at: at,
        version: 2,
        deletion_id: Some(deletion),
        name: from.name.clone(),
        name_key: name_key(&from.name),
        postcode_area: from.postcode_area.clone().ok_or_else(|| wrong("a package without its area"))?,
        active: true,
        night_hazard: false,
    };
    demo.insert::<care_package::Entity>(vec![row]).await?;
    record(
        demo,
        from,
        ("care_package", package.0),
        [AuditAction::PackageCreated, AuditAction::PackageDeleted],
    )
}

async fn binned_task(
    demo: &Loading<'_>,
    people: &People,
    from: &Binned,
    (by, at): (AccountId, Instant),
) -> Result<(), Error> {
    let task = id(people.began, TaskId);
    let deletion = delete(demo, from, task.0, (by, at)).await?;
    let row = task::Model {
        id: task,
        organisation_id: demo.tx.organisation(),
        created_at: people.began,
        updated_at: at,
        version: 2,
        deletion_id: Some(deletion),
        name: from.name.clone(),
        name_key: name_key(&from.name),
        description: None,
        target: from.target.ok_or_else(|| wrong("a task without its target"))?,
        reassess_months: None,
        active: true,
        assessment_template_id: None,
        library_key: None,
    };
    demo.insert::<task::Entity>(vec![row]).await?;
    record(demo, from, ("task", task.0), [AuditAction::TaskCreated, AuditAction::TaskDeleted])
}

async fn delete(
    demo: &Loading<'_>,
    from: &Binned,
    item_id: Uuid,
    (deleted_by, at): (AccountId, Instant),
) -> Result<DeletionId, Error> {
    let purge_on = add_days(demo.days.zone.date(at), DAYS_KEPT);
    let row = deletion::Model {
        id: id(at, DeletionId),
        organisation_id: demo.tx.organisation(),
        created_at: at,
        updated_at: at,
        version: 1,
        item_type: from.item_type,
        item_id,
        label: from.name.clone(),
        deleted_by,
        deleted_at: at,
        purge_after: Some(demo.days.at(purge_on, demo.days.zone.local(at).time())?),
        warned_7_at: None,
        warned_1_at: None,
        restored_at: None,
        purged_at: None,
        record_downloaded_at: None,
        details: "{}".to_owned(),
    };
    let deletion = row.id;
    demo.insert::<deletion::Entity>(vec![row]).await?;
    Ok(deletion)
}

fn record(
    demo: &Loading<'_>,
    from: &Binned,
    about: (&'static str, Uuid),
    acts: [AuditAction; 2],
) -> Result<(), Error> {
    for act in acts {
        demo.tx.also(Entry::new(act).about(about.0, about.1).after(json!({ "name": from.name }))?);
    }
    Ok(())
}
