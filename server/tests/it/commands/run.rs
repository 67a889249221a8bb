//! Running the program in a home of its own.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, Statement};
use tempfile::TempDir;

/// A key that somebody drew.
pub(super) const KEY: &str = "9f3c1ab04de25c7788e1d6f20b4a39c5710fe8d2a6b35c94e0178dbf62ca4453";

/// A folder with nothing in it, and an environment that says only where a built site is.
pub(super) struct Home {
    folder: TempDir,
    site: TempDir,
    database: Option<String>,
}

/// How a run ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub(super) fn new() -> Self {
        let site = tempfile::tempdir().unwrap();
        std::fs::write(site.path().join("assets.json"), r#"{"assets":[]}"#).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), site, database: None }
    }

    /// The same, with an empty database of the kind under test.
    pub(super) fn with_database() -> Self {
        let database = std::env::var("TEST_POSTGRES_URL").ok().map(|server| new_database(&server));
        Self { database, ..Self::new() }
    }

    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caretrack"));
        command.env_clear().env("CARETRACK_SITE", self.site.path());
        if let Some(database) = &self.database {
            command.env("DATABASE_URL", database);
        }
        command.args(args).current_dir(self.folder.path());
        command
    }

    pub(super) fn run(&self, args: &[&str], env: &[(&str, &str)]) -> Ended {
        let ended = self.command(args).envs(env.iter().copied()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ended { status: ended.status.code().unwrap(), out: text(ended.stdout), err: text(ended.stderr) }
    }

    /// Every file there is.
    pub(super) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        collect(self.folder.path(), &mut files);
        files.into_iter().map(|file| file.display().to_string()).collect()
    }

    /// Alters an append-only table as somebody could who owns the database: its guards are taken away first.
    pub(super) fn alter(&self, sql: &str) {
        let file = format!("sqlite:{}", self.data().join("caretrack.db").display());
        let url = self.database.clone().unwrap_or(file);
        block_on(async {
            let db = Database::connect(url).await.unwrap();
            for guard in guards(&db).await {
                db.execute_unprepared(&guard).await.unwrap();
            }
            db.execute_unprepared(sql).await.unwrap();
            db.close().await.unwrap();
        });
    }

    /// What stands in all of them, as far as it is text.
    pub(super) fn text_of_files(&self) -> String {
        let mut files = Vec::new();
        collect(self.folder.path(), &mut files);
        files.iter().map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned()).collect()
    }

    /// Starts a server on a free port.
    pub(super) fn start(&self, args: &[&str]) -> Running {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let mut child =
            self.command(args).env("CARETRACK_ADDR", &address).stdout(Stdio::piped()).spawn().unwrap();
        // Whatever it says is read, so that it never waits for a reader.
        let said = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || said.lines().for_each(drop));
        let running = Running { child, address };
        running.wait_for("/health/live", "live");
        running
    }
}

/// Makes a database beside the one that the address names.
fn new_database(server: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("commands_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    block_on(async {
        let db = Database::connect(server).await.unwrap();
        db.execute_unprepared(&["CREATE DATABASE ", &name].concat()).await.unwrap();
        db.close().await.unwrap();
    });
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

fn block_on(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
}

/// What takes the guards of the audit trail away.
async fn guards(db: &DatabaseConnection) -> Vec<String> {
    if db.get_database_backend() == DatabaseBackend::Postgres {
        return vec!["ALTER TABLE audit_entry DISABLE TRIGGER ALL".to_owned()];
    }
    let names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'";
    let rows = db.query_all_raw(Statement::from_string(DatabaseBackend::Sqlite, names)).await.unwrap();
    rows.iter()
        .map(|row| format!("DROP TRIGGER \"{}\"", row.try_get::<String>("", "name").unwrap()))
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// A server under way. It ends with the test.
pub(super) struct Running {
    child: Child,
    address: String,
}

impl Running {
    /// The answer to one request, or nothing.
    pub(super) fn get(&self, path: &str) -> String {
        let Ok(mut stream) = TcpStream::connect(&self.address) else { return String::new() };
        let mut answer = String::new();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address).unwrap();
        let _ = stream.read_to_string(&mut answer);
        answer
    }

    pub(super) fn wait_for(&self, path: &str, words: &str) {
        let begun = Instant::now();
        while !(self.get(path).starts_with("HTTP/1.1 200") && self.get(path).ends_with(words)) {
            assert!(
                begun.elapsed() < Duration::from_mins(1),
                "{path} never said {words}: {}",
                self.get(path)
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Asks it to end, and gives its exit status.
    pub(super) fn terminate(&mut self) -> Option<i32> {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
