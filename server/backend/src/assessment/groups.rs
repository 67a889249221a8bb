//! Where groups stand (R-TRG-1): the facts of any number of carers and templates, read by a fixed number of queries.

use std::collections::{HashMap, HashSet};

use domain::access::Role;
use domain::assessment::{CoveredTask, GroupState, group};
use domain::competency::{InForce, RatingEventKind, Standing, Waiting};
use domain::id::{AccountId, AssessmentId, PackageId, RatingId, TaskId, TemplateId};
use domain::time::{Date, Instant};
use sea_orm::sea_query::{SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::cx::Scope;
use crate::entity::{
    account, assessment, assessment_template, care_package, carer_assignment, competency_current,
    competency_rating, progress_current, rating_event, task, task_assignment,
};
use crate::{Error, progress, settings};

/// Which groups are asked for; no template means all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pick<'a> {
    pub carers: Whose<'a>,
    pub template: Option<TemplateId>,
}

/// Whose groups: of a few carers, or of all that another query finds, however many those are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose<'a> {
    These(&'a [AccountId]),
    Of(&'a SelectStatement),
}

impl Whose<'_> {
    fn has(self, carer: impl ColumnTrait) -> SimpleExpr {
        match self {
            Self::These(carers) => carer.is_in(carers.iter().copied()),
            Self::Of(carers) => carer.in_subquery(carers.clone()),
        }
    }
}

/// One carer, one template, and where the two stand.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub carer: AccountId,
    pub carer_name: String,
    pub template: assessment_template::Model,
    /// The covered live tasks, by name.
    pub tasks: Vec<task::Model>,
    /// The same tasks as the rule sees them.
    pub facts: Vec<CoveredTask>,
    pub state: GroupState,
}

impl Judged {
    /// Whether the group has anything to do with its carer: a task of it is assigned, begun, rated or waits.
    pub(crate) fn concerns_carer(&self) -> bool {
        let touched =
            |fact: &CoveredTask| fact.is_assigned || fact.tally.done > 0 || fact.is_rated || fact.is_pending;
        self.facts.iter().any(touched)
    }
}

/// Judges every pair of an active carer and an active template with live tasks, among those picked.
///
/// `is_chosen` says that an admin has chosen to reassess (R-TRG-3).
pub(crate) async fn judge(
    scope: &impl Scope,
    pick: Pick<'_>,
    today: Date,
    is_chosen: bool,
) -> Result<Vec<Judged>, Error> {
    let templates = templates(scope, pick.template).await?;
    let window = settings::load(scope).await?.competence.due_window_days;
    let facts = Facts::load(scope, pick).await?;
    let covering: Vec<_> = templates.iter().map(|row| (row, facts.tasks_of(row.id))).collect();
    let mut judged = Vec::new();
    for (carer, carer_name) in carers(scope, pick.carers).await? {
        for (template, tasks) in &covering {
            let covered = tasks.iter().map(|task| facts.covered(carer, template.id, task));
            let covered = covered.collect::<Result<Vec<_>, _>>()?;
            let Some(state) = group(&covered, today, window, is_chosen) else { continue };
            judged.push(Judged {
                carer,
                carer_name: carer_name.clone(),
                template: (*template).clone(),
                tasks: tasks.clone(),
                facts: covered,
                state,
            });
        }
    }
    Ok(judged)
}

async fn templates(
    scope: &impl Scope,
    only: Option<TemplateId>,
) -> Result<Vec<assessment_template::Model>, Error> {
    let mut rows = scope
        .find::<assessment_template::Entity>()
        .filter(assessment_template::Column::Active.eq(true))
        .filter(assessment_template::Column::DeletionId.is_null())
        .order_by_asc(assessment_template::Column::NameKey);
    if let Some(template) = only {
        rows = rows.filter(assessment_template::Column::Id.eq(template));
    }
    Ok(rows.all(scope.db()).await?)
}

async fn carers(scope: &impl Scope, carers: Whose<'_>) -> Result<Vec<(AccountId, String)>, Error> {
    let rows = scope
        .find::<account::Entity>()
        .select_only()
        .column(account::Column::Id)
        .column(account::Column::Name)
        .filter(account::Column::Role.eq(Role::Carer))
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::DeletionId.is_null())
        .order_by_asc(account::Column::NameKey)
        .filter(carers.has(account::Column::Id));
    Ok(rows.into_tuple().all(scope.db()).await?)
}

/// A rating that came from an assessment by one template.
struct Given {
    rating: RatingId,
    template: TemplateId,
    /// When the carer was assessed.
    at: Instant,
}

