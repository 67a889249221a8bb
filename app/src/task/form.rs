//! `/admin/tasks/new` and `/admin/tasks/{id}/edit`: one form for both.

use domain::id::TaskId;
use domain::task::{TaskDraft, TaskView};
use leptos::prelude::*;

use super::api::task;
use super::show::cadence;
use crate::forms::{self, PostForm};
use crate::page::{self, Content};
use crate::ui::{
    Banner, ButtonGroup, ButtonKind, CheckboxField, Crumb, HiddenField, LinkButton, NotificationBanner,
    NumberField, PageHeading, SubmitButton, TextArea, TextField,
};

/// The form of a new task.
#[component]
pub fn NewTaskPage() -> impl IntoView {
    page::private(async move {
        let crumbs = vec![Crumb::new("Tasks", "/admin/tasks")];
        let draft = TaskDraft { active: "true".into(), ..TaskDraft::default() };
        let body = view! {
            <PageHeading text="Add a task"/>
            <PostForm operation="/api/task/create" id="task" once=true>
                {fields(&draft)}
                {buttons("Add task", "/admin/tasks".into())}
            </PostForm>
        };
        Ok(Content::new("Add a task", body).crumbs(crumbs))
    })
}

/// The form of one that is kept.
#[component]
pub fn EditTaskPage() -> impl IntoView {
    let id = page::named::<TaskId>("id");
    page::private(async move {
        let found = task(id?).await?;
        let here = format!("/admin/tasks/{}", found.id);
        let crumbs = vec![Crumb::new("Tasks", "/admin/tasks"), Crumb::new(found.name.clone(), here.clone())];
        let body = view! {
            <PageHeading text="Edit task" caption=found.name.clone()/>
            {forms::is_stale("task").then(|| kept_now(&found))}
            <PostForm operation="/api/task/update" id="task">
                <HiddenField name="id" value=found.id.to_string()/>
                <HiddenField name="version" value=found.kept.version.to_string()/>
                {fields(&found.draft())}
                {buttons("Save task", here)}
            </PostForm>
        };
        Ok(Content::new("Edit task", body).crumbs(crumbs))
    })
}

/// What somebody else has saved meanwhile, beside what was typed (R-GEN-7).
fn kept_now(found: &TaskView) -> impl IntoView + use<> {
    let active = if found.active { "active" } else { "inactive" };
    let again = cadence(found.reassess_months);
    let description = found.description.clone().unwrap_or_else(|| "no description".into());
    let text = format!(
        "As it is now: {}, target {}, assessed again: {again}, {active}, {description}",
        found.name, found.target
    );
    view! { <NotificationBanner text kind=Banner::Warning/> }
}

fn fields(draft: &TaskDraft) -> impl IntoView + use<> {
    let TaskDraft { name, description, target, reassess_months, active, .. } = draft.clone();
    view! {
        <TextField name="name" label="Name" value=name autocomplete="off"/>
        <TextArea
            name="description"
            label="Description (optional)"
            hint="What belongs to it. Do not write names here."
            value=description
            limit=2000
        />
        <NumberField
            name="target"
            label="Target"
            hint="How often a carer does it before the assessment, from 1 to 9999"
            value=target
            unit="times"
        />
        <NumberField
            name="reassess_months"
            label="Assess again after (optional)"
            hint="A new rating then counts for so many months, from 1 to 60. Leave it empty if ratings do not lapse"
            value=reassess_months
            unit="months"
        />
        <CheckboxField name="active" label="Active" hint="An inactive task is not practised and not added to care packages" checked=!active.is_empty()/>
    }
}

fn buttons(text: &'static str, back: String) -> impl IntoView {
    view! {
        <ButtonGroup>
            <SubmitButton text/>
            <LinkButton href=back text="Cancel" kind=ButtonKind::Quiet/>
        </ButtonGroup>
    }
}
