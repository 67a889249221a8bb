//! `/admin/tasks/{id}/delete`: what depends on a task, then the question.

use domain::id::TaskId;
use leptos::prelude::*;

use super::api::task;
use super::show::usage;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Crumb, HiddenField, LinkButton, PageHeading, SubmitButton, WarningText,
};

/// The page.
#[component]
pub fn DeleteTaskPage() -> impl IntoView {
    let id = page::named::<TaskId>("id");
    page::private(async move {
        let found = task(id?).await?;
        let (id, here) = (found.id, format!("/admin/tasks/{}", found.id));
        let title = format!("Delete {}?", found.name);
        let crumbs = vec![Crumb::new("Tasks", "/admin/tasks"), Crumb::new(found.name.clone(), here.clone())];
        let body = view! {
            <PageHeading text=title.clone()/>
            {usage(&found)}
            <p class="govuk-body">
                "It leaves daily lists, totals and the group of its template. Counts and ratings stay. A shift that was sent still needs it."
            </p>
            <WarningText text="It can be restored with its care packages and its template: choose Deleted in the list of tasks."/>
            <PostForm operation="/api/task/delete" id="delete">
                <HiddenField name="id" value=id.to_string()/>
                <ButtonGroup>
                    <SubmitButton text="Delete task" kind=ButtonKind::Warning/>
                    <LinkButton href=here text="Keep task" kind=ButtonKind::Quiet/>
                </ButtonGroup>
            </PostForm>
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}
