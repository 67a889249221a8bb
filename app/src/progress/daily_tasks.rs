//! `/carer/tasks`: one card per open task, with a count, a day and a note.

use domain::progress::{Day, DayList, OpenTask};
use domain::time::Date;
use leptos::prelude::*;

use super::api::day;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Card, Choice, Details, Empty, Glyph, HiddenField, Inset, NumberField, PageHeading, ProgressBar,
    RadioGroup, SubmitButton, TextArea,
};
use crate::words::{dates, numbers};

/// The page.
#[component]
pub fn DailyTasksPage() -> impl IntoView {
    page::private(async move {
        let day = day().await?;
        Ok(Content::new(
            "Daily tasks",
            view! {
                <PageHeading text="Daily tasks" lead="Log what you did. A task leaves this list at 100 %."/>
                {list(day)}
            },
        ))
    })
}

fn list(day: Day) -> AnyView {
    match day.list {
        DayList::NothingAssigned => view! {
            <Empty
                icon=Glyph::Ticked
                title="No tasks assigned"
                text="Your admin gives you tasks with a care package. They show up here at once."
            />
        }
        .into_any(),
        DayList::AllComplete => view! {
            <Empty
                icon=Glyph::Check
                title=format!("All complete {}", numbers::percent(1000))
                text="Every task of yours has reached its target. Your assessor takes it from here."
            />
        }
        .into_any(),
        DayList::Open => {
            let days = day.days;
            let cards = day.open.into_iter().map(|task| card(task, &days)).collect_view();
            view! { <div class="app-cards">{cards}</div> }.into_any()
        }
    }
}

fn card(task: OpenTask, days: &[Date]) -> AnyView {
    let (done, target) = (task.tally.done, u32::from(task.tally.target));
    let left: Vec<_> = days.iter().copied().zip(task.left.iter().copied()).collect();
    let form = if left.iter().all(|(_, left)| *left == 0) {
        let text = "Today is full: 100 is the most for one task on one day. Log again tomorrow.";
        view! { <Inset>{text}</Inset> }.into_any()
    } else {
        form(&task, &left)
    };
    view! {
        <Card title=task.name.clone()>
            {task.description.map(|text| view! { <p class="govuk-body">{text}</p> })}
            <ProgressBar label=task.name tenths=task.tally.tenths() counted=(done, target)/>
            {form}
        </Card>
    }
    .into_any()
}

/// How often, for which day, and a note. It says what each open day still takes.
fn form(task: &OpenTask, left: &[(Date, u32)]) -> AnyView {
    let (task, name) = (task.task, task.name.clone());
    let id = format!("log-{task}");
    let button = format!("Log {name}");
    let hint = match left {
        [(_, today), (_, yesterday)] => format!("{today} left today, {yesterday} left for yesterday"),
        [(_, today), ..] => format!("{today} left today"),
        [] => String::new(),
    };
    let days: Vec<Date> = left.iter().map(|(day, _)| *day).collect();
    view! {
            <PostForm operation="/api/progress/log_completion" id>
                <HiddenField name="task" value=task.to_string()/>
                <HiddenField name="submission_id" value=ssr::submission_id()/>
                <NumberField name="count" label="How many times today?" hint value="1" width=3/>
                {day_picker(&days)}
                <Details summary="Add a note">
                    <TextArea name="note" label="Note" hint="Do not write names here." rows=3 limit=500/>
                </Details>
                <SubmitButton text=button/>
            </PostForm>
    }
    .into_any()
}

/// Until noon there are two days to choose from; then there is nothing to ask (R-PRG-4).
fn day_picker(days: &[Date]) -> Option<AnyView> {
    let [today, yesterday] = days else { return None };
    let choices = vec![
        Choice::new(today.to_string(), "Today"),
        Choice::new(yesterday.to_string(), format!("Yesterday, {}", dates::with_day(*yesterday))),
    ];
    let value = today.to_string();
    Some(view! { <RadioGroup name="work_date" label="Which day?" choices value inline=true/> }.into_any())
}
