//! All that a carer has done and holds, as the carer and the admins see it (screens §10.1, §17).

use std::collections::{BTreeSet, HashMap};

use domain::access::{Action, Role};
use domain::competency::Validity;
use domain::id::{AccountId, PackageId, RatingId, TaskId, TemplateId};
use domain::progress::{CarerProgress, Group, Idle, OwnProgress, Tally, TaskStanding, overall};
use sea_orm::{ColumnTrait, QueryFilter};

use super::{store, today};
use crate::assessment::groups::{self, Judged, Pick, Whose};
use crate::audit::opening::{self, Opening};
use crate::competency::Current;
use crate::cx::Scope;
use crate::entity::{account, competency_current, task};
use crate::{Cx, Error, competency, settings};

/// The signed-in carer's own progress.
///
/// # Errors
/// [`Error::Forbidden`] when an admin asks.
pub async fn mine(cx: &Cx) -> Result<OwnProgress, Error> {
    let read = cx.read(Action::OwnProgress).await?;
    let carer = read.own()?;
    let person = person(&read, carer).await?;
    let assigned = store::assigned(&read, carer).await?;
    let held = store::held(&read, carer).await?;
    let window = settings::load(&read).await?.competence.due_window_days;
    Ok(OwnProgress {
        progress: assemble(cx, &read, person, &assigned, window).await?,
        deeds: today::deeds(cx, &read, carer, &assigned, &held).await?,
        lapsing: today::lapsing(&held, cx.today(), window),
    })
}

/// A carer's progress for an admin. Each opening is recorded (R-AUD-5).
///
/// # Errors
/// [`Error::NotFound`] when there is no such carer.
pub async fn of_carer(cx: &Cx, carer: AccountId, opening: Opening) -> Result<CarerProgress, Error> {
    let read = cx.read(Action::ReadProgress).await?;
    let person = person(&read, carer).await?;
    let assigned = store::assigned(&read, carer).await?;
    let window = settings::load(&read).await?.competence.due_window_days;
    let progress = assemble(cx, &read, person, &assigned, window).await?;
    opening::record(cx, Action::ReadProgress, carer, "progress", opening).await?;
    Ok(progress)
}

/// A carer's progress over all tasks assigned now, in tenths of a percent; none without a task (R-PRG-6).
pub(crate) async fn overall_of(scope: &impl Scope, carer: AccountId) -> Result<Option<u32>, Error> {
    let (assigned, counts) = (store::assigned(scope, carer).await?, store::counts(scope, carer).await?);
    Ok(overall(&tallies(&assigned, &counts)?))
}

fn tallies(
    assigned: &[task::Model],
    counts: &[crate::entity::progress_current::Model],
) -> Result<Vec<Tally>, Error> {
    assigned.iter().map(|task| store::tally(task, store::count_of(counts, task.id))).collect()
}

pub(super) async fn person(scope: &impl Scope, carer: AccountId) -> Result<account::Model, Error> {
    let row = scope
        .find::<account::Entity>()
        .filter(account::Column::Id.eq(carer))
        .filter(account::Column::Role.eq(Role::Carer))
        .filter(account::Column::DeletionId.is_null());
    row.one(scope.db()).await?.ok_or(Error::NotFound)
}

async fn assemble(
    cx: &Cx,
    scope: &impl Scope,
    carer: account::Model,
    assigned: &[task::Model],
    window: u32,
) -> Result<CarerProgress, Error> {
    let counts = store::counts(scope, carer.id).await?;
    let held = competency::current(scope, carer.id).await?;
    let pick = Pick { carers: Whose::These(&[carer.id]), template: None };
    let judged = groups::judge(scope, pick, cx.today(), false).await?;
    let (packages, places) = store::places(scope, carer.id).await?;
    let standing = Standings {
        assigned: assigned.iter().map(|task| task.id).collect(),
        counts: &counts,
        held: &held,
        outstanding: competency::asking(scope, Some(carer.id)).await?.iter().map(|row| row.id).collect(),
        places,
        cx,
        window,
    };
    let mut groups = Vec::new();
    for group in judged.into_iter().filter(|group| standing.concerns(group)) {
        groups.push(standing.group(&group)?);
    }
    groups.extend(standing.rest(scope, &groups, carer.active).await?);
    let is_competent = |task: &&task::Model| held.is_competent_on(task.id, cx.today());
    Ok(CarerProgress {
        carer: carer.id,
        name: carer.name,
        is_active: carer.active,
        packages,
        overall: overall(&tallies(assigned, &counts)?),
        competent: u32::try_from(assigned.iter().filter(is_competent).count()).unwrap_or(u32::MAX),
        assigned: u32::try_from(assigned.len()).unwrap_or(u32::MAX),
        groups,
    })
}

