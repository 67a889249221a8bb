//! One request's context, and the only ways to an organisation's data.
//!
//! Reading goes through [`Cx::read`], writing through [`Cx::write`]. Both ask the policy first and give a scope of
//! one organisation; a write ends in [`Tx::commit`], which asks what was done. So the policy was asked before every
//! query, the tenant is in the type, and the audit trail is told after every change.

mod tx;

use std::sync::Arc;

use domain::access::{Action, Actor, Denied, Permit, Person};
use domain::id::{AccountId, OrganisationId, PersonalValueId, RequestId, SessionId};
use domain::time::{Date, Instant, Zone};
use sea_orm::{ConnectionTrait, DatabaseConnection, Select};
use uuid::Uuid;

use crate::db::Db;
use crate::entity::Tenant;
use crate::events::Bus;
use crate::keys::Keys;
use crate::outbox::post::Post;
use crate::passwords::Passwords;
use crate::{Error, audit};

pub(crate) use tx::Tx;

/// The organisation that owns what belongs to none (domain §1).
pub(crate) const RESERVED: OrganisationId = OrganisationId(Uuid::nil());

/// How the deployment is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For real, behind https.
    Production,
    /// On loopback, for development and tests.
    Local,
    /// With sample data, on loopback.
    Demo,
}

/// What all requests of a deployment share.
#[derive(Clone, Debug)]
pub struct Platform {
    /// The database.
    pub db: Db,
    /// The deployment's keys.
    pub keys: Keys,
    /// Where changes are told.
    pub events: Bus,
    /// The pool that hashes.
    pub passwords: Passwords,
    /// The way out for mails.
    pub post: Post,
    /// The address people reach the site at, without a slash at the end. Links in mails begin with it.
    pub public_url: String,
    /// How it is run.
    pub mode: Mode,
}

/// Where a request came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The address of the real client.
    pub ip: String,
    /// What its browser calls itself.
    pub agent: String,
}

/// The session a request belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    pub session: SessionId,
    pub origin: PersonalValueId,
    /// When the password was last given (AU10).
    pub auth_at: Instant,
    pub shared_device: bool,
}

/// Who is asking, when, from where, and of which deployment.
#[derive(Clone, Debug)]
pub struct Cx {
    /// Who is asking.
    pub actor: Actor,
    /// The organisation whose data there is. Of nobody: the reserved one, which has none.
    pub organisation: OrganisationId,
    /// The organisation's time zone.
    pub zone: Zone,
    /// When. One request has one `now`, and a test chooses it.
    pub now: Instant,
    /// What the request is called in logs and audit.
    pub request: RequestId,
    /// Where it came from.
    pub client: Client,
    pub(crate) signed: Option<Signed>,
    pub(crate) platform: Arc<Platform>,
}

impl Cx {
    /// The context of somebody who is not signed in.
    pub fn nobody(platform: Arc<Platform>, now: Instant, request: RequestId, client: Client) -> Self {
        Self {
            actor: Actor::Nobody,
            organisation: RESERVED,
            zone: Zone::LONDON,
            now,
            request,
            client,
            signed: None,
            platform,
        }
    }

    /// The same context for a job of the server in one organisation.
    #[must_use]
    pub fn system(&self, organisation: OrganisationId, zone: Zone) -> Self {
        Self { actor: Actor::System, organisation, zone, signed: None, ..self.clone() }
    }

    /// The same context at another moment: work that goes on for long asks anew what time it is.
    #[must_use]
    pub(crate) fn at(&self, now: Instant) -> Self {
        Self { now, ..self.clone() }
    }

    /// The day it is for the people who work here.
    pub fn today(&self) -> Date {
        self.zone.date(self.now)
    }

    /// The person signed in.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when there is none.
    pub const fn person(&self) -> Result<Person, Error> {
        match self.actor {
            Actor::Person(person) => Ok(person),
            Actor::Nobody | Actor::System => Err(Error::SignedOut),
        }
    }

    /// What the deployment's requests share.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Asks the policy. A refusal is recorded as `permission_violation` before it is told (R-GEN-2, MO6).
    pub(crate) async fn permit(&self, action: Action) -> Result<Permit, Error> {
        match self.actor.may(action, self.organisation) {
            Ok(permit) => Ok(permit),
            Err(Denied::SignedOut) => Err(Error::SignedOut),
            Err(Denied::Forbidden) => {
                audit::violation(self, action).await?;
                Err(Error::Forbidden)
            }
        }
    }

    /// Asks the policy, for a page that reads nothing.
    ///
    /// # Errors
    /// [`Error::SignedOut`] or [`Error::Forbidden`], which is recorded.
    pub async fn may(&self, action: Action) -> Result<(), Error> {
        self.permit(action).await.map(drop)
    }

    /// May I read? Then here is where, in one's own organisation.
    pub(crate) async fn read(&self, action: Action) -> Result<Read<'_>, Error> {
        let permit = self.permit(action).await?;
        Ok(Read { db: self.platform.db.reader(), permit })
    }

    /// May I write? Then here is a transaction, in one's own organisation.
    pub(crate) async fn write(&self, action: Action) -> Result<Tx, Error> {
        let permit = self.permit(action).await?;
        self.begin(permit).await
    }

    /// A transaction in the organisation that a token or an e-mail address has named, for those who are not
    /// signed in. The policy allows it for the actions of [`domain::access::Who::Anyone`] only.
    pub(crate) async fn write_in(&self, action: Action, organisation: OrganisationId) -> Result<Tx, Error> {
        let permit = self.actor.may(action, organisation).map_err(|denied| match denied {
            Denied::SignedOut => Error::SignedOut,
            Denied::Forbidden => Error::Forbidden,
        })?;
        self.begin(permit).await
    }

    /// Where to look up who somebody is, before there is an organisation: by session, e-mail address or token.
    /// Nothing else may be read here.
    pub(crate) fn identities(&self) -> &DatabaseConnection {
        self.platform.db.reader()
    }

    async fn begin(&self, permit: Permit) -> Result<Tx, Error> {
        Ok(Tx::new(self.platform.db.begin().await?, self.clone(), permit))
    }
}

/// A place to query in one organisation.
pub(crate) trait Scope {
    /// The connection.
    type Db: ConnectionTrait;

    /// The connection.
    fn db(&self) -> &Self::Db;

    /// The one organisation.
    fn organisation(&self) -> OrganisationId;

    /// The rows of a table that belong to the organisation; a query cannot begin without this filter (AZ8).
    fn find<E: Tenant>(&self) -> Select<E> {
        E::of(self.organisation())
    }
}

/// Leave to read in one organisation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read<'a> {
    db: &'a DatabaseConnection,
    permit: Permit,
}

impl Read<'_> {
    /// Whose data a carer's own action may read.
    pub(crate) const fn own(&self) -> Result<AccountId, Error> {
        own(&self.permit)
    }
}

impl Scope for Read<'_> {
    type Db = DatabaseConnection;

    fn db(&self) -> &DatabaseConnection {
        self.db
    }

    fn organisation(&self) -> OrganisationId {
        self.permit.organisation()
    }
}

const fn own(permit: &Permit) -> Result<AccountId, Error> {
    match permit.actor() {
        Actor::Person(person) => Ok(person.id),
        Actor::Nobody | Actor::System => Err(Error::SignedOut),
    }
}
