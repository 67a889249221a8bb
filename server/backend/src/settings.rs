//! An organisation's settings: stored only where they differ from the default, changed by those who may (R-SET-1).

#[cfg(test)]
mod tests;

use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::SettingId;
use domain::settings::{SettingKey, Settings, SettingsDraft, Value};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter};
use serde_json::Map;

use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::organisation_setting;
use crate::events::Topic;
use crate::{Cx, Error, organisation, session};

/// The settings in force now.
pub(crate) async fn load(scope: &impl Scope) -> Result<Settings, Error> {
    let rows = scope.find::<organisation_setting::Entity>().all(scope.db()).await?;
    Settings::stored(rows.iter().map(|row| (row.key.as_str(), row.value.as_str())))
        .map_err(|unusable| Error::fault("reading the settings", unusable))
}

/// The settings, for those who may change them.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn shown(cx: &Cx) -> Result<Settings, Error> {
    load(&cx.read(Action::ManageSettings).await?).await
}

/// Changes the settings of one group. They act at once; a form that changes nothing leaves no trace.
///
/// # Errors
/// [`Error::Invalid`] for values out of range, [`Error::Stale`] when somebody else has changed one of them (R-GEN-7).
pub async fn change(cx: &Cx, draft: &SettingsDraft) -> Result<(), Error> {
    let tx = cx.write(Action::ManageSettings).await?;
    let typed = draft.parse()?;
    organisation::hold(&tx).await?;
    let before = load(&tx).await?;
    let changes = before.changes(typed).map_err(|_| Error::Stale)?;
    if changes.is_empty() {
        return Ok(());
    }
    for (key, value) in &changes {
        store(&tx, *key, value).await?;
    }
    let terms = load(&tx).await?.session;
    if terms != before.session {
        session::retime(&tx, terms).await?;
    }
    // A setting may decide who can take a shift, what is due and what counts: open pages look again (R-ELG-7).
    for topic in [Topic::Shift, Topic::Rating, Topic::Assessment] {
        tx.touch(topic, None);
    }
    let entry = entry(&tx, &before, &changes)?;
    tx.commit(entry).await
}

fn entry(tx: &Tx, before: &Settings, changes: &[(SettingKey, Value)]) -> Result<Entry, Error> {
    let json = |value: &Value| serde_json::to_value(value).map_err(|error| Error::fault("a setting", error));
    let (mut old, mut new) = (Map::new(), Map::new());
    for (key, value) in changes {
        old.insert(key.name().to_owned(), json(&before.value(*key))?);
        new.insert(key.name().to_owned(), json(value)?);
    }
    let entry = Entry::new(AuditAction::SettingsChanged).about("organisation", tx.organisation().0);
    entry.before(old)?.after(new)
}

/// Stores one setting. The organisation's row is held by the caller, so that two first changes of a setting queue.
async fn store(tx: &Tx, key: SettingKey, value: &Value) -> Result<(), Error> {
    let kept =
        tx.find::<organisation_setting::Entity>().filter(organisation_setting::Column::Key.eq(key.name()));
    if let Some(row) = kept.one(tx.db()).await? {
        let version = row.version + 1;
        let mut row = row.into_active_model();
        row.value = Set(value.to_json());
        row.version = Set(version);
        row.updated_at = Set(tx.now());
        row.update(tx.db()).await?;
        return Ok(());
    }
    let row = organisation_setting::ActiveModel {
        id: Set(tx.fresh(SettingId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        key: Set(key.name().to_owned()),
        value: Set(value.to_json()),
    };
    row.insert(tx.db()).await?;
    Ok(())
}
