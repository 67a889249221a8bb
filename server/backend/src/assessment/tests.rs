//! The trigger, drafts and submission on a real database.

mod amend;
mod drafts;
mod due;

use domain::assessment::{Due, GroupState};
use domain::competency::{Level, RatingDraft, WithdrawalDraft};
use domain::id::TaskId;
use domain::list::Asked;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::*;
use crate::audit::opening::Opening;
use crate::competency;
use crate::entity::{assessment_ready, outbox};
use crate::outbox::Mail;
use crate::testing::{Service, reviewed, unique};
use crate::{notice, progress};

struct Scene {
    service: Service,
    office: AccountId,
    sam: AccountId,
    ann: AccountId,
    tasks: [TaskId; 3],
    template: TemplateId,
}

/// Ann has three tasks of one template, at 200 of 200, 200 of 200 and `last` of 200.
async fn scene(last: i32) -> Scene {
    let service = Service::new().await;
    let (office, sam) = (service.admin("Office").await, service.plain_admin("Sam Reed").await);
    service.statement().await;
    let ann = service.carer("Ann Brown").await;
    let meadow = service.package("Larkfield Meadow").await;
    service.assign_carer(ann, meadow).await;
    let mut tasks = Vec::new();
    for (name, done) in [("Creams", 200), ("Eye drops", 200), ("Medicines", last)] {
        let task = service.task(name, 200).await;
        service.assign_task(task, meadow).await;
        service.done(ann, task, done).await;
        tasks.push(task);
    }
    let template = service.template("Medicines", &tasks).await;
    Scene { office, sam, ann, tasks: tasks.try_into().expect("three"), template, service }
}

/// The same with the last one logged, so that the group is ready.
async fn ready() -> Scene {
    let scene = scene(199).await;
    scene.log(scene.tasks[2]).await;
    scene.service.pass_minutes(1);
    scene
}

impl Scene {
    async fn log(&self, task: TaskId) {
        self.service.log(self.ann, task, "1").await.expect("allowed");
    }

    async fn due(&self) -> Vec<Due> {
        due(&self.service.as_(self.office).await, "", &Asked::default()).await.expect("a list").rows
    }

    async fn state(&self) -> GroupState {
        self.sheet(self.office).await.state
    }

    async fn sheet(&self, admin: AccountId) -> Sheet {
        sheet(&self.service.as_(admin).await, self.ann, self.template, false, None).await.expect("a sheet")
    }

    async fn answers(&self) -> AnswersDraft {
        self.service.answers(self.office, self.ann, self.template, Level::Competent).await
    }

    async fn editing(&self, admin: AccountId) -> Editing {
        self.service.editing(admin, self.ann, self.template, false).await
    }

    /// Saves the answers of a page that was opened just now.
    async fn save(&self, admin: AccountId, form: &AnswersDraft, take_over: bool) -> Result<i32, Error> {
        let on = Editing { take_over, ..self.editing(admin).await };
        self.save_on(admin, &on, form).await
    }

    /// Saves the answers of a page that was opened before.
    async fn save_on(&self, admin: AccountId, on: &Editing, form: &AnswersDraft) -> Result<i32, Error> {
        draft::save(&self.service.as_(admin).await, on, Filled::Answers(form)).await
    }

    async fn submit(&self, form: &AnswersDraft) -> Result<AssessmentId, Error> {
        self.service.submit(self.office, self.ann, self.template, form, false).await
    }

    async fn review(
        &self,
        admin: AccountId,
        on: &Editing,
        form: &AnswersDraft,
    ) -> Result<AssessmentId, Error> {
        let cx = self.service.as_(admin).await;
        submit(&cx, on, &reviewed(form), SubmissionId(unique())).await
    }

    async fn ready_rows(&self) -> Vec<bool> {
        let rows =
            assessment_ready::Entity::find().all(self.service.platform.db.reader()).await.expect("rows");
        rows.iter().map(|row| row.closed_at.is_none()).collect()
    }

    async fn count(&self, action: &str) -> usize {
        self.service.trail().await.iter().filter(|entry| *entry == action).count()
    }

    async fn mails(&self, name: &str) -> usize {
        let rows = outbox::Entity::find().filter(outbox::Column::Template.eq(name));
        rows.all(self.service.platform.db.reader()).await.expect("rows").len()
    }
}

#[tokio::test]
async fn s033_199_of_200_is_99_and_a_half_percent_and_opens_nothing() {
    let scene = scene(198).await;
    scene.log(scene.tasks[2]).await;
    assert_eq!(scene.state().await, GroupState::Locked { complete: 2, of: 3 });
    assert!(scene.due().await.is_empty() && scene.ready_rows().await.is_empty());
}

