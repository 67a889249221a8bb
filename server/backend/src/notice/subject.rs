//! What notices are about, by the names that things have now: two queries at most for each kind of thing on a whole
//! page (R-GEN-16).

use std::collections::HashMap;

use domain::id::{AccountId, NoticeId, PackageId, RatingId, ShiftId, TaskId, TemplateId};
use domain::notice::Subject;
use domain::time::Date;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, TryGetable};
use uuid::Uuid;

use crate::cx::Scope;
use crate::entity::{
    Tenant, account, assessment, assessment_ready, assessment_template, care_package, competency_rating,
    concern, notice, shift, shift_application, task,
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
    concerns: Pairs<RatingId, AccountId>,
    ratings: Pairs<AccountId, TaskId>,
    groups: Pairs<AccountId, TemplateId>,
    applications: Pairs<AccountId, ShiftId>,
    shifts: Pairs<PackageId, Date>,
}

impl Things {
    async fn load(scope: &impl Scope, rows: &[notice::Model]) -> Result<Self, Error> {
        let about = |table: &str| -> Vec<Uuid> {
            rows.iter().filter(|row| row.entity_type == table).map(|row| row.entity_id).collect()
        };
        let concerns = of_concerns(scope, about("concern")).await?;
        let mut ratings = about("competency_rating");
        ratings.extend(concerns.values().map(|(rating, _)| rating.0));
        let ratings = of_ratings(scope, ratings).await?;
        let mut groups = of_assessments(scope, about("assessment")).await?;
        groups.extend(of_ready(scope, about("assessment_ready")).await?);
        let applications = of_applications(scope, about("shift_application")).await?;
        let mut shifts = about("shift");
        shifts.extend(applications.values().map(|(_, shift)| shift.0));
        let shifts = of_shifts(scope, shifts).await?;
        Ok(Self { concerns, ratings, groups, applications, shifts })
    }

    fn ids(&self, table: &str, id: Uuid) -> Ids {
        match table {
            "task" => Ids { task: Some(TaskId(id)), ..Ids::default() },
            "care_package" => Ids { package: Some(PackageId(id)), ..Ids::default() },
            "competency_rating" => self.rating(id),
            "concern" => self.concerns.get(&id).map(|(rating, _)| self.rating(rating.0)).unwrap_or_default(),
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

/// Two columns of some rows, by the rows' ids.
type Pairs<A, B> = HashMap<Uuid, (A, B)>;

/// Reads the id and two more columns of the rows with these ids; of a kind that no notice is about, nothing.
async fn pairs<E: Tenant, A: TryGetable, B: TryGetable>(
    scope: &impl Scope,
    [id, a, b]: [E::Column; 3],
    ids: Vec<Uuid>,
) -> Result<Pairs<A, B>, Error> {
    if ids.is_empty() {
        return Ok(Pairs::new());
    }
    let rows: Vec<(Uuid, A, B)> = scope
        .find::<E>()
        .select_only()
        .columns([id, a, b])
        .filter(id.is_in(ids))
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().map(|(id, a, b)| (id, (a, b))).collect())
}

async fn of_concerns(scope: &impl Scope, ids: Vec<Uuid>) -> Result<Pairs<RatingId, AccountId>, Error> {
    use concern::Column;
    pairs::<concern::Entity, _, _>(scope, [Column::Id, Column::RatingId, Column::CarerId], ids).await
}

async fn of_ratings(scope: &impl Scope, ids: Vec<Uuid>) -> Result<Pairs<AccountId, TaskId>, Error> {
    use competency_rating::Column;
    pairs::<competency_rating::Entity, _, _>(scope, [Column::Id, Column::CarerId, Column::TaskId], ids).await
}

async fn of_assessments(scope: &impl Scope, ids: Vec<Uuid>) -> Result<Pairs<AccountId, TemplateId>, Error> {
    use assessment::Column;
    pairs::<assessment::Entity, _, _>(scope, [Column::Id, Column::CarerId, Column::TemplateId], ids).await
}

async fn of_ready(scope: &impl Scope, ids: Vec<Uuid>) -> Result<Pairs<AccountId, TemplateId>, Error> {
    use assessment_ready::Column;
    pairs::<assessment_ready::Entity, _, _>(scope, [Column::Id, Column::CarerId, Column::TemplateId], ids)
        .await
}

async fn of_applications(scope: &impl Scope, ids: Vec<Uuid>) -> Result<Pairs<AccountId, ShiftId>, Error> {
    use shift_application::Column;
    pairs::<shift_application::Entity, _, _>(scope, [Column::Id, Column::CarerId, Column::ShiftId], ids).await
}

async fn of_shifts(scope: &impl Scope, ids: Vec<Uuid>) -> Result<Pairs<PackageId, Date>, Error> {
    use shift::Column;
    pairs::<shift::Entity, _, _>(scope, [Column::Id, Column::CarePackageId, Column::LocalDate], ids).await
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
        let ids = || ids.iter().map(|(_, of)| of);
        Ok(Self {
            people: list::names::<account::Entity>(scope, ids().filter_map(|of| of.carer)).await?,
            tasks: list::names::<task::Entity>(scope, ids().filter_map(|of| of.task)).await?,
            templates: list::names::<assessment_template::Entity>(scope, ids().filter_map(|of| of.template))
                .await?,
            packages: list::names::<care_package::Entity>(scope, ids().filter_map(|of| of.package)).await?,
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
