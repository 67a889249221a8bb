//! The lists of people: by name, searched and filtered, a page at a time (R-GEN-13).

use std::collections::HashMap;

use domain::access::{Action, Role};
use domain::id::AccountId;
use domain::list::{Few, Listed, UserSort};
use domain::users::{Assessed, Standing, TabCounts, UserFilter, UserQuery, UserRow};
use sea_orm::sea_query::{Cond, Condition};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, Select};

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

/// A page of carers or of admins. The number of queries does not grow with the number of people.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but admins, [`Error::Invalid`] for a filter or a sort that there is none of.
pub async fn page(cx: &Cx, query: &UserQuery) -> Result<Listed<UserRow>, Error> {
    let read = cx.read(Action::ReadUsers).await?;
    let filter = query.parse()?;
    let order = list::Order::asked(filter.sort, column(filter.sort.by), account::Column::Id);
    let found = list::page(read.db(), wanted(&read, cx, &filter), &order, &query.page()).await?;
    let ids: Vec<AccountId> = found.rows.iter().map(|row| row.id).collect();
    let (mut packages, assessed) = match filter.role {
        Role::Admin => (HashMap::new(), HashMap::new()),
        Role::Carer => (packages(&read, &ids).await?, assessed::of(&read, &ids, cx.today()).await?),
    };
    let mut binned = deletion::binned(&read, found.rows.iter().filter_map(|row| row.deletion_id)).await?;
    Ok(found.map(|account: account::Model| {
        let packages = packages.remove(&account.id).unwrap_or_default();
        let assessed = assessed.get(&account.id).copied().unwrap_or_default();
        let binned = account.deletion_id.and_then(|deletion| binned.remove(&deletion));
        UserRow { packages, assessed, binned, ..view(account) }
    }))
}

const fn column(sort: UserSort) -> account::Column {
    match sort {
        UserSort::Name => account::Column::NameKey,
        UserSort::Email => account::Column::EmailKey,
        UserSort::Status => account::Column::Active,
        UserSort::LastSignIn => account::Column::LastSignInAt,
        UserSort::Created => account::Column::CreatedAt,
    }
}

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
    use carer_assignment::Column;
    let links = list::Links { owner: Column::CarerId, thing: Column::CarePackageId };
    let now = Condition::all().add(Column::CarerId.is_in(carers.iter().copied())).add(Column::ToAt.is_null());
    list::few::<carer_assignment::Entity, care_package::Entity, _>(read, &links, now).await
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
