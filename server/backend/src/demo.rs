//! The sample provider that `caretrack demo` shows: invented people and places, with dates around now.
//!
//! Everything is stored in one transaction of the server itself. The same moment gives the same data, but for ids,
//! secrets and the hash of the one password. What is loaded is listed in `sample/README.md`.

mod assessing;
mod bin;
mod care;
mod competence;
mod entering;
mod loading;
mod office;
mod people;
mod progress;
mod ratings;
mod rota;
mod sample;
mod shifts;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::access::Action;
use domain::id::{OrganisationId, RequestId};
use domain::time::Instant;

pub use entering::{Entrance, enter, entrances};

use crate::{Client, Cx, Error, Platform};
use loading::{Days, Loading, id};
use sample::{Sample, wrong};

/// The one password of everybody in the sample data. It exists in demo databases only (AU11).
pub const PASSWORD: &str = "seven quiet teapots";

/// Somebody of the sample data who can be entered as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The person's name.
    pub name: String,
    /// In words: what the person is, and what there is to see.
    pub role: String,
    /// The address to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: String,
}

/// Loads the sample data into an empty, marked database, with dates relative to now. Gives the sign-ins that the
/// tour begins with.
///
/// # Errors
/// [`Error::Database`] when it cannot be stored.
pub async fn load(platform: &Arc<Platform>, now: Instant) -> Result<Vec<SignIn>, Error> {
    let sample = Sample::read()?;
    let zone = sample.provider.organisation.time_zone.parse().map_err(wrong)?;
    let client = Client { ip: "127.0.0.1".into(), agent: "caretrack demo".into() };
    let nobody = Cx::nobody(Arc::clone(platform), now, id(now, RequestId), client);
    let cx = nobody.system(id(now, OrganisationId), zone);
    let hash = platform.passwords.hash(PASSWORD.to_owned()).await?;

    let tx = cx.write(Action::RunJob).await?;
    let loading = Loading { tx: &tx, days: Days::new(now, zone), sample: &sample };
    let people = people::load(&loading, &hash).await?;
    let care = care::load(&loading, &people).await?;
    let logged = progress::load(&loading, &people, &care).await?;
    let held = competence::load(&loading, &people, &care, &logged).await?;
    let mut calendars = rota::load(&loading, &people, &care).await?;
    shifts::load(&loading, &people, &care, &held, &mut calendars).await?;
    office::load(&loading, &people).await?;
    bin::load(&loading, &people).await?;
    tx.commit_noted().await?;
    sign_ins(&sample)
}

fn sign_ins(sample: &Sample) -> Result<Vec<SignIn>, Error> {
    let person = |entrance: &sample::Entrance| {
        let (name, email) = sample.provider.person(&entrance.account)?;
        Ok(SignIn {
            name: name.to_owned(),
            role: entrance.label.clone(),
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
        })
    };
    sample.provider.sign_in.iter().map(person).collect()
}
