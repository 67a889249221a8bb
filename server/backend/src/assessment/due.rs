//! Who may be assessed now: groups that are ready, those that are due again, and those that an admin has begun to
//! assess again (R-TRG-1, R-TRG-3).
//!
//! Only carers whom something points to are judged: an open row, a rating that is low or lapses, or a draft. So the
//! list costs what is in it, and not what the organisation employs.

use std::collections::HashMap;

use domain::access::Action;
use domain::assessment::{Again, DraftInfo, Due, DueKind, GroupState};
use domain::competency::Level;
use domain::id::{AccountId, TemplateId};
use domain::list::{Asked, DueSort, Listed};
use domain::problems::Problems;
use domain::text::{coded, if_given, name_key};
use domain::time::{Date, Instant, add_days};
use sea_orm::sea_query::{ExprTrait as _, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};

use super::groups::{self, Judged, Pick, Whose};
use super::{info, trigger};
use crate::cx::Scope;
use crate::entity::{account, assessment_draft, assessment_ready, competency_current};
use crate::{Cx, Error, list, settings};

type Pair = (AccountId, TemplateId);

/// A page of the carers and templates that may be assessed now, unless otherwise asked those that are ready longest
/// first. `state` is the code of a [`DueKind`], or empty for both; `asked.q` looks for the names of carers and
/// templates.
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks, [`Error::Invalid`] for a state or a sort that there is none of.
pub async fn due(cx: &Cx, state: &str, asked: &Asked) -> Result<Listed<Due>, Error> {
    let read = cx.read(Action::Assess).await?;
    let kind = if_given(coded::<DueKind>(state)).map_err(|problem| Problems::one("state", problem))?;
    let words = asked.words();
    let mut due = all(cx, &read).await?;
    due.retain(|due| kind.is_none_or(|kind| kind.holds(due.state)));
    due.retain(|due| {
        name_key(&due.carer_name).contains(&words) || name_key(&due.template_name).contains(&words)
    });
    let sort = asked.sort::<DueSort>()?;
    due.sort_by_cached_key(|due| place(due, sort.by));
    Ok(list::page_of(due, sort.is_descending, asked, |due| place(due, sort.by)))
}

/// The groups that are ready, as names of carer and template, for the daily mail (rules §16).
pub(super) async fn ready(cx: &Cx, scope: &impl Scope) -> Result<Vec<(String, String)>, Error> {
    let mut due = all(cx, scope).await?;
    due.retain(|due| due.state == GroupState::Ready);
    due.sort_by_cached_key(|due| place(due, DueSort::Since));
    Ok(due.into_iter().map(|due| (due.carer_name, due.template_name)).collect())
}

async fn all(cx: &Cx, scope: &impl Scope) -> Result<Vec<Due>, Error> {
    let open = trigger::ready_since(scope).await?;
    let drafts = scope.find::<assessment_draft::Entity>().all(scope.db()).await?;
    let since: HashMap<Pair, Instant> =
        open.into_iter().map(|row| ((row.carer_id, row.template_id), row.ready_at)).collect();
    let window = settings::load(scope).await?.competence.due_window_days;
    let carers = pointed_to(scope, cx.today(), window);
    let pick = Pick { carers: Whose::Of(&carers), template: None };
    let judged = groups::judge(scope, pick, cx.today(), false).await?;
    let editors = list::names::<account::Entity>(scope, drafts.iter().map(|draft| draft.edited_by)).await?;
    let drafts: HashMap<Pair, DraftInfo> =
        drafts.iter().map(|row| ((row.carer_id, row.template_id), info(row, &editors))).collect();
    let again = |group: &Judged| again(group, cx.today(), window);
    let shown = |group: Judged| Some(Due { again: again(&group), ..shown(group, &since, &drafts)? });
    Ok(judged.into_iter().filter_map(shown).collect())
}

/// The tasks of a group that are to be assessed again, and why.
fn again(group: &Judged, today: Date, window: u32) -> Vec<(String, Again)> {
    if group.state != GroupState::Reassess {
        return Vec::new();
    }
    let tasks = group.tasks.iter().zip(&group.facts);
    tasks.filter_map(|(task, fact)| Some((task.name.clone(), fact.again(today, window)?))).collect()
}

/// The ids of carers with an open row, a draft, or a rating in force that is below Competent, has lapsed or lapses
/// within the window; and of those with a task that was rated and holds nothing, because the rating was replaced
/// before it counted. They are a part of other queries, however many they are.
fn pointed_to(scope: &impl Scope, today: Date, window: u32) -> SelectStatement {
    use competency_current::Column;
    let low = [Level::NotAssessed, Level::NonCompetent, Level::AdvancedBeginner];
    let mut carers = scope
        .find::<assessment_ready::Entity>()
        .select_only()
        .column(assessment_ready::Column::CarerId)
        .filter(assessment_ready::Column::ClosedAt.is_null())
        .into_query();
    let drafts = scope
        .find::<assessment_draft::Entity>()
        .select_only()
        .column(assessment_draft::Column::CarerId)
        .into_query();
    let again = scope
        .find::<competency_current::Entity>()
        .select_only()
        .column(Column::CarerId)
        .filter(
            Column::EffectiveLevel
                .is_in(low)
                .or(Column::EffectiveLevel.is_null())
                .or(Column::EffectiveValidUntil.lte(add_days(today, i64::from(window)))),
        )
        .into_query();
    carers.union(UnionType::Distinct, drafts).union(UnionType::Distinct, again);
    carers
}

/// A group that may be assessed; one that is done is, when somebody has begun to assess it again.
fn shown(group: Judged, since: &HashMap<Pair, Instant>, drafts: &HashMap<Pair, DraftInfo>) -> Option<Due> {
    let pair = (group.carer, group.template.id);
    let draft = drafts.get(&pair).cloned();
    let is_chosen = group.state == GroupState::Done && draft.is_some();
    let state = if is_chosen { GroupState::Reassess } else { group.state };
    state.may_assess().ok()?;
    Some(Due {
        since: since.get(&pair).copied(),
        again: Vec::new(),
        draft,
        tasks: group.tasks.iter().map(|task| task.name.clone()).collect(),
        carer: group.carer,
        carer_name: group.carer_name,
        template: group.template.id,
        template_name: group.template.name,
        state,
        is_chosen,
    })
}

/// The place of a row in the list, as a text that sorts like it.
fn place(due: &Due, by: DueSort) -> String {
    let since = due.since.map_or(i64::MAX, |since| since.0);
    let (carer, template) = (name_key(&due.carer_name), name_key(&due.template_name));
    let first = match by {
        DueSort::Since => format!("{since:020} {carer}"),
        DueSort::Carer => carer,
        DueSort::Template => template,
    };
    format!("{first} {} {}", due.carer, due.template)
}
