//! What all lists share, over HTTP and without scripts: sorting, filters in the address, pages, and what they say when
//! there is nothing.

use axum::http::StatusCode;
use domain::access::{Flags, Role};

use crate::site::{Browser, Page, Site, assert_says, words};

/// Every list of the cards, with the columns that it can be sorted by.
const SORTED: [(&str, &[&str]); 7] = [
    ("/admin/users?tab=carers", &["name", "email", "status"]),
    ("/admin/users?tab=admins", &["name", "email", "status", "last_sign_in", "created"]),
    ("/admin/packages", &["name", "area", "status", "created"]),
    ("/admin/tasks", &["name", "target", "again", "status", "created"]),
    ("/admin/templates", &["name", "status"]),
    ("/admin/assignments", &["name", "area", "status"]),
    ("/admin/progress", &["name", "status"]),
];

/// An office with two of everything that a list shows.
async fn furnished(site: &Site) -> Browser<'_> {
    let service = &site.service;
    let office = service.admin("Ann Brown").await;
    for name in ["Bea Cole", "Cid Dunn"] {
        service.carer(name).await;
        service.package(name).await;
        let task = service.task(name, 5).await;
        service.template(name, &[task]).await;
    }
    site.signed_in(office).await
}

/// The addresses behind the heads of a table, each with how its column is sorted now.
fn heads(page: &Page) -> Vec<(String, String)> {
    let head = |th: &str| {
        let th = &th[..th.find("</th>")?];
        let sorted = th.split("aria-sort=\"").nth(1)?.split('"').next()?;
        let address = th.split("href=\"").nth(1)?.split('"').next()?;
        Some((address.replace("&amp;", "&"), sorted.to_owned()))
    };
    page.text.split("<th ").skip(1).filter_map(head).collect()
}

