//! `/admin/tasks/new` and `/admin/tasks/{id}/edit`: one form for both.

use domain::id::TaskId;
use domain::task::{TaskDraft, TaskEffect, TaskView};
use leptos::prelude::*;

use super::api::{effect, task};
use super::show::{cadence, usage};
use crate::forms::{self, Fact, PostForm, VersionField};
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, CheckboxField, Crumb, Details, EnterButton, HiddenField, Inset, LinkButton,
    NumberField, PageHeading, RedrawButton, SubmitButton, TextArea, TextField,
};
use crate::words::{numbers, tasks};

/// The form's id, and that of the place where its effect is shown.
const FORM: &str = "task";
const EFFECT: &str = "effect";

/// How many of those who are affected stand in the open.
const NAMED: usize = 25;

/// The form of a new task.
#[component]
pub fn NewTaskPage() -> impl IntoView {
    page::private(async move {
        let crumbs = vec![Crumb::new("Tasks", "/admin/tasks")];
        let draft = TaskDraft { active: "true".into(), ..TaskDraft::default() };
        let body = view! {
            <PageHeading text="Add a task"/>
            <PostForm operation="/api/task/create" id=FORM once=true>
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
    let (id, typed) = (page::named::<TaskId>("id"), typed());
    page::private(async move {
        let found = task(id?).await?;
        let shown = match typed {
            Some(draft) => Some(effect(found.id, draft.clone()).await.map(|effect| (draft, effect))),
            None => None,
        };
        // A form that cannot be read has no effect to show: it says what is wrong with it instead.
        let (shown, problems) = match shown {
            Some(Ok(shown)) => (Some(shown), None),
            Some(Err(error)) if error.fields.is_empty() => return Err(error),
            Some(Err(error)) => (None, Some(error)),
            None => (None, None),
        };
        let here = format!("/admin/tasks/{}", found.id);
        let crumbs = vec![Crumb::new("Tasks", "/admin/tasks"), Crumb::new(found.name.clone(), here.clone())];
        let depends = usage(&found);
        let effect = shown.map(|(draft, effect)| affected(&found, &draft, &effect));
        let body = view! {
            <PageHeading text="Edit task" caption=found.name.clone()/>
            <Details summary="What depends on this task">{depends}</Details>
            <PostForm operation="/api/task/update" id=FORM found=problems>
                <EnterButton/>
                <HiddenField name="id" value=found.id.to_string()/>
                <VersionField version=found.kept.version facts=facts(&found)/>
                {fields(&found.draft())}
                <div id=EFFECT>{effect}</div>
                <RedrawButton text="See whom this affects" value="effect" to=EFFECT kind=ButtonKind::Secondary/>
                {buttons("Save task", here)}
            </PostForm>
        };
        Ok(Content::new("Edit task", body).crumbs(crumbs))
    })
}

/// What was typed, when the form is drawn again: with its effect, so that it is seen before saving (R-TSK-2).
fn typed() -> Option<TaskDraft> {
    forms::read(&forms::posted(FORM)?.values)
}

/// Whom a new target and a new cadence affect, and the tick that lets the cadence count for them (R-VAL-2).
fn affected(found: &TaskView, draft: &TaskDraft, effect: &TaskEffect) -> AnyView {
    let has_new_target = draft.target.trim() != found.target.to_string();
    let said = tasks::target_effect(effect);
    let turns = effect.counted.iter().map(tasks::turn).collect();
    let target = has_new_target.then(|| view! { <Inset>{said}</Inset> {some(turns)} });
    let months = draft.reassess_months.trim().to_owned();
    let cadence = if effect.lapses.is_empty() {
        view! { <Inset>"No current rating would get another last date."</Inset> }.into_any()
    } else {
        let lapses = effect.lapses.iter().map(tasks::lapse).collect();
        let label = format!("Also for current ratings: {}", tasks::lapsing(&effect.lapses));
        view! {
            {some(lapses)}
            <HiddenField name="shown_months" value=months/>
            <CheckboxField name="also_current" label hint="Without the tick only new ratings follow"/>
        }
        .into_any()
    };
    view! { <h2 class="govuk-heading-m">"Whom this affects"</h2> {target} {cadence} }.into_any()
}

/// The first lines of a list, and the others folded away: nobody is left out.
fn some(mut lines: Vec<String>) -> impl IntoView {
    let more = lines.split_off(lines.len().min(NAMED));
    let list = |lines: Vec<String>| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }
    };
    let more = (!more.is_empty()).then(|| {
        let summary = format!("{} more", numbers::thousands(more.len() as u64));
        view! { <Details summary>{list(more)}</Details> }
    });
    view! { {list(lines)} {more} }
}

/// As it is kept, for those who edit it meanwhile (R-GEN-7).
fn facts(found: &TaskView) -> Vec<Fact> {
    vec![
        Fact::new("Name", found.name.clone()),
        Fact::new("Description", found.description.clone().unwrap_or_default()),
        Fact::new("Target", found.target.to_string()),
        Fact::new("Assess again", cadence(found.reassess_months)),
        Fact::tick("Active", found.active),
    ]
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
            hint="A new rating then counts for so many months, from 1 to 60; for medicines usually 12. Leave it empty if ratings do not lapse"
            value=reassess_months
            unit="months"
        />
        <CheckboxField name="active" label="Active" hint="An inactive task is not practised and not added to care packages. The assessment it belongs to waits for it" checked=!active.is_empty()/>
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
