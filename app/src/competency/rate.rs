//! `/admin/progress/ratings/{carer_id}`: rate a carer by hand.

use domain::competency::{Level, TaskRating};
use domain::id::{AccountId, TaskId};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::task_ratings;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    Card, Choice, Column, Crumb, DataTable, Empty, HiddenField, Inset, Link, PageHeading, ProgressBar,
    RadioGroup, Row, SubmitButton, TextArea,
};
use crate::words::states;

/// The page.
#[component]
pub fn RatePage() -> impl IntoView {
    let carer = use_params_map().read_untracked().get("carer_id").unwrap_or_default();
    let task = use_query_map().read_untracked().get("task").and_then(|task| task.parse::<TaskId>().ok());
    page::private(async move {
        let carer: AccountId = carer.parse().map_err(|_| page::missing())?;
        let (name, tasks) = task_ratings(carer).await?;
        let chosen = task.and_then(|task| tasks.iter().find(|row| row.task == task).cloned());
        let form = chosen.map(|task| form(carer, &name, task));
        Ok(Content::new(
            format!("Ratings of {name}"),
            view! {
                <PageHeading text="Ratings" caption=name.clone()/>
                {form}
                {table(carer, tasks)}
            },
        )
        .crumbs(vec![
            Crumb::new("Start", "/admin"),
            Crumb::new("Progress", "/admin/progress"),
            Crumb::new(name, format!("/admin/progress/{carer}")),
        ]))
    })
}

fn form(carer: AccountId, name: &str, task: TaskRating) -> AnyView {
    let counted = (task.tally.done, u32::from(task.tally.target));
    let held = task.effective.map_or(Level::NotAssessed, |(level, _)| level);
    let is_complete = task.tally.is_complete();
    let choices = Level::ALL.map(|level| {
        let choice = Choice::new(level.code(), level.label());
        match level {
            Level::NotAssessed => {
                choice.with_hint("Takes the rating away at once and sets the count to 0 everywhere.")
            }
            level if level < held => choice.with_hint("Lower than now: counts at once."),
            level if level.is_competent() && !is_complete => {
                choice.with_hint("Fast-track: the task is not complete yet.")
            }
            _ => choice,
        }
    });
    let effect =
        format!("A raised or renewed rating counts once {name} acknowledges it. A lowering counts at once.");
    view! {
        <Card title=format!("Rate {}", task.name)>
            <ProgressBar label=task.name tenths=task.tally.tenths() counted/>
            <PostForm operation="/api/competency/rate" id="rate">
                <HiddenField name="carer" value=carer.to_string()/>
                <HiddenField name="task" value=task.task.to_string()/>
                <RadioGroup name="level" label="Level" choices=choices.into()/>
                <TextArea name="reason" label="Reason" hint="Do not write names here." limit=500 rows=3/>
                <Inset>{effect}</Inset>
                <SubmitButton text="Give rating"/>
            </PostForm>
        </Card>
    }
    .into_any()
}

fn table(carer: AccountId, tasks: Vec<TaskRating>) -> AnyView {
    if tasks.is_empty() {
        return view! { <Empty title="No tasks" text="This carer has no tasks. They come with a care package."/> }
            .into_any();
    }
    let columns = vec![
        Column::new("Task"),
        Column::new("Progress"),
        Column::new("Rating"),
        Column::new("Validity"),
        Column::actions("Action"),
    ];
    let rows = tasks.into_iter().map(|task| {
        let counted = (task.tally.done, u32::from(task.tally.target));
        let href = format!("/admin/progress/ratings/{carer}?task={}", task.task);
        let validity = task.effective.and_then(|(_, validity)| states::validity(validity));
        let pending = task.pending.map(|(_, level)| level);
        Row::new(task.name.clone())
            .cell(view! { <ProgressBar label=task.name.clone() tenths=task.tally.tenths() counted/> })
            .cell(crate::progress::held(task.effective, pending))
            .cell(validity.unwrap_or_else(|| "–".to_owned()))
            .cell(view! { <Link href text="Rate" hidden=task.name/> })
    });
    view! { <DataTable caption="Tasks" is_caption_hidden=true columns rows=rows.collect()/> }.into_any()
}
