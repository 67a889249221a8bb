//! A fresh database of each kind, with rows in every table, written in plain SQL.
//!
//! The rows are written without the entities, so that a mistake cannot hide by being in both.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU32, Ordering},
};

use domain::id::OrganisationId;
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, EntityTrait, Iterable, Statement,
};

use super::rows::{Kind, ROWS, Row};
use crate::entity::Tenant;

/// Runs a test on SQLite, and on PostgreSQL where the tests were told of one.
pub(super) async fn on_each_database(test: impl AsyncFn(&Schema)) {
    on_each_empty_database(async |url| {
        let schema = Schema { db: Database::connect(url).await.expect("a database") };
        migration::run(&schema.db).await.expect("migrated");
        test(&schema).await;
    })
    .await;
}

/// The same with a database in which there is nothing yet.
pub(super) async fn on_each_empty_database(test: impl AsyncFn(&str)) {
    let folder = tempfile::tempdir().expect("a folder");
    test(&format!("sqlite://{}?mode=rwc", folder.path().join("schema.db").display())).await;
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        let name = format!("schema_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let operator = Schema { db: Database::connect(&server).await.expect("the server") };
        operator.done(&format!("CREATE DATABASE {name}")).await;
        let (address, _) = server.rsplit_once('/').expect("postgres://…/database");
        test(&format!("{address}/{name}")).await;
        operator.done(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A migrated database.
pub(super) struct Schema {
    pub(super) db: DatabaseConnection,
}

/// One of the organisations of a test.
pub(super) type Organisation = u32;

impl Schema {
    pub(super) fn is_sqlite(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Sqlite
    }

    pub(super) async fn run(&self, sql: &str) -> Result<(), DbErr> {
        self.db.execute_unprepared(sql).await.map(drop)
    }

    pub(super) async fn done(&self, sql: &str) {
        self.run(sql).await.unwrap_or_else(|error| panic!("{sql}\n{error}"));
    }

    /// What the database said against it.
    pub(super) async fn refused(&self, sql: &str) -> String {
        match self.run(sql).await {
            Ok(()) => panic!("not refused: {sql}"),
            Err(error) => error.to_string(),
        }
    }

    /// Rows of one text column.
    pub(super) async fn texts(&self, sql: &str) -> BTreeSet<String> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let rows = self.db.query_all_raw(statement).await.expect("an answer");
        rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
    }

    /// The id of a row of the fixture, as SQL.
    pub(super) fn id(&self, organisation: Organisation, n: u32) -> String {
        let hex = uuid(organisation, n).simple().to_string();
        if self.is_sqlite() { format!("x'{hex}'") } else { format!("'{hex}'::uuid") }
    }

    fn bytes(&self, organisation: Organisation, n: u32, sixteens: usize) -> String {
        let hex = uuid(organisation, n).simple().to_string().repeat(sixteens);
        if self.is_sqlite() { format!("x'{hex}'") } else { format!("decode('{hex}', 'hex')") }
    }

    /// Every row, in one organisation.
    pub(super) async fn fill(&self, organisation: Organisation) {
        let rows: Vec<String> = ROWS.iter().map(|row| self.insert(organisation, &columns(*row))).collect();
        self.done(&format!("BEGIN; {}; COMMIT", rows.join("; "))).await;
    }

    /// A row of the fixture once more: with another id and these changes. The last row of the table is the model.
    pub(super) fn again(&self, organisation: Organisation, table: &str, n: u32, changes: &str) -> String {
        let model = ROWS.iter().rev().find(|row| row.0 == table).expect("a row of that table");
        let mut new = columns(Row(model.0, model.1, n, model.3));
        for (name, value) in pairs(changes) {
            new.1.retain(|(column, _)| *column != name);
            new.1.push((name, value));
        }
        self.insert(organisation, &new)
    }

    /// An INSERT with the marks of [`ROWS`] filled in.
    pub(super) fn insert(&self, organisation: Organisation, row: &Columns) -> String {
        let names: Vec<String> = row.1.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let values: Vec<String> = row.1.iter().map(|(_, value)| self.value(organisation, value)).collect();
        format!("INSERT INTO \"{}\" ({}) VALUES ({})", row.0, names.join(", "), values.join(", "))
    }

    fn value(&self, organisation: Organisation, written: &str) -> String {
        let number = |n: &str| n.parse().expect("a number");
        match written.split_at(1) {
            ("#" | "@", n) => self.id(organisation, number(n)),
            ("!", n) => self.id(organisation + 1, number(n)),
            ("~", n) => self.bytes(organisation, number(n), 2),
            (".", n) => self.bytes(organisation, number(n), 1),
            ("$", "") => self.id(organisation, 0),
            _ => written.replace('%', &organisation.to_string()),
        }
    }

    /// Reads each column of each entity, the rows of one organisation where there are several.
    pub(super) async fn count_rows_by_entity(
        &self,
        organisation: OrganisationId,
    ) -> Vec<(&'static str, usize)> {
        let mut counts = Vec::new();
        macro_rules! read {
            ($find:expr; $($table:ident)+) => {
                $(let rows = $find(super::super::$table::Entity).all(&self.db).await.expect(stringify!($table));
                counts.push((stringify!($table), rows.len()));)+
            };
        }
        read!(all; deployment job_run lease organisation rate_counter setup_code);
        read!(|entity| of(entity, organisation); account acknowledgment acknowledgment_rating acknowledgment_text alert assessment assessment_answer assessment_draft assessment_ready assessment_task assessment_template audit_checkpoint audit_entry audit_head care_package carer carer_assignment competency_current competency_rating completion concern deletion email_change invitation notice organisation_setting outbox password_reset person_name personal_value progress_current rating_event retention_run rota_entry rota_override rule_setting session shift shift_application shift_distribution shift_task submission task task_assignment template_item template_version);
        counts
    }
}

fn all<E: EntityTrait>(_: E) -> sea_orm::Select<E> {
    E::find()
}

fn of<E: Tenant>(_: E, organisation: OrganisationId) -> sea_orm::Select<E> {
    E::of(organisation)
}

/// The columns that each entity knows, as `table.column`.
pub(super) fn columns_of_entities() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    macro_rules! read {
        ($($table:ident)+) => {
            $(names.extend(super::super::$table::Column::iter().map(|column| {
                format!("{}.{}", stringify!($table), sea_orm::IdenStatic::as_str(&column))
            }));)+
        };
    }
    read!(deployment job_run lease organisation rate_counter setup_code account acknowledgment acknowledgment_rating acknowledgment_text alert assessment assessment_answer assessment_draft assessment_ready assessment_task assessment_template audit_checkpoint audit_entry audit_head care_package carer carer_assignment competency_current competency_rating completion concern deletion email_change invitation notice organisation_setting outbox password_reset person_name personal_value progress_current rating_event retention_run rota_entry rota_override rule_setting session shift shift_application shift_distribution shift_task submission task task_assignment template_item template_version);
    names
}

/// A table with its columns and their values.
pub(super) type Columns = (&'static str, Vec<(String, String)>);

/// What is written for a row, and what its kind adds.
pub(super) fn columns(Row(table, kind, n, written): Row) -> Columns {
    let common = match kind {
        Kind::Mutable => format!("id=@{n}; organisation_id=$; created_at=1000; updated_at=1000; "),
        Kind::Appended => format!("id=@{n}; organisation_id=$; created_at=1000; "),
        Kind::Recorded => format!("id=@{n}; organisation_id=$; at=1000; "),
        Kind::Plain => String::new(),
    };
    (table, pairs(&(common + written)))
}

fn pairs(written: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    written.split("; ").filter(|part| !part.is_empty()).map(|part| pair(part).expect("name=value")).collect()
}

pub(super) fn organisation(organisation: Organisation) -> OrganisationId {
    OrganisationId(uuid(organisation, 0))
}

fn uuid(organisation: Organisation, n: u32) -> uuid::Uuid {
    uuid::Uuid::from_u128(u128::from(organisation) * 1000 + u128::from(n))
}
