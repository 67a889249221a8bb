//! Shifts offered, the carers' interest in them, and the rota. A shift and its entry refer to each other.

use sea_orm_migration::prelude::*;

use crate::{
    dialect::{self, Dialect, Event},
    table::{Table, create, mutable, recorded, run},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let dialect = dialect::of(m.get_database_backend())?;
        create(
            m,
            vec![
                shift(),
                shift_task(),
                shift_distribution(),
                shift_application(),
                rota_entry(),
                rota_override(),
                rule_setting(),
            ],
        )
        .await?;
        run(m, fixed_once_sent(dialect)).await?;
        run(m, dialect.refuse_overlap_of_rota_entries()).await
    }
}

/// The longest time on the wall is just below 24 hours, on the night when the clocks go back one hour more.
const LENGTH: &str = "end_at > start_at AND end_at - start_at < 90000000";

const TYPES: &[&str] = &["day", "night"];

fn shift() -> Table {
    mutable("shift")
        .refers("care_package_id", "care_package")
        .date("local_date")
        .instant("start_at")
        .instant("end_at")
        .code("type", TYPES)
        .code("kind", &["competent", "non_competent"])
        .code("status", STATES)
        .instant("apply_by")
        .text("note?", 1..=1000)
        .refers("created_by", "account")
        .instant("sent_at?")
        .refers("selected_application_id?", "shift_application")
        .refers("rota_entry_id?", "rota_entry")
        .code("expiry_reason?", &["no_applications", "not_filled"])
        .text("cancel_reason?", 1..=500)
        .refers("copied_from?", "shift")
        .check(LENGTH)
        .check("apply_by <= start_at")
        .check("(status = 'created') = (sent_at IS NULL)")
        .check("status <> 'assigned' OR (selected_application_id IS NOT NULL AND rota_entry_id IS NOT NULL)")
        .check("status <> 'cancelled' OR cancel_reason IS NOT NULL")
        .check("status <> 'expired' OR expiry_reason IS NOT NULL")
        .unique(&["rota_entry_id"])
        .listed_by(&["status", "start_at"])
        .listed_by(&["care_package_id", "start_at"])
        .listed_by(&["start_at"])
        .referred_to()
}

const STATES: &[&str] =
    &["created", "open", "has_applications", "assigned", "completed", "cancelled", "expired"];

fn shift_task() -> Table {
    mutable("shift_task")
        .refers("shift_id", "shift")
        .refers("task_id", "task")
        .unique(&["shift_id", "task_id"])
        .listed_by(&["task_id"])
}

fn shift_distribution() -> Table {
    mutable("shift_distribution")
        .refers("shift_id", "shift")
        .carer("carer_id")
        .instant("notified_at")
        .instant("first_viewed_at?")
        .instant("closed_notice_at?")
        .unique(&["shift_id", "carer_id"])
        .listed_by(&["carer_id", "notified_at"])
}

fn shift_application() -> Table {
    mutable("shift_application")
        .refers("shift_id", "shift")
        .carer("carer_id")
        .text("note?", 1..=500)
        .instant("applied_at")
        .code("status", &["pending", "selected", "rejected", "removed"])
        .instant("processed_at?")
        .refers("processed_by?", "account")
        .text("removal_reason?", 1..=500)
        .json("verdict")
        .check("status <> 'removed' OR removal_reason IS NOT NULL")
        .unique(&["shift_id", "carer_id"])
        .listed_by(&["carer_id", "applied_at"])
        .listed_by(&["status", "applied_at"])
        .referred_to()
}

/// Removed rows stay for history; the others are live.
fn rota_entry() -> Table {
    mutable("rota_entry")
        .refers("care_package_id", "care_package")
        .carer("carer_id")
        .date("local_date")
        .code("type", TYPES)
        .instant("start_at")
        .instant("end_at")
        .code("state", &["draft", "confirmed"])
        .instant("confirmed_at?")
        .refers("confirmed_by?", "account")
        .refers("shift_id?", "shift")
        .text("note?", 1..=500)
        .json("verdict")
        .refers("created_by", "account")
        .instant("removed_at?")
        .refers("removed_by?", "account")
        .text("removed_reason?", 1..=500)
        .check(LENGTH)
        .check("(state = 'confirmed') = (confirmed_at IS NOT NULL)")
        .check("removed_at IS NOT NULL OR (removed_by IS NULL AND removed_reason IS NULL)")
        .unique_among(&["shift_id"], "removed_at IS NULL")
        .listed_by(&["carer_id", "start_at"])
        .listed_by(&["care_package_id", "start_at"])
        .listed_by(&["start_at"])
        .referred_to()
}

fn rota_override() -> Table {
    recorded("rota_override")
        .refers("rota_entry_id", "rota_entry")
        .text("rule_key", 1..=60)
        .text("reason", 10..=500)
        .json("facts")
        .refers("by", "account")
        .listed_by(&["rota_entry_id"])
        .listed_by(&["rule_key", "at"])
        .removed_where(
            "EXISTS (SELECT 1 FROM retention_run AS run WHERE run.organisation_id = OLD.organisation_id \
             AND run.table_name = 'rota_override' AND run.\"before\" > OLD.at)",
        )
}

/// Two nulls are different to both databases, so the organisation's own row has an index of its own.
fn rule_setting() -> Table {
    mutable("rule_setting")
        .refers("care_package_id?", "care_package")
        .text("rule_key", 1..=60)
        .code("mode", &["off", "warning", "error"])
        .json("params")
        .unique_among(&["care_package_id", "rule_key"], "care_package_id IS NOT NULL")
        .unique_among(&["rule_key"], "care_package_id IS NULL")
}

/// What a sent shift requires stays as it was sent, and sent stays sent. Old ones go behind a retention run.
fn fixed_once_sent(dialect: Dialect) -> Vec<String> {
    let unsent = |row| {
        format!(
            "NOT EXISTS (SELECT 1 FROM shift WHERE shift.id = {row}.shift_id AND shift.sent_at IS NOT NULL)"
        )
    };
    let retained = "EXISTS (SELECT 1 FROM shift JOIN retention_run AS run \
         ON run.organisation_id = shift.organisation_id AND run.table_name = 'shift_task' \
         AND run.\"before\" > shift.end_at WHERE shift.id = OLD.shift_id)";
    let refuse = |verb: &str, event, unless: &str| {
        let message = format!("shift_task_fixed_once_sent: refuses {verb}");
        dialect.trigger(&format!("shift_task_refuses_{verb}"), event, "shift_task", unless, &message)
    };
    vec![
        refuse("insert", Event::Insert, &unsent("NEW")),
        refuse("update", Event::Update, &format!("{} AND {}", unsent("OLD"), unsent("NEW"))),
        refuse("delete", Event::Delete, &format!("{} OR {retained}", unsent("OLD"))),
        dialect.trigger(
            "shift_stays_sent",
            Event::Update,
            "shift",
            "OLD.sent_at IS NULL OR NEW.sent_at IS NOT NULL",
            "shift_stays_sent: sent_at is not taken back",
        ),
    ]
}
