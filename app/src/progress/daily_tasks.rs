//! `/carer/tasks`: one card per open task. "Done today?" asks; Yes opens a count, a day and a note (UX-10).

use domain::progress::{Count, Day, DayList, OpenTask};
use domain::time::Date;
use leptos::prelude::*;

use super::api::day;
use crate::forms::{self, PostForm};
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Card, Choice, Details, Empty, Glyph, HiddenField, Inset, Link, PageHeading, ProgressBar, RadioGroup,
    StepperField, SubmitButton, TextArea,
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
                {live(&day)}
                {list(day)}
            },
        ))
    })
}

/// Bars and what is left are renewed in their places, outside what is being typed. Another list is only told of, so
/// that nothing moves under a finger (UX-60).
fn live(day: &Day) -> impl IntoView + use<> {
    let parts = day.open.iter().flat_map(|task| [bar_id(task), format!("{}-count-hint", form_id(task))]);
    let region = parts.collect::<Vec<_>>().join(",");
    let days = day.days.iter().map(ToString::to_string);
    let tasks = day.open.iter().map(|task| format!("{}{}", task.task, if is_full(task) { "!" } else { "" }));
    let key = days.chain(tasks).collect::<Vec<_>>().join(" ");
    view! {
        <Live region topics="progress,assignment"/>
        <div role="status" data-list=key>
            <div class="app-banner app-banner--note" data-list-changed hidden>
                <p class="app-banner__text">"The list has changed. "<Link href="/carer/tasks" text="Show"/></p>
            </div>
        </div>
    }
}

fn bar_id(task: &OpenTask) -> String {
    format!("bar-{}", task.task)
}

fn form_id(task: &OpenTask) -> String {
    format!("log-{}", task.task)
}

fn is_full(task: &OpenTask) -> bool {
    task.left.iter().all(|left| *left == 0)
}

fn list(day: Day) -> AnyView {
    nothing_open(day.list, "No tasks assigned").unwrap_or_else(|| {
        let days = day.days;
        let cards = day.open.into_iter().map(|task| card(task, &days)).collect_view();
        view! { <div class="app-cards">{cards}</div> }.into_any()
    })
}

/// What stands where there is no open task, and why (R-PRG-5). `unassigned` says that there is none at all.
pub(crate) fn nothing_open(list: DayList, unassigned: &'static str) -> Option<AnyView> {
    match list {
        DayList::NothingAssigned => Some(
            view! {
                <Empty
                    icon=Glyph::Sun
                    title=unassigned
                    text="Your admin gives you tasks with a care package. They show up here at once."
                />
            }
            .into_any(),
        ),
        DayList::AllComplete => Some(
            view! {
                <Empty
                    icon=Glyph::Check
                    title=format!("All complete {}", numbers::percent(1000))
                    text="Every task of yours has reached its target. Your assessor takes it from here."
                />
            }
            .into_any(),
        ),
        DayList::Open => None,
    }
}

fn card(task: OpenTask, days: &[Date]) -> AnyView {
    let (done, target) = (task.tally.done, u32::from(task.tally.target));
    let left: Vec<_> = days.iter().copied().zip(task.left.iter().copied()).collect();
    let form = if is_full(&task) {
        let text = "Today is full: 100 is the most for one task on one day. Log again tomorrow.";
        view! { <Inset>{text}</Inset> }.into_any()
    } else {
        form(&task, &left)
    };
    let id = bar_id(&task);
    view! {
        <Card title=task.name.clone()>
            {task.description.map(|text| view! { <p class="govuk-body">{text}</p> })}
            <div class="app-tally" id=id>
                <div data-done=done.to_string() data-target=target.to_string()>
                    <ProgressBar label=task.name tenths=task.tally.tenths() counted=(done, target)/>
                </div>
            </div>
            {form}
        </Card>
    }
    .into_any()
}

/// "Done today?", and behind Yes how often, for which day, and a note. It says what each open day still takes and
/// what the count will be.
fn form(task: &OpenTask, left: &[(Date, u32)]) -> AnyView {
    let (id, name) = (form_id(task), task.name.clone());
    let posted = forms::posted(&id);
    let hint = match left {
        [(_, today), (_, yesterday)] => format!("{today} left today, {yesterday} left for yesterday"),
        [(_, today), ..] => format!("{today} left today"),
        [] => String::new(),
    };
    let days: Vec<Date> = left.iter().map(|(day, _)| *day).collect();
    let makes = Count::try_from(1).map(|one| numbers::makes(one, task.tally)).unwrap_or_default();
    let is_noted = posted.as_ref().is_some_and(|posted| {
        posted.values.iter().any(|(name, value)| name == "note" && !value.trim().is_empty())
    });
    let answers = vec![Choice::new("yes", "Yes"), Choice::new("no", "No")];
    let answer = if posted.is_some() { "yes" } else { "" };
    let (task_id, keep, bar) = (task.task.to_string(), keep(task), bar_id(task));
    view! {
        <PostForm operation="/api/progress/log_completion" id once=true>
            <HiddenField name="task" value=task_id/>
            <div class="app-done"><RadioGroup name="done" label="Done today?" choices=answers value=answer inline=true/></div>
            <div class="app-done-yes">
                <StepperField name="count" label="How many times?" hint value="1"/>
                <p class="govuk-body"><output data-makes=bar>{makes}</output></p>
                {day_picker(&days)}
                <Details summary="Add a note" open=is_noted>
                    <TextArea name="note" label="Note" hint="Do not write names here." rows=3 limit=500 keep/>
                </Details>
                <p class="govuk-hint">"You cannot undo a log. If a count is wrong, ask an admin."</p>
                <SubmitButton text=format!("Log {name}")/>
            </div>
        </PostForm>
    }
    .into_any()
}

/// Until noon there are two days to choose from; then the form carries the one of the page, which may be over when it
/// is sent (R-PRG-4).
fn day_picker(days: &[Date]) -> AnyView {
    let value = days.first().map(ToString::to_string).unwrap_or_default();
    let [today, yesterday] = days else {
        return view! { <HiddenField name="work_date" value/> }.into_any();
    };
    let choices = vec![
        Choice::new(today.to_string(), "Today"),
        Choice::new(yesterday.to_string(), format!("Yesterday, {}", dates::with_day(*yesterday))),
    ];
    view! { <RadioGroup name="work_date" label="Which day?" choices value inline=true/> }.into_any()
}

/// Under what name a note is kept over a reload: one's own, and never on a device that several people use (UX-11).
fn keep(task: &OpenTask) -> Option<String> {
    let person = ssr::signed_in().filter(|signed_in| !signed_in.shared_device)?;
    Some(format!("{} {}", person.person.id, task.task))
}
