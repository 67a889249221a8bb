//! Steps 8 and 9 of the main job without scripts: a shift is made, sent, asked for, given, and stands in the schedule.

use axum::http::StatusCode;
use domain::competency::Level;

use crate::site::Site;

/// The fields of a competent shift on Friday 6 March 2026.
fn typed<'a>(package: &'a str, task: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("package", package),
        ("date", "2026-03-06"),
        ("start", "21:00"),
        ("end", "07:00"),
        ("kind", "competent"),
        ("tasks[]", task),
        ("note", "The back door is open"),
    ]
}

#[tokio::test]
async fn s055_from_a_new_shift_to_the_carers_schedule_without_scripts() {
    let site = Site::new().await;
    let service = &site.service;
    let (ann, bea) = (service.admin("Ann Brown").await, service.carer("Bea Hill").await);
    let cid = service.carer("Cid Moss").await;
    let (package, task) = (service.package("Larkfield").await, service.task("Medicines", 50).await);
    service.rated(bea, task, Level::Competent, None).await;
    let (package, task) = (package.to_string(), task.to_string());
    let (mut admin, mut carer, mut other) =
        (site.signed_in(ann).await, site.signed_in(bea).await, site.signed_in(cid).await);

    let saved = admin.submit("/admin/shifts/new", "new-shift", &typed(&package, &task)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let shift = saved.location().to_owned();
    let page = admin.get(&shift).await;
    assert!(page.text.contains("1 carer is eligible"), "{}", page.text);
    assert!(page.text.contains("No rating in Medicines. Assess the carer"), "{}", page.text);

    let sent = admin.submit(&format!("{shift}/send"), "act", &[]).await;
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, shift.as_str()), "{}", sent.text);
    assert!(admin.get(&shift).await.text.contains("Shift sent. 1 carer is told by e-mail"));

    let board = other.get("/carer/shifts").await;
    assert!(board.text.contains("1 more shift needs a rating that you do not have yet"), "{}", board.text);
    assert!(board.text.contains("You need Competent in Medicines. Ask for an assessment"), "{}", board.text);
    assert!(!board.text.contains("Larkfield, M14"), "{}", board.text);

    let board = carer.get("/carer/shifts").await;
    assert!(board.text.contains("Larkfield, M14"), "{}", board.text);
    let interest = shift.replace("/admin/", "/carer/");
    let page = carer.get(&interest).await;
    assert!(page.text.contains("You cannot withdraw afterwards"), "{}", page.text);
    let asked = carer.submit(&interest, "interest", &[("note", "Glad to")]).await;
    assert_eq!((asked.status, asked.location()), (StatusCode::SEE_OTHER, "/carer/shifts"), "{}", asked.text);
    assert!(carer.get("/carer/shifts").await.text.contains("Waiting for an answer"));
    assert_eq!(other.get(&interest).await.status, StatusCode::NOT_FOUND);

    let page = admin.get(&shift).await;
    let select = link(&page.text, &format!("{shift}/applications/")).expect("a way to select");
    let chosen = admin.submit(&select, "select", &[]).await;
    assert_eq!(
        (chosen.status, chosen.location()),
        (StatusCode::SEE_OTHER, shift.as_str()),
        "{}",
        chosen.text
    );
    let schedule = carer.get("/carer/schedule").await;
    assert!(schedule.text.contains("Friday 9pm to Saturday 7am"), "{}", schedule.text);
    assert!(schedule.text.contains("10 hours"), "{}", schedule.text);
    assert!(carer.get("/carer/shifts").await.text.contains("You have this shift"));
    assert!(admin.get("/admin/shifts?tab=assigned&search=bea").await.text.contains("Bea Hill"));
}

/// The first address in the page that begins so.
fn link(page: &str, start: &str) -> Option<String> {
    let at = page.find(start)?;
    page.get(at..)?.split('"').next().map(ToOwned::to_owned)
}

#[tokio::test]
async fn s060_a_refused_shift_shows_the_form_again_with_what_was_typed() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let package = site.service.package("Larkfield").await.to_string();
    let mut admin = site.signed_in(ann).await;
    let form = [("package", package.as_str()), ("date", "2026-03-06"), ("start", "09:00"), ("end", "09:00")];
    let form: Vec<_> = form.into_iter().chain([("kind", "competent"), ("note", "Bring gloves")]).collect();

    let refused = admin.submit("/admin/shifts/new", "new-shift", &form).await;

    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Start and end are the same. Change one"), "{}", refused.text);
    assert!(refused.text.contains("Bring gloves"));
}

#[tokio::test]
async fn r_shf_1_a_shift_too_long_is_saved_once_a_reason_is_given() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let package = site.service.package("Larkfield").await.to_string();
    let mut admin = site.signed_in(ann).await;
    let mut form = vec![("package", package.as_str()), ("date", "2026-03-06"), ("start", "07:00")];
    form.extend([("end", "20:00"), ("kind", "non_competent")]);

    let refused = admin.submit("/admin/shifts/new", "new-shift", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("A shift is 2 to 12 hours. This one is 13"), "{}", refused.text);

    form.push(("overrides[shift_length]", "The day centre is closed"));
    let saved = admin.submit("/admin/shifts/new", "new-shift", &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let page = admin.get(saved.location()).await;
    assert!(page.text.contains("Accepted: The day centre is closed"), "{}", page.text);
}
