//! What is done to a template from its list and from its page.

use domain::id::TemplateId;
use leptos::prelude::*;

use crate::forms::PostForm;
use crate::ui::{ButtonKind, HiddenField, SubmitButton};

/// Puts a template into use, or out of it. `name` tells the buttons of a list apart for those who hear it.
#[component]
pub(super) fn ActiveButton(id: TemplateId, active: bool, name: String) -> impl IntoView {
    let (text, next) = if active { ("Deactivate", "") } else { ("Activate", "true") };
    view! {
        <PostForm operation="/api/template/set_active" id=format!("active-{id}")>
            <HiddenField name="id" value=id.to_string()/>
            <HiddenField name="active" value=next/>
            <SubmitButton text hidden=name kind=ButtonKind::Secondary/>
        </PostForm>
    }
}
