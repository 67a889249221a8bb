//! `/admin/packages/{id}/delete`: what deleting a care package ends, then the question.

use domain::id::PackageId;
use leptos::prelude::*;

use super::api::{impact, package};
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Crumb, HiddenField, LinkButton, PageHeading, SubmitButton, WarningText,
};
use crate::words::deleted;

/// The page.
#[component]
pub fn DeletePackagePage() -> impl IntoView {
    let id = page::named::<PackageId>("id");
    page::private(async move {
        let id = id?;
        let (found, ended) = (package(id).await?, impact(id).await?);
        let here = format!("/admin/packages/{id}");
        let title = format!("Delete {}?", found.name);
        let lines = deleted::impact(&ended);
        let list = if lines.is_empty() {
            view! { <p class="govuk-body">"Nothing hangs on it."</p> }.into_any()
        } else {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }.into_any()
        };
        let crumbs = vec![
            Crumb::new("Care packages", "/admin/packages"),
            Crumb::new(found.name.clone(), here.clone()),
        ];
        let body = view! {
            <PageHeading text=title.clone()/>
            {list}
            <p class="govuk-body">"A shift that has started runs to its end."</p>
            <WarningText text="It can be restored with its carers and tasks: choose Deleted in the list. Shifts and rota entries do not come back."/>
            <PostForm operation="/api/package/delete" id="delete">
                <HiddenField name="id" value=id.to_string()/>
                <ButtonGroup>
                    <SubmitButton text="Delete care package" kind=ButtonKind::Warning/>
                    <LinkButton href=here text="Keep care package" kind=ButtonKind::Quiet/>
                </ButtonGroup>
            </PostForm>
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}
