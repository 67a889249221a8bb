//! Templates on a real database.

mod bin;

use domain::access::{Flags, Role};
use domain::assessment::{AnswersDraft, ItemDraft, Refused, Section, TemplateDraft};
use domain::id::{DraftId, SubmissionId, TaskId, TemplateId};
use domain::list::Asked;
use domain::problems::Problem;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::{create, list, show, tasks, update};
use crate::Error;
use crate::entity::{assessment_draft, assessment_template};
use crate::testing::{Service, unique};

fn once() -> SubmissionId {
    SubmissionId(unique())
}

fn row(prompt: &str, model_answer: &str) -> ItemDraft {
    ItemDraft { prompt: prompt.into(), model_answer: model_answer.into(), ..ItemDraft::default() }
}

fn typed(name: &str, tasks: &[TaskId]) -> TemplateDraft {
    TemplateDraft {
        name: name.into(),
        active: "true".into(),
        knowledge: vec![row("What is a dose?", "An amount."), row("When?", "On time.")],
        practical: vec![ItemDraft { not_applicable: "true".into(), ..row("Washes hands", "") }],
        emergency: vec![row("A fire", "Get out, ring 999.")],
        tasks: tasks.iter().map(ToString::to_string).collect(),
        ..TemplateDraft::default()
    }
}

fn version(n: i32, draft: TemplateDraft) -> TemplateDraft {
    TemplateDraft { version: n.to_string(), ..draft }
}

#[tokio::test]
async fn r_tpl_1_a_template_is_kept_with_its_sections_and_tasks() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let medicines = service.task("Give oral medicines", 50).await;

    let id = create(&cx, once(), &typed("Medicines", &[medicines])).await.unwrap();

    let template = show(&cx, id).await.unwrap();
    let places: Vec<_> = template.items.iter().map(|item| (item.section, item.position)).collect();
    assert_eq!(
        places,
        [(Section::Knowledge, 1), (Section::Knowledge, 2), (Section::Practical, 1), (Section::Emergency, 1)]
    );
    assert_eq!((template.tasks[0].id, template.versions.len()), (medicines, 1));
    assert_eq!(
        template.draft(),
        TemplateDraft {
            active: "on".into(),
            practical: vec![ItemDraft { not_applicable: "on".into(), ..row("Washes hands", "") }],
            ..version(1, typed("Medicines", &[medicines]))
        }
    );
    let listed = &list(&cx, &Asked::default()).await.unwrap().rows[0];
    assert_eq!((listed.items.knowledge, listed.number, listed.tasks.of, listed.assessments), (2, 1, 1, 0));
    assert_eq!(service.trail().await, ["template_created"]);
}

#[tokio::test]
async fn s034_a_task_of_one_template_is_refused_to_another_by_name_even_if_the_first_is_inactive() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (medicines, washing) =
        (service.task("Give oral medicines", 50).await, service.task("Washing", 20).await);
    let inactive = TemplateDraft { active: String::new(), ..typed("Medicines", &[medicines]) };
    create(&cx, once(), &inactive).await.unwrap();
    let other = create(&cx, once(), &typed("Care", &[washing])).await.unwrap();

    let created = create(&cx, once(), &typed("More", &[medicines])).await.unwrap_err();
    let edited = update(&cx, other, &version(1, typed("Care", &[washing, medicines]))).await.unwrap_err();

    for refused in [created, edited] {
        let Error::Assessment(Refused::TaskTaken { task, template }) = refused else { panic!("{refused:?}") };
        assert_eq!((task.as_str(), template.as_str()), ("Give oral medicines", "Medicines"));
    }
    assert_eq!(show(&cx, other).await.unwrap().tasks.len(), 1);
    let taken: Vec<_> =
        tasks(&cx).await.unwrap().into_iter().map(|one| one.template.map(|template| template.name)).collect();
    assert_eq!(taken, [Some("Medicines".to_owned()), Some("Care".to_owned())]);
}

#[tokio::test]
async fn s034_of_two_templates_that_take_a_task_at_once_one_gets_it() {
    let service = Service::new().await;
    let (one, other) =
        (service.as_(service.admin("Ann").await).await, service.as_(service.admin("Bea").await).await);
    let medicines = service.task("Give oral medicines", 50).await;
    let (first, second) = (typed("One", &[medicines]), typed("Other", &[medicines]));

    let both = tokio::join!(create(&one, once(), &first), create(&other, once(), &second));

    assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
    let refused = both.0.err().or(both.1.err());
    assert!(matches!(refused, Some(Error::Assessment(Refused::TaskTaken { .. }))), "{refused:?}");
}

#[tokio::test]
async fn s035_a_template_without_any_item_is_refused() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let empty = TemplateDraft { name: "Empty".into(), knowledge: vec![row(" ", "")], ..Default::default() };

    let refused = create(&cx, once(), &empty).await;

    let Err(Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.of("items"), Some(Problem::Missing));
}

