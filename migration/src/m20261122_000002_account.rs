//! People: accounts, how they get in, and every personal text that evidence refers to.

use sea_orm_migration::prelude::*;

use crate::{
    column::Kind,
    table::{Table, appended, create, mutable, mutable_by, of_deployment},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        create(
            m,
            vec![
                deletion(),
                account(),
                carer(),
                person_name(),
                personal_value(),
                session(),
                invitation(),
                password_reset(),
                email_change(),
                setup_code(),
            ],
        )
        .await
    }
}

const ROLES: &[&str] = &["admin", "carer"];

/// The bin lists this table, so it holds every type of item.
fn deletion() -> Table {
    mutable("deletion")
        .code("item_type", &["carer", "admin", "package", "task", "template"])
        .id("item_id")
        .text("label", 1..=255)
        .refers("deleted_by", "account")
        .instant("deleted_at")
        .instant("purge_after?")
        .instant("warned_7_at?")
        .instant("warned_1_at?")
        .instant("restored_at?")
        .instant("purged_at?")
        .instant("record_downloaded_at?")
        .json("details")
        .unique_among(&["item_type", "item_id"], "restored_at IS NULL AND purged_at IS NULL")
        .listed_by(&["deleted_at"])
        .referred_to()
}

fn account() -> Table {
    mutable("account")
        .deletable()
        .code("role", ROLES)
        .text("email?", 1..=254)
        .string("email_key?")
        .text("name", 2..=100)
        .string("name_key")
        .string("password_hash?")
        .bool("active = true")
        .bool("can_manage_admins = false")
        .bool("can_view_audit = false")
        .bool("can_erase = false")
        .bool("can_manage_settings = false")
        .text("professional_reference?", 1..=100)
        .instant("last_sign_in_at?")
        .count("failures_since_lock = 0")
        .count("failures_since_success = 0")
        .instant("locked_until?")
        .count("epoch = 0")
        .text("pseudonym?", 1..=20)
        .instant("erased_at?")
        .check("(email IS NULL) = (email_key IS NULL)")
        .check(NO_FLAGS_FOR_CARERS)
        .unique_everywhere("email_key")
        .listed_by(&["role", "name_key"])
        .referred_to()
}

const NO_FLAGS_FOR_CARERS: &str =
    "role = 'admin' OR NOT (can_manage_admins OR can_view_audit OR can_erase OR can_manage_settings)";

fn carer() -> Table {
    mutable_by("carer", "account_id")
        .key_refers("account")
        .text("job_role?", 1..=100)
        .date("employment_start?")
        .date("employment_end?")
        .text("phone?", 1..=30)
        .text("emergency_name?", 1..=100)
        .text("emergency_phone?", 1..=30)
        .date("wtr_opt_out_from?")
        .date("wtr_opt_out_until?")
        .text("pseudonym", 1..=20)
        .check("employment_end >= employment_start")
        .check("wtr_opt_out_until >= wtr_opt_out_from")
        .unique(&["pseudonym"])
        .referred_to()
}

fn person_name() -> Table {
    appended("person_name")
        .refers("account_id", "account")
        .text("name?", 2..=100)
        .instant("from_at")
        .listed_by(&["account_id", "from_at"])
        .blanks(&["name"])
}

/// The subject is an account, or the invitation before there is one, so it is no reference.
fn personal_value() -> Table {
    appended("personal_value")
        .id("subject_id?")
        .code("kind", &["name", "email", "phone", "contact", "origin", "note", "typed_email"])
        .string("value?")
        .hash("salt?")
        .listed_by(&["subject_id"])
        .blanks(&["value", "salt"])
        .removed_where(
            "EXISTS (SELECT 1 FROM retention_run AS run WHERE run.organisation_id = OLD.organisation_id \
             AND run.table_name = 'personal_value' AND run.\"before\" > OLD.created_at)",
        )
        .referred_to()
}

fn session() -> Table {
    mutable("session")
        .refers("account_id", "account")
        .hash("token_hash")
        .instant("last_seen_at")
        .instant("expires_at")
        .int("idle_minutes", 1..=1440)
        .bool("shared_device")
        .instant("auth_at")
        .json("data")
        .refers("origin_id", "personal_value")
        .instant("ended_at?")
        .code("end_reason?", END_REASONS)
        .check("(ended_at IS NULL) = (end_reason IS NULL)")
        .unique_everywhere("token_hash")
        .listed_by(&["account_id", "ended_at"])
}

const END_REASONS: &[&str] =
    &["sign_out", "idle", "absolute", "limit", "revoked", "account_ended", "password_changed"];

/// An ended one is kept without name and address (domain §10), a pending one never.
fn invitation() -> Table {
    mutable("invitation")
        .code("role", ROLES)
        .text("name?", 2..=100)
        .text("email?", 1..=254)
        .string("email_key?")
        .text("job_role?", 1..=100)
        .date("employment_start?")
        .bool("can_manage_admins = false")
        .bool("can_view_audit = false")
        .bool("can_erase = false")
        .bool("can_manage_settings = false")
        .hash("token_hash")
        .code("status", &["pending", "accepted", "declined", "cancelled", "expired"])
        .refers("invited_by", "account")
        .instant("sent_at")
        .instant("expires_at")
        .instant("ended_at?")
        .refers("account_id?", "account")
        .check(NO_FLAGS_FOR_CARERS)
        .check("status <> 'pending' OR (name IS NOT NULL AND email IS NOT NULL AND email_key IS NOT NULL)")
        .check("(status = 'pending') = (ended_at IS NULL)")
        .check("status = 'accepted' OR account_id IS NULL")
        .unique_everywhere_among("email_key", "status = 'pending'")
        .unique_everywhere("token_hash")
        .listed_by(&["status", "sent_at"])
}

/// An index knows no clock: a new request takes the place of the unused one, expired or not.
fn password_reset() -> Table {
    mutable("password_reset")
        .refers("account_id", "account")
        .hash("token_hash")
        .instant("expires_at")
        .instant("used_at?")
        .refers("origin_id", "personal_value")
        .unique_everywhere("token_hash")
        .unique_among(&["account_id"], "used_at IS NULL")
}

fn email_change() -> Table {
    mutable("email_change")
        .refers("account_id", "account")
        .refers("initiated_by", "account")
        .text("new_email?", 1..=254)
        .string("new_key?")
        .hash("verify_hash")
        .hash("cancel_hash")
        .code("status", &["pending", "verified", "cancelled", "expired"])
        .instant("expires_at")
        .instant("ended_at?")
        .check("status <> 'pending' OR (new_email IS NOT NULL AND new_key IS NOT NULL)")
        .check("(status = 'pending') = (ended_at IS NULL)")
        .unique_everywhere("verify_hash")
        .unique_everywhere("cancel_hash")
        .unique_among(&["account_id"], "status = 'pending'")
}

fn setup_code() -> Table {
    of_deployment("setup_code", "id", Kind::Id)
        .instant("created_at")
        .hash("code_hash")
        .instant("used_at?")
        .unique_everywhere("code_hash")
}
