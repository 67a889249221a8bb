//! The promises of the components: wiring of fields, escaping, and markup that the content policy lets through.
//!
//! With GALLERY set to a folder, the gallery is also written there, to be looked at in a browser.

mod gallery;

use super::*;
use leptos::context::Provider;
use leptos::prelude::*;

/// What the server sends, without the framework's empty marks between texts.
fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html()).replace("<!>", "")
}

/// A field inside a form that came back with this value and this problem.
fn in_refused(
    values: &[(&str, &str)],
    problems: &[(&str, &str)],
    view: impl FnOnce() -> AnyView + Send + 'static,
) -> String {
    let owned = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>()
    };
    let state = FormState::new("log", owned(values), owned(problems));
    html(|| view! { <Provider value=state>{view()}</Provider> }.into_any())
}

/// The values of one attribute, in order.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn text_field() -> AnyView {
    view! { <TextField name="draft[name]" label="Name" hint="As on the contract" value="Stored"/> }.into_any()
}

#[test]
fn a_field_reads_label_hint_problem_input() {
    let html = in_refused(&[("draft[name]", "A")], &[("draft[name]", "Enter a longer name")], text_field);
    let parts = [">Name</label>", "As on the contract", "Enter a longer name", "<input"];
    let found: Vec<_> = parts.iter().map(|part| html.find(part)).collect();
    assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{html}");
    assert!(html.contains(r#"id="log-draft-name-""#) && html.contains(r#"value="A""#), "{html}");
    assert!(html.contains(r#"aria-describedby="log-draft-name--hint log-draft-name--error""#), "{html}");
    assert!(html.contains(r#"aria-invalid="true""#));
}

#[test]
fn a_field_without_a_problem_keeps_its_place_hidden() {
    let html = in_refused(&[], &[], text_field);
    let problem =
        html.split("<p").nth(1).and_then(|rest| rest.split('>').next()).expect("the problem's element");
    assert!(problem.contains("hidden") && problem.contains(r#"data-problem-for="draft[name]""#), "{html}");
    assert!(html.contains(r#"value="Stored""#) && !html.contains("aria-invalid"));
}

#[test]
fn in_5_a_text_area_cannot_be_left_by_its_text() {
    let typed = "\n</textarea><script>alert(1)</script> & more";
    let html = in_refused(&[("note", typed)], &[], || {
        view! { <TextArea name="note" label="Note" limit=500/> }.into_any()
    });
    assert!(!html.contains("<script"), "{html}");
    assert!(
        html.contains("\n\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</textarea>"),
        "{html}"
    );
    assert!(html.contains("up to 500 characters"));
}

#[test]
fn a_password_never_comes_back_to_the_page() {
    let html = in_refused(&[("password", "a long secret")], &[("password", "Wrong")], || {
        view! { <PasswordField name="password" label="Password"/> }.into_any()
    });
    assert!(!html.contains("a long secret"));
    assert!(
        html.contains(r#"autocomplete="current-password""#)
            && html.contains(r#"data-show-password="log-password""#)
    );
}

#[test]
fn a_refused_form_keeps_the_boxes_that_were_ticked_and_no_others() {
    let boxes = || {
        let choices = vec![Choice::new("a", "Amara"), Choice::new("b", "Ben"), Choice::new("c", "Cai")];
        view! { <CheckboxList name="carers[]" label="Carers" choices values=vec!["c".to_owned()]/> }
            .into_any()
    };
    let checked = |html: &str| {
        let inputs: Vec<bool> = html
            .split("<input")
            .skip(1)
            .map(|rest| rest.split('>').next().is_some_and(|i| i.contains("checked")))
            .collect();
        inputs
    };
    assert_eq!(
        checked(&in_refused(&[("carers[]", "a"), ("carers[]", "b")], &[], boxes)),
        [true, true, false]
    );
    assert_eq!(checked(&in_refused(&[("other", "x")], &[], boxes)), [false, false, false]);
    assert_eq!(checked(&in_refused(&[], &[], boxes)), [false, false, true]);
}

#[test]
fn the_summary_links_to_the_fields_that_are_there() {
    let html = in_refused(&[], &[("kind", "Choose a kind"), ("", "The day is full")], || {
        let choices = vec![Choice::new("x", "X"), Choice::new("y", "Y")];
        view! { <ErrorSummary/><RadioGroup name="kind" label="Kind" choices/> }.into_any()
    });
    assert!(
        html.contains(r##"<a href="#log-kind">Choose a kind</a>"##) && html.contains(r#"id="log-kind""#),
        "{html}"
    );
    assert!(html.contains("<li>The day is full</li>") && html.contains("There is a problem"));
}

#[test]
fn a_sorted_column_says_so_and_links_to_its_other_order() {
    let html = html(|| {
        let columns = vec![
            Column::new("Name").sorted_by("/a?sort=-name", Some(Order::Ascending)),
            Column::number("Count").sorted_by("/a?sort=count", None),
            Column::actions("Acts"),
        ];
        let rows = vec![Row::new("Amara").cell("3").cell("Edit")];
        view! { <DataTable caption="Carers" columns rows/> }.into_any()
    });
    assert_eq!(attributes(&html, "aria-sort"), ["ascending", "none"]);
    assert_eq!(attributes(&html, "data-label"), ["Count", "Acts"]);
    assert_eq!(attributes(&html, "scope"), ["col", "col", "col", "row"]);
}

#[test]
fn a_status_is_never_without_its_word() {
    let html = html(|| view! { <Tag text="In force" tone=Tone::Green/> }.into_any());
    assert!(html.contains("In force") && html.contains("<svg"), "{html}");
}

#[test]
fn a_list_of_one_page_has_no_pagination() {
    let html = html(|| view! { <Pagination previous=None next=None/> }.into_any());
    assert!(!html.contains("<nav"), "{html}");
}

#[test]
fn wb_5_no_page_of_the_gallery_needs_more_than_the_content_policy_allows() {
    for (name, html) in gallery::pages() {
        assert!(!html.contains(" style="), "{name}");
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{name}");
    }
}

#[test]
fn every_id_of_the_gallery_is_there_once_and_every_reference_finds_one() {
    for (name, html) in gallery::pages() {
        let ids = attributes(&html, "id");
        let mut seen = std::collections::HashSet::new();
        for id in &ids {
            assert!(seen.insert(*id), "{name}: {id} is there twice");
        }
        for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls"] {
            for id in attributes(&html, attribute).iter().flat_map(|list| list.split(' ')) {
                assert!(seen.contains(id), "{name}: {attribute} names {id}");
            }
        }
        // Last comes what stands in for the whole page when its session is over, with a heading of its own.
        let shown = html.split("data-over").next().unwrap_or_default();
        assert_eq!(shown.matches("<h1").count(), 1, "{name}");
    }
}
