//! The carers to choose from: searched on the server, a page at a time, those who are ready on request (screens §10.1).

use std::collections::HashMap;

use domain::access::{Action, Role};
use domain::id::AccountId;
use domain::list::{Asked, CarerSort, Listed, Status};
use domain::problems::{Problem, Problems};
use domain::progress::CarerChoice;
use sea_orm::{ColumnTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use crate::cx::Scope;
use crate::entity::{account, assessment_ready, assessment_template};
use crate::{Cx, Error, list};

/// A page of the carers. `ready` is `true` for those with a group that is ready, or empty for all.
///
/// # Errors
/// [`Error::Invalid`] for a filter or a sort that there is none of.
pub async fn choose(cx: &Cx, asked: &Asked, ready: &str) -> Result<Listed<CarerChoice>, Error> {
    let read = cx.read(Action::ReadProgress).await?;
    let mut carers = read
        .find::<account::Entity>()
        .filter(account::Column::Role.eq(Role::Carer))
        .filter(account::Column::DeletionId.is_null());
    carers = match asked.status()? {
        None => carers,
        Some(Status::Active) => carers.filter(account::Column::Active.eq(true)),
        Some(Status::Inactive) => carers.filter(account::Column::Active.eq(false)),
        Some(Status::Deleted) => return Err(Problems::one("status", Problem::NotAllowed).into()),
    };
    carers = match ready {
        "" => carers,
        "true" => {
            let whose = open(&read).select_only().column(assessment_ready::Column::CarerId);
            carers.filter(account::Column::Id.in_subquery(whose.into_query()))
        }
        _ => return Err(Problems::one("ready", Problem::Unreadable).into()),
    };
    let words = asked.words();
    if !words.is_empty() {
        carers = carers.filter(list::holds(account::Column::NameKey, &words));
    }
    let sort = asked.sort::<CarerSort>()?;
    let by = match sort.by {
        CarerSort::Name => account::Column::NameKey,
        CarerSort::Status => account::Column::Active,
    };
    let order = list::Order::asked(sort, by, account::Column::Id);
    let page = list::page(read.db(), carers, &order, asked).await?;
    let mut ready = ready_groups(&read, page.rows.iter().map(|row| row.id).collect()).await?;
    Ok(page.map(|row| CarerChoice {
        ready: ready.remove(&row.id).unwrap_or_default(),
        carer: row.id,
        name: row.name,
        is_active: row.active,
    }))
}

fn open(at: &impl Scope) -> Select<assessment_ready::Entity> {
    at.find::<assessment_ready::Entity>().filter(assessment_ready::Column::ClosedAt.is_null())
}

/// The names of the templates that are ready for each carer.
async fn ready_groups(
    at: &impl Scope,
    carers: Vec<AccountId>,
) -> Result<HashMap<AccountId, Vec<String>>, Error> {
    let template = list::link::<assessment_ready::Entity, assessment_template::Entity>(
        assessment_ready::Column::TemplateId,
        assessment_template::Column::Id,
    );
    let pairs: Vec<(AccountId, String)> = open(at)
        .join(JoinType::InnerJoin, template)
        .select_only()
        .column(assessment_ready::Column::CarerId)
        .column(assessment_template::Column::Name)
        .filter(assessment_ready::Column::CarerId.is_in(carers))
        .order_by_asc(assessment_template::Column::NameKey)
        .into_tuple()
        .all(at.db())
        .await?;
    let mut ready: HashMap<_, Vec<_>> = HashMap::new();
    for (carer, name) in pairs {
        ready.entry(carer).or_default().push(name);
    }
    Ok(ready)
}