#[tokio::test]
async fn r_tpl_3_an_edit_publishes_the_next_version_and_one_without_change_publishes_nothing() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let (medicines, washing) =
        (service.task("Give oral medicines", 50).await, service.task("Washing", 20).await);
    let id = create(&cx, once(), &typed("Medicines", &[medicines])).await.unwrap();

    update(&cx, id, &version(1, typed("Medicines", &[medicines]))).await.unwrap();
    update(&cx, id, &version(1, typed("Medicines: core", &[medicines]))).await.unwrap();
    let mut edited = version(2, typed("Medicines: core", &[washing]));
    edited.knowledge.truncate(1);
    update(&cx, id, &edited).await.unwrap();
    let stale = update(&cx, id, &version(2, typed("Medicines", &[medicines]))).await;

    let template = show(&cx, id).await.unwrap();
    assert!(matches!(stale, Err(Error::Overtaken(_))));
    assert_eq!((template.versions.len(), template.versions[0].number, template.items.len()), (2, 2, 3));
    assert_eq!((template.tasks[0].id, template.tasks.len()), (washing, 1));
    assert_eq!(service.trail().await, ["template_created", "template_updated", "template_versioned"]);
    let whole: String = service.entries().await.into_iter().map(|entry| entry.1 + &entry.2).collect();
    assert!(!whole.contains("dose"), "{whole}");
}

#[tokio::test]
async fn r_tpl_3_a_draft_moves_to_the_new_version_and_keeps_the_answers_of_unchanged_items() {
    let service = Service::new().await;
    let (office, cid) = (service.admin("Ann").await, service.carer("Cid").await);
    let cx = service.as_(office).await;
    let id = create(&cx, once(), &typed("Medicines", &[])).await.unwrap();
    let before = current(&service, id).await;
    let answers =
        |pairs: &[(&str, &str)]| pairs.iter().map(|&(at, typed)| (at.to_owned(), typed.to_owned())).collect();
    let content = AnswersDraft {
        template_version: before.to_string(),
        knowledge: answers(&[("1", "So much."), ("2", "At nine.")]),
        practical: answers(&[("1", "competent")]),
        ..AnswersDraft::default()
    };
    let draft = assessment_draft::ActiveModel {
        id: Set(DraftId(unique())),
        organisation_id: Set(service.organisation),
        created_at: Set(service.now()),
        updated_at: Set(service.now()),
        version: Set(1),
        template_version_id: Set(before),
        carer_id: Set(cid),
        template_id: Set(id),
        edited_by: Set(office),
        content: Set(serde_json::to_string(&content).unwrap()),
        reassessment: Set(false),
    };
    draft.insert(service.platform.db.writer()).await.unwrap();

    let mut edited = version(1, typed("Medicines", &[]));
    edited.knowledge[0] = row("What is one dose?", "An amount.");
    update(&cx, id, &edited).await.unwrap();

    let moved = assessment_draft::Entity::find().one(service.platform.db.reader()).await.unwrap().unwrap();
    let after = current(&service, id).await;
    let content: AnswersDraft = serde_json::from_str(&moved.content).unwrap();
    assert_ne!(before, after);
    assert_eq!((moved.template_version_id, content.template_version), (after, after.to_string()));
    assert_eq!(content.knowledge, answers(&[("2", "At nine.")]));
    assert_eq!(content.practical, answers(&[("1", "competent")]));
}

async fn current(service: &Service, id: TemplateId) -> domain::id::TemplateVersionId {
    let row = assessment_template::Entity::find_by_id(id).one(service.platform.db.reader()).await.unwrap();
    row.unwrap().current_version_id.unwrap()
}

#[tokio::test]
async fn r_tpl_4_a_carer_reads_no_template() {
    let service = Service::new().await;
    let id = service.template("Medicines", &[]).await;
    let cx = service.as_(service.carer("Cid").await).await;

    assert!(matches!(show(&cx, id).await, Err(Error::Forbidden)));
    assert!(matches!(list(&cx, &Asked::default()).await, Err(Error::Forbidden)));
    assert!(matches!(tasks(&cx).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn t011_templates_and_tasks_of_another_organisation_are_not_found() {
    let service = Service::new().await;
    let here = service.template("Medicines", &[]).await;
    let washing = service.task("Washing", 20).await;
    let elsewhere = service.another_organisation("Elsewhere").await;
    let bob = service.account(elsewhere, "Bob", Role::Admin, Flags::ALL).await;
    let there = service.as_(bob).await;

    assert!(matches!(show(&there, here).await, Err(Error::NotFound)));
    assert!(matches!(update(&there, here, &version(1, typed("Mine", &[]))).await, Err(Error::NotFound)));
    assert!(matches!(create(&there, once(), &typed("Mine", &[washing])).await, Err(Error::NotFound)));
    assert_eq!(list(&there, &Asked::default()).await.unwrap().found, 0);
}
