//! Open groups against where they stand: a group is open for assessment exactly as long as it is ready (R-TRG-4).

use std::collections::BTreeSet;

use domain::assessment::GroupState;
use domain::id::{AccountId, TemplateId};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use super::Fault;
use crate::assessment::groups::{self, Pick, Whose};
use crate::cx::Scope;
use crate::entity::assessment_ready;
use crate::{Cx, Error};

/// The groups of some carers that are open and not ready, or ready and not open, in as many queries as judging takes.
pub(super) async fn faults(cx: &Cx, at: &impl Scope, carers: &[AccountId]) -> Result<Vec<Fault>, Error> {
    let pick = Pick { carers: Whose::These(carers), template: None };
    let judged = groups::judge(at, pick, cx.today(), false).await?;
    let ready: BTreeSet<(AccountId, TemplateId)> = judged
        .iter()
        .filter(|group| group.state == GroupState::Ready)
        .map(|group| (group.carer, group.template.id))
        .collect();
    let open: Vec<(AccountId, TemplateId)> = at
        .find::<assessment_ready::Entity>()
        .select_only()
        .column(assessment_ready::Column::CarerId)
        .column(assessment_ready::Column::TemplateId)
        .filter(assessment_ready::Column::ClosedAt.is_null())
        .filter(assessment_ready::Column::CarerId.is_in(carers.iter().copied()))
        .into_tuple()
        .all(at.db())
        .await?;
    let open: BTreeSet<_> = open.into_iter().collect();
    let fault = |&(carer, template): &(AccountId, TemplateId), why: &str| Fault {
        check: "ready",
        carer: Some(carer),
        task: None,
        what: format!("template {template} {why}"),
    };
    let forgotten = ready.difference(&open).map(|pair| fault(pair, "is ready and not open"));
    let left = open.difference(&ready).map(|pair| fault(pair, "is open and not ready"));
    Ok(forgotten.chain(left).collect())
}
