//! What is another's is answered like what does not exist, at every address there is (R-GEN-1, R-GEN-11).

use std::fmt::Display;

use axum::http::StatusCode;
use backend::testing::london;
use domain::access::{Flags, Kind, OPERATIONS, Object, Operation, Role};
use domain::competency::Level;
use domain::id::AccountId;
use domain::rota::EntryState;

use crate::sample::SAMPLE;
use crate::site::{Browser, Page, Site, id_after};

/// An id that nothing has.
const NOTHING: &str = "00000000-0000-7000-8000-00000000dead";

/// The operation that tells a carer why a shift cannot be had, in the words of the board, which counts such shifts and
/// names the rating they need, but no place and no time (R-ELG-2, R-ELG-6).
const GIVES_REASONS: &str = "/api/shift/confirm_interest";

/// What the form of a template has and no other could read: theirs number their answers otherwise.
const QUESTION: [(&str, &str); 2] =
    [("knowledge[0][prompt]", "When is a dose too late?"), ("knowledge[0][model_answer]", "After its hour.")];

/// What says of an answer that it is about Cid: names, and what was written of him.
const HIS: [&str; 8] = [
    "Cid Dunn",
    "cid.dunn",
    "Orchard",
    "Moving people",
    "Washing people",
    "He sat up by himself",
    "The sling was torn",
    "07700 900999",
];

/// The ids of everything there is of Cid, each with the name by which addresses and forms ask for it.
struct Things(Vec<(&'static str, String)>);

impl Things {
    /// The one of this name. Whoever adds an address or a field that names another kind of thing adds one here.
    fn id(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == name);
        &found.unwrap_or_else(|| panic!("Cid has no {name} that could be asked for")).1
    }
}

/// Cid has ratings in force and waiting, a result, a draft, a concern, notices, an invitation behind him, an
/// application and a shift in the rota. Nothing of it is anybody else's.
async fn things(site: &Site, office: AccountId) -> Things {
    let service = &site.service;
    let cid = service.carer("Cid Dunn").await;
    service.statement().await;
    let orchard = service.package("Orchard").await;
    let (hoisting, bathing) = (service.task("Hoisting", 5).await, service.task("Bathing", 5).await);
    service.assign_carer(cid, orchard).await;
    for task in [hoisting, bathing] {
        service.assign_task(task, orchard).await;
        service.done(cid, task, 5).await;
    }
    let moving = service.template("Moving people", &[hoisting]).await;
    let washing = service.template("Washing people", &[bathing]).await;
    let assessment = service.assess(office, cid, moving, Level::Competent).await;
    service.acknowledge(cid).await;

    let shift = service.sent(office, orchard, 6, ("09:00", "17:00"), &[hoisting]).await;
    service.interested(cid, shift).await;
    let day = (london(2026, 3, 9, 9, 0), london(2026, 3, 9, 17, 0));
    service.planned(cid, orchard, day, EntryState::Confirmed).await;

    let (mut admin, mut carer) = (site.signed_in(office).await, site.signed_in(cid).await);
    carer.submit("/account", "profile", &[("name", "Cid Dunn"), ("phone", "07700 900999")]).await;
    let about = format!("/carer/acknowledgments?task={hoisting}");
    let form = format!("concern-about-{}", id_after(&carer.open(&about).await, "id=\"concern-about-"));
    carer.submit(&about, &form, &[("body", "The sling was torn")]).await;
    let concerns = admin.open("/admin/progress/acknowledgments?view=concerns").await;
    let sheet = format!("/admin/progress/assess/{cid}/{washing}");
    admin.submit(&sheet, "assessment", &[("knowledge[1]", "He sat up by himself.")]).await;
    let rate = [("level", "expert"), ("reason", "He sat up by himself")];
    let rated = admin.submit(&format!("/admin/progress/ratings/{cid}?task={bathing}"), "rate", &rate).await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text);

    let invited = [("name", "Cid Dunn"), ("email", "cid@dunn.example"), ("role", "carer")];
    let invited = admin.submit("/admin/users/invite", "invite", &invited).await;

    let of = |page: &Page, mark: &str| id_after(page, mark);
    let applications = format!("/admin/shifts/{shift}/applications/");
    let text = |id: &dyn Display| id.to_string();
    Things(vec![
        ("carer", text(&cid)),
        ("package", text(&orchard)),
        ("task", text(&hoisting)),
        ("template", text(&moving)),
        ("assessment", text(&assessment)),
        ("rating", of(&carer.open("/carer/acknowledgments").await, "name=\"ratings[0]\" value=\"")),
        ("concern", of(&concerns, "id=\"answer-")),
        ("shift", text(&shift)),
        ("application", of(&admin.open(&format!("/admin/shifts/{shift}")).await, &applications)),
        ("session", of(&admin.open(&format!("/admin/users/{cid}")).await, "id=\"end-")),
        ("invitation", of(&admin.open(invited.location()).await, "id=\"resend-")),
        ("entry", of(&admin.open("/admin/audit").await, "href=\"/admin/audit/")),
    ])
}

