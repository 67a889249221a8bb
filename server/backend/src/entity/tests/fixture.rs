//! A fresh database of each kind, with one row in every table, written in plain SQL.
//!
//! The rows are written without the entities, so that a mistake cannot hide by being in both.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::id::OrganisationId;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr, EntityTrait};

use crate::entity::Tenant;

/// Runs a test on SQLite, and on PostgreSQL where the tests were told of one.
pub(super) async fn on_each_database(test: impl AsyncFn(Schema)) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("schema.db");
    test(Schema::migrated(&format!("sqlite://{}?mode=rwc", file.display())).await).await;
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        let name = format!("schema_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let operator = Database::connect(&server).await.expect("the server");
        run(&operator, &format!("CREATE DATABASE {name}")).await.expect("made");
        test(Schema::migrated(&beside(&server, &name)).await).await;
        run(&operator, &format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("dropped");
    }
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// The same server, another database.
fn beside(server: &str, name: &str) -> String {
    let (address, _) = server.rsplit_once('/').expect("postgres://…/database");
    format!("{address}/{name}")
}

async fn run(db: &DatabaseConnection, sql: &str) -> Result<(), DbErr> {
    db.execute_unprepared(sql).await.map(drop)
}

/// A migrated database.
pub(super) struct Schema {
    pub(super) db: DatabaseConnection,
}

impl Schema {
    async fn migrated(url: &str) -> Self {
        let db = Database::connect(url).await.expect("a database");
        migration::run(&db).await.expect("migrated");
        Self { db }
    }

    /// Reads each column of each entity.
    pub(super) async fn read_every_entity(&self) {
        macro_rules! read {
            ($($table:ident)+) => {
                $(super::super::$table::Entity::find().all(&self.db).await.expect(stringify!($table));)+
            };
        }
        read!(deployment job_run lease organisation rate_counter setup_code);
        self.read_rows_of(RESERVED).await;
    }

    /// Reads each column of the rows of one organisation.
    pub(super) async fn read_rows_of(&self, organisation: OrganisationId) {
        macro_rules! read {
            ($($table:ident)+) => {
                $(super::super::$table::Entity::of(organisation).all(&self.db).await.expect(stringify!($table));)+
            };
        }
        read!(account acknowledgment acknowledgment_rating acknowledgment_text alert assessment assessment_answer assessment_draft assessment_ready assessment_task assessment_template audit_checkpoint audit_entry audit_head care_package carer carer_assignment competency_current competency_rating completion concern deletion email_change invitation notice organisation_setting outbox password_reset person_name personal_value progress_current rating_event retention_run rota_entry rota_override rule_setting session shift shift_application shift_distribution shift_task submission task task_assignment template_item template_version);
    }
}

pub(super) const RESERVED: OrganisationId = OrganisationId(uuid::Uuid::nil());
