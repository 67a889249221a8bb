//! Counts for tests: a carer logs, an admin corrects, each by the form as it stands now.

use domain::id::{AccountId, SubmissionId, TaskId};
use domain::progress::{AdjustmentDraft, LogDraft, Logged, ResetDraft};

use super::{Service, unique};
use crate::audit::opening::Opening;
use crate::{Error, progress};

impl Service {
    /// A carer logs work of today.
    pub async fn log(&self, carer: AccountId, task: TaskId, count: &str) -> Result<Logged, Error> {
        let form = LogDraft { task: task.to_string(), count: count.into(), ..LogDraft::default() };
        progress::log_completion(&self.as_(carer).await, SubmissionId(unique()), &form).await
    }

    /// An admin sets a count.
    pub async fn set_count(
        &self,
        admin: AccountId,
        carer: AccountId,
        task: TaskId,
        count: u32,
    ) -> Result<Logged, Error> {
        let form = AdjustmentDraft {
            carer: carer.to_string(),
            task: task.to_string(),
            count: count.to_string(),
            reason: "Counted on paper before".into(),
            version: self.count_version(admin, carer, task).await?,
        };
        progress::adjust(&self.as_(admin).await, SubmissionId(unique()), &form).await
    }

    /// An admin sets a count to zero.
    pub async fn reset_count(
        &self,
        admin: AccountId,
        carer: AccountId,
        task: TaskId,
    ) -> Result<Logged, Error> {
        let form = ResetDraft {
            carer: carer.to_string(),
            task: task.to_string(),
            reason: "Equipment was changed".into(),
            version: self.count_version(admin, carer, task).await?,
        };
        progress::reset(&self.as_(admin).await, SubmissionId(unique()), &form).await
    }

    async fn count_version(&self, admin: AccountId, carer: AccountId, task: TaskId) -> Result<String, Error> {
        let shown = progress::counted(&self.as_(admin).await, carer, task, Opening::Unseen).await?;
        Ok(shown.version.to_string())
    }
}
