//! What notices are about, by the names that things have now: a fixed number of queries for a whole page (R-GEN-16).

use std::collections::HashMap;

use domain::id::{
    AccountId, ApplicationId, AssessmentId, ConcernId, NoticeId, PackageId, RatingId, ReadyId, ShiftId,
    TaskId, TemplateId,
};
use domain::notice::Subject;
use domain::time::Date;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::cx::Scope;
use crate::entity::{
    account, assessment, assessment_ready, assessment_template, care_package, competency_rating, concern,
    notice, shift, shift_application, task,
};
use crate::{Error, list};

/// The ids behind a notice, before they are names.
#[derive(Clone, Copy, Debug, Default)]
struct Ids {
    carer: Option<AccountId>,
    task: Option<TaskId>,
    template: Option<TemplateId>,
    package: Option<PackageId>,
    shift: Option<(ShiftId, Date)>,
}

/// The subject of each notice.
pub(super) async fn of(
    scope: &impl Scope,
    rows: &[notice::Model],
) -> Result<HashMap<NoticeId, Subject>, Error> {
    let things = Things::load(scope, rows).await?;
    let ids: Vec<(NoticeId, Ids)> =
        rows.iter().map(|row| (row.id, things.ids(&row.entity_type, row.entity_id))).collect();
    let names = Names::load(scope, &ids).await?;
    Ok(ids.into_iter().map(|(notice, ids)| (notice, names.subject(ids))).collect())
}

/// The rows that notices are about, as far as they lead to names.
#[derive(Debug, Default)]
struct Things {
    concerns: HashMap<Uuid, RatingId>,
    ratings: HashMap<Uuid, (AccountId, TaskId)>,
    groups: HashMap<Uuid, (AccountId, TemplateId)>,
    applications: HashMap<Uuid, (AccountId, ShiftId)>,
    shifts: HashMap<Uuid, (PackageId, Date)>,
}

impl Things {
    async fn load(scope: &impl Scope, rows: &[notice::Model]) -> Result<Self, Error> {
        let about = |table: &str| -> Vec<Uuid> {
            rows.iter().filter(|row| row.entity_type == table).map(|row| row.entity_id).collect()
        };
        let concerns = concerns(scope, about("concern")).await?;
        let ratings = about("competency_rating").into_iter().map(RatingId).chain(concerns.values().copied());
        let ratings = ratings_of(scope, ratings.collect()).await?;
        let mut groups = assessments(scope, about("assessment")).await?;
        groups.extend(ready(scope, about("assessment_ready")).await?);
        let applications = applications(scope, about("shift_application")).await?;
        let shifts = about("shift").into_iter().map(ShiftId).chain(applications.values().map(|of| of.1));
        let shifts = shifts_of(scope, shifts.collect()).await?;
        Ok(Self { concerns, ratings, groups, applications, shifts })
    }

    fn ids(&self, table: &str, id: Uuid) -> Ids {
        match table {
            "task" => Ids { task: Some(TaskId(id)), ..Ids::default() },
            "care_package" => Ids { package: Some(PackageId(id)), ..Ids::default() },
            "competency_rating" => self.rating(id),
            "concern" => self.concerns.get(&id).map(|rating| self.rating(rating.0)).unwrap_or_default(),
            "assessment" | "assessment_ready" => self
                .groups
                .get(&id)
                .map(|of| Ids { carer: Some(of.0), template: Some(of.1), ..Ids::default() })
                .unwrap_or_default(),
            "shift" => self.shift(ShiftId(id)),
            "shift_application" => self
                .applications
                .get(&id)
                .map(|of| Ids { carer: Some(of.0), ..self.shift(of.1) })
                .unwrap_or_default(),
            _ => Ids::default(),
        }
    }

    fn rating(&self, id: Uuid) -> Ids {
        let of = self.ratings.get(&id);
        of.map(|of| Ids { carer: Some(of.0), task: Some(of.1), ..Ids::default() }).unwrap_or_default()
    }

    fn shift(&self, id: ShiftId) -> Ids {
        let of = self.shifts.get(&id.0);
        of.map(|of| Ids { package: Some(of.0), shift: Some((id, of.1)), ..Ids::default() })
            .unwrap_or_default()
    }
}

async fn concerns(scope: &impl Scope, ids: Vec<Uuid>) -> Result<HashMap<Uuid, RatingId>, Error> {
    let rows: Vec<(ConcernId, RatingId)> = scope
        .find::<concern::Entity>()
        .select_only()
        .columns([concern::Column::Id, concern::Column::RatingId])
        .filter(concern::Column::Id.is_in(ids))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|(id, rating)| (id.0, rating)).collect())
}

