//! Who may be assessed now: groups that are ready, those that are due again, and those that an admin has begun to
//! assess again (R-TRG-1, R-TRG-3).
//!
//! Only carers whom something points to are judged: an open row, a rating that is low or lapses, or a draft. So the
//! list costs what is in it, and not what the organisation employs.

use std::collections::{BTreeSet, HashMap};

use domain::access::Action;
use domain::assessment::{Again, DraftInfo, Due, DueKind, GroupState};
use domain::competency::Level;
use domain::id::{AccountId, TemplateId};
use domain::list::{Asked, Listed, PAGE};
use domain::problems::{Problem, Problems};
use domain::text::{coded, name_key};
use domain::time::{Date, Instant, add_days};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::groups::{self, Judged, Pick};
use super::{info, trigger};
use crate::cx::Scope;
use crate::entity::{assessment_draft, competency_current};
use crate::{Cx, Error, list, settings};

type Pair = (AccountId, TemplateId);

/// A page of the carers and templates that may be assessed now, those that are ready longest first. `state` is the
/// code of a [`DueKind`], or empty for both; `asked.q` looks for the names of carers and templates.
///
/// # Errors
/// [`Error::Forbidden`] when a carer asks, [`Error::Invalid`] for a state that there is none of.
pub async fn due(cx: &Cx, state: &str, asked: &Asked) -> Result<Listed<Due>, Error> {
    let read = cx.read(Action::Assess).await?;
    let kind = match coded::<DueKind>(state) {
        Err(Problem::Missing) => None,
        read => Some(read.map_err(|problem| Problems::one("state", problem))?),
    };
    let words = asked.words();
    let mut due = all(cx, &read).await?;
    due.retain(|due| kind.is_none_or(|kind| kind.holds(due.state)));
    due.retain(|due| {
        name_key(&due.carer_name).contains(&words) || name_key(&due.template_name).contains(&words)
    });
    Ok(page(due, asked))
}

/// The groups that are ready, as names of carer and template, for the daily mail (rules §16).
pub(super) async fn ready(cx: &Cx, scope: &impl Scope) -> Result<Vec<(String, String)>, Error> {
    let mut due = all(cx, scope).await?;
    due.retain(|due| due.state == GroupState::Ready);
    Ok(due.into_iter().map(|due| (due.carer_name, due.template_name)).collect())
}

async fn all(cx: &Cx, scope: &impl Scope) -> Result<Vec<Due>, Error> {
    let open = trigger::ready_since(scope).await?;
    let drafts = scope.find::<assessment_draft::Entity>().all(scope.db()).await?;
    let since: HashMap<Pair, Instant> =
        open.into_iter().map(|row| ((row.carer_id, row.template_id), row.ready_at)).collect();
    let window = settings::load(scope).await?.competence.due_window_days;
    let mut pointed_to = pointed_to(scope, cx.today(), window).await?;
    pointed_to.extend(since.keys().map(|(carer, _)| *carer));
    pointed_to.extend(drafts.iter().map(|draft| draft.carer_id));
    let carers: Vec<AccountId> = pointed_to.into_iter().collect();
    let pick = Pick { carers: Some(&carers), template: None };
    let judged = groups::judge(scope, pick, cx.today(), false).await?;
    let editors = list::names(scope, drafts.iter().map(|draft| draft.edited_by).collect()).await?;
    let drafts: HashMap<Pair, DraftInfo> =
        drafts.iter().map(|row| ((row.carer_id, row.template_id), info(row, &editors))).collect();
    let again = |group: &Judged| again(group, cx.today(), window);
    let shown = |group: Judged| Some(Due { again: again(&group), ..shown(group, &since, &drafts)? });
    let mut due: Vec<Due> = judged.into_iter().filter_map(shown).collect();
    due.sort_by_key(key);
    Ok(due)
}

/// The tasks of a group that are to be assessed again, and why.
fn again(group: &Judged, today: Date, window: u32) -> Vec<(String, Again)> {
    if group.state != GroupState::Reassess {
        return Vec::new();
    }
    let tasks = group.tasks.iter().zip(&group.facts);
    tasks.filter_map(|(task, fact)| Some((task.name.clone(), fact.again(today, window)?))).collect()
}

/// Carers with a rating in force that is below Competent, has lapsed or lapses within the window; and those with a
/// task that was rated and holds nothing, because the rating was replaced before it counted.
async fn pointed_to(scope: &impl Scope, today: Date, window: u32) -> Result<BTreeSet<AccountId>, Error> {
    use competency_current::Column;
    let low = [Level::NotAssessed, Level::NonCompetent, Level::AdvancedBeginner];
    let rows: Vec<AccountId> = scope
        .find::<competency_current::Entity>()
        .select_only()
        .column(Column::CarerId)
        .distinct()
        .filter(
            Column::EffectiveLevel
                .is_in(low)
                .or(Column::EffectiveLevel.is_null())
                .or(Column::EffectiveValidUntil.lte(add_days(today, i64::from(window)))),
        )
        .into_tuple()
        .all(scope.db())
        .await?;
    Ok(rows.into_iter().collect())
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

/// The place of a row in the list, as text that sorts like it.
fn key(due: &Due) -> String {
    let since = due.since.map_or(i64::MAX, |since| since.0);
    format!("{since:020} {} {} {}", name_key(&due.carer_name), due.carer, due.template)
}

/// The rows of the asked page, from a list that is sorted by its keys.
fn page(due: Vec<Due>, asked: &Asked) -> Listed<Due> {
    let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let found = due.len() as u64;
    let from = if asked.after.is_empty() && !asked.before.is_empty() {
        due.partition_point(|row| key(row) < asked.before).saturating_sub(size)
    } else {
        due.partition_point(|row| key(row) <= asked.after)
    };
    let is_more = due.len() > from.saturating_add(size);
    let rows: Vec<Due> = due.into_iter().skip(from).take(size).collect();
    let previous = rows.first().filter(|_| from > 0).map(key);
    let next = rows.last().filter(|_| is_more).map(key);
    Listed { rows, previous, next, found }
}