/// What a name in an address or a form asks for. A bare `id` is of what the address is about.
fn thing<'a>(operation: &'a Operation, name: &'a str) -> &'a str {
    let mut parts = operation.path.split('/').skip(1).take_while(|part| !part.starts_with('{'));
    match name {
        "id" if operation.kind == Kind::Get => match parts.last().unwrap_or_default() {
            "users" => "carer",
            "packages" | "assignments" => "package",
            "tasks" => "task",
            "templates" => "template",
            "assessments" => "assessment",
            "shifts" => "shift",
            "invitations" => "invitation",
            "audit" => "entry",
            other => other,
        },
        "id" => match parts.nth(1).unwrap_or_default() {
            "audit" => "entry",
            feature @ ("package" | "task" | "template" | "assessment" | "shift" | "invitation") => feature,
            _ => "carer",
        },
        "carer_id" | "account" | "whose[carer]" | "carers[]" => "carer",
        "task_id" | "tasks[]" => "task",
        "template_id" => "template",
        "ratings[0]" => "rating",
        other => other,
    }
}

/// Asks one address for what is of Cid, or for what nobody has.
async fn ask(browser: &mut Browser<'_>, operation: &Operation, things: Option<&Things>) -> Page {
    let id = |name: &str| things.map_or(NOTHING, |things| things.id(thing(operation, name))).to_owned();
    let is_id = |value: &str| value.starts_with("00000000-0000-7000-");
    if operation.kind != Kind::Get {
        let form: Vec<_> = SAMPLE
            .iter()
            .map(|&(name, value)| (name, if is_id(value) { id(name) } else { value.to_owned() }))
            .collect();
        let mut form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if operation.path.starts_with("/api/template/") {
            form.extend(QUESTION);
        }
        return browser.call("/sign-in", operation.path, &form).await;
    }
    let parts = operation.path.split('/').map(|part| match part {
        "{act}" => "cancel".to_owned(),
        "{token}" => id("carer"),
        _ => part.strip_prefix('{').and_then(|part| part.strip_suffix('}')).map_or(part.to_owned(), id),
    });
    let path = parts.collect::<Vec<_>>().join("/");
    let asked = SAMPLE.iter().filter(|(name, value)| is_id(value) && *name != "id" && !name.contains('['));
    let asked = asked.map(|&(name, _)| (name, id(name)));
    let query: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
    browser.get(&format!("{path}?{query}")).await
}

/// What an answer says, without the ids it was asked for and without what is new in every answer.
fn said(page: &Page) -> (StatusCode, String) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let body = page.text.split("<body").last().unwrap_or_default();
    let text = format!("{} {body}", page.location());
    let words = text.split_inclusive(|c: char| !is_word(c));
    (page.status, words.map(|word| if word.len() > 20 { "…" } else { word }).collect())
}

/// What one address answers to one person.
struct Answer {
    operation: &'static Operation,
    /// To an id that nothing has.
    nothing: Page,
    /// To the id of what is Cid's.
    his: Page,
}

impl Answer {
    /// Whether it tells that there is something. What is not about one thing may change by being looked at, as the
    /// trail does; that names nobody.
    fn tells(&self) -> bool {
        let differs = self.operation.object != Object::None && said(&self.nothing) != said(&self.his);
        (differs && self.operation.path != GIVES_REASONS)
            || HIS.iter().any(|word| self.his.text.contains(word))
    }
}

/// Asks every address there is, or every page.
async fn scan(site: &Site, who: AccountId, things: &Things, pages_only: bool) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut browser = site.signed_in(who).await;
    let asked = OPERATIONS.iter().filter(|operation| operation.path != "/events");
    for operation in asked.filter(|operation| !pages_only || operation.kind == Kind::Get) {
        if browser.get("/").await.location() == "/sign-in" {
            browser = site.signed_in(who).await;
        }
        // What can be done only once has been done by the time that the two answers are compared.
        ask(&mut browser, operation, None).await;
        let nothing = ask(&mut browser, operation, None).await;
        let his = ask(&mut browser, operation, Some(things)).await;
        assert!(!his.status.is_server_error(), "{}: {}", operation.path, his.text);
        answers.push(Answer { operation, nothing, his });
        site.service.pass_minutes(1);
    }
    answers
}

