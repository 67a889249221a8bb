//! Mails: stored with the change that causes them, sent afterwards by a worker (R-GEN-3, R-MAI-2).

pub mod letter;
pub mod local;
pub mod post;
pub mod sending;

use domain::audit::AuditAction;
use domain::id::{AccountId, OutboxId};
use domain::time::Instant;
use sea_orm::sea_query::{ExprTrait as _, SimpleExpr};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::Error;
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::outbox;
use crate::keys::Purpose;

pub use letter::Mail;

/// Who gets a mail: exactly one person (IN8).
#[derive(Clone, Debug)]
pub(crate) struct Recipient {
    /// The account, if there is one already.
    pub account: Option<AccountId>,
    /// The address.
    pub address: String,
}

impl Tx {
    /// Queues a mail. It commits with the change; a mail that cannot be queued undoes the change (R-GEN-3).
    ///
    /// `expires` is when its link ends: after that it is not sent. A newer link takes the place of an older one, so
    /// an older mail that still waits is not sent either (EM4).
    pub(crate) async fn mail(
        &self,
        to: Recipient,
        mail: &Mail,
        expires: Option<Instant>,
    ) -> Result<OutboxId, Error> {
        let id = self.fresh(OutboxId);
        let text = serde_json::to_vec(mail).map_err(|error| Error::fault("writing a mail", error))?;
        if expires.is_some() {
            self.recall(&to.address, mail.name()).await?;
        }
        let sealed = self.platform().keys.seal(Purpose::Outbox, id.0.as_bytes(), &text)?;
        outbox::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation()),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            recipient_id: Set(to.account),
            address: Set(Some(to.address)),
            template: Set(mail.name().to_owned()),
            payload: Set(Some(sealed)),
            status: Set(outbox::Status::Queued),
            attempts: Set(0),
            next_at: Set(self.now()),
            leased_until: Set(None),
            expires_at: Set(expires),
            sent_at: Set(None),
            last_error: Set(None),
        }
        .insert(self.db())
        .await?;
        self.rings();
        let queued = Entry::new(AuditAction::MailQueued).about("outbox", id.0);
        self.also(queued.after(serde_json::json!({ "mail": mail.name() }))?);
        Ok(id)
    }

    /// Whether a mail of this template was queued today: what is told once a day is not told twice, whoever runs the
    /// job and however often.
    pub(crate) async fn mailed_today(&self, template: &str) -> Result<bool, Error> {
        let newest: Option<Option<Instant>> = self
            .find::<outbox::Entity>()
            .select_only()
            .column_as(outbox::Column::CreatedAt.max(), "newest")
            .filter(outbox::Column::Template.eq(template))
            .into_tuple()
            .one(self.db())
            .await?;
        Ok(newest.flatten().is_some_and(|newest| self.cx().zone.date(newest) == self.today()))
    }

    /// Mails that wait with an older link for the same address. One that is being sent at this moment is left alone.
    pub(crate) async fn recall(&self, address: &str, template: &str) -> Result<(), Error> {
        self.recall_where(outbox::Column::Address.eq(address), template).await
    }

    /// The same for everything of a template that waits for one account.
    pub(crate) async fn recall_from(&self, account: AccountId, template: &str) -> Result<(), Error> {
        self.recall_where(outbox::Column::RecipientId.eq(account), template).await
    }

    async fn recall_where(&self, whose: SimpleExpr, template: &str) -> Result<(), Error> {
        let claimed_by_nobody =
            outbox::Column::LeasedUntil.is_null().or(outbox::Column::LeasedUntil.lte(self.now()));
        outbox::Entity::update_many()
            .set(outbox::ActiveModel {
                status: Set(outbox::Status::Expired),
                address: Set(None),
                payload: Set(None),
                updated_at: Set(self.now()),
                ..Default::default()
            })
            .filter(outbox::Column::OrganisationId.eq(self.organisation()))
            .filter(whose)
            .filter(outbox::Column::Template.eq(template))
            .filter(outbox::Column::Status.is_in([outbox::Status::Queued, outbox::Status::Failed]))
            .filter(claimed_by_nobody)
            .exec(self.db())
            .await?;
        Ok(())
    }
}