/// What the rule asks about, by carer and task.
struct Facts {
    tasks: Vec<task::Model>,
    progress: HashMap<(AccountId, TaskId), progress_current::Model>,
    current: HashMap<(AccountId, TaskId), competency_current::Model>,
    given: HashMap<(AccountId, TaskId), Vec<Given>>,
    pending: HashMap<RatingId, competency_rating::Model>,
    assigned: HashSet<(AccountId, TaskId)>,
}

impl Facts {
    async fn load(scope: &impl Scope, pick: Pick<'_>) -> Result<Self, Error> {
        let tasks = tasks(scope, pick.template).await?;
        let covered = covered(scope, pick.template);
        let (given, pending) = ratings(scope, pick.carers, &covered).await?;
        Ok(Self {
            progress: counts(scope, pick.carers, &covered).await?,
            current: currents(scope, pick.carers, &covered).await?,
            assigned: assigned(scope, pick.carers, &covered).await?,
            tasks,
            given,
            pending,
        })
    }

    fn tasks_of(&self, template: TemplateId) -> Vec<task::Model> {
        let covered = self.tasks.iter().filter(|task| task.assessment_template_id == Some(template));
        covered.cloned().collect()
    }

    fn covered(
        &self,
        carer: AccountId,
        template: TemplateId,
        task: &task::Model,
    ) -> Result<CoveredTask, Error> {
        let key = (carer, task.id);
        let progress = self.progress.get(&key);
        let reset_at = progress.and_then(|row| row.last_reset_at);
        let from_template =
            || self.given.get(&key).into_iter().flatten().filter(|given| given.template == template);
        let pending = self.current.get(&key).and_then(|row| row.pending_rating_id);
        Ok(CoveredTask {
            task: task.id,
            tally: progress::tally(task, progress.map_or(0, |row| row.count.unsigned_abs()))?,
            is_assigned: self.assigned.contains(&key),
            is_pending: from_template().any(|given| Some(given.rating) == pending),
            is_rated: from_template().any(|given| reset_at.is_none_or(|reset| given.at > reset)),
            standing: self.standing(&key),
        })
    }

    /// What the carer holds. Whether it is acknowledged is no question of the trigger.
    fn standing(&self, key: &(AccountId, TaskId)) -> Standing {
        let Some(row) = self.current.get(key) else { return Standing::default() };
        let effective = row.effective_rating_id.zip(row.effective_level).map(|(rating, level)| InForce {
            rating,
            level,
            valid_until: row.effective_valid_until,
            is_outstanding: false,
        });
        let waiting = row.pending_rating_id.and_then(|rating| self.pending.get(&rating));
        let pending =
            waiting.map(|row| Waiting { rating: row.id, level: row.level, valid_until: row.valid_until });
        Standing { effective, pending }
    }
}

/// The live tasks of a template, or of all, by name.
async fn tasks(scope: &impl Scope, template: Option<TemplateId>) -> Result<Vec<task::Model>, Error> {
    let mut rows = scope
        .find::<task::Entity>()
        .filter(task::Column::DeletionId.is_null())
        .filter(task::Column::AssessmentTemplateId.is_not_null())
        .order_by_asc(task::Column::NameKey);
    if let Some(template) = template {
        rows = rows.filter(task::Column::AssessmentTemplateId.eq(template));
    }
    Ok(rows.all(scope.db()).await?)
}

/// The ids of the same tasks, as a part of other queries.
fn covered(scope: &impl Scope, template: Option<TemplateId>) -> SelectStatement {
    let mut rows = scope
        .find::<task::Entity>()
        .select_only()
        .column(task::Column::Id)
        .filter(task::Column::DeletionId.is_null())
        .filter(task::Column::AssessmentTemplateId.is_not_null());
    if let Some(template) = template {
        rows = rows.filter(task::Column::AssessmentTemplateId.eq(template));
    }
    rows.into_query()
}

async fn counts(
    scope: &impl Scope,
    carers: Whose<'_>,
    covered: &SelectStatement,
) -> Result<HashMap<(AccountId, TaskId), progress_current::Model>, Error> {
    let rows = scope
        .find::<progress_current::Entity>()
        .filter(progress_current::Column::TaskId.in_subquery(covered.clone()))
        .filter(carers.has(progress_current::Column::CarerId));
    let rows = rows.all(scope.db()).await?;
    Ok(rows.into_iter().map(|row| ((row.carer_id, row.task_id), row)).collect())
}

async fn currents(
    scope: &impl Scope,
    carers: Whose<'_>,
    covered: &SelectStatement,
) -> Result<HashMap<(AccountId, TaskId), competency_current::Model>, Error> {
    let rows = scope
        .find::<competency_current::Entity>()
        .filter(competency_current::Column::TaskId.in_subquery(covered.clone()))
        .filter(carers.has(competency_current::Column::CarerId));
    let rows = rows.all(scope.db()).await?;
    Ok(rows.into_iter().map(|row| ((row.carer_id, row.task_id), row)).collect())
}

