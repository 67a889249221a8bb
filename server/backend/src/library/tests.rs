//! Taking the starter library on a real database.

use domain::id::SubmissionId;
use domain::library::{Covering, TakeDraft};
use domain::list::Asked;
use domain::problems::Problem;
use sea_orm::EntityTrait;

use super::{shelf, stock::Library, take};
use crate::entity::submission;
use crate::testing::{Service, unique};
use crate::{Error, task, template};

fn once() -> SubmissionId {
    SubmissionId(unique())
}

fn everything() -> TakeDraft {
    let stock = Library::read().unwrap();
    TakeDraft {
        templates: stock.templates.keys().cloned().collect(),
        tasks: stock.tasks.keys().cloned().collect(),
    }
}

fn safe_working() -> TakeDraft {
    TakeDraft { templates: vec!["safe-working".into()], ..TakeDraft::default() }
}

#[tokio::test]
async fn the_whole_library_is_taken_once_however_often_it_is_asked_for() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let stock = Library::read().unwrap();
    let (tasks, templates) = (stock.tasks.len() as u64, stock.templates.len() as u64);

    let first = take(&cx, once(), &everything()).await.unwrap();
    let second = take(&cx, once(), &everything()).await.unwrap();

    assert_eq!((first.tasks, first.templates, first.skipped), (tasks, templates, 0));
    assert_eq!((second.tasks, second.templates, second.skipped), (0, 0, tasks + templates));
    assert_eq!(first.held, []);
    assert_eq!(task::list(&cx, &Asked::default(), "").await.unwrap().found, tasks);
    assert_eq!(template::list(&cx, &Asked::default()).await.unwrap().found, templates);
    let seen = shelf(&cx).await.unwrap();
    assert!(seen.tasks.iter().all(|task| task.is_there) && seen.templates.iter().all(|one| one.is_there));
    let trail = service.trail().await;
    assert_eq!(trail.iter().filter(|action| *action == "task_created").count() as u64, tasks);
    assert_eq!(trail.iter().filter(|action| *action == "template_created").count() as u64, templates);
}

#[tokio::test]
async fn a_template_brings_its_tasks_and_what_is_there_is_skipped() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let own = service.task("Clean hands", 3).await;
    let before = shelf(&cx).await.unwrap();
    let safe = before.templates.iter().find(|template| template.key == "safe-working").unwrap();
    let covered = safe.tasks.len() as u64;
    assert!(!safe.is_there && covered > 1);

    let taken = take(&cx, once(), &safe_working()).await.unwrap();

    assert_eq!((taken.templates, taken.tasks), (1, covered));
    let list = template::list(&cx, &Asked::default()).await.unwrap();
    assert_eq!(list.rows[0].tasks.of, covered);
    assert_eq!(task::show(&cx, own).await.unwrap().target, 3, "what was there stays as it was");
}

#[tokio::test]
async fn r_tpl_2_a_task_that_another_template_has_stays_with_it_and_is_named() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let first =
        shelf(&cx).await.unwrap().templates.into_iter().find(|one| one.key == "safe-working").unwrap();
    let name = first.tasks[0].name.clone();
    let own = service.task(&name, 3).await;
    service.template("Ours", &[own]).await;
    let seen = shelf(&cx).await.unwrap().templates.into_iter().find(|one| one.key == "safe-working").unwrap();

    let taken = take(&cx, once(), &safe_working()).await.unwrap();

    assert_eq!(seen.tasks[0].state, Covering::Held("Ours".into()));
    assert_eq!(seen.tasks[1].state, Covering::New);
    assert_eq!(taken.held, [(name, "Ours".to_owned())]);
    assert_eq!(taken.tasks, first.tasks.len() as u64 - 1);
    assert_eq!(task::show(&cx, own).await.unwrap().template.unwrap().name, "Ours");
}

