//! Amending a finished assessment on a real database (R-ASM-5).

use domain::assessment::AmendmentDraft;
use domain::problems::Problem;
use domain::time::Date;

use super::*;
use crate::competency::history;

impl Scene {
    async fn amend(&self, id: AssessmentId, level: Level) -> Result<AssessmentId, Error> {
        self.service.pass_minutes(1);
        let cx = self.service.as_(self.sam).await;
        let mut form = finished(&cx, id).await.expect("an assessment").amendment();
        form.answers.overall_level = level.code().into();
        form.reason = "The second skill was rated by mistake".into();
        amend(&cx, id, &form, SubmissionId(unique())).await
    }

    /// The effective levels of the three tasks.
    async fn levels(&self) -> Vec<Option<Level>> {
        let cx = self.service.as_(self.office).await;
        let tasks = competency::task_ratings(&cx, self.ann, crate::audit::opening::Opening::Unseen)
            .await
            .expect("ratings")
            .tasks;
        tasks.into_iter().map(|task| task.effective.map(|(level, _)| level)).collect()
    }
}

/// Assessed Competent and acknowledged.
async fn assessed() -> (Scene, AssessmentId) {
    let scene = ready().await;
    let id = scene.submit(&scene.answers().await).await.expect("submitted");
    scene.service.acknowledge(scene.ann).await;
    (scene, id)
}

#[tokio::test]
async fn r_asm_5_an_amendment_stands_beside_what_it_amends_and_needs_a_reason() {
    let (scene, id) = assessed().await;
    let cx = scene.service.as_(scene.sam).await;
    let mut form = finished(&cx, id).await.expect("kept").amendment();
    form.answers.knowledge.insert("1".into(), "After one hour.".into());
    let Err(Error::Invalid(problems)) = amend(&cx, id, &form, SubmissionId(unique())).await else {
        panic!("it was taken without a reason")
    };
    assert_eq!(problems.of("reason"), Some(Problem::Missing));
    form.reason = "The answer was taken down wrong".into();

    let newer = amend(&cx, id, &form, SubmissionId(unique())).await.expect("amended");

    let (old, new) = (finished(&cx, id).await.expect("kept"), finished(&cx, newer).await.expect("kept"));
    assert_eq!(old.answered[0].answer.as_deref(), Some("After two hours."));
    assert_eq!(new.answered[0].answer.as_deref(), Some("After one hour."));
    assert_eq!((old.amended_by, new.tasks), (Some(newer), old.tasks));
    assert_eq!(new.amends, Some((id, "The answer was taken down wrong".into())));
    assert_eq!((scene.mails("rating_to_acknowledge").await, scene.count("assessment_amended").await), (1, 1));
    assert_eq!(scene.levels().await, [Some(Level::Competent); 3], "the same level makes no rating");
    let again = scene.amend(id, Level::Expert).await;
    assert!(matches!(again, Err(Error::Assessment(Refused::AlreadyAmended))), "{again:?}");
}

#[tokio::test]
async fn r_asm_5_another_level_makes_ratings_only_where_the_amended_one_still_counts() {
    let (scene, id) = assessed().await;
    let by_hand = RatingDraft {
        task: scene.tasks[0].to_string(),
        level: "non_competent".into(),
        reason: "Seen to be unsafe this week".into(),
        ..RatingDraft::default()
    };
    let cx = scene.service.as_(scene.office).await;
    competency::rate(&cx, scene.ann, SubmissionId(unique()), &by_hand).await.expect("rated");

    scene.amend(id, Level::AdvancedBeginner).await.expect("amended");

    let low = Some(Level::AdvancedBeginner);
    assert_eq!(scene.levels().await, [Some(Level::NonCompetent), low, low], "a lowering acts at once");
    let waits = competency::todo(&scene.service.as_(scene.ann).await).await.expect("a list").results;
    let amended = waits.iter().find(|result| result.assessment.is_some()).expect("the amendment asks");
    assert_eq!(amended.ratings.len(), 2);
}

#[tokio::test]
async fn r_asm_5_validity_counts_from_the_first_assessment_also_after_two_amendments() {
    let scene = ready().await;
    scene.service.set_cadence(scene.tasks[0], 12).await;
    let id = scene.submit(&scene.answers().await).await.expect("submitted");
    scene.service.pass_minutes(10 * 24 * 60);
    let second = scene.amend(id, Level::Proficient).await.expect("amended");
    scene.service.pass_minutes(10 * 24 * 60);
    scene.amend(second, Level::Expert).await.expect("amended again");

    let cx = scene.service.as_(scene.office).await;
    let rows = history(&cx, scene.ann, &Asked::default(), Opening::Opened).await.expect("a history").rows;
    let until: Vec<_> =
        rows.iter().filter(|row| row.task == "Creams").map(|row| row.validity.until()).collect();
    let first: Date = "2027-03-02".parse().expect("a date");
    assert_eq!(until, [Some(first); 3]);
}

#[tokio::test]
async fn r_asm_5_a_double_sent_amendment_is_one_and_of_two_admins_one_amends() {
    let (scene, id) = assessed().await;
    let (one, two) = (scene.service.as_(scene.office).await, scene.service.as_(scene.sam).await);
    let form = AmendmentDraft {
        reason: "The answers were mixed up".into(),
        ..finished(&one, id).await.expect("kept").amendment()
    };
    let submission = SubmissionId(unique());

    let (a, b) =
        tokio::join!(amend(&one, id, &form, submission), amend(&two, id, &form, SubmissionId(unique())));

    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    if let Ok(first) = a {
        assert_eq!(amend(&one, id, &form, submission).await.expect("the same"), first);
    }
    assert_eq!(scene.count("assessment_amended").await, 1);
}

#[tokio::test]
async fn r_trg_2_an_amended_result_from_before_a_reset_does_not_count_as_one_from_after_it() {
    let (scene, id) = assessed().await;
    scene.service.pass_minutes(1);
    scene.service.reset_count(scene.office, scene.ann, scene.tasks[0]).await.expect("reset");

    scene.amend(id, Level::AdvancedBeginner).await.expect("amended");

    assert_eq!(scene.state().await, GroupState::Locked { complete: 2, of: 3 });
}

#[tokio::test]
async fn r_asm_5_what_was_found_of_a_carer_in_the_bin_is_read_and_not_amended() {
    let (scene, id) = assessed().await;
    let cx = scene.service.as_(scene.office).await;
    let account = crate::entity::account::Entity::find_by_id(scene.ann);
    let row = account.one(scene.service.platform.db.reader()).await.expect("a row").expect("Ann");
    crate::users::delete(&cx, scene.ann, row.version).await.expect("deleted");

    let amended = scene.amend(id, Level::Expert).await;

    assert!(matches!(amended, Err(Error::NotFound)), "{amended:?}");
    assert!(finished(&cx, id).await.expect("still read").is_of_deleted);
}