fn sort_of(address: &str) -> &str {
    address.split("sort=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default()
}

#[tokio::test]
async fn ux_38_each_head_sorts_says_so_and_turns_round_without_scripts() {
    let site = Site::new().await;
    let mut browser = furnished(&site).await;
    for (list, columns) in SORTED {
        let first = heads(&browser.open(list).await);
        let codes: Vec<_> = first.iter().map(|(to, _)| sort_of(to).trim_start_matches('-')).collect();
        assert_eq!(codes, columns, "{list}");
        let own: Vec<_> = first.iter().filter(|(_, sorted)| sorted != "none").collect();
        assert_eq!((own.len(), own[0].1.as_str()), (1, "ascending"), "{list}");
        for (at, (address, _)) in first.iter().enumerate() {
            let there = heads(&browser.open(address).await);
            let is_down = sort_of(address).starts_with('-');
            assert_eq!(there[at].1, if is_down { "descending" } else { "ascending" }, "{address}");
            let back = heads(&browser.open(&there[at].0).await);
            assert_eq!(back[at].1, if is_down { "ascending" } else { "descending" }, "{address}");
        }
    }
}

#[tokio::test]
async fn ux_38_a_sorted_list_keeps_its_filters_and_its_pages_keep_the_sort() {
    let site = Site::new().await;
    let mut browser = furnished(&site).await;
    for n in 0..30 {
        site.service.task(&format!("Task {n:02}"), n + 1).await;
    }
    let up = browser.open("/admin/tasks?q=task&status=active&sort=target").await;
    let down = browser.open("/admin/tasks?q=task&status=active&sort=-target").await;
    let says = words(&down);

    assert_says(&up, "30 tasks");
    assert!(up.text.contains("Task 00") && !up.text.contains("Task 29"));
    assert!(says.find("Task 29") < says.find("Task 28") && says.contains("Task 29"), "{says}");
    assert!(heads(&down).iter().all(|(to, _)| to.contains("q=task") && to.contains("status=active")));
    let next = down.text.split("href=\"").find(|rest| rest.contains("after=")).expect("a second page");
    let next = next.split('"').next().expect("an address").replace("&amp;", "&");
    let second = browser.open(&next).await;
    assert!(second.text.contains("Task 00") && !second.text.contains("Task 29"), "{next}");
    assert!(second.text.contains("name=\"sort\" value=\"-target\""), "the filters keep the sort");
    assert!(second.text.contains("before="), "there is a way back");
}

#[tokio::test]
async fn in4_what_a_list_does_not_know_is_refused_and_said() {
    let site = Site::new().await;
    let mut browser = furnished(&site).await;
    let wrong = [
        "/admin/users?tab=invitations&sort=nothing",
        "/admin/users?tab=invitations&status=gone",
        "/admin/users?status=gone",
        "/admin/progress/assess?sort=nothing",
        "/admin/progress/acknowledgments?sort=nothing",
        "/admin/progress/acknowledgments?status=nothing",
        "/admin/shifts?tab=review",
        "/admin/shifts?state=lost",
        "/admin/shifts?from=tomorrow",
        "/admin/audit?action=nothing",
    ];
    let sorted = SORTED.map(|(list, _)| {
        let and = if list.contains('?') { '&' } else { '?' };
        format!("{list}{and}sort=nothing")
    });
    for address in wrong.map(str::to_owned).iter().chain(&sorted) {
        let page = browser.get(address).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert_says(&page, "This could not be read");
    }
    for address in ["/admin/packages?q=%00", "/admin/tasks?after=%00", "/admin/shifts?search=%00"] {
        browser.open(address).await;
    }
}

#[tokio::test]
async fn ux_40_an_empty_list_keeps_its_filters_so_that_what_was_deleted_can_be_found() {
    let site = Site::new().await;
    let service = &site.service;
    let mut browser = site.signed_in(service.admin("Ann Brown").await).await;
    let (package, task) = (service.package("Larkfield").await, service.task("Washing", 5).await);
    for (page, form) in [
        (format!("/admin/packages/{package}/delete"), "delete"),
        (format!("/admin/tasks/{task}/delete"), "delete"),
    ] {
        let deleted = browser.submit(&page, form, &[]).await;
        assert_eq!(deleted.status, StatusCode::SEE_OTHER, "{page}: {}", deleted.text);
    }
    for (list, empty) in [
        ("/admin/packages", "No care packages yet"),
        ("/admin/tasks", "No tasks yet"),
        ("/admin/templates", "No templates yet"),
        ("/admin/assignments", "No care packages yet"),
        ("/admin/users?tab=invitations", "No invitations yet"),
    ] {
        let page = browser.open(list).await;
        assert_says(&page, empty);
        assert!(page.text.contains("id=\"find\""), "{list} has no filters");
    }
    let bin = browser.open("/admin/packages?status=deleted").await;
    assert_says(&bin, "Larkfield");
    let none = browser.open("/admin/packages?q=nowhere").await;
    assert_says(&none, "No care package matches");
}

#[tokio::test]
async fn r_gen_13_invitations_are_searched_and_counted() {
    let site = Site::new().await;
    let mut browser = site.signed_in(site.service.admin("Ann Brown").await).await;
    for (name, email) in [("Cid Dunn", "cid@example.org"), ("Dee East", "dee@example.org")] {
        let typed = [("name", name), ("email", email), ("role", "carer")];
        let sent = browser.submit("/admin/users/invite", "invite", &typed).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    }
    let all = browser.open("/admin/users?tab=invitations").await;
    let found = browser.open("/admin/users?tab=invitations&q=dunn").await;

    assert_says(&all, "2 invitations");
    assert_says(&found, "1 invitation");
    assert!(found.text.contains("Cid Dunn") && !found.text.contains("Dee East"));
}

#[tokio::test]
async fn r_gen_12_the_part_that_renews_itself_holds_the_number_the_table_and_the_pages() {
    let site = Site::new().await;
    let mut browser = furnished(&site).await;
    let elsewhere = site.service.another_organisation("Elsewhere Care").await;
    site.service.account(elsewhere, "Tom", Role::Admin, Flags::ALL).await;
    let others =
        ["/admin/users?tab=invitations", "/admin/progress/assess", "/admin/progress/acknowledgments"];
    for list in SORTED.map(|(list, _)| list).into_iter().chain(others) {
        let page = browser.open(list).await;
        assert!(page.text.contains("<leptos-island") && page.text.contains("&quot;list&quot;"), "{list}");
        let at = |mark: &str| page.text.find(mark).unwrap_or_else(|| panic!("{list} lacks {mark}"));
        let (form, region) = (at("id=\"find\""), at("id=\"list\""));
        let end_of_form = form + page.text[form..].find("</form>").expect("an end");
        assert!(end_of_form < region, "{list}: the filters stay as they are");
        assert!(region < at("class=\"app-results\""), "{list}: the number is renewed");
    }
}

#[tokio::test]
async fn r_gen_12_the_page_of_one_person_package_or_task_renews_what_it_says() {
    let site = Site::new().await;
    let (ann, bea) = (site.service.admin("Ann Brown").await, site.service.carer("Bea Cole").await);
    let (home, task) = (site.service.package("Larkfield").await, site.service.task("Washing", 5).await);
    let mut browser = site.signed_in(ann).await;
    for (address, region) in [
        (format!("/admin/users/{bea}"), "user-facts"),
        (format!("/admin/packages/{home}"), "package-facts"),
        (format!("/admin/tasks/{task}"), "task-facts"),
    ] {
        let page = browser.open(&address).await;
        let renews = page.text.contains(&format!("&quot;{region}&quot;"));
        assert!(renews && page.text.contains(&format!("id=\"{region}\"")), "{address}");
    }
}

#[tokio::test]
async fn r_gen_13_the_lists_of_people_are_searched_by_the_address() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    for name in ["Bea Cole", "Cid Dunn"] {
        site.service.carer(name).await;
    }
    let mut admin = site.signed_in(ann).await;

    let all = admin.get("/admin/users").await.text;
    assert!(all.contains("Bea Cole") && all.contains("Cid Dunn") && all.contains("2 people"));
    let found = admin.get("/admin/users?tab=carers&q=bea&status=active").await.text;
    assert!(found.contains("Bea Cole") && !found.contains("Cid Dunn") && found.contains("1 person"));
    assert!(admin.get("/admin/users?q=nobody").await.text.contains("Nobody matches"));
    let admins = admin.get("/admin/users?tab=admins").await.text;
    assert!(admins.contains("Ann Brown") && admins.contains("Manages admins"));
}

#[tokio::test]
async fn ux_40_an_empty_list_says_how_to_begin_and_no_match_says_something_else() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let mut browser = site.signed_in(ann).await;

    for (path, none, no_match) in [
        ("/admin/packages", "No care packages yet", "No care package matches"),
        ("/admin/tasks", "No tasks yet", "No task matches"),
    ] {
        let empty = browser.get(path).await;
        let nothing = browser.get(&format!("{path}?q=nowhere")).await;
        assert!(empty.text.contains(none), "{path}");
        assert!(nothing.text.contains(no_match) && nothing.text.contains("Clear filters"), "{path}");
    }
}
