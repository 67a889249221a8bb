//! Once only: a form that arrives twice is one act (R-GEN-10, DB4).

use domain::id::SubmissionId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use crate::Error;
use crate::cx::{Scope, Tx};
use crate::entity::submission;

/// A form that this transaction is the first to see. Its result must be remembered before the commit.
#[derive(Debug)]
#[must_use = "remember the result, or a repeat has none to give"]
pub(crate) struct First(SubmissionId);

/// Whether a form was seen before.
#[derive(Debug)]
pub(crate) enum Once<T> {
    /// Not yet: go on.
    First(First),
    /// It was done; this was its result.
    Before(T),
}

impl Tx {
    /// Claims a submission id of the acting person for one operation.
    ///
    /// Two posts of the same form at once queue here, because the row is inserted first: the second finds the
    /// first one's result.
    ///
    /// # Errors
    /// [`Error::SentBefore`] when the id came before with other content.
    pub(crate) async fn once<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        id: SubmissionId,
        content: &impl Serialize,
    ) -> Result<Once<T>, Error> {
        let content = serde_json::to_vec(content).map_err(|error| Error::fault("reading a form", error))?;
        let payload_hash = Sha256::digest(content).to_vec();
        let row = self.fresh(SubmissionId);
        let account = self.own()?;
        let claim = submission::ActiveModel {
            id: Set(row),
            organisation_id: Set(self.organisation()),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            account_id: Set(account),
            operation: Set(operation.to_owned()),
            submission_id: Set(id.0),
            payload_hash: Set(payload_hash.clone()),
            result: Set(String::new()),
        };
        let key = [
            submission::Column::OrganisationId,
            submission::Column::AccountId,
            submission::Column::Operation,
            submission::Column::SubmissionId,
        ];
        let claimed = submission::Entity::insert(claim)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(self.db())
            .await?;
        if claimed == 1 {
            return Ok(Once::First(First(row)));
        }
        let before = self
            .find::<submission::Entity>()
            .filter(submission::Column::AccountId.eq(account))
            .filter(submission::Column::Operation.eq(operation))
            .filter(submission::Column::SubmissionId.eq(id.0))
            .one(self.db())
            .await?
            .ok_or(Error::Unavailable("the first sending of this form"))?;
        if before.payload_hash != payload_hash {
            return Err(Error::SentBefore);
        }
        let result = serde_json::from_str(&before.result)
            .map_err(|_| Error::inconsistent("submission", before.id, "holds no result"))?;
        Ok(Once::Before(result))
    }

    /// Keeps what a repeat of the form is answered with: ids only.
    pub(crate) async fn remember(&self, first: First, result: &impl Serialize) -> Result<(), Error> {
        let result =
            serde_json::to_string(result).map_err(|error| Error::fault("keeping a result", error))?;
        let changed = submission::Entity::update_many()
            .col_expr(submission::Column::Result, result.into())
            .filter(submission::Column::OrganisationId.eq(self.organisation()))
            .filter(submission::Column::Id.eq(first.0))
            .exec(self.db())
            .await?;
        if changed.rows_affected == 1 {
            Ok(())
        } else {
            Err(Error::inconsistent("submission", first.0, "could not be finished"))
        }
    }
}
