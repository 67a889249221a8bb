//! The frames: landmarks in their order, what is current, what is locked, and the way out.

use super::{ADMIN_SECTIONS, AdminShell, CarerShell, Counts, SETTINGS, SignOutButton, Viewer};
use domain::access::{Flags, Role};
use leptos::prelude::*;

fn viewer(role: Role) -> Viewer {
    Viewer {
        name: "Amara Obi".to_owned(),
        role,
        flags: Flags::default(),
        organisation: "Willow Care".to_owned(),
        logo: None,
        help_line: Some("0161 496 0000".to_owned()),
        shared_device: false,
        session: super::SessionEnds { seconds: 1_790, idle_minutes: 30 },
        counts: Counts { notices: 2, acknowledgments: 3 },
    }
}

fn admin(flags: Flags, path: &str) -> String {
    let viewer = Viewer { flags, ..viewer(Role::Admin) };
    let path = path.to_owned();
    Owner::new().with(|| view! { <AdminShell viewer path><h1>"Page"</h1></AdminShell> }.to_html())
}

fn admin_at(shared_device: bool) -> String {
    let viewer = Viewer { shared_device, ..viewer(Role::Admin) };
    Owner::new().with(|| {
        let sign_out = Some(view! { <form><SignOutButton shared_device/></form> }.into_any());
        view! { <AdminShell viewer path="/admin" sign_out><h1>"Page"</h1></AdminShell> }.to_html()
    })
}

fn carer(shared_device: bool, path: &str) -> String {
    let viewer = Viewer { shared_device, ..viewer(Role::Carer) };
    let path = path.to_owned();
    Owner::new().with(|| {
        let sign_out = Some(view! { <form><SignOutButton shared_device/></form> }.into_any());
        view! { <CarerShell viewer path sign_out><h1>"Page"</h1></CarerShell> }.to_html()
    })
}

fn in_order(html: &str, parts: &[&str]) {
    let found: Vec<Option<usize>> = parts.iter().map(|part| html.find(part)).collect();
    assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{parts:?} at {found:?}");
}

#[test]
fn landmarks_stand_in_the_order_in_which_they_are_read() {
    in_order(
        &admin(Flags::default(), "/admin"),
        &["Skip to main", "<header", "<nav", "<main", "<h1", "<footer"],
    );
    in_order(&carer(false, "/carer"), &["Skip to main", "<header", "<main", "<h1", "<nav", "<footer"]);
}

#[test]
fn the_section_of_a_page_is_current_and_no_other() {
    let html = admin(Flags::default(), "/admin/users/invite");
    // Twice: the open list and the one folded away on small screens.
    assert_eq!(html.matches(r#"aria-current="page""#).count(), 2);
    assert_eq!(html.matches(r#"href="/admin/users" aria-current="page""#).count(), 2, "{html}");
}

#[test]
fn the_audit_is_locked_with_its_reason_without_the_flag() {
    let without = admin(Flags::default(), "/admin");
    assert!(without.contains("You need a right") && !without.contains("/admin/audit"));
    let with = admin(Flags { can_view_audit: true, ..Flags::default() }, "/admin");
    assert!(with.contains(r#"href="/admin/audit""#) && !with.contains("You need a right"));
}

#[test]
fn what_has_no_page_yet_is_named_and_leads_nowhere() {
    let html = admin(Flags::ALL, "/admin");
    for section in ADMIN_SECTIONS.iter().chain([&SETTINGS]) {
        let is_there = domain::access::operation(section.href).is_some();
        let leads = html.contains(&format!(r#"href="{}""#, section.href));
        assert!(html.contains(section.title), "{}", section.title);
        assert_eq!(leads, is_there, "{}", section.href);
    }
    let missing = ADMIN_SECTIONS.iter().chain([&SETTINGS]);
    let missing = missing.filter(|section| domain::access::operation(section.href).is_none()).count();
    // Twice: the open list and the one folded away on small screens.
    assert_eq!(html.matches("Not there yet").count(), 2 * missing);
}

#[test]
fn settings_are_listed_for_those_who_manage_them_only() {
    assert!(!admin(Flags::default(), "/admin").contains("Settings"));
    let flags = Flags { can_manage_settings: true, ..Flags::default() };
    assert!(admin(flags, "/admin").contains("Settings"));
}

#[test]
fn r_ses_7_a_shared_device_shows_switch_user_outside_the_menu() {
    for shared in [carer(true, "/carer"), admin_at(true)] {
        assert!(shared.contains("Switch user") && !shared.contains("Sign out"));
        in_order(&shared, &["</details>", "Switch user", "<main"]);
        assert_eq!(shared.matches("Amara Obi").count(), 2, "the name is in view and in the menu: {shared}");
    }
    for own in [carer(false, "/carer"), admin_at(false)] {
        in_order(&own, &["Sign out", "</details>", "<main"]);
    }
}

#[test]
fn more_is_current_for_what_it_hides_on_a_phone() {
    let html = carer(false, "/carer/progress");
    assert!(html.contains(r#"href="/carer/more" aria-current="true""#), "{html}");
    assert!(carer(false, "/carer/more").contains(r#"href="/carer/more" aria-current="page""#));
    assert!(!carer(false, "/carer/shifts").contains(r#"href="/carer/more" aria-current"#));
}

#[test]
fn a_badge_is_a_figure_with_hidden_words() {
    let html = carer(false, "/carer");
    assert!(html.contains(", 3 new") && html.contains("2 new notices"));
}
