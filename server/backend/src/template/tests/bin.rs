//! Templates out of use, deleted and restored, on a real database.

use domain::assessment::{GroupState, TemplateRow};
use domain::competency::Level;
use domain::id::AccountId;

use super::*;
use crate::assessment;
use crate::assessment::draft::{self, Filled};
use crate::entity::{assessment_ready, task};
use crate::template::{delete, impact, restore, set_active};
use crate::testing::reviewed;

async fn bin(service: &Service, office: AccountId) -> Vec<TemplateRow> {
    let asked = Asked { status: "deleted".into(), ..Asked::default() };
    list(&service.as_(office).await, &asked).await.unwrap().rows
}

async fn open_rows(service: &Service) -> usize {
    let rows = assessment_ready::Entity::find().all(service.platform.db.reader()).await.unwrap();
    rows.iter().filter(|row| row.closed_at.is_none()).count()
}

async fn template_of(service: &Service, id: TaskId) -> Option<TemplateId> {
    let row = task::Entity::find_by_id(id).one(service.platform.db.reader()).await.unwrap();
    row.unwrap().assessment_template_id
}

#[tokio::test]
async fn r_bin_4_a_deleted_template_frees_its_tasks_and_a_restore_brings_them_back() {
    let service = Service::new().await;
    let (office, cid) = (service.admin("Ann").await, service.carer("Cid").await);
    let cx = service.as_(office).await;
    let medicines = service.task("Give oral medicines", 50).await;
    service.done(cid, medicines, 50).await;
    let id = create(&cx, once(), &typed("Medicines", &[medicines])).await.unwrap();
    assert_eq!(open_rows(&service).await, 1, "Cid is ready");

    let before = impact(&cx, id).await.unwrap();
    delete(&cx, id).await.unwrap();

    assert_eq!((before.tasks.len(), before.ready, before.drafts, before.assessments), (1, 1, 0, 0));
    assert!(matches!(show(&cx, id).await, Err(Error::NotFound)));
    assert_eq!((template_of(&service, medicines).await, open_rows(&service).await), (None, 0));
    let binned = bin(&service, office).await;
    let deleted = binned[0].binned.as_ref().unwrap();
    assert_eq!((binned[0].name.as_str(), deleted.by.as_str()), ("Medicines", "Ann"));
    assert_eq!(deleted.days_left(service.now()), Some(30));

    service.pass_minutes(5);
    let back = restore(&service.as_(office).await, id).await.unwrap();

    assert!(back.skipped.is_empty() && bin(&service, office).await.is_empty());
    assert_eq!((template_of(&service, medicines).await, open_rows(&service).await), (Some(id), 1));
    let again = restore(&service.as_(office).await, id).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    let acts = ["template_deleted", "template_restored"];
    let trail = service.trail().await;
    assert_eq!(trail.iter().filter(|action| acts.contains(&action.as_str())).count(), 2, "{trail:?}");
}

#[tokio::test]
async fn s034_a_restore_is_refused_naming_the_task_and_the_template_that_has_it_now() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let cx = service.as_(office).await;
    let medicines = service.task("Give oral medicines", 50).await;
    let first = create(&cx, once(), &typed("Medicines", &[medicines])).await.unwrap();
    delete(&cx, first).await.unwrap();
    let other = create(&cx, once(), &typed("Other", &[medicines])).await.unwrap();

    let refused = restore(&cx, first).await.unwrap_err();

    let Error::Assessment(Refused::TaskTakenMeanwhile { task, template }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((task.as_str(), template.as_str()), ("Give oral medicines", "Other"));
    assert_eq!(template_of(&service, medicines).await, Some(other));
    assert_eq!(bin(&service, office).await.len(), 1, "it is still there");
}

