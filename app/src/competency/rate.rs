//! `/admin/progress/ratings/{carer_id}`: rate a carer by hand, and take back what waits (screens §10.3).

use domain::competency::{Level, Ratings, TaskRating, Validity};
use domain::id::{AccountId, RatingId, TaskId};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::task_ratings;
use crate::forms::PostForm;
use crate::islands::Live;
use crate::list::{self, ChangedLine};
use crate::page::{self, Content};
use crate::ui::{
    ButtonKind, Card, Choice, Column, Crumb, DataTable, Empty, FilterForm, HiddenField, Link, PageHeading,
    ProgressBar, RadioGroup, Row, SubmitButton, TextArea, TextField, WarningText,
};
use crate::words::{dates, numbers, states};

/// The page.
#[component]
pub fn RatePage() -> impl IntoView {
    let carer = use_params_map().read_untracked().get("carer_id").unwrap_or_default();
    let task = use_query_map().read_untracked().get("task").and_then(|task| task.parse::<TaskId>().ok());
    let (search, takes_back) = (list::value("q"), list::value("level") == Level::NotAssessed.code());
    page::private(async move {
        let carer: AccountId = carer.parse().map_err(|_| page::missing())?;
        let ratings = task_ratings(carer).await?;
        let (name, here) = (ratings.carer_name.clone(), crate::ssr::page_address());
        // What the page shows, as a mark: when it would be another, something has changed.
        let shown = ratings.tasks.iter().map(|row| format!("{}{}", row.seen, row.tally.done));
        let shown = shown.collect::<Vec<_>>().join(" ");
        let chosen = task.and_then(|task| ratings.tasks.iter().find(|row| row.task == task).cloned());
        let form = chosen.map(|task| {
            if takes_back { take_back(carer, &ratings, task) } else { act(carer, &ratings, task) }
        });
        Ok(Content::new(
            format!("Ratings of {name}"),
            view! {
                <PageHeading text="Ratings" caption=name.clone()/>
                <Live region="" topics="rating,progress"/>
                <ChangedLine shown words="These ratings have changed." here/>
                {form}
                {table(carer, ratings.tasks, &search)}
            },
        )
        .crumbs(vec![
            Crumb::new("Start", "/admin"),
            Crumb::new("Progress", "/admin/progress"),
            Crumb::new(name, format!("/admin/progress/{carer}")),
        ]))
    })
}

fn act(carer: AccountId, ratings: &Ratings, task: TaskRating) -> AnyView {
    let counted = (task.tally.done, u32::from(task.tally.target));
    let (name, lowering_immediate) = (ratings.carer_name.clone(), ratings.lowering_immediate);
    let fast_track = (!task.tally.is_complete()).then(|| {
        let text = "Fast-track: this task is below 100 %. Competent, Proficient and Expert are marked so, and still wait for acknowledgment.";
        view! { <WarningText text/> }
    });
    let effect = if lowering_immediate {
        format!(
            "{name} must acknowledge the rating. A raised or renewed one counts from then, a lowering counts at once."
        )
    } else {
        format!("{name} must acknowledge the rating. It counts from then.")
    };
    let pending = task.pending.map(|(rating, level)| withdraw(rating, level));
    let (label, id, tenths) = (task.name.clone(), task.task.to_string(), task.tally.tenths());
    let take_back = format!("/admin/progress/ratings/{carer}?task={id}&level={}", Level::NotAssessed.code());
    view! {
        <Card title=format!("Rate {}", task.name)>
            <ProgressBar label tenths counted/>
            {fast_track}
            <PostForm operation="/api/competency/rate" id="rate" once=true>
                <HiddenField name="carer" value=carer.to_string()/>
                <HiddenField name="task" value=id/>
                <HiddenField name="held" value=task.seen.clone()/>
                {levels(&task, lowering_immediate)}
                <TextArea name="reason" label="Reason" hint="The carer reads it. Do not write names here." limit=500 rows=3/>
                <p class="govuk-body">{effect}</p>
                <SubmitButton text="Give rating"/>
            </PostForm>
            <p class="govuk-body"><Link href=take_back text="Set to Not Assessed"/>", which takes the rating and the count away."</p>
            {pending}
        </Card>
    }
    .into_any()
}

/// The page before Not Assessed: it names what goes, and whose it is (R-RAT-5).
fn take_back(carer: AccountId, ratings: &Ratings, task: TaskRating) -> AnyView {
    let removes = removes(&task);
    let told = format!("It acts at once and needs no acknowledgment. {} is told.", ratings.carer_name);
    let back = format!("/admin/progress/ratings/{carer}?task={}", task.task);
    let title = format!("Set {} of {} to Not Assessed", task.name, ratings.carer_name);
    view! {
        <Card title>
            <WarningText text=removes/>
            <p class="govuk-body">{told}</p>
            <PostForm operation="/api/competency/rate" id="take-back" once=true>
                <HiddenField name="carer" value=carer.to_string()/>
                <HiddenField name="task" value=task.task.to_string()/>
                <HiddenField name="level" value=Level::NotAssessed.code()/>
                <HiddenField name="held" value=task.seen.clone()/>
                <TextArea name="reason" label="Reason" hint="The carer reads it. Do not write names here." limit=500 rows=3/>
                <SubmitButton text="Set to Not Assessed" kind=ButtonKind::Warning/>
            </PostForm>
            <p class="govuk-body"><Link href=back text="Choose another level"/></p>
        </Card>
    }
    .into_any()
}

