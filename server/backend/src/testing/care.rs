//! Packages, tasks, assignments and templates to test with, put into the tables directly.

use domain::access::Role;
use domain::assessment::Section;
use domain::id::{
    AccountId, CarerAssignmentId, PackageId, TaskAssignmentId, TaskId, TemplateId, TemplateItemId,
    TemplateVersionId,
};
use domain::text::name_key;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use super::{Service, unique};
use crate::entity::{
    account, assessment_template, care_package, carer_assignment, task, task_assignment, template_item,
    template_version,
};

/// What [`Service::template`] asks: section, prompt, model answer, and whether the skill may be not applicable.
const ITEMS: [(Section, &str, Option<&str>, bool); 5] = [
    (Section::Knowledge, "When is a dose too late?", Some("More than two hours after its time."), false),
    (Section::Knowledge, "Who is told of a missed dose?", Some("The person on call, at once."), false),
    (Section::Practical, "Washes hands before and after", None, false),
    (Section::Practical, "Gives medicines with a spoon", None, true),
    (Section::Emergency, "Somebody took a double dose", Some("Ring 111 and stay with them."), false),
];

impl Service {
    /// Adds a live package in M14.
    pub async fn package(&self, name: &str) -> PackageId {
        let id = PackageId(unique());
        let row = care_package::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            deletion_id: Set(None),
            name: Set(name.into()),
            name_key: Set(name_key(name)),
            postcode_area: Set("M14".into()),
            active: Set(true),
            night_hazard: Set(false),
        };
        row.insert(self.platform.db.writer()).await.unwrap();
        id
    }

    /// Adds a live task with its target and without a template.
    pub async fn task(&self, name: &str, target: i32) -> TaskId {
        let id = TaskId(unique());
        let row = task::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            deletion_id: Set(None),
            name: Set(name.into()),
            name_key: Set(name_key(name)),
            description: Set(None),
            target: Set(target),
            reassess_months: Set(None),
            active: Set(true),
            assessment_template_id: Set(None),
            library_key: Set(None),
        };
        row.insert(self.platform.db.writer()).await.unwrap();
        id
    }

    /// Makes a task belong to a package from now on.
    pub async fn assign_task(&self, task: TaskId, package: PackageId) {
        let row = task_assignment::ActiveModel {
            id: Set(TaskAssignmentId(unique())),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            task_id: Set(task),
            care_package_id: Set(package),
            from_at: Set(self.now()),
            assigned_by: Set(self.somebody().await),
            ..Default::default()
        };
        row.insert(self.platform.db.writer()).await.unwrap();
    }

    /// Makes a carer belong to a package from now on.
    pub async fn assign_carer(&self, carer: AccountId, package: PackageId) {
        let row = carer_assignment::ActiveModel {
            id: Set(CarerAssignmentId(unique())),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            carer_id: Set(carer),
            care_package_id: Set(package),
            from_at: Set(self.now()),
            assigned_by: Set(self.somebody().await),
            ..Default::default()
        };
        row.insert(self.platform.db.writer()).await.unwrap();
    }

    /// Adds a template in its first version that covers these tasks: two questions, two skills, of which the second
    /// may be not applicable, and one scenario.
    pub async fn template(&self, name: &str, tasks: &[TaskId]) -> TemplateId {
        let id = TemplateId(unique());
        let row = assessment_template::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            deletion_id: Set(None),
            name: Set(name.into()),
            name_key: Set(name_key(name)),
            active: Set(true),
            current_version_id: Set(None),
            library_key: Set(None),
        };
        let row = row.insert(self.platform.db.writer()).await.unwrap();
        let edition = self.template_version(id, tasks).await;
        let mut row = row.into_active_model();
        row.current_version_id = Set(Some(edition));
        row.update(self.platform.db.writer()).await.unwrap();
        task::Entity::update_many()
            .col_expr(task::Column::AssessmentTemplateId, Some(id).into())
            .filter(task::Column::Id.is_in(tasks.iter().copied()))
            .exec(self.platform.db.writer())
            .await
            .unwrap();
        id
    }

    async fn template_version(&self, template: TemplateId, tasks: &[TaskId]) -> TemplateVersionId {
        let id = TemplateVersionId(unique());
        let row = template_version::ActiveModel {
            id: Set(id),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            template_id: Set(template),
            number: Set(1),
            published_by: Set(self.somebody().await),
            covered_task_ids: Set(serde_json::to_string(tasks).unwrap()),
        };
        row.insert(self.platform.db.writer()).await.unwrap();
        let mut last = (Section::Knowledge, 0);
        for (section, prompt, model_answer, allow_not_applicable) in ITEMS {
            last = if last.0 == section { (section, last.1 + 1) } else { (section, 1) };
            let row = template_item::ActiveModel {
                id: Set(TemplateItemId(unique())),
                organisation_id: Set(self.organisation),
                created_at: Set(self.now()),
                template_version_id: Set(id),
                section: Set(section),
                position: Set(last.1),
                prompt: Set(prompt.into()),
                model_answer: Set(model_answer.map(Into::into)),
                allow_not_applicable: Set(allow_not_applicable),
            };
            row.insert(self.platform.db.writer()).await.unwrap();
        }
        id
    }

    /// An admin to have done it: the first there is, else one made for it.
    pub(super) async fn somebody(&self) -> AccountId {
        let admin = account::Entity::find()
            .filter(account::Column::OrganisationId.eq(self.organisation))
            .filter(account::Column::Role.eq(Role::Admin))
            .order_by_asc(account::Column::Id)
            .one(self.platform.db.reader())
            .await
            .unwrap();
        match admin {
            Some(admin) => admin.id,
            None => self.admin("Office").await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_package_can_be_set_up_by_a_word_each() {
        let service = Service::new().await;
        let ann = service.carer("Ann").await;
        let (meadow, medicines) =
            (service.package("Larkfield Meadow").await, service.task("Give oral medicines", 50).await);
        service.assign_task(medicines, meadow).await;
        service.assign_carer(ann, meadow).await;
        let template = service.template("Medicines", &[medicines]).await;

        let db = service.platform.db.reader();
        let items = template_item::Entity::find().all(db).await.unwrap();
        let covered = task::Entity::find_by_id(medicines).one(db).await.unwrap().unwrap();

        assert_eq!(items.len(), 5);
        assert_eq!(covered.assessment_template_id, Some(template));
    }
}