async fn ratings_of(
    scope: &impl Scope,
    ids: Vec<RatingId>,
) -> Result<HashMap<Uuid, (AccountId, TaskId)>, Error> {
    use competency_rating::Column;
    let rows: Vec<(RatingId, AccountId, TaskId)> = scope
        .find::<competency_rating::Entity>()
        .select_only()
        .columns([Column::Id, Column::CarerId, Column::TaskId])
        .filter(Column::Id.is_in(ids))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|(id, carer, task)| (id.0, (carer, task))).collect())
}

async fn assessments(
    scope: &impl Scope,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, (AccountId, TemplateId)>, Error> {
    use assessment::Column;
    let rows: Vec<(AssessmentId, AccountId, TemplateId)> = scope
        .find::<assessment::Entity>()
        .select_only()
        .columns([Column::Id, Column::CarerId, Column::TemplateId])
        .filter(Column::Id.is_in(ids))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|(id, carer, template)| (id.0, (carer, template))).collect())
}

async fn ready(scope: &impl Scope, ids: Vec<Uuid>) -> Result<HashMap<Uuid, (AccountId, TemplateId)>, Error> {
    use assessment_ready::Column;
    let rows: Vec<(ReadyId, AccountId, TemplateId)> = scope
        .find::<assessment_ready::Entity>()
        .select_only()
        .columns([Column::Id, Column::CarerId, Column::TemplateId])
        .filter(Column::Id.is_in(ids))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|(id, carer, template)| (id.0, (carer, template))).collect())
}

async fn applications(
    scope: &impl Scope,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, (AccountId, ShiftId)>, Error> {
    use shift_application::Column;
    let rows: Vec<(ApplicationId, AccountId, ShiftId)> = scope
        .find::<shift_application::Entity>()
        .select_only()
        .columns([Column::Id, Column::CarerId, Column::ShiftId])
        .filter(Column::Id.is_in(ids))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|(id, carer, shift)| (id.0, (carer, shift))).collect())
}

async fn shifts_of(scope: &impl Scope, ids: Vec<ShiftId>) -> Result<HashMap<Uuid, (PackageId, Date)>, Error> {
    use shift::Column;
    let rows: Vec<(ShiftId, PackageId, Date)> = scope
        .find::<shift::Entity>()
        .select_only()
        .columns([Column::Id, Column::CarePackageId, Column::LocalDate])
        .filter(Column::Id.is_in(ids))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|(id, package, date)| (id.0, (package, date))).collect())
}

/// The names of everything that a page of notices speaks of.
#[derive(Debug)]
struct Names {
    people: HashMap<AccountId, String>,
    tasks: HashMap<TaskId, String>,
    templates: HashMap<TemplateId, String>,
    packages: HashMap<PackageId, String>,
}

impl Names {
    async fn load(scope: &impl Scope, ids: &[(NoticeId, Ids)]) -> Result<Self, Error> {
        let tasks: Vec<(TaskId, String)> = scope
            .find::<task::Entity>()
            .select_only()
            .columns([task::Column::Id, task::Column::Name])
            .filter(task::Column::Id.is_in(ids.iter().filter_map(|(_, of)| of.task)))
            .into_tuple()
            .all(scope.db())
            .await?;
        let templates: Vec<(TemplateId, String)> = scope
            .find::<assessment_template::Entity>()
            .select_only()
            .columns([assessment_template::Column::Id, assessment_template::Column::Name])
            .filter(assessment_template::Column::Id.is_in(ids.iter().filter_map(|(_, of)| of.template)))
            .into_tuple()
            .all(scope.db())
            .await?;
        let packages: Vec<(PackageId, String)> = scope
            .find::<care_package::Entity>()
            .select_only()
            .columns([care_package::Column::Id, care_package::Column::Name])
            .filter(care_package::Column::Id.is_in(ids.iter().filter_map(|(_, of)| of.package)))
            .into_tuple()
            .all(scope.db())
            .await?;
        Ok(Self {
            people: list::names::<account::Entity>(scope, ids.iter().filter_map(|(_, of)| of.carer)).await?,
            tasks: tasks.into_iter().collect(),
            templates: templates.into_iter().collect(),
            packages: packages.into_iter().collect(),
        })
    }

    fn subject(&self, ids: Ids) -> Subject {
        Subject {
            carer: ids.carer.and_then(|id| Some((id, self.people.get(&id)?.clone()))),
            task: ids.task.and_then(|id| self.tasks.get(&id).cloned()),
            template: ids.template.and_then(|id| Some((id, self.templates.get(&id)?.clone()))),
            package: ids.package.and_then(|id| self.packages.get(&id).cloned()),
            shift: ids.shift.map(|(id, date)| (id.0, date)),
        }
    }
}