/// The five levels that are assessed; it is made inside the form, whose state it takes.
fn levels(task: &TaskRating, lowering_immediate: bool) -> impl IntoView + use<> {
    let held = task.effective.map_or(Level::NotAssessed, |(level, _)| level);
    let has_lapsed = matches!(task.effective, Some((_, Validity::Lapsed { .. })));
    let is_complete = task.tally.is_complete();
    let assessed = Level::ALL.into_iter().filter(|level| *level != Level::NotAssessed);
    let choice = |level: Level| {
        let choice = Choice::new(level.code(), level.label());
        // Beside a rating that has lapsed a Competent level takes nothing away: it waits (R-RAT-2, R-VAL-3).
        let lowers = level < held && !(has_lapsed && level.is_competent());
        match level {
            _ if lowers && lowering_immediate => choice.with_hint("Lower than now: counts at once."),
            level if level.is_competent() && !is_complete => {
                choice.with_hint("Fast-track: the task is not complete yet.")
            }
            _ => choice,
        }
    };
    view! { <RadioGroup name="level" label="Level" choices=assessed.map(choice).collect()/> }
}

/// What Not Assessed takes away, in full (R-RAT-5).
fn removes(task: &TaskRating) -> String {
    let mut parts = vec![format!("the count of {} everywhere, now {}", task.name, task.tally.done)];
    parts.extend(task.effective.map(|(level, _)| format!("the rating {}", level.label())));
    parts.extend(task.pending.map(|(_, level)| format!("{}, which waits for acknowledgment", level.label())));
    if task.has_draft {
        parts.push("the unfinished assessment".into());
    }
    format!("This removes {}. The trail keeps what was there.", parts.join(", "))
}

fn withdraw(rating: RatingId, level: Level) -> impl IntoView {
    let href = format!("/admin/progress/acknowledgments/{rating}?back=ratings");
    let hidden = format!("{}, which waits", level.label());
    view! {
        <p class="govuk-body">
            {format!("{} waits for acknowledgment. ", level.label())}
            <Link href text="Remind or withdraw" hidden/>
        </p>
    }
}

fn table(carer: AccountId, tasks: Vec<TaskRating>, search: &str) -> AnyView {
    if tasks.is_empty() {
        return view! { <Empty title="No tasks" text="This carer has no tasks. They come with a care package."/> }
            .into_any();
    }
    let here = format!("/admin/progress/ratings/{carer}");
    let wanted = domain::text::name_key(search);
    let found: Vec<_> =
        tasks.into_iter().filter(|task| domain::text::name_key(&task.name).contains(&wanted)).collect();
    let clear = (!wanted.is_empty()).then(|| here.clone());
    let results = numbers::counted(found.len() as u64, "task", "tasks");
    let values = list::filters(&[("q", search)]);
    let columns = vec![
        Column::new("Task"),
        Column::new("Progress"),
        Column::new("Rating"),
        Column::new("Source"),
        Column::new("Valid until"),
        Column::actions("Action"),
    ];
    let rows = found.into_iter().map(|task| row(&here, task)).collect();
    view! {
        <FilterForm form_id="find" action=here.clone() values clear results>
            <TextField name="q" label="Task" autocomplete="off"/>
        </FilterForm>
        <DataTable caption="Tasks" is_caption_hidden=true columns rows/>
    }
    .into_any()
}

fn row(here: &str, task: TaskRating) -> Row {
    let counted = (task.tally.done, u32::from(task.tally.target));
    let href = format!("{here}?task={}", task.task);
    let until = match task.effective.map(|(_, validity)| validity) {
        None => "–".to_owned(),
        Some(Validity::Unlimited) => "Does not lapse".to_owned(),
        Some(Validity::Valid { until } | Validity::Lapsing { until }) => dates::full(until),
        Some(Validity::Lapsed { since }) => format!("Lapsed after {}", dates::full(since)),
    };
    let source = match task.source {
        None => "–".into_any(),
        Some((source, None)) => states::source(source).into_any(),
        Some((source, Some(id))) => {
            let hidden = format!("of {}", task.name);
            view! { <Link href=format!("/admin/assessments/{id}") text=states::source(source) hidden/> }
                .into_any()
        }
    };
    let pending = task.pending.map(|(_, level)| level);
    Row::new(task.name.clone())
        .cell(view! { <ProgressBar label=task.name.clone() tenths=task.tally.tenths() counted/> })
        .cell(crate::progress::held(task.effective, pending, false))
        .cell(source)
        .cell(until)
        .cell(view! { <Link href text="Rate" hidden=task.name/> })
}
