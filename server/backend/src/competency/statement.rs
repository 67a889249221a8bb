//! The statement that carers acknowledge: numbered wordings, of which the newest is shown (domain §5).

use sea_orm::QueryOrder;

use crate::Error;
use crate::cx::Scope;
use crate::entity::acknowledgment_text;

/// The newest wording.
pub(super) async fn newest(scope: &impl Scope) -> Result<acknowledgment_text::Model, Error> {
    let rows = scope.find::<acknowledgment_text::Entity>();
    let newest = rows.order_by_desc(acknowledgment_text::Column::Number).one(scope.db()).await?;
    newest.ok_or_else(|| Error::inconsistent("acknowledgment_text", scope.organisation(), "there is none"))
}
