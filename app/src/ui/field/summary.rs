//! Everything that is wrong with a form, above it, with a link to each field.

use crate::ui::form_state::FormState;
use leptos::prelude::*;

/// The summary of a refused form. It is always in the page, hidden while there is nothing to say, so that the
/// browser can fill it without a reload.
#[component]
pub fn ErrorSummary() -> impl IntoView {
    let form = use_context::<FormState>().unwrap_or_default();
    let title_id = format!("{}-problems-title", form.form_id);
    let items = form.problems().iter().map(|(name, words)| problem(&form, name, words)).collect_view();
    view! {
        <div
            class="govuk-error-summary"
            id=format!("{}-problems", form.form_id)
            role="alert"
            tabindex="-1"
            aria-labelledby=title_id
            data-problem-summary
            hidden=form.problems().is_empty()
        >
            <h2 class="govuk-error-summary__title" id=title_id.clone()>"There is a problem"</h2>
            <div class="govuk-error-summary__body">
                <ul class="govuk-list govuk-error-summary__list">{items}</ul>
            </div>
        </div>
    }
}

fn problem(form: &FormState, name: &str, words: &str) -> AnyView {
    if name.is_empty() {
        view! { <li>{words.to_owned()}</li> }.into_any()
    } else {
        view! { <li><a href=format!("#{}", form.id_of(name))>{words.to_owned()}</a></li> }.into_any()
    }
}
