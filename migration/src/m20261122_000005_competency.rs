//! What carers did and what they are competent in: counts, ratings, acknowledgments, concerns.

use sea_orm_migration::prelude::*;

use crate::table::{Table, appended, create, mutable, recorded};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(
            m,
            vec![
                completion(),
                progress_current(),
                competency_rating(),
                rating_event(),
                competency_current(),
                acknowledgment_text(),
                acknowledgment(),
                acknowledgment_rating(),
                concern(),
            ],
        )
        .await
    }
}

const LEVELS: &[&str] =
    &["not_assessed", "non_competent", "advanced_beginner", "competent", "proficient", "expert"];

/// The count of a carer in a task is the sum of the amounts.
fn completion() -> Table {
    appended("completion")
        .carer("carer_id")
        .refers("task_id", "task")
        .code("kind", &["log", "adjust", "reset"])
        .int("amount", -i32::MAX..=i32::MAX)
        .date("work_date")
        .refers("care_package_id?", "care_package")
        .refers("note_id?", "personal_value")
        .text("reason?", 1..=500)
        .refers("entered_by", "account")
        .id("submission_id")
        .check("kind <> 'log' OR amount BETWEEN 1 AND 100")
        .check("kind <> 'adjust' OR amount <> 0")
        .check("kind <> 'reset' OR amount <= 0")
        .check("(kind = 'log') = (reason IS NULL)")
        .unique(&["entered_by", "submission_id"])
        .listed_by(&["carer_id", "task_id", "work_date"])
        .listed_by(&["work_date"])
}

fn progress_current() -> Table {
    mutable("progress_current")
        .carer("carer_id")
        .refers("task_id", "task")
        .count("count")
        .instant("last_reset_at?")
        .unique(&["carer_id", "task_id"])
        .listed_by(&["task_id"])
}

fn competency_rating() -> Table {
    appended("competency_rating")
        .carer("carer_id")
        .refers("task_id", "task")
        .code("level", LEVELS)
        .code("source", &["assessment", "manual"])
        .refers("assessment_id?", "assessment")
        .refers("set_by", "account")
        .instant("set_at")
        .date("set_on")
        .text("reason?", 1..=500)
        .bool("fast_track")
        .code("effect", &["on_acknowledgment", "immediate"])
        .date("valid_until?")
        .refers("previous_rating_id?", "competency_rating")
        .check("(source = 'assessment') = (assessment_id IS NOT NULL)")
        .check("source = 'assessment' OR reason IS NOT NULL")
        .check("source = 'manual' OR level <> 'not_assessed'")
        .listed_by(&["carer_id", "task_id", "set_at"])
        .listed_by(&["assessment_id"])
        .referred_to()
}

/// The state of a rating follows from its events.
fn rating_event() -> Table {
    recorded("rating_event")
        .refers("rating_id", "competency_rating")
        .code(
            "kind",
            &["notified", "reminded", "acknowledged", "withdrawn", "superseded", "valid_until_changed"],
        )
        .refers("by?", "account")
        .bool("automatic")
        .date("valid_until?")
        .text("reason?", 1..=500)
        .listed_by(&["rating_id", "at"])
}

fn competency_current() -> Table {
    mutable("competency_current")
        .carer("carer_id")
        .refers("task_id", "task")
        .refers("effective_rating_id?", "competency_rating")
        .code("effective_level?", LEVELS)
        .date("effective_valid_until?")
        .refers("pending_rating_id?", "competency_rating")
        .date("lapse_told_on?")
        .check("(effective_rating_id IS NULL) = (effective_level IS NULL)")
        .check("effective_rating_id IS NOT NULL OR effective_valid_until IS NULL")
        .unique(&["carer_id", "task_id"])
        .listed_by(&["task_id", "effective_level"])
        .listed_by(&["effective_valid_until"])
        .listed_by(&["pending_rating_id"])
}

fn acknowledgment_text() -> Table {
    appended("acknowledgment_text")
        .int("number", 1..=i32::MAX)
        .text("body", 1..=4000)
        .refers("published_by", "account")
        .unique(&["number"])
        .referred_to()
}

fn acknowledgment() -> Table {
    recorded("acknowledgment")
        .carer("carer_id")
        .refers("text_id", "acknowledgment_text")
        .refers("origin_id", "personal_value")
        .refers("assessment_id?", "assessment")
        .listed_by(&["carer_id", "at"])
        .referred_to()
}

fn acknowledgment_rating() -> Table {
    appended("acknowledgment_rating")
        .refers("acknowledgment_id", "acknowledgment")
        .refers("rating_id", "competency_rating")
        .unique(&["rating_id"])
        .listed_by(&["acknowledgment_id"])
}

fn concern() -> Table {
    mutable("concern")
        .refers("rating_id", "competency_rating")
        .carer("carer_id")
        .text("body", 1..=1000)
        .code("status", &["open", "answered"])
        .text("answer?", 1..=1000)
        .refers("answered_by?", "account")
        .instant("answered_at?")
        .check("(status = 'answered') = (answer IS NOT NULL)")
        .check("(answer IS NULL) = (answered_by IS NULL)")
        .check("(answer IS NULL) = (answered_at IS NULL)")
        .listed_by(&["status", "created_at"])
        .listed_by(&["rating_id"])
}