#[tokio::test]
async fn r_bin_4_a_restore_is_refused_when_the_name_is_another_templates_now() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let first = create(&cx, once(), &typed("Medicines", &[])).await.unwrap();
    delete(&cx, first).await.unwrap();
    create(&cx, once(), &typed("medicines", &[])).await.unwrap();

    let refused = restore(&cx, first).await;

    assert!(
        matches!(&refused, Err(Error::Assessment(Refused::NameTakenMeanwhile { name })) if name == "Medicines"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn r_bin_4_a_task_that_was_deleted_meanwhile_is_skipped_and_named() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let cx = service.as_(office).await;
    let (medicines, washing) = (service.task("Medicines", 50).await, service.task("Washing", 20).await);
    let id = create(&cx, once(), &typed("Both", &[medicines, washing])).await.unwrap();
    delete(&cx, id).await.unwrap();
    crate::task::delete(&cx, washing).await.unwrap();

    let back = restore(&cx, id).await.unwrap();

    assert_eq!((back.skipped, back.tasks), (vec!["Washing".to_owned()], 1));
    assert_eq!(show(&cx, id).await.unwrap().tasks.len(), 1);
}

#[tokio::test]
async fn r_trg_1_an_inactive_template_opens_nothing_and_opens_again_when_it_is_used_again() {
    let service = Service::new().await;
    let (office, cid) = (service.admin("Ann").await, service.carer("Cid").await);
    let cx = service.as_(office).await;
    let medicines = service.task("Medicines", 50).await;
    service.done(cid, medicines, 50).await;
    let id = create(&cx, once(), &typed("Medicines", &[medicines])).await.unwrap();

    set_active(&cx, id, false).await.unwrap();
    assert_eq!((open_rows(&service).await, show(&cx, id).await.unwrap().active), (0, false));
    set_active(&cx, id, false).await.unwrap();
    set_active(&cx, id, true).await.unwrap();

    assert_eq!(open_rows(&service).await, 1);
    let trail = service.trail().await;
    assert_eq!(trail.iter().filter(|action| *action == "template_updated").count(), 2, "{trail:?}");
}

#[tokio::test]
async fn s036_a_finished_assessment_keeps_the_words_it_was_done_with() {
    let service = Service::new().await;
    let (office, ann) = (service.admin("Office").await, service.carer("Ann Brown").await);
    service.statement().await;
    let medicines = service.task("Medicines", 50).await;
    service.done(ann, medicines, 50).await;
    let template = service.template("Medicines", &[medicines]).await;
    let done = service.assess(office, ann, template, Level::Competent).await;
    let cx = service.as_(office).await;

    let mut edited = show(&cx, template).await.unwrap().draft();
    edited.knowledge[0] = row("What is a late dose?", "Any after its hour.");
    edited.knowledge.swap(0, 1);
    update(&cx, template, &edited).await.unwrap();

    let kept = assessment::finished(&cx, done).await.unwrap();
    let first = &kept.answered[0];
    assert_eq!(first.item.prompt, "When is a dose too late?");
    assert_eq!(first.item.model_answer.as_deref(), Some("More than two hours after its time."));
    assert_eq!((first.answer.as_deref(), kept.version), (Some("After two hours."), 1));
    assert_eq!(show(&cx, template).await.unwrap().versions[0].number, 2);
    let asked = assessment::sheet(&cx, ann, template, true, None).await.unwrap();
    assert_eq!((asked.items[0].position, asked.items[1].prompt.as_str()), (1, "What is a late dose?"));
}

#[tokio::test]
async fn r_tpl_3_a_draft_that_is_begun_goes_on_in_the_new_version_and_submits_it() {
    let service = Service::new().await;
    let (office, ann) = (service.admin("Office").await, service.carer("Ann Brown").await);
    let medicines = service.task("Medicines", 50).await;
    service.done(ann, medicines, 50).await;
    let template = service.template("Medicines", &[medicines]).await;
    let answers = service.answers(office, ann, template, Level::Competent).await;
    let cx = service.as_(office).await;
    let on = service.editing(office, ann, template, false).await;
    draft::save(&cx, &on, Filled::Answers(&answers)).await.unwrap();
    let on = service.editing(office, ann, template, false).await;
    draft::save(&cx, &on, Filled::Review(&reviewed(&answers))).await.unwrap();

    let mut edited = show(&cx, template).await.unwrap().draft();
    edited.knowledge.remove(0);
    update(&cx, template, &edited).await.unwrap();
    let sheet = assessment::sheet(&cx, ann, template, false, None).await.unwrap();

    assert_eq!(sheet.state, GroupState::Ready);
    assert_eq!(sheet.answers.practical, answers.practical);
    assert_eq!(sheet.answers.knowledge.values().collect::<Vec<_>>(), ["The person on call."]);
    let on = service.editing(office, ann, template, false).await;
    let old = assessment::submit(&cx, &on, &reviewed(&answers), once()).await;
    assert!(matches!(old, Err(Error::Assessment(Refused::NewVersion))), "{old:?}");
    assessment::submit(&cx, &on, &reviewed(&sheet.answers), once()).await.unwrap();
}

#[tokio::test]
async fn r_gen_16_the_lists_of_templates_ask_as_often_for_ten_as_for_thirty() {
    let service = Service::new().await;
    let office = service.admin("Ann").await;
    let mut asked = Vec::new();
    for many in [10, 20] {
        for at in 0..many {
            let task = service.task(&format!("Task {many} {at}"), 5).await;
            service.template(&format!("Template {many} {at}"), &[task]).await;
        }
        let cx = service.as_(office).await;
        let before = service.queries();
        list(&cx, &Asked::default()).await.unwrap();
        asked.push(service.queries() - before);
    }
    assert_eq!(asked[0], asked[1], "{asked:?}");
    assert!(asked[0] <= 8, "{asked:?}");
}
