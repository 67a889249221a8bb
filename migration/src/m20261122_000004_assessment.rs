//! Assessments: when a group may be assessed, the draft, and the finished ones that never change.

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
                assessment_ready(),
                assessment_draft(),
                assessment(),
                assessment_answer(),
                assessment_task(),
            ],
        )
        .await
    }
}

/// The creation of an open row is the one event that admins are told of.
fn assessment_ready() -> Table {
    mutable("assessment_ready")
        .carer("carer_id")
        .refers("template_id", "assessment_template")
        .instant("ready_at")
        .instant("closed_at?")
        .code("close_reason?", &["assessed", "no_longer_ready"])
        .check("(closed_at IS NULL) = (close_reason IS NULL)")
        .unique_among(&["carer_id", "template_id"], "closed_at IS NULL")
        .listed_by(&["closed_at", "ready_at"])
}

fn assessment_draft() -> Table {
    mutable("assessment_draft")
        .refers("template_version_id", "template_version")
        .carer("carer_id")
        .refers("template_id", "assessment_template")
        .refers("edited_by", "account")
        .json("content")
        .bool("reassessment")
        .unique(&["carer_id", "template_id"])
}

fn assessment() -> Table {
    appended("assessment")
        .carer("carer_id")
        .refers("template_id", "assessment_template")
        .refers("template_version_id", "template_version")
        .refers("assessor_id", "account")
        .text("assessor_reference?", 1..=100)
        .instant("completed_at")
        .date("completed_on")
        .code("overall_level", &["non_competent", "advanced_beginner", "competent", "proficient", "expert"])
        .bool("reassessment")
        .text("note?", 1..=2000)
        .refers("amends_id?", "assessment")
        .text("amend_reason?", 1..=500)
        .check("(amends_id IS NULL) = (amend_reason IS NULL)")
        .listed_by(&["carer_id", "template_id", "completed_at"])
        .listed_by(&["completed_at"])
        .referred_to()
}

/// The prompt is copied, so that no later edition changes what was asked.
fn assessment_answer() -> Table {
    appended("assessment_answer")
        .refers("assessment_id", "assessment")
        .code("section", &["knowledge", "practical", "emergency"])
        .count("position")
        .text("prompt", 1..=2000)
        .text("model_answer?", 1..=4000)
        .text("answer?", 1..=4000)
        .code("skill_result?", &["competent", "needs_support", "not_applicable"])
        .check("(section = 'practical') = (answer IS NULL)")
        .check("(section = 'practical') = (skill_result IS NOT NULL)")
        .unique(&["assessment_id", "section", "position"])
}

fn assessment_task() -> Table {
    appended("assessment_task")
        .refers("assessment_id", "assessment")
        .refers("task_id", "task")
        .text("task_name", 1..=255)
        .unique(&["assessment_id", "task_id"])
}
