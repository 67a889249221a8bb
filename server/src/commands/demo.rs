//! `caretrack demo`: sample data in a throw-away database of its own, on this machine only (AU11).

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use backend::db::Db;
use backend::demo::{self, SignIn};

use super::{block_on, migrate, open, print, serve};
use crate::clock;
use crate::config::{Config, Settings};
use crate::failure::Failure;

/// Makes the demo anew, prints where it is and who can sign in, and serves it.
///
/// # Errors
/// When it would be served as production, or a database stands in its place that is not its own.
pub fn run(settings: Settings) -> Result<(), Failure> {
    if settings.database_url.is_some() || settings.database_url_file.is_some() {
        return Err(Failure::setting("DATABASE_URL", "the demo has a database of its own: unset it"));
    }
    let config = Config::new(settings)?;
    if config.mode == backend::Mode::Production {
        return Err(Failure::setting("CARETRACK_PUBLIC_URL", "the demo is never served by https: unset it"));
    }
    let folder = config.data.join("demo");
    let config = config.demo(folder.clone());
    serve::start_log(&config)?;
    block_on(async {
        let assets = serve::assets(&config)?;
        let listener = serve::listen(&config).await?;
        clear(&folder, &config).await?;
        print("Preparing the sample data …")?;
        let people = prepare(&config).await?;
        let platform = open::platform(&config).await?;
        print(&welcome(&config, &people))?;
        serve::serve(&config, platform, assets, listener).await
    })
}

/// Removes the last demo, and nothing else: the folder goes only if the database in it is marked as a demo's.
async fn clear(folder: &Path, config: &Config) -> Result<(), Failure> {
    let Some(file) = config.database.file.as_ref().filter(|file| file.exists()) else { return Ok(()) };
    let db = Db::connect(config.database.url.reveal()).await?;
    let ours = db.is_demo().await?;
    db.close().await?;
    if !ours {
        let why = format!("{} is not the demo's own database: move it away", file.display());
        return Err(Failure::setting("CARETRACK_DATA", why));
    }
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Failure::setting("CARETRACK_DATA", format!("{}: {error}", folder.display())))
        }
        _ => Ok(()),
    }
}

/// Makes the database, marks it before anything else is in it, and loads the sample data.
async fn prepare(config: &Config) -> Result<Vec<SignIn>, Failure> {
    migrate::make_folder(config)?;
    let db = Db::connect(config.database.url.reveal()).await?;
    db.mark_as_demo().await?;
    db.close().await?;
    migrate::migrate(config).await?;
    let platform = open::platform(config).await?;
    let people = demo::load(&platform, clock::system()).await?;
    platform.db.clone().close().await?;
    Ok(people)
}

fn welcome(config: &Config, people: &[SignIn]) -> String {
    let mut lines = vec![format!("\nThe demo is at {}\n", config.public_url)];
    let width = people.iter().map(|person| person.email.chars().count()).max().unwrap_or_default();
    for SignIn { name, role, email, password } in people {
        lines.push(format!("  {email:width$}  {password}  {name}, {role}"));
    }
    lines.push("\nPress Ctrl-C to stop. The next demo begins afresh.\n".to_owned());
    lines.join("\n")
}
