//! How invitations are kept and listed.

use domain::access::{Action, Flags, Role};
use domain::account::Email;
use domain::id::{AccountId, InvitationId};
use domain::invitation::{Holder, Invitation, InvitationStatus, Invited, expires_at};
use domain::time::Instant;
use sea_orm::sea_query::{Cond, Condition};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

use crate::cx::{Read, Scope, Tx};
use crate::entity::{account, invitation, organisation};
use crate::token::Token;
use crate::{Cx, Error};

/// How many invitations a page shows (R-GEN-13).
const PAGE: usize = 25;

/// An invitation as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The invitation.
    pub id: InvitationId,
    /// Who is invited; blank once retention has taken it.
    pub name: Option<String>,
    /// To which address.
    pub email: Option<String>,
    /// As what.
    pub role: Role,
    /// What has become of it, as of now.
    pub status: InvitationStatus,
    /// Who invites.
    pub invited_by: String,
    /// When it was sent, or sent again.
    pub sent_at: Instant,
    /// When its link runs out.
    pub expires_at: Instant,
    /// It may be sent again.
    pub may_resend: bool,
}

/// A page of invitations.
#[derive(Clone, Debug)]
pub struct Page {
    /// The last sent first.
    pub invitations: Vec<Listed>,
    /// After which one the next page begins, if there is one.
    pub next: Option<InvitationId>,
}

/// The invitations of a status, or all; the last sent first.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn page(
    cx: &Cx,
    status: Option<InvitationStatus>,
    after: Option<InvitationId>,
) -> Result<Page, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let mut query = read.find::<invitation::Entity>();
    if let Some(status) = status {
        query = query.filter(as_of(status, cx.now));
    }
    if let Some(after) = after
        && let Some(row) = find(&read, after).await?
    {
        query = query.filter(sent_before((row.sent_at, after)));
    }
    let limit = u64::try_from(PAGE + 1).unwrap_or(u64::MAX);
    let newest = query.order_by_desc(invitation::Column::SentAt).order_by_desc(invitation::Column::Id);
    let mut rows = newest.limit(limit).all(read.db()).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let names = names(&read, rows.iter().map(|row| row.invited_by)).await?;
    let invitations = rows.into_iter().map(|row| listed(row, &names, cx.now)).collect();
    Ok(Page { invitations, next })
}

/// Rows of a status as of now: what is overdue has expired, stored or not.
fn as_of(status: InvitationStatus, now: Instant) -> Condition {
    let is = |status| invitation::Column::Status.eq(status);
    match status {
        InvitationStatus::Pending => Cond::all().add(is(status)).add(invitation::Column::ExpiresAt.gt(now)),
        InvitationStatus::Expired => {
            let overdue =
                Cond::all().add(is(InvitationStatus::Pending)).add(invitation::Column::ExpiresAt.lte(now));
            Cond::any().add(is(status)).add(overdue)
        }
        InvitationStatus::Accepted | InvitationStatus::Declined | InvitationStatus::Cancelled => {
            Cond::all().add(is(status))
        }
    }
}

fn sent_before((at, id): (Instant, InvitationId)) -> Condition {
    let same = Cond::all().add(invitation::Column::SentAt.eq(at)).add(invitation::Column::Id.lt(id));
    Cond::any().add(invitation::Column::SentAt.lt(at)).add(same)
}

fn listed(row: invitation::Model, names: &HashMap<AccountId, String>, now: Instant) -> Listed {
    Listed {
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role,
        status: row.status.as_of(row.expires_at, now),
        invited_by: names.get(&row.invited_by).cloned().unwrap_or_default(),
        sent_at: row.sent_at,
        expires_at: row.expires_at,
        may_resend: row.status.may_resend().is_ok(),
    }
}

async fn names(
    read: &Read<'_>,
    ids: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, Error> {
    let rows = read.find::<account::Entity>().filter(account::Column::Id.is_in(ids)).all(read.db()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// How many invitations wait for an answer.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn count_pending(cx: &Cx) -> Result<u64, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let pending = read.find::<invitation::Entity>().filter(as_of(InvitationStatus::Pending, cx.now));
    Ok(pending.count(read.db()).await?)
}

/// Who holds an address, seen from the organisation that wants to invite it; one invitation may be left out.
///
/// Accounts and invitations of other organisations are looked up by the address alone.
pub(super) async fn holder(
    tx: &Tx,
    email: &Email,
    but: Option<InvitationId>,
) -> Result<Option<Holder>, Error> {
    let here = tx.organisation();
    let account =
        account::Entity::find().filter(account::Column::EmailKey.eq(email.key())).one(tx.db()).await?;
    if let Some(account) = account {
        return Ok(Some(match account.deletion_id {
            _ if account.organisation_id != here => Holder::Elsewhere,
            Some(_) => Holder::Recycled,
            None => Holder::Account,
        }));
    }
    let pending = waiting(email).one(tx.db()).await?.filter(|row| Some(row.id) != but);
    let is_here = |row: invitation::Model| row.organisation_id == here;
    Ok(pending.map(|row| if is_here(row) { Holder::Invitation } else { Holder::Elsewhere }))
}

/// Whether an account has an address, or an invitation waits there, in whichever organisation: nobody else may take
/// it then.
pub(crate) async fn is_taken(db: &impl ConnectionTrait, email: &Email, now: Instant) -> Result<bool, Error> {
    let account = account::Entity::find().filter(account::Column::EmailKey.eq(email.key()));
    if account.one(db).await?.is_some() {
        return Ok(true);
    }
    let invited = waiting(email).filter(invitation::Column::ExpiresAt.gt(now));
    Ok(invited.one(db).await?.is_some())
}

/// The one invitation of an address that is stored as pending, in whichever organisation.
fn waiting(email: &Email) -> sea_orm::Select<invitation::Entity> {
    invitation::Entity::find()
        .filter(invitation::Column::EmailKey.eq(email.key()))
        .filter(invitation::Column::Status.eq(InvitationStatus::Pending))
}

/// The same, if it is overdue.
pub(super) async fn overdue(cx: &Cx, email: &Email) -> Result<Option<invitation::Model>, Error> {
    let overdue = waiting(email).filter(invitation::Column::ExpiresAt.lte(cx.now));
    Ok(overdue.one(cx.identities()).await?)
}

/// Every invitation of the organisation that is stored as pending and overdue.
pub(super) async fn all_overdue(scope: &impl Scope, now: Instant) -> Result<Vec<InvitationId>, Error> {
    let overdue = scope
        .find::<invitation::Entity>()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::Status.eq(InvitationStatus::Pending))
        .filter(invitation::Column::ExpiresAt.lte(now));
    Ok(overdue.into_tuple().all(scope.db()).await?)
}

/// An invitation of the organisation.
pub(super) async fn find(scope: &impl Scope, id: InvitationId) -> Result<Option<invitation::Model>, Error> {
    let found = scope.find::<invitation::Entity>().filter(invitation::Column::Id.eq(id));
    Ok(found.one(scope.db()).await?)
}

/// Reads an invitation and holds its row until the write ends.
pub(super) async fn lock(tx: &Tx, id: InvitationId) -> Result<invitation::Model, Error> {
    let found = tx.find::<invitation::Entity>().filter(invitation::Column::Id.eq(id));
    found.lock_exclusive().one(tx.db()).await?.ok_or(Error::NotFound)
}

/// The invitation of a token, in whichever organisation.
pub(super) async fn of_token(cx: &Cx, token: &Token) -> Result<Option<invitation::Model>, Error> {
    let found = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(token.hash()));
    Ok(found.one(cx.identities()).await?)
}

