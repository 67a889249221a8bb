//! The people of an organisation, as admins look for them: carers and admins, by name, a page at a time (R-GEN-13).

#[cfg(test)]
mod tests;

use domain::access::{Action, Flags, Role};
use domain::id::AccountId;
use domain::text::name_key;
use domain::time::Instant;
use sea_orm::sea_query::{Cond, Condition, LikeExpr};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::HashMap;

use crate::cx::{Read, Scope};
use crate::entity::{account, carer, carer_assignment};
use crate::{Cx, Error, invitation};

/// How many people a page shows (R-GEN-13).
const PAGE: usize = 25;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Part of a name or of an address.
    pub text: String,
    /// Only active ones, or only inactive ones.
    pub active: Option<bool>,
    /// Only those after this person in the list.
    pub after: Option<AccountId>,
}

/// Somebody in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Whether he or she may sign in.
    pub is_active: bool,
    /// The rights of an admin.
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
#[derive(Clone, Debug)]
pub struct Page {
    /// By name.
    pub users: Vec<User>,
    /// After whom the next page begins, if there is one.
    pub next: Option<AccountId>,
    /// How many there are in all that were looked for.
    pub found: u64,
}

/// How many there are of each, for the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Carers.
    pub carers: u64,
    /// Admins.
    pub admins: u64,
    /// Invitations that wait for an answer.
    pub invitations: u64,
}

/// Asks only whether the actor may see people.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn may_read(cx: &Cx) -> Result<(), Error> {
    cx.permit(Action::ReadUsers).await.map(drop)
}

/// The numbers of the tabs.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn counts(cx: &Cx) -> Result<Counts, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let of = |role| live(&read, role).count(read.db());
    Ok(Counts {
        carers: of(Role::Carer).await?,
        admins: of(Role::Admin).await?,
        invitations: invitation::count_pending(cx).await?,
    })
}

/// A page of carers or of admins, by name.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn page(cx: &Cx, role: Role, search: &Search) -> Result<Page, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let wanted = wanted(live(&read, role), search);
    let found = wanted.clone().count(read.db()).await?;
    let mut query = wanted;
    if let Some(after) = place(&read, search.after).await? {
        query = query.filter(later(&after));
    }
    let limit = u64::try_from(PAGE + 1).unwrap_or(u64::MAX);
    let by_name = query.order_by_asc(account::Column::NameKey).order_by_asc(account::Column::Id);
    let mut rows = by_name.limit(limit).all(read.db()).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut carers = if role == Role::Carer { Carers::of(&read, ids).await? } else { Carers::default() };
    Ok(Page { users: rows.into_iter().map(|row| user(row, &mut carers)).collect(), next, found })
}

fn live(read: &Read<'_>, role: Role) -> Select<account::Entity> {
    read.find::<account::Entity>()
        .filter(account::Column::Role.eq(role))
        .filter(account::Column::DeletionId.is_null())
}

fn wanted(query: Select<account::Entity>, search: &Search) -> Select<account::Entity> {
    let query = match search.active {
        Some(active) => query.filter(account::Column::Active.eq(active)),
        None => query,
    };
    let text = name_key(&search.text);
    if text.is_empty() {
        return query;
    }
    let holds = || LikeExpr::new(format!("%{}%", escaped(&text))).escape('\\');
    query.filter(
        Cond::any().add(account::Column::NameKey.like(holds())).add(account::Column::EmailKey.like(holds())),
    )
}

/// What stands for any text in a pattern stands for itself when somebody typed it (IN4).
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

/// Where somebody stands in the list; whoever is not of the organisation stands nowhere.
async fn place(read: &Read<'_>, id: Option<AccountId>) -> Result<Option<(String, AccountId)>, Error> {
    let Some(id) = id else { return Ok(None) };
    let row = read.find::<account::Entity>().filter(account::Column::Id.eq(id)).one(read.db()).await?;
    Ok(row.map(|row| (row.name_key, id)))
}

fn later((name, id): &(String, AccountId)) -> Condition {
    let same = Cond::all().add(account::Column::NameKey.eq(name)).add(account::Column::Id.gt(*id));
    Cond::any().add(account::Column::NameKey.gt(name)).add(same)
}

/// What only carers have, for the people of a page.
#[derive(Default)]
struct Carers {
    job_roles: HashMap<AccountId, String>,
    packages: HashMap<AccountId, u64>,
}

impl Carers {
    async fn of(read: &Read<'_>, ids: Vec<AccountId>) -> Result<Self, Error> {
        let profiles = read.find::<carer::Entity>().filter(carer::Column::AccountId.is_in(ids.clone()));
        let job_roles = profiles.all(read.db()).await?;
        let open = read
            .find::<carer_assignment::Entity>()
            .filter(carer_assignment::Column::CarerId.is_in(ids))
            .filter(carer_assignment::Column::ToAt.is_null());
        let mut packages = HashMap::new();
        for row in open.all(read.db()).await? {
            *packages.entry(row.carer_id).or_default() += 1;
        }
        let job_roles = job_roles.into_iter().filter_map(|row| Some((row.account_id, row.job_role?)));
        Ok(Self { job_roles: job_roles.collect(), packages })
    }
}

fn user(row: account::Model, carers: &mut Carers) -> User {
    User {
        id: row.id,
        name: row.name,
        email: row.email.unwrap_or_default(),
        is_active: row.active,
        flags: Flags {
            can_manage_admins: row.can_manage_admins,
            can_view_audit: row.can_view_audit,
            can_erase: row.can_erase,
            can_manage_settings: row.can_manage_settings,
        },
        last_sign_in_at: row.last_sign_in_at,
        created_at: row.created_at,
        job_role: carers.job_roles.remove(&row.id),
        packages: carers.packages.get(&row.id).copied().unwrap_or_default(),
    }
}
