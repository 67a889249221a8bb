//! The unfinished assessment: one per carer and template, saved at any time, taken over knowingly (R-ASM-1).

use domain::access::Action;
use domain::assessment::{AnswersDraft, Refused};
use domain::audit::AuditAction;
use domain::id::{AccountId, DraftId, TemplateId, TemplateVersionId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, ModelTrait, QueryFilter};
use serde_json::json;

use super::{groups, groups::Pick, store, trigger};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::assessment_draft;
use crate::events::Topic;
use crate::{Cx, Error};

/// Saves what is filled in so far. `take_over` says that the editor knows that somebody else had it.
///
/// Answers to a version that was edited meanwhile move to the new one; those of changed items go (R-TPL-3).
///
/// # Errors
/// [`Refused::OtherEditor`] when another admin saved it last; what stands in the way when the group may not be
/// assessed now.
pub async fn save(
    cx: &Cx,
    carer: AccountId,
    template: TemplateId,
    form: &AnswersDraft,
    take_over: bool,
    is_chosen: bool,
) -> Result<(), Error> {
    let tx = cx.write(Action::Assess).await?;
    trigger::hold_group(&tx, carer, template).await?;
    let pick = Pick { carers: Some(&[carer]), template: Some(template) };
    let judged = groups::judge(&tx, pick, tx.today(), is_chosen).await?;
    judged.first().ok_or(Refused::NoTasks)?.state.may_assess()?;
    let current = store::current_version(&tx, template).await?;
    let answers = moved(&tx, form, template, current).await?;
    let kept = find(&tx, carer, template).await?;
    let editor = tx.own()?;
    if !take_over {
        require_own(&tx, kept.as_ref()).await?;
    }
    let is_new_editor = kept.as_ref().is_none_or(|kept| kept.edited_by != editor);
    let id = write(&tx, kept, carer, template, current, &answers).await?;
    tx.touch(Topic::Assessment, Some(carer));
    if !is_new_editor {
        return tx.commit_further_save().await;
    }
    let entry = Entry::new(AuditAction::DraftSaved).about("assessment_draft", id.0);
    tx.commit(entry.after(json!({ "carer": carer, "template": template }))?).await
}

/// A draft that somebody else saved last is written only by taking it over; the refusal says whose it is (R-ASM-1).
pub(super) async fn require_own(tx: &Tx, kept: Option<&assessment_draft::Model>) -> Result<(), Error> {
    let Some(kept) = kept.filter(|kept| Some(kept.edited_by) != tx.actor_id()) else { return Ok(()) };
    let name = store::account(tx, kept.edited_by).await?.name;
    Err(Refused::OtherEditor { name, saved_at: kept.updated_at }.into())
}

/// The answers, checked against the version they were given to and moved to the current one.
async fn moved(
    tx: &Tx,
    form: &AnswersDraft,
    template: TemplateId,
    current: TemplateVersionId,
) -> Result<AnswersDraft, Error> {
    let shown = form.template_version.parse().map_err(|_| Error::NotFound)?;
    store::require_version_of(tx, template, shown).await?;
    let old = store::items(tx, shown).await?;
    let checked = form.unfinished(&old)?;
    if shown == current {
        return Ok(checked);
    }
    let moved = checked.moved(&old, &store::items(tx, current).await?);
    Ok(AnswersDraft { template_version: current.to_string(), ..moved })
}

async fn write(
    tx: &Tx,
    kept: Option<assessment_draft::Model>,
    carer: AccountId,
    template: TemplateId,
    version: TemplateVersionId,
    answers: &AnswersDraft,
) -> Result<DraftId, Error> {
    let content = serde_json::to_string(answers).map_err(|error| Error::fault("keeping a draft", error))?;
    if let Some(kept) = kept {
        let (id, number) = (kept.id, kept.version);
        let mut row = kept.into_active_model();
        row.template_version_id = Set(version);
        row.edited_by = Set(tx.own()?);
        row.content = Set(content);
        row.updated_at = Set(tx.now());
        row.version = Set(number + 1);
        row.update(tx.db()).await?;
        return Ok(id);
    }
    let id = tx.fresh(DraftId);
    assessment_draft::ActiveModel {
        id: Set(id),
        organisation_id: Set(tx.organisation()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
        template_version_id: Set(version),
        carer_id: Set(carer),
        template_id: Set(template),
        edited_by: Set(tx.own()?),
        content: Set(content),
        reassessment: Set(store::was_assessed(tx, carer, template).await?),
    }
    .insert(tx.db())
    .await?;
    Ok(id)
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
