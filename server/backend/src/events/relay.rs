//! Hearing the other nodes: on PostgreSQL every change arrives by NOTIFY, the node's own among them.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgListener;

use super::CHANNEL;
use crate::{Error, Platform};

/// How long to wait before hearing is tried again after the connection was lost.
const PAUSE: Duration = Duration::from_secs(1);

/// Passes the changes of all nodes on to this one's open pages, for as long as the process lives. On SQLite there is
/// one node, which tells itself, and nothing to do here.
pub async fn run(platform: Arc<Platform>) {
    if !platform.db.is_postgres() {
        return;
    }
    loop {
        if let Err(error) = hear(&platform).await {
            tracing::warn!(%error, "changes of other nodes are not heard; pages poll meanwhile");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn hear(platform: &Platform) -> Result<(), Error> {
    let lost = |error| Error::fault("hearing of changes", error);
    let pool = platform.db.reader().get_postgres_connection_pool();
    let mut listener = PgListener::connect_with(pool).await.map_err(lost)?;
    listener.listen(CHANNEL).await.map_err(lost)?;
    loop {
        let heard = listener.recv().await.map_err(lost)?;
        match serde_json::from_str(heard.payload()) {
            Ok(change) => platform.events.tell(change),
            Err(error) => tracing::warn!(%error, "a change could not be read"),
        }
    }
}