/// The name of the organisation of a write.
pub(super) async fn organisation_name(tx: &Tx) -> Result<String, Error> {
    let id = tx.organisation();
    let row = organisation::Entity::find_by_id(id).one(tx.db()).await?;
    row.map(|row| row.name).ok_or_else(|| Error::inconsistent("organisation", id, "is missing"))
}

/// The names of an invitation's organisation and of who invites.
pub(super) async fn inviters(cx: &Cx, row: &invitation::Model) -> Result<(String, String), Error> {
    let organisation = organisation::Entity::find_by_id(row.organisation_id).one(cx.identities()).await?;
    let by = account::Entity::find_by_id(row.invited_by).one(cx.identities()).await?;
    let name = |text: Option<String>| text.unwrap_or_default();
    Ok((name(organisation.map(|row| row.name)), name(by.map(|row| row.name))))
}

/// Stores a new invitation by the hash of its token.
pub(super) async fn insert(tx: &Tx, form: &Invitation, token: &Token) -> Result<InvitationId, Error> {
    let id = tx.fresh(InvitationId);
    let (flags, job_role, employment_start) = match &form.invited {
        Invited::Admin(flags) => (*flags, None, None),
        Invited::Carer { job_role, employment_start } => {
            (Flags::default(), job_role.clone(), *employment_start)
        }
    };
    invitation::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        role: Set(form.invited.role()),
        name: Set(Some(form.name.clone())),
        email: Set(Some(form.email.as_str().to_owned())),
        email_key: Set(Some(form.email.key())),
        job_role: Set(job_role),
        employment_start: Set(employment_start),
        can_manage_admins: Set(flags.can_manage_admins),
        can_view_audit: Set(flags.can_view_audit),
        can_erase: Set(flags.can_erase),
        can_manage_settings: Set(flags.can_manage_settings),
        token_hash: Set(token.hash()),
        status: Set(InvitationStatus::Pending),
        invited_by: Set(tx.own()?),
        sent_at: Set(tx.now()),
        expires_at: Set(expires_at(tx.now())),
        ended_at: Set(None),
        account_id: Set(None),
    }
    .insert(tx.db())
    .await?;
    Ok(id)
}

/// Gives an invitation a new link and seven new days.
pub(super) async fn renew(tx: &Tx, row: invitation::Model, token: &Token) -> Result<(), Error> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.token_hash = Set(token.hash());
    row.sent_at = Set(tx.now());
    row.expires_at = Set(expires_at(tx.now()));
    row.updated_at = Set(tx.now());
    row.version = Set(version);
    row.update(tx.db()).await?;
    Ok(())
}

/// Ends a waiting invitation. `false` when it had ended already.
pub(super) async fn end(tx: &Tx, id: InvitationId, status: InvitationStatus) -> Result<bool, Error> {
    set_ended(tx, id, status, None).await
}

/// Ends a waiting invitation by the account that came of it. `false` when it had ended already.
pub(super) async fn accepted(tx: &Tx, id: InvitationId, account: AccountId) -> Result<bool, Error> {
    set_ended(tx, id, InvitationStatus::Accepted, Some(account)).await
}

async fn set_ended(
    tx: &Tx,
    id: InvitationId,
    status: InvitationStatus,
    account: Option<AccountId>,
) -> Result<bool, Error> {
    let ended = invitation::Entity::update_many()
        .set(invitation::ActiveModel {
            status: Set(status),
            ended_at: Set(Some(tx.now())),
            updated_at: Set(tx.now()),
            account_id: Set(account),
            ..Default::default()
        })
        .filter(invitation::Column::OrganisationId.eq(tx.organisation()))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::Status.eq(InvitationStatus::Pending))
        .exec(tx.db())
        .await?;
    Ok(ended.rows_affected == 1)
}