/// Fails when an answer tells that there is something.
fn assert_silent(answers: &[Answer]) {
    if let Some(answer) = answers.iter().find(|answer| answer.tells()) {
        let (nothing, his) = (said(&answer.nothing), said(&answer.his));
        panic!("{}\n{nothing:?}\n{his:?}", answer.operation.path);
    }
}

#[tokio::test]
async fn s083_no_address_tells_a_carer_anything_by_the_id_of_what_is_a_colleagues() {
    let site = Site::new().await;
    let office = site.service.admin("Ann Brown").await;
    let things = things(&site, office).await;
    let bea = site.service.carer("Bea Cole").await;

    assert_silent(&scan(&site, bea, &things, false).await);

    let cid = things.id("carer").parse().expect("an id");
    let cid = scan(&site, cid, &things, true).await;
    let told = cid.iter().filter(|answer| answer.tells()).count();
    assert!(told > 3, "Cid himself is told: {told}");
}

#[tokio::test]
async fn s086_no_address_tells_an_admin_anything_by_the_id_of_what_is_in_another_organisation() {
    let site = Site::new().await;
    let office = site.service.admin("Ann Brown").await;
    let things = things(&site, office).await;
    let there = site.service.another_organisation("Elsewhere Care").await;
    let bob = site.service.account(there, "Bob Ash", Role::Admin, Flags::ALL).await;
    let before = site.service.entries().await;

    let answers = scan(&site, bob, &things, false).await;

    assert_silent(&answers);
    assert_eq!(site.service.entries().await, before, "nothing was changed");
    let found = answers.iter().filter(|answer| answer.operation.object == Object::Organisation);
    let found = found.filter(|answer| answer.his.status != StatusCode::NOT_FOUND);
    let found: Vec<_> = found.map(|answer| (answer.operation.path, answer.his.status)).collect();
    assert_eq!(
        found,
        [("/api/shift/create", StatusCode::UNPROCESSABLE_ENTITY)],
        "said at the field of the package"
    );
    let ann = scan(&site, office, &things, true).await;
    let told = ann.iter().filter(|answer| answer.tells()).count();
    assert!(told > 20, "an admin of his is told: {told}");
}

#[tokio::test]
async fn s086_nothing_of_another_organisation_is_deleted_restored_or_counted() {
    let site = Site::new().await;
    let service = &site.service;
    let mut admin = site.signed_in(service.admin("Ann Brown").await).await;
    let mut pairs = Vec::new();
    for (feature, look) in
        [("package", "impact"), ("task", "effect"), ("template", "impact"), ("users", "impact")]
    {
        let mut ids = Vec::new();
        for name in ["Orchard", "Larkfield"] {
            ids.push(match feature {
                "package" => service.package(name).await.to_string(),
                "task" => service.task(name, 5).await.to_string(),
                "template" => service.template(name, &[]).await.to_string(),
                _ => service.carer(name).await.to_string(),
            });
        }
        let deleted = ids.pop().expect("two of them");
        let typed = [("id", deleted.as_str()), ("version", "1")];
        let answer = admin.call("/admin", &format!("/api/{feature}/delete"), &typed).await;
        assert_eq!(answer.status, StatusCode::OK, "{feature}: {}", answer.text);
        pairs.push((feature, look, ids.pop().expect("one more"), deleted));
    }
    let there = service.another_organisation("Elsewhere Care").await;
    let bob = service.account(there, "Bob Ash", Role::Admin, Flags::ALL).await;
    let mut stranger = site.signed_in(bob).await;
    let before = service.entries().await;

    for (feature, look, live, deleted) in pairs {
        for (verb, id) in [(look, &live), ("delete", &live), (look, &deleted), ("restore", &deleted)] {
            let typed = [("id", id.as_str()), ("version", "1"), ("name", "Orchard"), ("target", "50")];
            let answer = stranger.call("/admin", &format!("/api/{feature}/{verb}"), &typed).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{feature}/{verb}: {}", answer.text);
        }
        let card = if feature == "users" { "users".to_owned() } else { format!("{feature}s") };
        for page in [live.clone(), format!("{live}/edit"), format!("{live}/delete"), "nonsense".to_owned()] {
            let page = stranger.get(&format!("/admin/{card}/{page}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            assert!(!page.text.contains("Orchard"), "{}", page.text);
        }
        let list = stranger.open(&format!("/admin/{card}?status=deleted")).await;
        assert!(!list.text.contains("Larkfield"), "{}", list.text);
    }
    assert_eq!(service.entries().await, before, "nothing was changed");
}