type Ratings = (HashMap<(AccountId, TaskId), Vec<Given>>, HashMap<RatingId, competency_rating::Model>);

/// The ratings from assessments that were not withdrawn, each with its template; and every rating by its id.
async fn ratings(scope: &impl Scope, carers: Whose<'_>, covered: &SelectStatement) -> Result<Ratings, Error> {
    let rows = scope
        .find::<competency_rating::Entity>()
        .filter(competency_rating::Column::TaskId.in_subquery(covered.clone()))
        .filter(carers.has(competency_rating::Column::CarerId));
    let rows = rows.all(scope.db()).await?;
    let templates = templates_of(scope, carers).await?;
    let withdrawn = withdrawn(scope).await?;
    let mut given: HashMap<_, Vec<Given>> = HashMap::new();
    for row in rows.iter().filter(|row| !withdrawn.contains(&row.id)) {
        if let Some(&(template, at)) = row.assessment_id.and_then(|assessment| templates.get(&assessment)) {
            let entry = given.entry((row.carer_id, row.task_id)).or_default();
            entry.push(Given { rating: row.id, template, at });
        }
    }
    Ok((given, rows.into_iter().map(|row| (row.id, row)).collect()))
}

type Assessed = HashMap<AssessmentId, (TemplateId, Instant)>;

/// The template of each assessment, and when the carer was assessed: for an amendment, when the first of them was
/// done, so that an amended result from before a reset does not count as one from after it.
async fn templates_of(scope: &impl Scope, carers: Whose<'_>) -> Result<Assessed, Error> {
    let rows = scope
        .find::<assessment::Entity>()
        .select_only()
        .column(assessment::Column::Id)
        .column(assessment::Column::TemplateId)
        .column(assessment::Column::CompletedAt)
        .column(assessment::Column::AmendsId)
        .filter(carers.has(assessment::Column::CarerId));
    // In order of time, so that what is amended comes before its amendment.
    let rows = rows.order_by_asc(assessment::Column::CompletedAt).order_by_asc(assessment::Column::Id);
    let rows: Vec<(AssessmentId, TemplateId, Instant, Option<AssessmentId>)> =
        rows.into_tuple().all(scope.db()).await?;
    let mut assessed = Assessed::new();
    for (id, template, completed_at, amends) in rows {
        let first = amends.and_then(|amended| assessed.get(&amended)).map(|&(_, at)| at);
        assessed.insert(id, (template, first.unwrap_or(completed_at)));
    }
    Ok(assessed)
}

/// Withdrawn ratings are few in the life of an organisation, so all of them are read.
async fn withdrawn(scope: &impl Scope) -> Result<HashSet<RatingId>, Error> {
    let rows: Vec<RatingId> = scope
        .find::<rating_event::Entity>()
        .select_only()
        .column(rating_event::Column::RatingId)
        .filter(rating_event::Column::Kind.eq(RatingEventKind::Withdrawn))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().collect())
}

/// Which covered tasks each carer has in a live active package now.
async fn assigned(
    scope: &impl Scope,
    carers: Whose<'_>,
    covered: &SelectStatement,
) -> Result<HashSet<(AccountId, TaskId)>, Error> {
    let live = scope
        .find::<care_package::Entity>()
        .select_only()
        .column(care_package::Column::Id)
        .filter(care_package::Column::Active.eq(true))
        .filter(care_package::Column::DeletionId.is_null())
        .into_query();
    let people = scope
        .find::<carer_assignment::Entity>()
        .select_only()
        .column(carer_assignment::Column::CarePackageId)
        .column(carer_assignment::Column::CarerId)
        .filter(carer_assignment::Column::ToAt.is_null())
        .filter(carer_assignment::Column::CarePackageId.in_subquery(live))
        .filter(carers.has(carer_assignment::Column::CarerId));
    let people: Vec<(PackageId, AccountId)> = people.into_tuple().all(scope.db()).await?;
    let held: Vec<(PackageId, TaskId)> = scope
        .find::<task_assignment::Entity>()
        .select_only()
        .column(task_assignment::Column::CarePackageId)
        .column(task_assignment::Column::TaskId)
        .filter(task_assignment::Column::ToAt.is_null())
        .filter(task_assignment::Column::TaskId.in_subquery(covered.clone()))
        .into_tuple()
        .all(scope.db())
        .await?;
    let mut by_package: HashMap<PackageId, Vec<TaskId>> = HashMap::new();
    for (package, task) in held {
        by_package.entry(package).or_default().push(task);
    }
    let tasks = |package| by_package.get(&package).into_iter().flatten().copied();
    Ok(people
        .into_iter()
        .flat_map(|(package, carer)| tasks(package).map(move |task| (carer, task)))
        .collect())
}
