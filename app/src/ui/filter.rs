//! Filters of a list: a GET form, so that every filtered list has an address.

use super::button::{ButtonKind, LinkButton, SubmitButton};
use super::form_state::FormState;
use leptos::context::Provider;
use leptos::prelude::*;

/// Filter fields above a list.
///
/// `values` are the filters in force, by field name; `clear` is the address of the unfiltered list, given when any
/// filter is in force; `results` says how many were found, in words. Fields are the same components as in forms.
#[component]
pub fn FilterForm(
    #[prop(into)] form_id: String,
    #[prop(into)] action: String,
    #[prop(optional)] values: Vec<(String, String)>,
    #[prop(optional_no_strip)] clear: Option<String>,
    #[prop(optional, into)] results: Option<String>,
    children: Children,
) -> impl IntoView {
    let state = FormState::new(form_id.clone(), values, Vec::new());
    let clear =
        clear.map(|address| view! { <LinkButton href=address text="Clear filters" kind=ButtonKind::Quiet/> });
    view! {
        <form class="app-filter" id=form_id method="get" action=action role="search" data-filter>
            <div class="app-filter__fields">
                <Provider value=state>{children()}</Provider>
                <div class="app-filter__actions">
                    <SubmitButton text="Apply filters" kind=ButtonKind::Secondary/>
                    {clear}
                </div>
            </div>
        </form>
        {results.map(|results| view! { <p class="app-results" role="status">{results}</p> })}
    }
}
