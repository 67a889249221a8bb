//! What is cared for: packages, tasks, who and what belongs to which, and the forms of assessments.

use sea_orm_migration::prelude::*;

use crate::table::{Table, appended, create, mutable};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(
            m,
            vec![
                care_package(),
                task(),
                carer_assignment(),
                task_assignment(),
                assessment_template(),
                template_version(),
                template_item(),
            ],
        )
        .await
    }
}

const LIVE: &str = "deletion_id IS NULL";
const OPEN: &str = "to_at IS NULL";

fn care_package() -> Table {
    mutable("care_package")
        .deletable()
        .text("name", 1..=255)
        .string("name_key")
        .text("postcode_area", 2..=4)
        .bool("active = true")
        .bool("night_hazard = false")
        .unique_among(&["name_key"], LIVE)
        .listed_by(&["name_key"])
        .referred_to()
}

/// The one template column makes "one task, one template" true by structure.
fn task() -> Table {
    mutable("task")
        .deletable()
        .text("name", 1..=255)
        .string("name_key")
        .text("description?", 1..=2000)
        .int("target", 1..=9999)
        .int("reassess_months?", 1..=60)
        .bool("active = true")
        .refers("assessment_template_id?", "assessment_template")
        .unique_among(&["name_key"], LIVE)
        .listed_by(&["name_key"])
        .listed_by(&["assessment_template_id"])
        .referred_to()
}

fn carer_assignment() -> Table {
    appended("carer_assignment")
        .carer("carer_id")
        .refers("care_package_id", "care_package")
        .instant("from_at")
        .instant("to_at?")
        .refers("assigned_by", "account")
        .refers("ended_by?", "account")
        .refers("note_id?", "personal_value")
        .refers("ended_by_deletion?", "deletion")
        .check("to_at >= from_at")
        .check("to_at IS NOT NULL OR (ended_by IS NULL AND ended_by_deletion IS NULL)")
        .unique_among(&["carer_id", "care_package_id"], OPEN)
        .listed_by(&["care_package_id", "from_at"])
        .closes(&["to_at", "ended_by", "ended_by_deletion"])
}

fn task_assignment() -> Table {
    appended("task_assignment")
        .refers("task_id", "task")
        .refers("care_package_id", "care_package")
        .instant("from_at")
        .instant("to_at?")
        .refers("assigned_by", "account")
        .refers("ended_by?", "account")
        .refers("ended_by_deletion?", "deletion")
        .check("to_at >= from_at")
        .check("to_at IS NOT NULL OR (ended_by IS NULL AND ended_by_deletion IS NULL)")
        .unique_among(&["task_id", "care_package_id"], OPEN)
        .listed_by(&["care_package_id", "from_at"])
        .closes(&["to_at", "ended_by", "ended_by_deletion"])
}

fn assessment_template() -> Table {
    mutable("assessment_template")
        .deletable()
        .text("name", 1..=255)
        .string("name_key")
        .bool("active = true")
        .refers("current_version_id?", "template_version")
        .unique_among(&["name_key"], LIVE)
        .listed_by(&["name_key"])
        .referred_to()
}

fn template_version() -> Table {
    appended("template_version")
        .refers("template_id", "assessment_template")
        .int("number", 1..=i32::MAX)
        .refers("published_by", "account")
        .json("covered_task_ids")
        .unique(&["template_id", "number"])
        .referred_to()
}

fn template_item() -> Table {
    appended("template_item")
        .refers("template_version_id", "template_version")
        .code("section", &["knowledge", "practical", "emergency"])
        .count("position")
        .text("prompt", 1..=2000)
        .text("model_answer?", 1..=4000)
        .bool("allow_not_applicable = false")
        .check("(section = 'practical') = (model_answer IS NULL)")
        .check("section = 'practical' OR NOT allow_not_applicable")
        .unique(&["template_version_id", "section", "position"])
}
