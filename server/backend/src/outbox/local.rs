//! Mails as files in a folder, where there is no mail server: written whole, private, and read for the demo's page.

use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use domain::time::Instant;
use mailparse::{MailHeaderMap, dateparse, parse_mail};

use crate::{Cx, Error, Mode};

/// How many mails are shown, newest first.
const SHOWN: usize = 100;

/// A mail as it would have been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalMail {
    /// Its name.
    pub id: String,
    /// The recipient's address.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// When it was sent.
    pub sent_at: Instant,
}

/// The newest mails of the demo. Elsewhere nobody may read other people's mails, so there is no such page.
///
/// # Errors
/// [`Error::NotFound`] outside the demo, [`Error::Fault`] when the folder cannot be read.
pub async fn list(cx: &Cx) -> Result<Vec<LocalMail>, Error> {
    let platform = cx.platform();
    let folder = platform.post.folder().filter(|_| platform.mode == Mode::Demo).ok_or(Error::NotFound)?;
    let folder = folder.to_owned();
    let read = tokio::task::spawn_blocking(move || read(&folder)).await;
    read.map_err(|error| Error::fault("the mails' folder", error))?
        .map_err(|error| Error::fault("the mails' folder", error))
}

/// Names sort by time, because they are the rows' ids.
fn read(folder: &Path) -> io::Result<Vec<LocalMail>> {
    let mut files: Vec<PathBuf> = match std::fs::read_dir(folder) {
        Ok(files) => files.map(|file| file.map(|file| file.path())).collect::<io::Result<_>>()?,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    files.retain(|file| file.extension().is_some_and(|kind| kind == "eml"));
    files.sort_unstable_by(|a, b| b.cmp(a));
    Ok(files.iter().take(SHOWN).filter_map(|file| parse(file)).collect())
}

/// A file that is no mail is left out: nobody but this program writes here.
fn parse(file: &Path) -> Option<LocalMail> {
    let bytes = std::fs::read(file).ok()?;
    let mail = parse_mail(&bytes).ok()?;
    let header = |name| mail.headers.get_first_value(name).unwrap_or_default();
    Some(LocalMail {
        id: file.file_stem()?.to_str()?.to_owned(),
        to: header("To"),
        subject: header("Subject"),
        body: mail.get_body().ok()?.replace("\r\n", "\n"),
        sent_at: Instant(dateparse(&header("Date")).ok()?.saturating_mul(1_000)),
    })
}

/// Writes a mail beside its place and moves it there, so that no half of one is ever seen. A repeat takes the place
/// of the first.
pub(super) async fn write(folder: &Path, id: uuid::Uuid, mail: Vec<u8>) -> io::Result<()> {
    let folder = folder.to_owned();
    let written = tokio::task::spawn_blocking(move || {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let (half, whole) = (folder.join(format!("{id}.part")), folder.join(format!("{id}.eml")));
        let mut file =
            std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
        file.write_all(&mail)?;
        file.sync_all()?;
        std::fs::rename(half, whole)
    });
    written.await.map_err(io::Error::other)?
}
