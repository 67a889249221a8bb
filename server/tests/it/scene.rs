//! A carer on the way to an assessment, for tests of what follows.

use domain::id::{AccountId, TaskId, TemplateId};

use crate::site::Site;

/// Ann has done the one task of her package so often; a template covers it, with two questions, two skills and a
/// scenario. At 50 she is ready.
pub struct Scene {
    /// Where it is.
    pub site: Site,
    /// An admin with all flags.
    pub office: AccountId,
    /// Another admin.
    pub sam: AccountId,
    /// The carer.
    pub ann: AccountId,
    /// The task.
    pub medicines: TaskId,
    /// The template.
    pub template: TemplateId,
}

impl Scene {
    /// The scene when she has done it so often.
    pub async fn at(count: i32) -> Self {
        let site = Site::new().await;
        let service = &site.service;
        let (office, sam) = (service.admin("Office").await, service.plain_admin("Sam Reed").await);
        let ann = service.carer("Ann Brown").await;
        service.statement().await;
        let (meadow, medicines) =
            (service.package("Larkfield Meadow").await, service.task("Medicines", 50).await);
        service.assign_task(medicines, meadow).await;
        service.assign_carer(ann, meadow).await;
        service.done(ann, medicines, count).await;
        let template = service.template("Medicines: core", &[medicines]).await;
        Self { site, office, sam, ann, medicines, template }
    }

    /// The form in which she logs the task.
    pub fn log_form(&self) -> String {
        format!("log-{}", self.medicines)
    }

    /// The address of her sheet.
    pub fn sheet(&self) -> String {
        format!("/admin/progress/assess/{}/{}", self.ann, self.template)
    }

    /// The address of its review.
    pub fn review(&self) -> String {
        format!("{}/review", self.sheet())
    }
}