/// What is known of one carer's tasks.
struct Standings<'a> {
    assigned: BTreeSet<TaskId>,
    counts: &'a [crate::entity::progress_current::Model],
    held: &'a Current,
    /// The ratings that the carer is asked to acknowledge.
    outstanding: BTreeSet<RatingId>,
    places: HashMap<TaskId, Vec<PackageId>>,
    cx: &'a Cx,
    window: u32,
}

impl Standings<'_> {
    /// Whether the carer has anything to do with a task: it is assigned, begun, rated or waits.
    fn touched(&self) -> BTreeSet<TaskId> {
        let begun = self.counts.iter().filter(|row| row.count > 0).map(|row| row.task_id);
        let is_held = |row: &&competency_current::Model| {
            row.effective_rating_id.is_some() || row.pending_rating_id.is_some()
        };
        let rated = self.held.rows.iter().filter(is_held).map(|row| row.task_id);
        self.assigned.iter().copied().chain(begun).chain(rated).collect()
    }

    fn concerns(&self, group: &Judged) -> bool {
        let touched = self.touched();
        group.concerns_carer() || group.tasks.iter().any(|task| touched.contains(&task.id))
    }

    fn group(&self, judged: &Judged) -> Result<Group, Error> {
        let missing = judged.tasks.iter().filter(|task| task.active && !self.assigned.contains(&task.id));
        Ok(Group {
            template: Some(judged.template.id),
            name: Some(judged.template.name.clone()),
            state: Some(judged.state),
            idle: None,
            missing: missing.map(|task| task.name.clone()).collect(),
            tasks: judged.tasks.iter().map(|task| self.task(task)).collect::<Result<_, _>>()?,
        })
    }

    /// The tasks of no group that is judged: under their templates, which are not in use or not judged for an
    /// inactive carer, and last those of no template.
    async fn rest(&self, scope: &impl Scope, judged: &[Group], is_active: bool) -> Result<Vec<Group>, Error> {
        let mut ids = self.touched();
        for task in judged.iter().flat_map(|group| &group.tasks) {
            ids.remove(&task.task);
        }
        let tasks = store::live(scope, ids).await?;
        let templates = tasks.iter().filter_map(|task| task.assessment_template_id).collect();
        let templates = store::template_names(scope, templates).await?;
        let under = |template: Option<TemplateId>| {
            let of = tasks.iter().filter(move |task| task.assessment_template_id == template);
            of.map(|task| self.task(task)).collect::<Result<Vec<_>, _>>()
        };
        let idle = if is_active { Idle::TemplateInactive } else { Idle::CarerInactive };
        let mut groups = Vec::new();
        for (id, name) in templates {
            let (template, name, idle) = (Some(id), Some(name), Some(idle));
            let (state, missing, tasks) = (None, Vec::new(), under(template)?);
            groups.push(Group { template, name, state, idle, missing, tasks });
        }
        let bare = under(None)?;
        if !bare.is_empty() {
            let (template, name, state, idle) = (None, None, None, None);
            groups.push(Group { template, name, state, idle, missing: Vec::new(), tasks: bare });
        }
        Ok(groups)
    }

    fn task(&self, task: &task::Model) -> Result<TaskStanding, Error> {
        let held = self.held.of(task.id);
        let validity = |until| Validity::on(until, self.cx.today(), self.window);
        let effective =
            held.and_then(|row| Some((row.effective_level?, validity(row.effective_valid_until))));
        let in_force = self.held.in_force(task.id);
        Ok(TaskStanding {
            task: task.id,
            name: task.name.clone(),
            tally: store::tally(task, store::count_of(self.counts, task.id))?,
            is_active: task.active,
            is_assigned: self.assigned.contains(&task.id),
            packages: self.places.get(&task.id).cloned().unwrap_or_default(),
            effective,
            is_outstanding: in_force.is_some_and(|rating| self.outstanding.contains(&rating.id)),
            source: in_force.map(|rating| rating.source),
            pending: self.held.pending(task.id).map(|rating| rating.level),
        })
    }
}
