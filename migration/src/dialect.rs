//! Every difference between the two databases, one function each.

use sea_orm_migration::{
    prelude::DbErr,
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::column::Kind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

pub(crate) fn of(backend: DbBackend) -> Result<Dialect, DbErr> {
    match backend {
        DbBackend::Sqlite => Ok(Dialect::Sqlite),
        DbBackend::Postgres => Ok(Dialect::Postgres),
        other => {
            Err(DbErr::Migration(format!("CareTrack keeps its data in SQLite or PostgreSQL, not {other:?}")))
        }
    }
}

impl Dialect {
    /// SQLite tables are STRICT, so these are all the types there are. PostgreSQL's text compares by bytes.
    pub(crate) const fn column_type(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Sqlite, Kind::Id | Kind::Bytes) => "BLOB",
            (Self::Sqlite, Kind::Text | Kind::Date) => "TEXT",
            (Self::Sqlite, Kind::Int | Kind::Big | Kind::Bool) => "INTEGER",
            (Self::Postgres, Kind::Id) => "uuid",
            (Self::Postgres, Kind::Text) => "text COLLATE \"C\"",
            (Self::Postgres, Kind::Int) => "integer",
            (Self::Postgres, Kind::Big) => "bigint",
            (Self::Postgres, Kind::Bool) => "boolean",
            (Self::Postgres, Kind::Date) => "date",
            (Self::Postgres, Kind::Bytes) => "bytea",
        }
    }

    /// PostgreSQL knows what a date is; SQLite has to be told.
    pub(crate) fn what_its_types_let_through(self, column: &str, kind: Kind) -> Option<String> {
        match (self, kind) {
            (Self::Sqlite, Kind::Id) => Some(format!("length(\"{column}\") = 16")),
            (Self::Sqlite, Kind::Bool) => Some(format!("\"{column}\" IN (0, 1)")),
            (Self::Sqlite, Kind::Date) => Some(format!("\"{column}\" IS date(\"{column}\")")),
            (Self::Sqlite, Kind::Int) => Some(format!("\"{column}\" BETWEEN -2147483648 AND 2147483647")),
            _ => None,
        }
    }

    /// An append-only table has no hidden row numbers, or a row could be replaced over its number; its own
    /// keys are guarded (see `guard`).
    pub(crate) const fn table_options(self, append_only: bool) -> &'static str {
        match (self, append_only) {
            (Self::Sqlite, true) => "STRICT, WITHOUT ROWID",
            (Self::Sqlite, false) => "STRICT",
            (Self::Postgres, _) => "",
        }
    }

    /// SQLite cannot add a reference to a table that is there, but may name one that is not there yet;
    /// PostgreSQL the other way round.
    pub(crate) const fn references_are_part_of_the_table(self) -> bool {
        matches!(self, Self::Sqlite)
    }

    /// `INSERT OR REPLACE` is SQLite's alone.
    pub(crate) const fn replaces_on_insert(self) -> bool {
        matches!(self, Self::Sqlite)
    }

    /// The reserved id of what belongs to no organisation, and the start of every chain.
    pub(crate) fn zeros(self, bytes: usize) -> String {
        match (self, bytes) {
            (Self::Sqlite, _) => format!("zeroblob({bytes})"),
            (Self::Postgres, 16) => "'00000000-0000-0000-0000-000000000000'::uuid".to_owned(),
            (Self::Postgres, _) => format!("decode(repeat('00', {bytes}), 'hex')"),
        }
    }

    /// Before the event the condition must hold for the row, or the event fails with the message.
    pub(crate) fn trigger(
        self,
        name: &str,
        event: Event,
        table: &str,
        unless: &str,
        message: &str,
    ) -> String {
        let (verb, row) = event.words();
        match self {
            Self::Sqlite => format!(
                "CREATE TRIGGER \"{name}\" BEFORE {verb} ON \"{table}\" WHEN NOT ({unless}) \
                 BEGIN SELECT RAISE(ABORT, '{message}'); END"
            ),
            Self::Postgres => format!(
                "CREATE FUNCTION \"{name}\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 IF {unless} THEN RETURN {row}; END IF; \
                 RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$; \
                 CREATE TRIGGER \"{name}\" BEFORE {verb} ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION \"{name}\"()"
            ),
        }
    }

    /// Only PostgreSQL can empty a table without touching its rows.
    pub(crate) fn trigger_on_truncate(self, name: &str, table: &str, message: &str) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!(
                "CREATE FUNCTION \"{name}\"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$; \
                 CREATE TRIGGER \"{name}\" BEFORE TRUNCATE ON \"{table}\" \
                 FOR EACH STATEMENT EXECUTE FUNCTION \"{name}\"()"
            )),
        }
    }

    /// One server at a time changes the schema. SQLite's immediate transaction already keeps others out.
    pub(crate) async fn lock_schema(self, tx: &impl ConnectionTrait) -> Result<(), DbErr> {
        match self {
            Self::Sqlite => Ok(()),
            Self::Postgres => {
                tx.execute_unprepared("SELECT pg_advisory_xact_lock(7309940817451)").await.map(drop)
            }
        }
    }

    /// No two live entries of one carer share time. `[start_at, end_at)`: back to back is no overlap.
    ///
    /// PostgreSQL excludes it; in SQLite a trigger looks, and only as far back as the longest entry reaches.
    pub(crate) fn refuse_overlap_of_rota_entries(self) -> Vec<String> {
        let name = "rota_entry_no_overlap";
        let clear = "NEW.removed_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM rota_entry AS other \
             WHERE other.organisation_id = NEW.organisation_id AND other.carer_id = NEW.carer_id \
             AND other.removed_at IS NULL AND other.id <> NEW.id \
             AND other.start_at > NEW.start_at - 90000000 AND other.start_at < NEW.end_at \
             AND other.end_at > NEW.start_at)";
        let message = "rota_entry_no_overlap: the carer has another entry at that time";
        match self {
            Self::Sqlite => vec![
                self.trigger(&format!("{name}_insert"), Event::Insert, "rota_entry", clear, message),
                self.trigger(&format!("{name}_update"), Event::Update, "rota_entry", clear, message),
            ],
            Self::Postgres => vec![
                "CREATE EXTENSION IF NOT EXISTS btree_gist".to_owned(),
                format!(
                    "ALTER TABLE rota_entry ADD CONSTRAINT {name} EXCLUDE USING gist (organisation_id WITH =, \
                     carer_id WITH =, int8range(start_at, end_at) WITH &&) WHERE (removed_at IS NULL)"
                ),
            ],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Insert,
    Update,
    Delete,
}

impl Event {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Insert => ("INSERT", "NEW"),
            Self::Update => ("UPDATE", "NEW"),
            Self::Delete => ("DELETE", "OLD"),
        }
    }
}