#[tokio::test]
async fn s037_the_third_task_opens_the_group_and_admins_are_told_once() {
    let scene = scene(199).await;
    assert_eq!(scene.state().await, GroupState::Locked { complete: 2, of: 3 });

    scene.log(scene.tasks[2]).await;

    let due = scene.due().await;
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].carer, due[0].state, due[0].since),
        (scene.ann, GroupState::Ready, Some(scene.service.now()))
    );
    assert_eq!(due[0].tasks, ["Creams", "Eye drops", "Medicines"]);
    assert_eq!(scene.ready_rows().await, [true]);
    assert_eq!((scene.count("assessment_available").await, scene.mails("assessment_ready").await), (1, 2));
    let (_, mail) = scene.service.mails().await.pop().expect("a mail");
    assert!(matches!(mail, Mail::AssessmentReady { carer, .. } if carer == "Ann Brown"));
}

#[tokio::test]
async fn r_trg_4_no_longer_ready_closes_the_row_and_ready_again_is_a_new_one() {
    let scene = ready().await;
    scene.service.reset_count(scene.office, scene.ann, scene.tasks[0]).await.expect("allowed");
    assert_eq!(scene.ready_rows().await, [false]);
    assert_eq!(scene.state().await, GroupState::Locked { complete: 2, of: 3 });

    scene.service.set_count(scene.office, scene.ann, scene.tasks[0], 200).await.expect("allowed");
    let mut rows = scene.ready_rows().await;
    rows.sort_unstable();
    assert_eq!((rows, scene.count("assessment_available").await), (vec![false, true], 2));
}

#[tokio::test]
async fn r_trg_4_a_template_or_carer_that_changes_is_judged_again() {
    use crate::entity::task;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
    let scene = scene(150).await;
    let cx = scene.service.as_(scene.office).await;
    let tx = cx.write(Action::ManageTasks).await.expect("allowed");
    let row = progress::task(&tx, scene.tasks[2]).await.expect("a task");
    let mut row: task::ActiveModel = row.into_active_model();
    row.target = Set(150);
    row.update(tx.db()).await.expect("stored");
    trigger::rejudge_template(&tx, scene.template).await.expect("judged");
    trigger::rejudge_carer(&tx, scene.ann).await.expect("judged");
    tx.commit(Entry::new(AuditAction::TaskUpdated)).await.expect("kept");
    assert_eq!((scene.ready_rows().await, scene.count("assessment_available").await), (vec![true], 1));
}

#[tokio::test]
async fn r_trg_4_once_one_admin_has_assessed_no_other_is_told_that_it_is_to_do() {
    let scene = ready().await;
    let unread = async || {
        let cx = scene.service.as_(scene.office).await;
        notice::inbox::unread(&cx).await.expect("a figure")
    };
    assert_eq!(unread().await, 1);

    scene.submit(&scene.answers().await).await.expect("submitted");

    assert_eq!(unread().await, 0);
}

#[tokio::test]
async fn r_trg_4_a_withdrawn_rating_opens_the_group_again_and_admins_are_told_again() {
    let scene = ready().await;
    scene.submit(&scene.answers().await).await.expect("submitted");
    assert_eq!((scene.ready_rows().await, scene.mails("assessment_ready").await), (vec![false], 2));
    scene.service.pass_minutes(1);
    let cx = scene.service.as_(scene.sam).await;
    let rated = competency::task_ratings(&cx, scene.ann, Opening::Unseen).await.expect("ratings").tasks;
    for (rating, _) in rated.iter().filter_map(|task| task.pending) {
        let form = WithdrawalDraft { rating: rating.to_string(), reason: "The wrong carer was rated".into() };
        competency::withdraw(&cx, SubmissionId(unique()), &form).await.expect("withdrawn");
    }

    let mut rows = scene.ready_rows().await;
    rows.sort_unstable();
    assert_eq!((scene.state().await, rows), (GroupState::Ready, vec![false, true]));
    assert_eq!((scene.count("assessment_available").await, scene.mails("assessment_ready").await), (2, 4));
}

#[tokio::test]
async fn s039_competent_for_three_tasks_is_three_pending_ratings_and_one_mail() {
    let scene = ready().await;
    scene.save(scene.office, &scene.answers().await, false).await.expect("saved");

    let id = scene.submit(&scene.answers().await).await.expect("submitted");

    let held = competency::todo(&scene.service.as_(scene.ann).await).await.expect("a list");
    assert_eq!((held.results.len(), held.results[0].ratings.len()), (1, 3));
    assert_eq!((scene.count("rating_pending").await, scene.mails("rating_to_acknowledge").await), (3, 1));
    let shown = progress::of_carer(&scene.service.as_(scene.office).await, scene.ann, Opening::Opened)
        .await
        .expect("a carer");
    assert_eq!((shown.competent, shown.groups[0].state), (0, Some(GroupState::Pending)));
    assert!(shown.groups[0].tasks.iter().all(|task| task.effective.is_none() && task.pending.is_some()));
    assert_eq!(scene.ready_rows().await, [false]);
    assert!(scene.sheet(scene.office).await.draft.is_none(), "the draft is gone");

    let kept = finished(&scene.service.as_(scene.sam).await, id).await.expect("kept");
    assert_eq!((kept.overall_level, kept.tasks.len(), kept.answered.len()), (Level::Competent, 3, 5));
    assert_eq!(kept.answered[0].item.model_answer.as_deref(), Some("More than two hours after its time."));
    assert_eq!((kept.assessor_name.as_str(), kept.is_reassessment), ("Office", false));
}

