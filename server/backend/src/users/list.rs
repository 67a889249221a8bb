//! The lists of people: by name, searched and filtered, a page at a time (R-GEN-13).

use std::collections::HashMap;

use domain::access::{Action, Role};
use domain::id::{AccountId, PackageId};
use domain::list::{Few, Listed};
use domain::users::{Assessed, Standing, TabCounts, UserFilter, UserQuery, UserRow};
use sea_orm::sea_query::Cond;
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::assessed;
use crate::account::flags;
use crate::cx::{Read, Scope};
use crate::entity::{account, care_package, carer_assignment};
use crate::list::holds;
use crate::{Cx, Error, deletion, invitation, list};

/// The numbers of the tabs.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins.
pub async fn counts(cx: &Cx) -> Result<TabCounts, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let live = |role| of_role(&read, role).filter(account::Column::DeletionId.is_null());
    Ok(TabCounts {
        carers: live(Role::Carer).count(read.db()).await?,
        admins: live(Role::Admin).count(read.db()).await?,
        invitations: invitation::count_pending(cx).await?,
    })
}

/// A page of carers or of admins, by name. The number of queries does not grow with the number of people.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins, [`Error::Invalid`] for a filter that there is none of.
pub async fn page(cx: &Cx, query: &UserQuery) -> Result<Listed<UserRow>, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let filter = query.parse()?;
    let found = list::page(read.db(), wanted(&read, cx, &filter), &BY_NAME, &query.page()).await?;
    let ids: Vec<AccountId> = found.rows.iter().map(|row| row.id).collect();
    let (mut packages, assessed) = match filter.role {
        Role::Admin => (HashMap::new(), HashMap::new()),
        Role::Carer => (packages(&read, &ids).await?, assessed::of(&read, &ids, cx.today()).await?),
    };
    let mut binned = deletion::binned(&read, found.rows.iter().filter_map(|row| row.deletion_id)).await?;
    let row = |account: account::Model| {
        let packages = packages.remove(&account.id).unwrap_or_default();
        let assessed = assessed.get(&account.id).copied().unwrap_or_default();
        let binned = account.deletion_id.and_then(|deletion| binned.remove(&deletion));
        UserRow { packages, assessed, binned, ..view(account) }
    };
    let Listed { rows, previous, next, found } = found;
    Ok(Listed { rows: rows.into_iter().map(row).collect(), previous, next, found })
}

/// By name; the id where two have the same.
const BY_NAME: list::Order<account::Entity> = list::Order {
    by: account::Column::NameKey,
    id: account::Column::Id,
    of: |row| (&row.name_key, row.id.0),
};

fn of_role(read: &Read<'_>, role: Role) -> Select<account::Entity> {
    read.find::<account::Entity>().filter(account::Column::Role.eq(role))
}

fn wanted(read: &Read<'_>, cx: &Cx, filter: &UserFilter) -> Select<account::Entity> {
    let mut query = of_role(read, filter.role);
    let live = account::Column::DeletionId.is_null();
    query = match filter.standing {
        None => query.filter(live),
        Some(Standing::Deleted) => {
            query.filter(account::Column::DeletionId.in_subquery(deletion::open_ones(read)))
        }
        Some(standing) => query.filter(live).filter(account::Column::Active.eq(standing == Standing::Active)),
    };
    if !filter.words.is_empty() {
        let name = holds(account::Column::NameKey, &filter.words);
        query = query.filter(Cond::any().add(name).add(holds(account::Column::EmailKey, &filter.words)));
    }
    if filter.is_fully_assessed && filter.role == Role::Carer {
        query = query.filter(assessed::is_fully_assessed(read.organisation(), cx.today()));
    }
    query
}

/// The live packages of each carer now, the first by name.
async fn packages(read: &Read<'_>, carers: &[AccountId]) -> Result<HashMap<AccountId, Few>, Error> {
    let pairs: Vec<(AccountId, PackageId)> = read
        .find::<carer_assignment::Entity>()
        .select_only()
        .columns([carer_assignment::Column::CarerId, carer_assignment::Column::CarePackageId])
        .filter(carer_assignment::Column::CarerId.is_in(carers.iter().copied()))
        .filter(carer_assignment::Column::ToAt.is_null())
        .into_tuple()
        .all(read.db())
        .await?;
    let names = read
        .find::<care_package::Entity>()
        .filter(care_package::Column::Id.is_in(pairs.iter().map(|pair| pair.1)))
        .filter(care_package::Column::DeletionId.is_null())
        .order_by_asc(care_package::Column::NameKey);
    let mut few: HashMap<AccountId, Few> = HashMap::new();
    for package in names.all(read.db()).await? {
        for (carer, _) in pairs.iter().filter(|pair| pair.1 == package.id) {
            few.entry(*carer).or_default().add(package.name.clone());
        }
    }
    Ok(few)
}

/// What stands in the account's own row.
fn view(row: account::Model) -> UserRow {
    UserRow {
        id: row.id,
        flags: flags(&row),
        standing: Standing::of(row.active, row.deletion_id.is_some()),
        name: row.name,
        email: row.email.unwrap_or_default(),
        last_sign_in_at: row.last_sign_in_at,
        created_at: row.created_at,
        packages: Few::default(),
        assessed: Assessed::default(),
        binned: None,
    }
}
