//! Mails: stored with the change that causes them, sent afterwards by a worker (R-GEN-3, R-MAI-2).

pub mod letter;
pub mod local;
pub mod post;
pub mod sending;

use domain::audit::AuditAction;
use domain::id::{AccountId, OutboxId};
use domain::time::Instant;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

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
    /// `expires` is when it is of no use any more: after that it is not sent. A newer link takes the place of an
    /// older one, so an older mail that still waits is not sent either (EM4).
    pub(crate) async fn mail(
        &self,
        to: Recipient,
        mail: &Mail,
        expires: Option<Instant>,
    ) -> Result<OutboxId, Error> {
        if mail.has_link() {
            self.recall(&to.address, mail.name()).await?;
        }
        self.queue(to, mail, expires, None).await
    }

    /// Queues a mail about a thing, by which it can be called back. Mails about two things stand beside each other.
    pub(crate) async fn mail_about(
        &self,
        to: Recipient,
        mail: &Mail,
        expires: Option<Instant>,
        about: Uuid,
    ) -> Result<OutboxId, Error> {
        self.queue(to, mail, expires, Some(about)).await
    }

    async fn queue(
        &self,
        to: Recipient,
        mail: &Mail,
        expires: Option<Instant>,
        about: Option<Uuid>,
    ) -> Result<OutboxId, Error> {
        let id = self.fresh(OutboxId);
        let text = serde_json::to_vec(mail).map_err(|error| Error::fault("writing a mail", error))?;
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
            about: Set(about),
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

    /// Calls back everything of a template that waits for one account.
    pub(crate) async fn recall_from(&self, account: AccountId, template: &str) -> Result<(), Error> {
        let which = Condition::all()
            .add(outbox::Column::RecipientId.eq(account))
            .add(outbox::Column::Template.eq(template));
        self.recall_where(which).await
    }

    /// Calls back mails that wait with an older link for the same person.
    pub(crate) async fn recall(&self, address: &str, template: &str) -> Result<(), Error> {
        let which = Condition::all()
            .add(outbox::Column::Address.eq(address))
            .add(outbox::Column::Template.eq(template));
        self.recall_where(which).await
    }

    /// Calls back an account's mails of some templates about things that `still` does not name: what they ask for is
    /// over (EM4).
    pub(crate) async fn recall_over(
        &self,
        to: AccountId,
        templates: &[&str],
        still: impl IntoIterator<Item = Uuid>,
    ) -> Result<(), Error> {
        let which = Condition::all()
            .add(outbox::Column::RecipientId.eq(to))
            .add(outbox::Column::Template.is_in(templates.iter().copied()))
            .add(outbox::Column::About.is_not_null())
            .add(outbox::Column::About.is_not_in(still));
        self.recall_where(which).await
    }

    /// Calls back an account's mails of one template about a thing: a newer one takes their place (EM4).
    pub(crate) async fn recall_about(&self, to: AccountId, template: &str, about: Uuid) -> Result<(), Error> {
        let which = Condition::all()
            .add(outbox::Column::RecipientId.eq(to))
            .add(outbox::Column::Template.eq(template))
            .add(outbox::Column::About.eq(about));
        self.recall_where(which).await
    }

    /// A mail that is being sent at this moment is left alone.
    async fn recall_where(&self, which: Condition) -> Result<(), Error> {
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
            .filter(which)
            .filter(outbox::Column::Status.is_in([outbox::Status::Queued, outbox::Status::Failed]))
            .filter(claimed_by_nobody)
            .exec(self.db())
            .await?;
        Ok(())
    }
}
