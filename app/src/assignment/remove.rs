//! The two pages that ask before somebody or something is removed from a care package.

use domain::assignment::OpenPeriod;
use domain::id::{AccountId, PackageId, TaskId};
use leptos::prelude::*;

use super::api;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{ButtonGroup, ButtonKind, Crumb, HiddenField, LinkButton, PageHeading, SubmitButton};
use crate::words::dates;

/// Before a carer is removed.
#[component]
pub fn RemoveCarerPage() -> impl IntoView {
    let (package, carer) = (page::named::<PackageId>("id"), page::named::<AccountId>("carer"));
    page::private(async move {
        let carer = carer?;
        let found = api::carer(package?, carer).await?;
        let effect = "The carer leaves the list of this care package. Counts and ratings stay, and count wherever else the carer works.";
        Ok(content(&found, "carer", "/api/assignment/end_carer", carer.to_string(), effect))
    })
}

/// Before a task is removed.
#[component]
pub fn RemoveTaskPage() -> impl IntoView {
    let (package, task) = (page::named::<PackageId>("id"), page::named::<TaskId>("task"));
    page::private(async move {
        let task = task?;
        let found = api::task(package?, task).await?;
        let effect = "The carers here no longer see it, unless another of their packages has it. Counts and ratings stay.";
        Ok(content(&found, "task", "/api/assignment/end_task", task.to_string(), effect))
    })
}

fn content<Id>(
    found: &OpenPeriod<Id>,
    kind: &'static str,
    operation: &'static str,
    subject: String,
    effect: &'static str,
) -> Content {
    let back = format!("/admin/assignments/{}?tab={kind}s", found.package.id);
    let title = format!("Remove {} from {}?", found.period.subject.name, found.package.name);
    let since = dates::full(ssr::zone().date(found.period.from_at));
    let package = found.package.id.to_string();
    let crumbs = vec![
        Crumb::new("Assignments", "/admin/assignments"),
        Crumb::new(found.package.name.clone(), back.clone()),
    ];
    let body = view! {
        <PageHeading text=title.clone()/>
        <p class="govuk-body">{format!("In this package since {since}.")}</p>
        <p class="govuk-body">{effect}</p>
        <PostForm operation id="remove">
            <HiddenField name="package" value=package/>
            <HiddenField name=kind value=subject/>
            <ButtonGroup>
                <SubmitButton text=format!("Remove {kind}") kind=ButtonKind::Warning/>
                <LinkButton href=back text=format!("Keep {kind}") kind=ButtonKind::Quiet/>
            </ButtonGroup>
        </PostForm>
    };
    Content::new(title, body).crumbs(crumbs)
}
