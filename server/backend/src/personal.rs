//! Personal texts that evidence refers to. They stand apart, so that erasure can blank them and every hash of the
//! audit trail stays true (domain §9, R-ERA-2).

use domain::id::PersonalValueId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::cx::{Scope, Tx};
use crate::entity::personal_value;
use crate::{Error, token};

pub(crate) use crate::entity::personal_value::Kind;

/// What an audit entry holds of a personal text: where it is, and a salted hash that shows an alteration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Personal {
    /// The row that holds the text until it is erased.
    pub personal: PersonalValueId,
    /// SHA-256(salt ‖ value) in hexadecimal digits.
    pub sha256: String,
}

impl Tx {
    /// Stores a personal text about somebody and gives what evidence may hold of it.
    ///
    /// `subject` is the account, or the invitation before there is one.
    pub(crate) async fn personal(
        &self,
        kind: Kind,
        subject: Option<Uuid>,
        value: &str,
    ) -> Result<Personal, Error> {
        let salt: [u8; 32] = token::random()?;
        let id = self.fresh(PersonalValueId);
        personal_value::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation()),
            created_at: Set(self.now()),
            subject_id: Set(subject),
            kind: Set(kind),
            value: Set(Some(value.to_owned())),
            salt: Set(Some(salt.to_vec())),
        }
        .insert(self.db())
        .await?;
        Ok(Personal { personal: id, sha256: digest(&salt, value) })
    }
}

fn digest(salt: &[u8], value: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(value.as_bytes());
    crate::audit::hex(&hash.finalize())
}
