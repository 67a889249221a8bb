//! Counts, the statement and whole assessments to test with.

use std::collections::BTreeMap;

use domain::assessment::{AnswersDraft, Editing, ReviewDraft};
use domain::competency::{AcknowledgmentDraft, Level};
use domain::id::{
    AccountId, AcknowledgmentTextId, AssessmentId, CompletionId, ProgressId, SettingId, SubmissionId, TaskId,
    TemplateId,
};
use domain::progress::CompletionKind;
use domain::time::Zone;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{Service, unique};
use crate::assessment::draft::{self, Filled};
use crate::entity::{account, acknowledgment_text, completion, organisation_setting, progress_current, task};
use crate::{Error, assessment, competency};

impl Service {
    /// Puts a statement for carers to acknowledge, if there is none.
    pub async fn statement(&self) {
        let kept = acknowledgment_text::Entity::find().one(self.platform.db.reader()).await.unwrap();
        if kept.is_some() {
            return;
        }
        let row = acknowledgment_text::ActiveModel {
            id: Set(AcknowledgmentTextId(unique())),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            number: Set(1),
            body: Set("I have read and understood this result.".into()),
            published_by: Set(self.somebody().await),
        };
        row.insert(self.platform.db.writer()).await.unwrap();
    }

    /// Makes a task have been done so often by a carer, for the first time.
    pub async fn done(&self, carer: AccountId, task: TaskId, count: i32) {
        let db = self.platform.db.writer();
        let line = completion::ActiveModel {
            id: Set(CompletionId(unique())),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            carer_id: Set(carer),
            task_id: Set(task),
            kind: Set(CompletionKind::Adjust),
            amount: Set(count),
            work_date: Set(Zone::LONDON.date(self.now())),
            care_package_id: Set(None),
            note_id: Set(None),
            reason: Set(Some("Counted before".into())),
            entered_by: Set(self.somebody().await),
            submission_id: Set(unique()),
        };
        line.insert(db).await.unwrap();
        let row = progress_current::ActiveModel {
            id: Set(ProgressId(unique())),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            carer_id: Set(carer),
            task_id: Set(task),
            count: Set(count),
            last_reset_at: Set(None),
        };
        row.insert(db).await.unwrap();
    }

    /// Gives a task a cadence in months, or a target, as an admin would.
    pub async fn set_cadence(&self, task: TaskId, months: i32) {
        task::Entity::update_many()
            .col_expr(task::Column::ReassessMonths, Some(months).into())
            .filter(task::Column::Id.eq(task))
            .exec(self.platform.db.writer())
            .await
            .unwrap();
    }

    /// Stores a setting that differs from its default, as JSON.
    pub async fn set(&self, key: &str, value: &str) {
        let row = organisation_setting::ActiveModel {
            id: Set(SettingId(unique())),
            organisation_id: Set(self.organisation),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(1),
            key: Set(key.into()),
            value: Set(value.into()),
        };
        row.insert(self.platform.db.writer()).await.unwrap();
    }

    /// Gives an account a registration with a profession.
    pub async fn set_reference(&self, id: AccountId, reference: &str) {
        let row = account::Entity::find_by_id(id).one(self.platform.db.reader()).await.unwrap().unwrap();
        let mut row: account::ActiveModel = row.into();
        row.professional_reference = Set(Some(reference.to_owned()));
        row.update(self.platform.db.writer()).await.unwrap();
    }

    /// The answers to every item of a template made by [`Service::template`].
    pub async fn answers(
        &self,
        admin: AccountId,
        carer: AccountId,
        template: TemplateId,
        level: Level,
    ) -> AnswersDraft {
        let sheet = assessment::sheet(&self.as_(admin).await, carer, template, true, None).await.unwrap();
        let typed = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|&(at, typed)| (at.to_owned(), typed.to_owned())).collect()
        };
        AnswersDraft {
            template_version: sheet.answers.template_version,
            knowledge: typed(&[("1", "After two hours."), ("2", "The person on call.")]),
            practical: typed(&[("1", "competent"), ("2", "not_applicable")]),
            emergency: typed(&[("1", "Ring 111.")]),
            overall_level: level.code().into(),
            ..AnswersDraft::default()
        }
    }

    /// Assesses a carer whose group is ready or due again.
    pub async fn assess(
        &self,
        admin: AccountId,
        carer: AccountId,
        template: TemplateId,
        level: Level,
    ) -> AssessmentId {
        let answers = self.answers(admin, carer, template, level).await;
        self.submit(admin, carer, template, &answers, true).await.unwrap()
    }

    /// Fills in a sheet and submits it, as its two pages do.
    pub async fn submit(
        &self,
        admin: AccountId,
        carer: AccountId,
        template: TemplateId,
        answers: &AnswersDraft,
        is_chosen: bool,
    ) -> Result<AssessmentId, Error> {
        let cx = self.as_(admin).await;
        let on = self.editing(admin, carer, template, is_chosen).await;
        draft::save(&cx, &on, Filled::Answers(answers)).await?;
        let on = self.editing(admin, carer, template, is_chosen).await;
        assessment::submit(&cx, &on, &reviewed(answers), SubmissionId(unique())).await
    }

    /// A sheet as a page of an admin has just shown it.
    pub async fn editing(
        &self,
        admin: AccountId,
        carer: AccountId,
        template: TemplateId,
        is_chosen: bool,
    ) -> Editing {
        let cx = self.as_(admin).await;
        let sheet = assessment::sheet(&cx, carer, template, is_chosen, None).await.unwrap();
        let draft_version = sheet.draft.map(|draft| draft.version.to_string()).unwrap_or_default();
        Editing { carer, template, draft_version, take_over: false, is_chosen }
    }

    /// What a carer's page would send to acknowledge its first result.
    pub async fn first_result(&self, carer: AccountId) -> AcknowledgmentDraft {
        let todo = competency::todo(&self.as_(carer).await).await.unwrap();
        let first = todo.results.first().expect("a result that waits");
        AcknowledgmentDraft {
            ratings: first.ratings.iter().map(|asked| asked.rating.to_string()).collect(),
            statement: todo.statement.to_string(),
            read: "true".into(),
        }
    }

    /// Acknowledges a carer's first result.
    pub async fn acknowledge(&self, carer: AccountId) {
        let form = self.first_result(carer).await;
        competency::acknowledge(&self.as_(carer).await, SubmissionId(unique()), &form).await.unwrap();
    }
}

/// The review that belongs to some answers.
pub fn reviewed(answers: &AnswersDraft) -> ReviewDraft {
    ReviewDraft {
        template_version: answers.template_version.clone(),
        overall_level: answers.overall_level.clone(),
        professional_reference: answers.professional_reference.clone(),
        note: answers.note.clone(),
    }
}
