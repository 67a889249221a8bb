//! Reading an organisation's settings: stored only where they differ from the default (R-SET-1).

use domain::settings::Settings;

use crate::Error;
use crate::cx::Scope;
use crate::entity::organisation_setting;

/// The settings in force now.
pub(crate) async fn load(scope: &impl Scope) -> Result<Settings, Error> {
    let rows = scope.find::<organisation_setting::Entity>().all(scope.db()).await?;
    Settings::stored(rows.iter().map(|row| (row.key.as_str(), row.value.as_str())))
        .map_err(|unusable| Error::fault("reading the settings", unusable))
}
