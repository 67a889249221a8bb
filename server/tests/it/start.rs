//! The start pages of admins and carers.

use domain::competency::Level;

use crate::scene::Scene;
use crate::site::{assert_says, words};

#[tokio::test]
async fn s001_the_start_page_has_eleven_cards_in_their_order() {
    let scene = Scene::at(47).await;
    let mut office = scene.site.signed_in(scene.office).await;
    let page = office.get("/admin").await;
    let titles: Vec<_> = page
        .text
        .split("class=\"app-start-card__title\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    let expected = [
        "Users",
        "Care packages",
        "Tasks",
        "Assignments",
        "Assessment templates",
        "Progress",
        "Carer records",
        "Shift sender",
        "Rota",
        "Recycle bin",
        "Audit",
    ];
    assert_eq!(titles[..11], expected);
}

#[tokio::test]
async fn screens_17_today_and_progress_show_figures_activities_and_milestones() {
    let scene = Scene::at(47).await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    ann.submit("/carer/tasks", &scene.log_form(), &[("count", "3")]).await;
    scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;

    let today = ann.get("/carer").await;
    assert_says(&today, "0 competences held");
    assert_says(&today, "0 shifts this week");
    assert_says(&today, "You have a new rating: Medicines: core. Read it and acknowledge it");
    assert_says(&today, "Waits for you");
    let said = words(&today);
    let at = |text: &str| said.find(text).expect("on the page");
    assert!(at("Read new ratings") < at("competences held"));
    scene.site.service.acknowledge(scene.ann).await;
    assert_says(&ann.get("/carer").await, "1 competence held");
    assert_says(&ann.get("/carer/progress").await, "First task at Competent or above");

    let mut office = scene.site.signed_in(scene.office).await;
    let start = office.get("/admin").await;
    assert_says(&start, "Latest activities");
    assert_says(&start, "Rating acknowledged, Ann Brown");
    assert_says(&start, "0 confirmed shifts");
    let picker = office.get("/admin/progress?q=brown&ready=true").await;
    assert_says(&picker, "No carer matches");
    assert_says(&office.get("/admin/progress?q=brown").await, "1 carer");
}