#[tokio::test]
async fn nothing_ticked_an_unknown_key_and_a_carer_are_refused_and_a_double_click_takes_once() {
    let service = Service::new().await;
    let ann = service.admin("Ann").await;
    let (cx, cid) = (service.as_(ann).await, service.carer("Cid").await);

    let nothing = take(&cx, once(), &TakeDraft::default()).await;
    let unknown = TakeDraft { tasks: vec!["juggling".into()], ..TakeDraft::default() };
    let unknown = take(&cx, once(), &unknown).await;
    let carer = take(&service.as_(cid).await, once(), &safe_working()).await;
    let id = once();
    let (one, other) =
        (take(&cx, id, &safe_working()).await.unwrap(), take(&cx, id, &safe_working()).await.unwrap());

    let Err(Error::Invalid(nothing)) = nothing else { panic!("{nothing:?}") };
    assert_eq!(nothing.of("templates"), Some(Problem::Missing));
    let Err(Error::Invalid(unknown)) = unknown else { panic!("{unknown:?}") };
    assert_eq!(unknown.of("tasks"), Some(Problem::NotAllowed));
    assert!(matches!(carer, Err(Error::Forbidden)));
    assert_eq!(one, other);
    assert_eq!(template::list(&cx, &Asked::default()).await.unwrap().found, 1);
}

#[tokio::test]
async fn what_was_taken_and_renamed_is_not_taken_again() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let taken = take(&cx, once(), &safe_working()).await.unwrap();
    let before = task::list(&cx, &Asked::default(), "").await.unwrap();
    let first = task::show(&cx, before.rows[0].id).await.unwrap();
    let renamed = domain::task::TaskDraft { name: "Our own words".into(), ..first.draft() };
    task::update(&cx, first.id, &renamed).await.unwrap();
    let template_id = template::list(&cx, &Asked::default()).await.unwrap().rows[0].id;
    let form = template::show(&cx, template_id).await.unwrap().draft();
    let form = domain::assessment::TemplateDraft { name: "Our own sheet".into(), ..form };
    template::update(&cx, template_id, &form).await.unwrap();

    let again = take(&cx, once(), &everything()).await.unwrap();

    let stock = Library::read().unwrap();
    assert_eq!(again.skipped, taken.tasks + 1);
    assert_eq!(task::list(&cx, &Asked::default(), "").await.unwrap().found, stock.tasks.len() as u64);
    let templates = template::list(&cx, &Asked::default()).await.unwrap();
    assert_eq!(templates.found, stock.templates.len() as u64);
    assert!(shelf(&cx).await.unwrap().tasks.iter().all(|task| task.is_there));
}

#[tokio::test]
async fn r_bin_4_what_was_taken_again_meanwhile_is_not_in_the_way_of_a_restore() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let key = Library::read().unwrap().tasks.keys().next().unwrap().clone();
    let one = TakeDraft { tasks: vec![key], ..TakeDraft::default() };
    take(&cx, once(), &one).await.unwrap();
    let first = task::list(&cx, &Asked::default(), "").await.unwrap().rows[0].id;
    task::delete(&cx, first).await.unwrap();
    take(&cx, once(), &one).await.unwrap();
    let second = task::list(&cx, &Asked::default(), "").await.unwrap().rows[0].id;
    let form = task::show(&cx, second).await.unwrap().draft();
    let form = domain::task::TaskDraft { name: "Our own words".into(), ..form };
    task::update(&cx, second, &form).await.unwrap();

    task::restore(&cx, first).await.unwrap();

    assert_eq!(task::list(&cx, &Asked::default(), "").await.unwrap().found, 2);
    assert_eq!(take(&cx, once(), &one).await.unwrap().skipped, 1);
}

#[tokio::test]
async fn a_form_is_remembered_by_ids_and_numbers_alone() {
    let service = Service::new().await;
    let cx = service.as_(service.admin("Ann").await).await;
    let covered =
        shelf(&cx).await.unwrap().templates.into_iter().find(|one| one.key == "safe-working").unwrap();
    let own = service.task(&covered.tasks[0].name, 3).await;
    service.template("Ours", &[own]).await;
    let id = once();

    let taken = take(&cx, id, &safe_working()).await.unwrap();
    let again = take(&cx, id, &safe_working()).await.unwrap();

    let row = submission::Entity::find().one(service.platform.db.reader()).await.unwrap().unwrap();
    assert_eq!(again, taken);
    assert_eq!(taken.held.len(), 1);
    assert!(!row.result.contains("Ours") && !row.result.contains(&covered.tasks[0].name), "{}", row.result);
}
