//! Connecting to SQLite or PostgreSQL, with the durability that an acknowledged change is owed (DB1, DB2).

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};

use crate::Error;

/// How many connections read at once. Writing on SQLite takes one at a time anyway.
const CONNECTIONS: u32 = 8;

/// The longest wait for a lock or a statement (DB2).
const PATIENCE: Duration = Duration::from_secs(5);

/// The mark of a database of sample data, in the place SQLite has for it: "CTdm".
const DEMO: &str = "1129604205";

/// What marks a database as one of sample data: SQLite keeps a number for the program that made a file.
const MARK_AS_DEMO: &str = "PRAGMA application_id = 1129604205";

/// The database of a deployment: one way in to read, one to write.
#[derive(Clone, Debug)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
}

impl Db {
    /// Connects. `sqlite:…` or `postgres:…`; a missing SQLite file is made.
    ///
    /// # Errors
    /// [`Error::Database`] when the database is away, [`Error::Fault`] when it would not keep what it acknowledges.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        let write = Database::connect(options(url, false)).await?;
        let read = match write.get_database_backend() {
            DatabaseBackend::Sqlite => Database::connect(options(url, true)).await?,
            _ => write.clone(),
        };
        let db = Self { write, read };
        db.check_durability().await?;
        Ok(db)
    }

    /// Where to read. On SQLite these connections refuse to write.
    pub const fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Where transactions begin; everything else goes through [`Db::reader`].
    pub const fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a write. On SQLite the write lock is taken at once, so that two that read before they write
    /// queue instead of failing (V11).
    pub(crate) async fn begin(&self) -> Result<sea_orm::DatabaseTransaction, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// Counts every statement from now on: a test's proof that a page asks a fixed number (R-GEN-16).
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn counted(&mut self) -> std::sync::Arc<std::sync::atomic::AtomicUsize> {
        let count = std::sync::Arc::<std::sync::atomic::AtomicUsize>::default();
        for connection in [&mut self.write, &mut self.read] {
            let count = std::sync::Arc::clone(&count);
            connection.set_metric_callback(move |_| {
                count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            });
        }
        count
    }

    /// Which of the two databases this is.
    pub fn is_postgres(&self) -> bool {
        self.write.get_database_backend() == DatabaseBackend::Postgres
    }

    /// Ends all connections.
    ///
    /// # Errors
    /// [`Error::Database`] when one cannot be ended.
    pub async fn close(self) -> Result<(), Error> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }

    /// What production demands of a database it does not start itself: an acknowledged change is on the disk (DB1).
    ///
    /// # Errors
    /// [`Error::Fault`] with the setting that would lose changes in a power cut.
    pub async fn check_production(&self) -> Result<(), Error> {
        if !self.is_postgres() {
            return Ok(());
        }
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            if self.ask(&format!("SHOW {setting}")).await? == "off" {
                return Err(Error::fault("the database's durability", format!("{setting} is off")));
            }
        }
        Ok(())
    }

    /// Marks a database as one of sample data, before anything is in it.
    ///
    /// # Errors
    /// [`Error::Database`] when it cannot be written.
    pub async fn mark_as_demo(&self) -> Result<(), Error> {
        self.write.execute_unprepared(MARK_AS_DEMO).await?;
        Ok(())
    }

    /// Whether it is one of sample data. Those are SQLite files, so no PostgreSQL database is.
    ///
    /// # Errors
    /// [`Error::Database`] when it cannot be read.
    pub async fn is_demo(&self) -> Result<bool, Error> {
        Ok(!self.is_postgres() && self.ask("PRAGMA application_id").await? == DEMO)
    }

    /// Reads the settings back: what is acknowledged must survive a power cut (DB1). On PostgreSQL they are the
    /// operator's: see [`Db::check_production`].
    async fn check_durability(&self) -> Result<(), Error> {
        if self.is_postgres() {
            return Ok(());
        }
        let wanted =
            [("PRAGMA journal_mode", "wal"), ("PRAGMA synchronous", "2"), ("PRAGMA foreign_keys", "1")];
        for (question, answer) in wanted {
            let given = self.ask(question).await?;
            if given != answer {
                return Err(Error::fault("the database's durability", format!("{question} is {given}")));
            }
        }
        Ok(())
    }

    async fn ask(&self, question: &str) -> Result<String, Error> {
        let row = self
            .write
            .query_one_raw(Statement::from_string(self.write.get_database_backend(), question))
            .await?;
        let row = row.ok_or_else(|| Error::fault("asking the database", question))?;
        row.try_get_by_index::<String>(0)
            .or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()))
            .map_err(Error::from)
    }
}

fn options(url: &str, only_read: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        .set_application_name("caretrack")
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .create_if_missing(true)
                .busy_timeout(PATIENCE)
                .foreign_keys(true)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL");
            if only_read { sqlite.pragma("query_only", "1") } else { sqlite }
        })
        .map_sqlx_postgres_opts(|postgres| {
            postgres.options([("statement_timeout", "5s"), ("idle_in_transaction_session_timeout", "10s")])
        });
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Service;

    #[tokio::test]
    async fn op9_a_server_that_nobody_answers_for_is_away_and_a_wrong_address_is_not() {
        let away = Db::connect("postgres://caretrack@127.0.0.1:1/caretrack").await.unwrap_err();
        assert!(away.is_away(), "{away:?}");
        let wrong = Db::connect("sqlite:/nowhere/at/all.db").await.unwrap_err();
        assert!(!wrong.is_away(), "{wrong:?}");
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else { return };
        let (server, _) = server.rsplit_once('/').unwrap();
        let absent = Db::connect(&format!("{server}/no_such_database")).await.unwrap_err();
        assert!(!absent.is_away(), "{absent:?}");
    }

    #[tokio::test]
    async fn db1_only_a_database_that_keeps_what_it_acknowledges_is_good_enough() {
        let service = Service::empty().await;
        let db = &service.platform.db;
        if db.is_postgres() {
            // The tests' own server is told not to wait for the disk, so that they are fast.
            let refused = db.check_production().await.unwrap_err().to_string();
            assert!(refused.ends_with("fsync is off"), "{refused}");
        } else {
            db.check_production().await.unwrap();
        }
    }

    #[tokio::test]
    async fn au11_a_database_of_sample_data_is_known_by_its_mark() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::connect(&format!("sqlite:{}", folder.path().join("x.db").display())).await.unwrap();
        assert!(!db.is_demo().await.unwrap());
        db.mark_as_demo().await.unwrap();
        assert!(db.is_demo().await.unwrap());
    }
}
