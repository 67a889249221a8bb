//! The log of counts, newest first: every completion and correction of one carer, with the count before and after it
//! (R-PRG-9, UX-49).

use std::collections::{BTreeSet, HashMap};

use domain::access::Action;
use domain::id::{AccountId, PackageId, PersonalValueId, TaskId};
use domain::list::{Asked, Listed};
use domain::progress::CountLine;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect};

use super::overview;
use crate::audit::opening::{self, Opening};
use crate::cx::Scope;
use crate::entity::{account, care_package, completion, personal_value, task};
use crate::{Cx, Error, list};

/// A page of a carer's log of counts. A fixed number of queries. Reading it without the carer's page is an opening of
/// its own (R-AUD-5).
///
/// # Errors
/// [`Error::NotFound`] when there is no such carer.
pub async fn lines(
    cx: &Cx,
    carer: AccountId,
    asked: &Asked,
    opening: Opening,
) -> Result<Listed<CountLine>, Error> {
    let read = cx.read(Action::ReadProgress).await?;
    overview::person(&read, carer).await?;
    opening::record_part(cx, carer, "counts", opening).await?;
    let all = read.find::<completion::Entity>().filter(completion::Column::CarerId.eq(carer));
    let order = list::Order::down(completion::Column::CreatedAt, completion::Column::Id);
    let page = list::page(read.db(), all, &order, asked).await?;
    let mut before = counts_before(&read, carer, &page.rows).await?;
    let words = Words::of(&read, &page.rows).await?;
    let mut rows = Vec::with_capacity(page.rows.len());
    for row in page.rows.iter().rev() {
        let count = before.entry(row.task_id).or_default();
        rows.push(words.line(row, *count));
        *count = count.saturating_add(row.amount);
    }
    rows.reverse();
    Ok(Listed { rows, previous: page.previous, next: page.next, found: page.found })
}

/// What the tasks of a page were counted to before its oldest line: lines are only ever added, so the sum of the
/// older ones is the count of that moment.
async fn counts_before(
    at: &impl Scope,
    carer: AccountId,
    page: &[completion::Model],
) -> Result<HashMap<TaskId, i32>, Error> {
    use completion::Column;
    let Some(oldest) = page.last() else { return Ok(HashMap::new()) };
    let same = Column::CreatedAt.eq(oldest.created_at).and(Column::Id.lt(oldest.id));
    let older = Condition::any().add(Column::CreatedAt.lt(oldest.created_at)).add(same);
    let tasks: BTreeSet<TaskId> = page.iter().map(|row| row.task_id).collect();
    let sums: Vec<(TaskId, i64)> = at
        .find::<completion::Entity>()
        .select_only()
        .column(Column::TaskId)
        .column_as(Column::Amount.sum(), "amount")
        .filter(Column::CarerId.eq(carer))
        .filter(Column::TaskId.is_in(tasks))
        .filter(older)
        .group_by(Column::TaskId)
        .into_tuple()
        .all(at.db())
        .await?;
    let count = |sum: i64| i32::try_from(sum).unwrap_or(i32::MAX);
    Ok(sums.into_iter().map(|(task, sum)| (task, count(sum))).collect())
}

/// What the ids of a page stand for.
struct Words {
    tasks: HashMap<TaskId, String>,
    packages: HashMap<PackageId, String>,
    notes: HashMap<PersonalValueId, Option<String>>,
    people: HashMap<AccountId, String>,
}

impl Words {
    async fn of(at: &impl Scope, page: &[completion::Model]) -> Result<Self, Error> {
        let packages = page.iter().filter_map(|row| row.care_package_id);
        let notes = page.iter().filter_map(|row| row.note_id);
        let notes = at.find::<personal_value::Entity>().filter(personal_value::Column::Id.is_in(notes));
        Ok(Self {
            tasks: list::names::<task::Entity>(at, page.iter().map(|row| row.task_id)).await?,
            packages: list::names::<care_package::Entity>(at, packages).await?,
            notes: notes.all(at.db()).await?.into_iter().map(|row| (row.id, row.value)).collect(),
            people: list::names::<account::Entity>(at, page.iter().map(|row| row.entered_by)).await?,
        })
    }

    fn line(&self, row: &completion::Model, before: i32) -> CountLine {
        CountLine {
            at: row.created_at,
            task: self.tasks.get(&row.task_id).cloned().unwrap_or_default(),
            kind: row.kind,
            work_date: row.work_date,
            amount: row.amount,
            before,
            package: row.care_package_id.and_then(|id| self.packages.get(&id).cloned()),
            note: row.note_id.and_then(|id| self.notes.get(&id).cloned().flatten()),
            reason: row.reason.clone(),
            by: self.people.get(&row.entered_by).cloned().unwrap_or_default(),
        }
    }
}
