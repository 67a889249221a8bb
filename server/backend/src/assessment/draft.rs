//! The unfinished assessment: one per carer and template, saved at any time, taken over knowingly (R-ASM-1).
//!
//! A draft is written only by somebody who has seen what it holds: forms carry the version they were made from.

use domain::access::Action;
use domain::assessment::{AnswersDraft, Editing, Item, LeftBehind, Refused, ReviewDraft};
use domain::audit::AuditAction;
use domain::id::{AccountId, DraftId, TemplateId, TemplateVersionId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, ModelTrait, QueryFilter};
use serde_json::json;

use super::{store, trigger};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{assessment_draft, task};
use crate::events::Topic;
use crate::{Cx, Error, list, template};

/// What one page fills in of a draft. The rest of it stays.
#[derive(Clone, Copy, Debug)]
pub enum Filled<'a> {
    /// The answers of the three sections.
    Answers(&'a AnswersDraft),
    /// The review.
    Review(&'a ReviewDraft),
}

/// A draft and what it depends on, locked.
pub(super) struct Held {
    /// The covered live tasks.
    pub tasks: Vec<task::Model>,
    /// The version of the template that is assessed by now.
    pub version: TemplateVersionId,
    /// Its items.
    pub items: Vec<Item>,
    /// The draft as it is kept.
    pub kept: Option<assessment_draft::Model>,
    /// What it holds, moved to the current version.
    pub answers: AnswersDraft,
}

/// Saves what a page has filled in so far, and gives the draft's new version.
///
/// Answers to a version that was edited meanwhile move to the new one; those of changed items go (R-TPL-3). What is
/// kept already in just these words is no change: a repeat gives the version that there is.
///
/// # Errors
/// [`Refused::OtherEditor`] when another admin saved it last and it is not taken over; [`Error::Stale`] when it has
/// changed since it was shown; what stands in the way when the group may not be assessed now.
pub async fn save(cx: &Cx, on: &Editing, filled: Filled<'_>) -> Result<i32, Error> {
    let tx = cx.write(Action::Assess).await?;
    let held = hold(&tx, on).await?;
    let mut answers = filled_in(&tx, on, &held, filled).await?;
    let is_anothers = held.is_anothers(&tx);
    if is_anothers && matches!(filled, Filled::Answers(_)) {
        // A registration belongs to its assessor, not to the draft (R-ASM-3).
        answers.professional_reference = String::new();
    }
    if let Some(kept) = held.kept.as_ref().filter(|kept| !is_anothers && is_kept(kept, &answers)) {
        return Ok(kept.version);
    }
    held.require_seen(on)?;
    let is_new_editor = is_anothers || held.kept.is_none();
    let row = write(&tx, on, held, &answers).await?;
    tx.touch(Topic::Assessment, Some(on.carer));
    if is_new_editor {
        tx.commit(saved(&row)?).await?;
    } else {
        tx.commit_further_save().await?;
    }
    Ok(row.version)
}

/// Who takes a draft over has it from then on, also when the submit that came with it is refused. What it holds stays
/// as it is, but for the reference of its former editor.
pub(super) async fn take_over(cx: &Cx, on: &Editing) -> Result<(), Error> {
    let tx = cx.write(Action::Assess).await?;
    let held = hold(&tx, on).await?;
    held.require_seen(on)?;
    let is_anothers = held.is_anothers(&tx);
    let Some(kept) = held.kept.filter(|_| is_anothers) else { return Ok(()) };
    let answers = AnswersDraft { professional_reference: String::new(), ..answers(&kept)? };
    let mut row = kept.into_active_model();
    row.edited_by = Set(tx.own()?);
    row.content = Set(content(&answers)?);
    row.updated_at = Set(tx.now());
    let row = row.update(tx.db()).await?;
    tx.touch(Topic::Assessment, Some(on.carer));
    tx.commit(saved(&row)?).await
}

/// Locks a draft with what it depends on.
///
/// # Errors
/// As [`save`]; whether it was seen is asked by [`Held::require_seen`].
pub(super) async fn hold(tx: &Tx, on: &Editing) -> Result<Held, Error> {
    let tasks = trigger::hold_group(tx, on.carer, on.template).await?;
    super::judged(tx, tx.today(), on.carer, on.template, on.is_chosen).await?.state.may_assess()?;
    let version = store::current_version(tx, on.template).await?;
    let items = template::items(tx, version).await?;
    let kept = find(tx, on.carer, on.template).await?;
    if !on.take_over {
        require_own(tx, kept.as_ref()).await?;
    }
    let answers = match &kept {
        Some(kept) => moved(tx, answers(kept)?, kept.template_version_id, version, &items).await?.0,
        None => AnswersDraft { template_version: version.to_string(), ..AnswersDraft::default() },
    };
    Ok(Held { tasks, version, items, kept, answers })
}

impl Held {
    fn is_anothers(&self, tx: &Tx) -> bool {
        self.kept.as_ref().is_some_and(|kept| Some(kept.edited_by) != tx.actor_id())
    }

    /// What the editor has not seen is not overwritten (R-GEN-7).
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub(super) fn require_seen(&self, on: &Editing) -> Result<(), Error> {
        if on.has_seen(self.kept.as_ref().map(|kept| kept.version)) { Ok(()) } else { Err(Error::Stale) }
    }
}

/// A draft that somebody else saved last is written only by taking it over; the refusal says whose it is (R-ASM-1).
async fn require_own(tx: &Tx, kept: Option<&assessment_draft::Model>) -> Result<(), Error> {
    let Some(kept) = kept.filter(|kept| Some(kept.edited_by) != tx.actor_id()) else { return Ok(()) };
    let name = list::person(tx, kept.edited_by).await?.name;
    Err(Refused::OtherEditor { name, saved_at: kept.updated_at }.into())
}

/// The whole draft with what was filled in, checked against the items that were shown.
async fn filled_in(tx: &Tx, on: &Editing, held: &Held, filled: Filled<'_>) -> Result<AnswersDraft, Error> {
    let form = match filled {
        Filled::Review(review) => return Ok(review.of(held.answers.clone()).unfinished(&held.items)?),
        Filled::Answers(form) => form,
    };
    let shown = form.template_version.parse().map_err(|_| Error::NotFound)?;
    store::require_version_of(tx, on.template, shown).await?;
    let (moved, _) = moved(tx, form.clone(), shown, held.version, &held.items).await?;
    // Problems are named by the places of items, and the page shows those of another version.
    let as_problems =
        |problems| if shown == held.version { Error::from(problems) } else { Refused::NewVersion.into() };
    let moved = moved.unfinished(&held.items).map_err(as_problems)?;
    let AnswersDraft { overall_level, professional_reference, note, .. } = held.answers.clone();
    Ok(AnswersDraft { overall_level, professional_reference, note, ..moved })
}

/// Answers to one version as answers to the current one, and what could not be carried over (R-TPL-3).
pub(super) async fn moved(
    scope: &impl Scope,
    form: AnswersDraft,
    shown: TemplateVersionId,
    current: TemplateVersionId,
    items: &[Item],
) -> Result<(AnswersDraft, Vec<LeftBehind>), Error> {
    if shown == current {
        return Ok((AnswersDraft { template_version: current.to_string(), ..form }, Vec::new()));
    }
    let old = template::items(scope, shown).await?;
    let left = form.left_behind(&old, items);
    Ok((AnswersDraft { template_version: current.to_string(), ..form.moved(&old, items) }, left))
}

fn is_kept(kept: &assessment_draft::Model, form: &AnswersDraft) -> bool {
    answers(kept).is_ok_and(|kept| kept == *form)
}

fn saved(row: &assessment_draft::Model) -> Result<Entry, Error> {
    let entry = Entry::new(AuditAction::DraftSaved).about("assessment_draft", row.id.0);
    entry.after(json!({ "carer": row.carer_id, "template": row.template_id }))
}

async fn write(
    tx: &Tx,
    on: &Editing,
    held: Held,
    answers: &AnswersDraft,
) -> Result<assessment_draft::Model, Error> {
    let content = content(answers)?;
    if let Some(kept) = held.kept {
        let number = kept.version;
        let mut row = kept.into_active_model();
        row.template_version_id = Set(held.version);
        row.edited_by = Set(tx.own()?);
        row.content = Set(content);
        row.updated_at = Set(tx.now());
        row.version = Set(number + 1);
        return Ok(row.update(tx.db()).await?);
    }
    let row = assessment_draft::ActiveModel {
        id: Set(tx.fresh(DraftId)),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        template_version_id: Set(held.version),
        carer_id: Set(on.carer),
        template_id: Set(on.template),
        edited_by: Set(tx.own()?),
        content: Set(content),
        reassessment: Set(store::was_assessed(tx, on.carer, on.template).await?),
    };
    Ok(row.insert(tx.db()).await?)
}

fn content(answers: &AnswersDraft) -> Result<String, Error> {
    serde_json::to_string(answers).map_err(|error| Error::fault("keeping a draft", error))
}

/// The draft of a carer and template, if somebody has begun one.
pub(super) async fn find(
    scope: &impl Scope,
    carer: AccountId,
    template: TemplateId,
) -> Result<Option<assessment_draft::Model>, Error> {
    Ok(scope
        .find::<assessment_draft::Entity>()
        .filter(assessment_draft::Column::CarerId.eq(carer))
        .filter(assessment_draft::Column::TemplateId.eq(template))
        .one(scope.db())
        .await?)
}

/// What a draft holds.
pub(super) fn answers(draft: &assessment_draft::Model) -> Result<AnswersDraft, Error> {
    serde_json::from_str(&draft.content)
        .map_err(|_| Error::inconsistent("assessment_draft", draft.id, "cannot be read"))
}

/// Removes a draft, if there is one: after submission, or when progress starts anew.
pub(crate) async fn remove(tx: &Tx, carer: AccountId, template: TemplateId) -> Result<(), Error> {
    if let Some(draft) = find(tx, carer, template).await? {
        draft.delete(tx.db()).await?;
    }
    Ok(())
}