#[tokio::test]
async fn r_asm_4_after_a_reset_it_is_a_reassessment_though_the_group_became_ready_anew() {
    let scene = ready().await;
    scene.submit(&scene.answers().await).await.expect("submitted");
    scene.service.acknowledge(scene.ann).await;
    scene.service.reset_count(scene.office, scene.ann, scene.tasks[0]).await.expect("reset");
    scene.service.pass_minutes(1);
    scene.service.set_count(scene.office, scene.ann, scene.tasks[0], 200).await.expect("allowed");
    assert_eq!(scene.state().await, GroupState::Ready);

    let again = scene.submit(&scene.answers().await).await.expect("submitted");

    let kept = finished(&scene.service.as_(scene.sam).await, again).await.expect("kept");
    assert!(kept.is_reassessment);
}

#[tokio::test]
async fn r_asm_4_the_trigger_is_checked_again_and_a_repeated_form_is_one_assessment() {
    let scene = ready().await;
    let form = scene.answers().await;
    scene.save(scene.office, &form, false).await.expect("saved");
    let (cx, on) = (scene.service.as_(scene.office).await, scene.editing(scene.office).await);
    let (submission, review) = (SubmissionId(unique()), reviewed(&form));
    let first = submit(&cx, &on, &review, submission).await.expect("submitted");
    let again = submit(&cx, &on, &review, submission).await.expect("the same");
    assert_eq!(first, again);
    let other = ReviewDraft { overall_level: "expert".into(), ..review };
    let refused = submit(&cx, &on, &other, submission).await;
    assert!(matches!(refused, Err(Error::SentBefore)), "{refused:?}");

    let refused = scene.submit(&form).await;
    assert!(matches!(refused, Err(Error::Assessment(Refused::Pending))), "{refused:?}");
    let locked = self::scene(100).await;
    let refused = locked.submit(&form).await;
    assert!(matches!(refused, Err(Error::Assessment(Refused::Locked { complete: 2, of: 3 }))), "{refused:?}");
}

#[tokio::test]
async fn r_gen_2_a_carer_sees_no_sheet_and_no_finished_assessment() {
    let scene = ready().await;
    let id = scene.submit(&scene.answers().await).await.expect("submitted");
    let ann = scene.service.as_(scene.ann).await;
    assert!(matches!(finished(&ann, id).await, Err(Error::Forbidden)));
    assert!(matches!(sheet(&ann, scene.ann, scene.template, false, None).await, Err(Error::Forbidden)));
    assert!(matches!(due(&ann, "", &Asked::default()).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn s095_a_rating_that_lapses_soon_may_be_reassessed_without_new_progress() {
    let scene = ready().await;
    scene.service.set_cadence(scene.tasks[0], 2).await;
    scene.submit(&scene.answers().await).await.expect("submitted");
    scene.service.acknowledge(scene.ann).await;
    assert_eq!(scene.state().await, GroupState::Done, "it lapses in 61 days");
    scene.service.pass_minutes(24 * 60);
    assert_eq!(scene.state().await, GroupState::Reassess, "it lapses in 60 days");
    assert_eq!(scene.due().await.len(), 1);

    scene.service.pass_minutes(1);
    scene.submit(&scene.answers().await).await.expect("submitted again");
    assert_eq!(scene.state().await, GroupState::Pending);
}

#[tokio::test]
async fn r_trg_3_done_is_assessed_again_only_when_an_admin_chooses() {
    let scene = ready().await;
    scene.submit(&scene.answers().await).await.expect("submitted");
    scene.service.acknowledge(scene.ann).await;
    assert_eq!((scene.state().await, scene.due().await.len()), (GroupState::Done, 0));
    let refused = scene.submit(&scene.answers().await).await;
    assert!(matches!(refused, Err(Error::Assessment(Refused::Done))), "{refused:?}");
    scene.service.pass_minutes(1);
    scene.service.assess(scene.office, scene.ann, scene.template, Level::Expert).await;
}

#[tokio::test]
async fn r_rat_5_not_assessed_removes_the_draft_and_the_group_is_locked() {
    let scene = ready().await;
    scene.save(scene.office, &scene.answers().await, false).await.expect("saved");
    let form = RatingDraft {
        task: scene.tasks[0].to_string(),
        level: "not_assessed".into(),
        reason: "Training has to start anew".into(),
        ..RatingDraft::default()
    };
    competency::rate(&scene.service.as_(scene.sam).await, scene.ann, SubmissionId(unique()), &form)
        .await
        .expect("allowed");
    let sheet = scene.sheet(scene.office).await;
    assert_eq!((sheet.state, sheet.draft), (GroupState::Locked { complete: 2, of: 3 }, None));
    assert_eq!(scene.ready_rows().await, [false]);
}
