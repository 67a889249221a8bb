//! Fresh databases, fast: the migrations run once for a template, and each test gets a copy of it.

use std::path::PathBuf;
use std::sync::Mutex;

use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::db::Db;

/// What keeps a test's database alive, and removes it afterwards.
#[derive(Debug)]
pub(super) struct Fresh {
    _folder: Option<TempDir>,
    name: Option<String>,
}

/// Databases on the server whose tests have ended. The next test drops them, because dropping cannot wait here;
/// a few hundred of them would fill the disk.
static ENDED: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Drop for Fresh {
    fn drop(&mut self) {
        if let (Some(name), Ok(mut ended)) = (self.name.take(), ENDED.lock()) {
            ended.push(name);
        }
    }
}

/// The migrated template of this process.
static TEMPLATE: OnceCell<Template> = OnceCell::const_new();

enum Template {
    Sqlite { file: PathBuf, _folder: TempDir },
    Postgres { server: String, name: String },
}

/// A fresh, migrated database: on the PostgreSQL server of `TEST_POSTGRES_URL`, else SQLite in a temporary file.
pub(super) async fn fresh() -> (Db, Fresh) {
    match TEMPLATE.get_or_init(template).await {
        Template::Sqlite { file, .. } => {
            let folder = tempfile::tempdir().unwrap();
            let copy = folder.path().join("test.db");
            std::fs::copy(file, &copy).unwrap();
            let db = Db::connect(&format!("sqlite:{}", copy.display())).await.unwrap();
            (db, Fresh { _folder: Some(folder), name: None })
        }
        Template::Postgres { server, name } => {
            let ended = std::mem::take(&mut *ENDED.lock().unwrap());
            for name in ended {
                statement(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
            let copy = format!("test_{}", super::unique().simple());
            statement(server, &format!("CREATE DATABASE {copy} TEMPLATE {name}")).await;
            let db = Db::connect(&format!("{server}/{copy}")).await.unwrap();
            (db, Fresh { _folder: None, name: Some(copy) })
        }
    }
}

async fn template() -> Template {
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        // The variable names the server's own database, as every client does; the tests make theirs beside it.
        let server = server.trim_end_matches('/').trim_end_matches("/postgres").to_owned();
        let name = format!("template_{}", super::unique().simple());
        statement(&server, &format!("CREATE DATABASE {name}")).await;
        migrate(&format!("{server}/{name}")).await;
        return Template::Postgres { server, name };
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("template.db");
    migrate(&format!("sqlite:{}?mode=rwc", file.display())).await;
    Template::Sqlite { file, _folder: folder }
}

/// Runs the migrations and lets go of the database, so that it can be copied.
async fn migrate(url: &str) {
    let db = Database::connect(url).await.unwrap();
    migration::run(&db).await.unwrap();
    db.close().await.unwrap();
}

/// One statement on the server itself, outside any test's database.
async fn statement(server: &str, sql: &str) {
    let db = Database::connect(format!("{server}/postgres")).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}
