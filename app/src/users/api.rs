//! What the browser may ask about the people of an organisation.

use domain::access::{Flags, Role};
use domain::id::{AccountId, InvitationId};
use domain::invitation::InvitationStatus;
use domain::time::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::AppError;

/// The numbers of the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsView {
    /// Carers.
    pub carers: u64,
    /// Admins.
    pub admins: u64,
    /// Invitations that wait for an answer.
    pub invitations: u64,
}

/// Somebody in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Whether he or she may sign in.
    pub is_active: bool,
    /// An admin's rights.
    pub flags: Flags,
    /// When he or she last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// When the account was made.
    pub created_at: Instant,
    /// What a carer is employed as.
    pub job_role: Option<String>,
    /// To how many packages a carer is assigned now.
    pub packages: u64,
}

/// A page of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersView {
    /// By name.
    pub users: Vec<UserView>,
    /// After whom the next page begins, if there is one.
    pub next: Option<AccountId>,
    /// How many there are in all that were looked for.
    pub found: u64,
    /// The organisation's time zone.
    pub zone: String,
}

/// An invitation in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The invitation.
    pub id: InvitationId,
    /// Who is invited; empty once retention has taken it.
    pub name: String,
    /// To which address.
    pub email: String,
    /// As what.
    pub role: Role,
    /// What has become of it.
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationsView {
    /// The last sent first.
    pub invitations: Vec<InvitationView>,
    /// After which one the next page begins, if there is one.
    pub next: Option<InvitationId>,
    /// The organisation's time zone.
    pub zone: String,
}

/// Whether the reader may see people at all, for pages that show only a form.
///
/// # Errors
/// 403 for anybody but admins.
#[cfg(feature = "ssr")]
pub async fn may_read() -> Result<(), AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::users::may_read(&cx).await)
}

/// The numbers of the tabs.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "users/counts")]
pub async fn counts() -> Result<CountsView, AppError> {
    let cx = crate::ssr::cx()?;
    let counts = crate::ssr::answer(backend::users::counts(&cx).await)?;
    Ok(CountsView { carers: counts.carers, admins: counts.admins, invitations: counts.invitations })
}

/// A page of carers or of admins: `text` is part of a name or address, `active` a status.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "users/page")]
pub async fn page(
    role: Role,
    text: Option<String>,
    active: Option<bool>,
    after: Option<AccountId>,
) -> Result<UsersView, AppError> {
    let cx = crate::ssr::cx()?;
    let search = backend::users::Search { text: text.unwrap_or_default(), active, after };
    let page = crate::ssr::answer(backend::users::page(&cx, role, &search).await)?;
    let view = |user: backend::users::User| UserView {
        id: user.id,
        name: user.name,
        email: user.email,
        is_active: user.is_active,
        flags: user.flags,
        last_sign_in_at: user.last_sign_in_at,
        created_at: user.created_at,
        job_role: user.job_role,
        packages: user.packages,
    };
    let users = page.users.into_iter().map(view).collect();
    Ok(UsersView { users, next: page.next, found: page.found, zone: cx.zone.name().to_owned() })
}

/// A page of invitations, of one status or all.
///
/// # Errors
/// 403 for anybody but admins.
#[server(endpoint = "users/invitations")]
pub async fn invitations(
    status: Option<InvitationStatus>,
    after: Option<InvitationId>,
) -> Result<InvitationsView, AppError> {
    let cx = crate::ssr::cx()?;
    let page = crate::ssr::answer(backend::invitation::page(&cx, status, after).await)?;
    let view = |row: backend::invitation::Listed| InvitationView {
        id: row.id,
        name: row.name.unwrap_or_default(),
        email: row.email.unwrap_or_default(),
        role: row.role,
        status: row.status,
        invited_by: row.invited_by,
        sent_at: row.sent_at,
        expires_at: row.expires_at,
        may_resend: row.may_resend,
    };
    let invitations = page.invitations.into_iter().map(view).collect();
    Ok(InvitationsView { invitations, next: page.next, zone: cx.zone.name().to_owned() })
}
