//! In-app notices, stored with the change that causes them (R-GEN-3, R-NOT-1), and who is told what concerns admins.

pub mod inbox;
mod subject;

use domain::access::Role;
use domain::id::{AccountId, NoticeId};
use domain::notice::NoticeKind;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::Error;
use crate::cx::{Scope, Tx};
use crate::entity::{account, notice};
use crate::events::Topic;
use crate::outbox::{Mail, Recipient};

impl Tx {
    /// Puts a notice before one account. `about` is the table's name and the row's id.
    pub(crate) async fn notice(
        &self,
        to: AccountId,
        kind: NoticeKind,
        about: (&'static str, Uuid),
    ) -> Result<(), Error> {
        self.notice_row(to, kind, about).insert(self.db()).await?;
        self.touch(Topic::Notice, Some(to));
        Ok(())
    }

    /// Puts the same notice before several accounts.
    pub(crate) async fn notices(
        &self,
        to: &[AccountId],
        kind: NoticeKind,
        about: (&'static str, Uuid),
    ) -> Result<(), Error> {
        if to.is_empty() {
            return Ok(());
        }
        let rows = to.iter().map(|&account| self.notice_row(account, kind, about));
        notice::Entity::insert_many(rows).exec_without_returning(self.db()).await?;
        for &account in to {
            self.touch(Topic::Notice, Some(account));
        }
        Ok(())
    }

    /// Counts as read what was put before one account to ask for something that is no longer asked: the notices of
    /// these kinds, but for those about what is still to do (R-ACK-3).
    pub(crate) async fn settle(
        &self,
        account: AccountId,
        kinds: &[NoticeKind],
        still: impl Iterator<Item = Uuid>,
    ) -> Result<(), Error> {
        let settled = Condition::all()
            .add(notice::Column::AccountId.eq(account))
            .add(notice::Column::Kind.is_in(kinds.iter().map(|kind| kind.code())))
            .add(notice::Column::EntityId.is_not_in(still));
        if self.count_as_read(settled).await? > 0 {
            self.touch(Topic::Notice, Some(account));
        }
        Ok(())
    }

    /// Counts as read, for everybody who has not read it yet, what told of something that is over.
    pub(crate) async fn settle_for_all(&self, kind: NoticeKind, about: Uuid) -> Result<(), Error> {
        let over = Condition::all()
            .add(notice::Column::EntityId.eq(about))
            .add(notice::Column::Kind.eq(kind.code()))
            .add(notice::Column::ReadAt.is_null());
        let told = self.find::<notice::Entity>().filter(over.clone()).all(self.db()).await?;
        if !told.is_empty() {
            self.count_as_read(over).await?;
        }
        for row in told {
            self.touch(Topic::Notice, Some(row.account_id));
        }
        Ok(())
    }

    /// Counts these notices of the organisation as read, those that were not. Gives how many.
    async fn count_as_read(&self, which: Condition) -> Result<u64, Error> {
        let read = notice::Entity::update_many()
            .set(notice::ActiveModel { read_at: Set(Some(self.now())), ..Default::default() })
            .filter(notice::Column::OrganisationId.eq(self.organisation()))
            .filter(which)
            .filter(notice::Column::ReadAt.is_null())
            .exec(self.db())
            .await?;
        Ok(read.rows_affected)
    }

    fn notice_row(
        &self,
        to: AccountId,
        kind: NoticeKind,
        about: (&'static str, Uuid),
    ) -> notice::ActiveModel {
        notice::ActiveModel {
            id: Set(self.fresh(NoticeId)),
            organisation_id: Set(self.organisation()),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            account_id: Set(to),
            kind: Set(kind.code().to_owned()),
            entity_type: Set(about.0.to_owned()),
            entity_id: Set(about.1),
            read_at: Set(None),
        }
    }

    /// Tells one person by notice and mail. `mail` is made from the person's name.
    pub(crate) async fn tell(
        &self,
        to: &account::Model,
        kind: NoticeKind,
        about: (&'static str, Uuid),
        mail: impl FnOnce(String) -> Mail,
    ) -> Result<(), Error> {
        self.notice(to.id, kind, about).await?;
        if let Some(address) = to.email.clone() {
            let recipient = Recipient { account: Some(to.id), address };
            self.mail_about(recipient, &mail(to.name.clone()), None, about.1).await?;
        }
        Ok(())
    }

    /// Tells every active admin by notice alone.
    pub(crate) async fn notice_admins(
        &self,
        kind: NoticeKind,
        about: (&'static str, Uuid),
    ) -> Result<(), Error> {
        let admins: Vec<AccountId> = active_admins(self).await?.into_iter().map(|admin| admin.id).collect();
        self.notices(&admins, kind, about).await
    }

    /// Tells every active admin by notice and mail.
    pub(crate) async fn tell_admins(
        &self,
        kind: NoticeKind,
        about: (&'static str, Uuid),
        mail: impl Fn(String) -> Mail,
    ) -> Result<(), Error> {
        for admin in active_admins(self).await? {
            self.tell(&admin, kind, about, &mail).await?;
        }
        Ok(())
    }
}

async fn active_admins(scope: &impl Scope) -> Result<Vec<account::Model>, Error> {
    Ok(scope
        .find::<account::Entity>()
        .filter(account::Column::Role.eq(Role::Admin))
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::DeletionId.is_null())
        .order_by_asc(account::Column::Id)
        .all(scope.db())
        .await?)
}
