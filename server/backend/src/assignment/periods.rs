//! Periods in which carers, or tasks, belong to a package: one mechanism for both.

use std::collections::{HashMap, HashSet};

use domain::access::Action;
use domain::assignment::{
    Added, Belonging, Facts, Given, MOST_FREE, OpenPeriod, Period, PeriodsAsked, Refused,
};
use domain::audit::AuditAction;
use domain::eligibility::Standing;
use domain::id::{AccountId, PackageId, SubmissionId};
use domain::list::{Asked, Listed, Named, PeriodSort};
use domain::text::name_key;
use domain::time::Instant;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{belonging, find_package, hold_package, refusal, told};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{Periods, Titled};
use crate::error::if_duplicate;
use crate::events::Topic;
use crate::once::Once;
use crate::{Cx, Error, list};

/// The id of who or what belongs.
pub(super) type Id<P> = <<P as Periods>::Subject as Titled>::Id;

/// The row of who or what belongs.
pub(super) type Row<P> = <<P as Periods>::Subject as EntityTrait>::Model;

/// What differs between the carers of a package and its tasks.
pub(super) trait Assigned: Periods {
    /// The table, by its name in audit entries.
    const TABLE: &'static str;
    /// What audit entries call one of them.
    const WORD: &'static str;
    /// Under which name a tick list is taken once.
    const ADDING: &'static str;
    /// What is recorded when a period begins.
    const BEGUN: AuditAction;
    /// What is recorded when it ends.
    const ENDED: AuditAction;
    /// Whether they are locked before packages are (architecture §5).
    const BEFORE_PACKAGES: bool;

    /// Everybody, or everything, that may belong to packages.
    fn all(at: &impl Scope) -> Select<Self::Subject>;
    /// What a rule and a page ask of one of them.
    fn subject_of(row: Row<Self>) -> Subject<Id<Self>>;
    /// Whether one may be assigned (R-ASG-1).
    fn judge(facts: Facts) -> Result<(), Refused>;
    /// The row of a period that begins now.
    fn beginning(
        tx: &Tx,
        id: Uuid,
        package: PackageId,
        subject: Id<Self>,
    ) -> Result<Self::ActiveModel, Error>;
    /// Whose open pages hear of it, beside those of the admins.
    fn hearer(subject: Id<Self>) -> Option<AccountId>;
}

/// Somebody, or something, that may belong to a package.
#[derive(Clone, Debug)]
pub(super) struct Subject<Id> {
    pub id: Id,
    pub name: String,
    pub standing: Standing,
}

impl<Id> Subject<Id> {
    fn period(self, from_at: Instant) -> Period<Id> {
        let is_active = self.standing == Standing::Active;
        Period { subject: Named { id: self.id, name: self.name }, is_active, from_at, to_at: None }
    }
}

/// The open periods of a package.
pub(crate) fn open<P: Periods>(at: &impl Scope, package: PackageId) -> Select<P> {
    at.find::<P>().filter(P::package().eq(package)).filter(P::to_at().is_null())
}

/// The ids of those that belong to a package now, as a part of other queries.
pub(crate) fn inside<P: Periods>(at: &impl Scope, package: PackageId) -> SelectStatement {
    open::<P>(at, package).select_only().column(P::subject()).into_query()
}

fn ended<P: Periods>(at: &impl Scope, package: PackageId) -> Select<P> {
    at.find::<P>().filter(P::package().eq(package)).filter(P::to_at().is_not_null())
}

/// Since when these belong to a package; those that do not are left out.
async fn since<P: Periods>(
    at: &impl Scope,
    package: PackageId,
    ids: &[Id<P>],
) -> Result<HashMap<Id<P>, Instant>, Error> {
    let open = open::<P>(at, package).filter(P::subject().is_in(ids.iter().copied()));
    let rows: Vec<(Id<P>, Instant)> =
        open.select_only().columns([P::subject(), P::from_at()]).into_tuple().all(at.db()).await?;
    Ok(rows.into_iter().collect())
}

/// What the page of a package shows of them.
pub(super) async fn of_package<P: Assigned>(
    cx: &Cx,
    package: PackageId,
    words: &str,
    chosen: &[Id<P>],
    asked: &PeriodsAsked,
) -> Result<Belonging<Id<P>>, Error> {
    let at = cx.read(Action::ManageAssignments).await?;
    let package = find_package(&at, package).await?;
    let past = ended::<P>(&at, package.id).count(at.db()).await?;
    let (periods, free) = if asked.is_past() {
        (past_periods::<P>(&at, package.id, &asked.list()).await?, (Vec::new(), 0))
    } else {
        let now = current::<P>(&at, package.id, &asked.list()).await?;
        (now, free::<P>(&at, package.id, words, chosen).await?)
    };
    belonging(&at, package, (periods, past), free).await
}

