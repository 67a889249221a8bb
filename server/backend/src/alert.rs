//! Raising alerts: findings that stay until an admin acknowledges them (R-ALT-1).

use domain::audit::AuditAction;
use domain::id::{AlertId, OrganisationId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value;

use crate::Error;
use crate::audit::Entry;
use crate::cx::{RESERVED, Scope, Tx};
use crate::entity::{Tenant, account, alert, organisation};
use crate::outbox::{Mail, Recipient};

pub(crate) use crate::entity::alert::{Kind, Severity};

/// What was found. People stand in it as ids only.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// What it is about.
    pub kind: Kind,
    /// How much it matters.
    pub severity: Severity,
    /// In a few words.
    pub title: &'static str,
    /// In a sentence or two, with what to do.
    pub message: String,
    /// Ids and numbers.
    pub details: Value,
    /// What makes a repeat the same alert.
    pub key: String,
}

impl Tx {
    /// Raises an alert, or the counter of the same one that nobody has acknowledged yet. Gives whether it is new.
    pub(crate) async fn raise(&self, finding: Finding) -> Result<bool, Error> {
        let again = alert::Entity::update_many()
            .set(alert::ActiveModel { updated_at: Set(self.now()), ..Default::default() })
            .col_expr(alert::Column::Count, Expr::col(alert::Column::Count).add(1))
            .filter(alert::Column::OrganisationId.eq(self.organisation()))
            .filter(alert::Column::DedupeKey.eq(finding.key.as_str()))
            .filter(alert::Column::AcknowledgedAt.is_null())
            .exec(self.db())
            .await?;
        if again.rows_affected > 0 {
            return Ok(false);
        }
        let (grave, title) = (matches!(finding.severity, Severity::High | Severity::Critical), finding.title);
        let id = self.fresh(AlertId);
        alert::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation()),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            r#type: Set(finding.kind),
            severity: Set(finding.severity),
            title: Set(finding.title.to_owned()),
            message: Set(finding.message),
            details: Set(finding.details.to_string()),
            dedupe_key: Set(finding.key),
            count: Set(1),
            acknowledged_by: Set(None),
            acknowledged_at: Set(None),
            note: Set(None),
        }
        .insert(self.db())
        .await?;
        self.also(Entry::new(AuditAction::AlertRaised).about("alert", id.0));
        if grave {
            self.tell_auditors(title).await?;
        }
        Ok(true)
    }

    /// Mails a grave finding to those who view the audit (R-ALT-1). What belongs to no organisation is told where there
    /// is only one (domain §9).
    async fn tell_auditors(&self, title: &str) -> Result<(), Error> {
        let Some(organisation) = self.whose_auditors().await? else { return Ok(()) };
        let auditors = account::Entity::of(organisation)
            .filter(account::Column::CanViewAudit.eq(true))
            .filter(account::Column::Active.eq(true))
            .filter(account::Column::DeletionId.is_null());
        for auditor in auditors.all(self.db()).await? {
            let Some(address) = auditor.email else { continue };
            let mail = Mail::AlertRaised { name: auditor.name, title: title.to_owned() };
            // The mail is kept where the alert is, and refers to no account of another organisation.
            let account = (organisation == self.organisation()).then_some(auditor.id);
            self.mail(Recipient { account, address }, &mail, None).await?;
        }
        Ok(())
    }

    async fn whose_auditors(&self) -> Result<Option<OrganisationId>, Error> {
        if self.organisation() != RESERVED {
            return Ok(Some(self.organisation()));
        }
        let active: Vec<OrganisationId> = organisation::Entity::find()
            .select_only()
            .column(organisation::Column::Id)
            .filter(organisation::Column::Active.eq(true))
            .filter(organisation::Column::Id.ne(RESERVED))
            .limit(2)
            .into_tuple()
            .all(self.db())
            .await?;
        match active.as_slice() {
            [only] => Ok(Some(*only)),
            _ => Ok(None),
        }
    }
}
