//! Unfinished assessments follow their template to its new version (R-TPL-3).

use domain::assessment::{AnswersDraft, Item};
use domain::id::{TemplateId, TemplateVersionId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::shown;
use crate::Error;
use crate::cx::{Scope, Tx};
use crate::entity::assessment_draft;

/// Moves every draft of a template: answers of unchanged items stay, others go.
///
/// The drafts' versions stay too: they count what people do, and this was done to them.
pub(super) async fn move_to(
    tx: &Tx,
    template: TemplateId,
    version: TemplateVersionId,
    items: &[Item],
) -> Result<(), Error> {
    let rows = tx
        .find::<assessment_draft::Entity>()
        .filter(assessment_draft::Column::TemplateId.eq(template))
        .order_by_asc(assessment_draft::Column::CarerId)
        .lock_exclusive()
        .all(tx.db())
        .await?;
    for row in rows {
        let old = shown::items(tx, row.template_version_id).await?;
        let content: AnswersDraft = serde_json::from_str(&row.content)
            .map_err(|_| Error::inconsistent("assessment_draft", row.id, "holds no answers"))?;
        let mut moved = content.moved(&old, items);
        moved.template_version = version.to_string();
        let mut row = row.into_active_model();
        row.content =
            Set(serde_json::to_string(&moved).map_err(|error| Error::fault("moving a draft", error))?);
        row.template_version_id = Set(version);
        row.updated_at = Set(tx.now());
        row.update(tx.db()).await?;
    }
    Ok(())
}