/// The open period of one of them.
pub(super) async fn one<P: Assigned>(
    cx: &Cx,
    package: PackageId,
    id: Id<P>,
) -> Result<OpenPeriod<Id<P>>, Error> {
    let at = cx.read(Action::ManageAssignments).await?;
    let package = find_package(&at, package).await?;
    let row = P::all(&at).filter(P::Subject::id().eq(id)).one(at.db()).await?.ok_or(Error::NotFound)?;
    let since = since::<P>(&at, package.id, &[id]).await?.remove(&id).ok_or(Error::NotFound)?;
    let period = P::subject_of(row).period(since);
    Ok(OpenPeriod { package: Named { id: package.id, name: package.name }, period })
}

/// A page of those that belong to a package now.
async fn current<P: Assigned>(
    at: &impl Scope,
    package: PackageId,
    asked: &Asked,
) -> Result<Listed<Period<Id<P>>>, Error> {
    let mut rows = P::all(at).filter(P::Subject::id().in_subquery(inside::<P>(at, package)));
    let words = asked.words();
    if !words.is_empty() {
        rows = rows.filter(list::holds(P::Subject::name_key(), &words));
    }
    let sort = asked.sort::<PeriodSort>()?;
    let by = match sort.by {
        PeriodSort::Name => P::Subject::name_key(),
        PeriodSort::Status => P::Subject::active(),
    };
    let order = list::Order::asked(sort, by, P::Subject::id());
    let page = list::page(at.db(), rows, &order, asked).await?.map(P::subject_of);
    let ids: Vec<_> = page.rows.iter().map(|subject| subject.id).collect();
    let since = since::<P>(at, package, &ids).await?;
    // Only who left between the two queries has no period any more.
    let period = |subject: Subject<Id<P>>| {
        let from_at = *since.get(&subject.id)?;
        Some(subject.period(from_at))
    };
    Ok(page.with(|rows| rows.into_iter().filter_map(period).collect()))
}

/// A page of the periods that have ended, the last to end first.
async fn past_periods<P: Assigned>(
    at: &impl Scope,
    package: PackageId,
    asked: &Asked,
) -> Result<Listed<Period<Id<P>>>, Error> {
    let mut rows = ended::<P>(at, package);
    let words = asked.words();
    if !words.is_empty() {
        rows = rows.filter(P::subject().in_subquery(list::called::<P::Subject>(at, &words)));
    }
    let page = list::page(at.db(), rows, &list::Order::down(P::to_at(), P::id()), asked).await?;
    let page = page.map(|row| P::span(&row));
    let names = list::names::<P::Subject>(at, page.rows.iter().map(|(id, ..)| *id)).await?;
    Ok(page.map(|(id, from_at, to_at)| Period {
        subject: Named { id, name: names.get(&id).cloned().unwrap_or_default() },
        is_active: false,
        from_at,
        to_at,
    }))
}

/// Active ones that are not in a package: the chosen ones, then those whose names hold the words; and how many.
async fn free<P: Assigned>(
    at: &impl Scope,
    package: PackageId,
    words: &str,
    chosen: &[Id<P>],
) -> Result<(Vec<Named<Id<P>>>, u64), Error> {
    let outside = P::all(at)
        .filter(P::Subject::active().eq(true))
        .filter(P::Subject::deletion().is_null())
        .filter(P::Subject::id().not_in_subquery(inside::<P>(at, package)));
    let mut looked_for = outside.clone();
    let words = name_key(words);
    if !words.is_empty() {
        looked_for = looked_for.filter(list::holds(P::Subject::name_key(), &words));
    }
    let found = looked_for.clone().count(at.db()).await?;
    let chosen = outside.filter(P::Subject::id().is_in(chosen.iter().copied()));
    let mut free = by_name(at, chosen).await?;
    for other in by_name(at, looked_for.limit(MOST_FREE)).await? {
        if free.iter().all(|one| one.id != other.id) {
            free.push(other);
        }
    }
    Ok((free, found))
}

async fn by_name<S: Titled>(at: &impl Scope, rows: Select<S>) -> Result<Vec<Named<S::Id>>, Error> {
    let rows: Vec<(S::Id, String)> = rows
        .select_only()
        .columns([S::id(), S::name()])
        .order_by_asc(S::name_key())
        .order_by_asc(S::id())
        .into_tuple()
        .all(at.db())
        .await?;
    Ok(rows.into_iter().map(|(id, name)| Named { id, name }).collect())
}

