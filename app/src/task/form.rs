//! `/admin/tasks/new` and `/admin/tasks/{id}/edit`: one form for both.

use domain::id::TaskId;
use domain::task::{Lapse, TaskDraft, TaskEffect, TaskView};
use leptos::prelude::*;

use super::api::{effect, task};
use super::show::{cadence, usage};
use crate::forms::{self, PostForm};
use crate::page::{self, Content};
use crate::ui::{
    Banner, ButtonGroup, ButtonKind, CheckboxField, Crumb, Details, EnterButton, HiddenField, Inset,
    LinkButton, NotificationBanner, NumberField, PageHeading, RedrawButton, SubmitButton, TextArea,
    TextField,
};
use crate::words::{dates, numbers};

/// The form's id, and that of the place where its effect is shown.
const FORM: &str = "task";
const EFFECT: &str = "effect";

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
        let effect = match typed {
            // A form that cannot be read yet has no effect to show; saving says what is wrong with it.
            Some(draft) => effect(found.id, draft.clone()).await.ok().map(|effect| (draft, effect)),
            None => None,
        };
        let here = format!("/admin/tasks/{}", found.id);
        let crumbs = vec![Crumb::new("Tasks", "/admin/tasks"), Crumb::new(found.name.clone(), here.clone())];
        let (id, version) = (found.id.to_string(), found.kept.version.to_string());
        let depends = usage(&found);
        let effect = effect.map(|(draft, effect)| affected(&found, &draft, effect));
        let body = view! {
            <PageHeading text="Edit task" caption=found.name.clone()/>
            {forms::is_stale(FORM).then(|| kept_now(&found))}
            <Details summary="What depends on this task">{depends}</Details>
            <PostForm operation="/api/task/update" id=FORM>
                <EnterButton/>
                <HiddenField name="id" value=id/>
                <HiddenField name="version" value=version/>
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
fn affected(found: &TaskView, draft: &TaskDraft, effect: TaskEffect) -> AnyView {
    let has_new_target = draft.target.trim() != found.target.to_string();
    let said = target_effect(&effect);
    let target = has_new_target.then(|| view! { <Inset>{said}</Inset> });
    let months = draft.reassess_months.trim().to_owned();
    let cadence = if effect.lapses.is_empty() {
        view! { <Inset>"No current rating would get another last date."</Inset> }.into_any()
    } else {
        let label = format!(
            "Also for current ratings: {}",
            numbers::counted(
                effect.lapses.len() as u64,
                "rating gets another last date",
                "ratings get another last date"
            )
        );
        let lapses = effect.lapses.into_iter().map(|one| view! { <li>{lapse(&one)}</li> }).collect_view();
        view! {
            <ul class="govuk-list govuk-list--bullet">{lapses}</ul>
            <HiddenField name="shown_months" value=months/>
            <CheckboxField name="also_current" label hint="Without the tick only new ratings follow"/>
        }
        .into_any()
    };
    view! { <h2 class="govuk-heading-m">"Whom this affects"</h2> {target} {cadence} }.into_any()
}

fn target_effect(effect: &TaskEffect) -> String {
    let carers = |number: u64| numbers::counted(number, "carer", "carers");
    let mut words = vec![format!("{} with a count get another percentage", carers(effect.counted))];
    if effect.newly_complete > 0 {
        words.push(format!("{} would be at 100 %", carers(effect.newly_complete)));
    }
    if effect.no_longer_complete > 0 {
        words.push(format!("{} would no longer be at 100 %", carers(effect.no_longer_complete)));
    }
    format!("{}. Ratings stay.", words.join(", "))
}

/// "Ann Brown, Competent: until 3 June 2027, now without end".
fn lapse(lapse: &Lapse) -> String {
    let until = |date| dates::full(date);
    let then = lapse.then.map_or_else(|| "without end".into(), |date| format!("until {}", until(date)));
    let now = lapse.now.map_or_else(|| "without end".into(), |date| format!("until {}", until(date)));
    format!("{}, {}: {then}, now {now}", lapse.carer, lapse.level.label())
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
