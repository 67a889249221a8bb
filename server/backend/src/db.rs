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

    /// Reads the settings back: what is acknowledged must survive a power cut (DB1).
    async fn check_durability(&self) -> Result<(), Error> {
        let wanted: &[(&str, &str)] = if self.is_postgres() {
            // `fsync` and `synchronous_commit` are the operator's; a test cluster may turn them off, production
            // is refused by `config check`.
            &[]
        } else {
            &[("PRAGMA journal_mode", "wal"), ("PRAGMA synchronous", "2"), ("PRAGMA foreign_keys", "1")]
        };
        for (question, answer) in wanted {
            let given = self.ask(question).await?;
            if given != *answer {
                return Err(Error::fault("the database's durability", format!("{question} is {given}")));
            }
        }
        Ok(())
    }

    async fn ask(&self, question: &str) -> Result<String, Error> {
        let row = self.write.query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, question)).await?;
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
