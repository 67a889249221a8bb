//! How an account begins: with its first name in the directory of names and, for a carer, a pseudonym for later.

use domain::access::{Flags, Role};
use domain::account::Email;
use domain::audit::AuditAction;
use domain::id::AccountId;
use domain::text::name_key;
use domain::time::Date;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

use super::store;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, carer};
use crate::personal::Kind;
use crate::{Error, token};

/// Letters and figures that nobody mixes up.
const ALPHABET: [char; 32] = [
    '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
];

/// How often a pseudonym is drawn again when somebody has it: there are a million.
const DRAWS: usize = 20;

/// Somebody who gets an account.
#[derive(Clone, Debug)]
pub(crate) struct NewAccount {
    /// The name.
    pub name: String,
    /// The address, checked to be free.
    pub email: Email,
    /// The hash of the chosen password.
    pub hash: String,
    /// As what.
    pub role: NewRole,
}

/// As what somebody gets an account, with what only that role has.
#[derive(Clone, Debug)]
pub(crate) enum NewRole {
    /// An admin with these rights.
    Admin(Flags),
    /// A carer.
    Carer(NewCarer),
}

/// What is kept about a carer from the start.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewCarer {
    /// What the carer is employed as.
    pub job_role: Option<String>,
    /// When employment begins.
    pub employment_start: Option<Date>,
    /// The carer's own telephone number.
    pub phone: Option<String>,
    /// Whom to call in an emergency.
    pub emergency_name: Option<String>,
    /// That person's telephone number.
    pub emergency_phone: Option<String>,
}

impl NewRole {
    const fn role(&self) -> Role {
        match self {
            Self::Admin(_) => Role::Admin,
            Self::Carer(_) => Role::Carer,
        }
    }

    fn flags(&self) -> Flags {
        match self {
            Self::Admin(flags) => *flags,
            Self::Carer(_) => Flags::default(),
        }
    }
}

/// Makes an account in the organisation of a write: active at once, with its entry in the trail.
pub(crate) async fn create(tx: &Tx, new: NewAccount) -> Result<AccountId, Error> {
    let id = tx.fresh(AccountId);
    let (role, flags) = (new.role.role(), new.role.flags());
    row(tx, id, &new).insert(tx.db()).await?;
    store::insert_name(tx.db(), tx.organisation(), id, &new.name, tx.now()).await?;
    let name = tx.personal(Kind::Name, Some(id.0), &new.name).await?;
    let email = tx.personal(Kind::Email, Some(id.0), new.email.as_str()).await?;
    let entry = Entry::new(AuditAction::AccountCreated).about("account", id.0);
    let entry = match new.role {
        NewRole::Admin(_) => {
            entry.after(json!({ "name": name, "email": email, "role": role, "flags": flags }))?
        }
        NewRole::Carer(carer) => {
            let profile = recorded(tx, id, &carer).await?;
            begin_carer(tx, id, carer).await?;
            entry.after(json!({ "name": name, "email": email, "role": role, "profile": profile }))?
        }
    };
    tx.also(entry);
    Ok(id)
}

/// What the trail holds of a carer's first profile.
async fn recorded(tx: &Tx, id: AccountId, carer: &NewCarer) -> Result<Value, Error> {
    let text = async |kind, text: &Option<String>| match text {
        Some(text) => tx.personal(kind, Some(id.0), text).await.map(Some),
        None => Ok(None),
    };
    Ok(json!({
        "job_role": text(Kind::Note, &carer.job_role).await?,
        "employment_start": carer.employment_start,
        "phone": text(Kind::Phone, &carer.phone).await?,
        "emergency_name": text(Kind::Contact, &carer.emergency_name).await?,
        "emergency_phone": text(Kind::Contact, &carer.emergency_phone).await?,
    }))
}

fn row(tx: &Tx, id: AccountId, new: &NewAccount) -> account::ActiveModel {
    let flags = new.role.flags();
    account::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        role: Set(new.role.role()),
        email: Set(Some(new.email.as_str().to_owned())),
        email_key: Set(Some(new.email.key())),
        name: Set(new.name.clone()),
        name_key: Set(name_key(&new.name)),
        password_hash: Set(Some(new.hash.clone())),
        active: Set(true),
        can_manage_admins: Set(flags.can_manage_admins),
        can_view_audit: Set(flags.can_view_audit),
        can_erase: Set(flags.can_erase),
        can_manage_settings: Set(flags.can_manage_settings),
        failures_since_lock: Set(0),
        failures_since_success: Set(0),
        epoch: Set(0),
        ..Default::default()
    }
}

async fn begin_carer(tx: &Tx, id: AccountId, new: NewCarer) -> Result<(), Error> {
    carer::ActiveModel {
        account_id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        job_role: Set(new.job_role),
        employment_start: Set(new.employment_start),
        phone: Set(new.phone),
        emergency_name: Set(new.emergency_name),
        emergency_phone: Set(new.emergency_phone),
        pseudonym: Set(pseudonym(tx).await?),
        ..Default::default()
    }
    .insert(tx.db())
    .await?;
    Ok(())
}

/// "Former carer 4F2A": random, so that it tells nothing, and nobody else's in the organisation (domain §2).
async fn pseudonym(tx: &Tx) -> Result<String, Error> {
    for _ in 0..DRAWS {
        let drawn: [u8; 4] = token::random()?;
        let code: String = drawn.iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32))).collect();
        let pseudonym = format!("Former carer {code}");
        if !store::is_pseudonym_taken(tx, &pseudonym).await? {
            return Ok(pseudonym);
        }
    }
    Err(Error::fault("drawing a pseudonym", "all that were drawn are taken"))
}