/// Assigns the ticked ones, each for itself: one that cannot be added keeps none of the others out (R-ASG-1).
pub(super) async fn add<P: Assigned>(
    tx: Tx,
    submission: SubmissionId,
    draft: &impl Serialize,
    (package, ids): (PackageId, Vec<Id<P>>),
) -> Result<Added, Error> {
    let first = match tx.once::<Vec<Given<Id<P>>>>(P::ADDING, submission, draft).await? {
        Once::Before(given) => return Ok(told(given, names(hold::<P>(&tx, &ids).await?))),
        Once::First(first) => first,
    };
    let (package_is_active, subjects) = hold_both::<P>(&tx, package, &ids).await?;
    let assigned: HashSet<_> = since::<P>(&tx, package, &ids).await?.into_keys().collect();
    let mut given = Vec::new();
    for one in &subjects {
        let is_assigned = assigned.contains(&one.id);
        let refused = P::judge(Facts { package_is_active, subject: one.standing, is_assigned }).err();
        if refused.is_none() {
            begin::<P>(&tx, package, one.id).await?;
        }
        given.push(Given { subject: one.id, refused });
    }
    if given.iter().any(|one| one.refused.is_none()) {
        tx.remember(first, &given).await?;
        tx.commit_noted().await?;
    } else {
        refusal(&given)?;
    }
    Ok(told(given, names(subjects)))
}

/// Ends an open period. Counts and ratings stay (R-ASG-4).
pub(super) async fn end<P: Assigned>(cx: &Cx, package: PackageId, id: Id<P>) -> Result<Named<Id<P>>, Error> {
    let tx = cx.write(Action::ManageAssignments).await?;
    let (_, mut subjects) = hold_both::<P>(&tx, package, &[id]).await?;
    let open = open::<P>(&tx, package).filter(P::subject().eq(id));
    let period: Option<Uuid> = open.select_only().column(P::id()).into_tuple().one(tx.db()).await?;
    let period = period.ok_or(Refused::NotAssigned)?;
    P::update_many()
        .col_expr(P::to_at(), Some(tx.now()).into())
        .col_expr(P::ended_by(), tx.actor_id().into())
        .filter(P::organisation().eq(tx.organisation()))
        .filter(P::id().eq(period))
        .exec(tx.db())
        .await?;
    tx.touch(Topic::Assignment, P::hearer(id));
    let entry = Entry::new(P::ENDED).about(P::TABLE, period);
    tx.commit(entry.before(json!({ (P::WORD): id, "package": package }))?).await?;
    subjects.pop().map(|one| Named { id: one.id, name: one.name }).ok_or(Error::NotFound)
}

/// Opens a period. The caller has checked the rule and holds the rows.
pub(super) async fn begin<P: Assigned>(tx: &Tx, package: PackageId, subject: Id<P>) -> Result<(), Error> {
    let id = tx.fresh(|id| id);
    let row = P::beginning(tx, id, package, subject)?;
    P::insert(row).exec_without_returning(tx.db()).await.map_err(if_duplicate(Refused::AlreadyAssigned))?;
    let entry = Entry::new(P::BEGUN).about(P::TABLE, id);
    tx.also(entry.after(json!({ (P::WORD): subject, "package": package }))?);
    tx.touch(Topic::Assignment, P::hearer(subject));
    Ok(())
}

/// Whether the package is in use, and those of these ids: all of them, in the order in which such rows are locked.
async fn hold_both<P: Assigned>(
    tx: &Tx,
    package: PackageId,
    ids: &[Id<P>],
) -> Result<(bool, Vec<Subject<Id<P>>>), Error> {
    if P::BEFORE_PACKAGES {
        let subjects = hold::<P>(tx, ids).await?;
        Ok((hold_package(tx, package).await?.active, subjects))
    } else {
        let package = hold_package(tx, package).await?;
        Ok((package.active, hold::<P>(tx, ids).await?))
    }
}

/// Those of these ids, all of them, which stay as they are until the write ends.
async fn hold<P: Assigned>(tx: &Tx, ids: &[Id<P>]) -> Result<Vec<Subject<Id<P>>>, Error> {
    let rows = P::all(tx)
        .filter(P::Subject::id().is_in(ids.iter().copied()))
        .order_by_asc(P::Subject::id())
        .lock_exclusive()
        .all(tx.db())
        .await?;
    if rows.len() == ids.len() {
        Ok(rows.into_iter().map(P::subject_of).collect())
    } else {
        Err(Error::NotFound)
    }
}

fn names<Id: std::hash::Hash + Eq>(subjects: Vec<Subject<Id>>) -> HashMap<Id, String> {
    subjects.into_iter().map(|one| (one.id, one.name)).collect()
}
