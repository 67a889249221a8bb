//! `/admin/tasks/library`: the starter library with a preview; ticks say what to take.

use domain::assessment::{Item, ItemCounts, Section};
use domain::library::{Shelf, ShelfCovered, ShelfTask, ShelfTemplate};
use leptos::prelude::*;

use super::api::shelf;
use crate::forms::{self, PostForm, REDRAW};
use crate::page::{self, Content};
use crate::template::Words;
use crate::ui::{
    ButtonGroup, ButtonKind, CheckboxList, Choice, Crumb, Details, EnterButton, LinkButton, PageHeading,
    RedrawButton, SubmitButton,
};
use crate::words::{library, numbers};

/// The form's id, and the two buttons that tick everything or nothing.
const FORM: &str = "library";
const ALL: &str = "all";
const NONE: &str = "none";

/// The page.
#[component]
pub fn LibraryPage() -> impl IntoView {
    let posted = forms::posted(FORM).map(|posted| posted.values).unwrap_or_default();
    page::private(async move {
        let found = shelf().await?;
        let ticks = Ticks::posted(&posted, &found);
        let Shelf { templates, tasks } = found;
        let template_choices: Vec<_> = templates.iter().map(template).collect();
        let task_choices: Vec<_> = tasks.iter().map(task).collect();
        let preview = templates.iter().map(preview).collect_view();
        let body = view! {
            <PageHeading
                text="Starter library"
                lead="Tasks and assessment templates to begin with. Check them against your own policies before use."
            />
            <PostForm operation="/api/library/take" id=FORM once=true is_read=true>
                <EnterButton/>
                <ButtonGroup>
                    <RedrawButton text="Select all" value=ALL to=FORM kind=ButtonKind::Secondary/>
                    <RedrawButton text="Select none" value=NONE to=FORM/>
                </ButtonGroup>
                <CheckboxList
                    name="templates[]"
                    label="Templates"
                    hint="A template brings the tasks it covers"
                    choices=template_choices
                    values=ticks.templates
                />
                <CheckboxList
                    name="tasks[]"
                    label="Tasks"
                    choices=task_choices
                    values=ticks.tasks
                />
                <ButtonGroup>
                    <SubmitButton text="Add what is ticked"/>
                    <LinkButton href="/admin/tasks" text="Cancel" kind=ButtonKind::Quiet/>
                </ButtonGroup>
            </PostForm>
            <h2 class="govuk-heading-m">"What each template asks"</h2>
            {preview}
        };
        Ok(Content::new("Starter library", body).crumbs(vec![Crumb::new("Tasks", "/admin/tasks")]))
    })
}

/// What is ticked.
struct Ticks {
    templates: Vec<String>,
    tasks: Vec<String>,
}

impl Ticks {
    fn posted(values: &[(String, String)], shelf: &Shelf) -> Self {
        let all = |name: &str| {
            values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        match all(REDRAW).first().map(String::as_str) {
            Some(ALL) => Self {
                templates: shelf
                    .templates
                    .iter()
                    .filter(|one| !one.is_there)
                    .map(|one| one.key.clone())
                    .collect(),
                tasks: shelf.tasks.iter().filter(|one| !one.is_there).map(|one| one.key.clone()).collect(),
            },
            Some(NONE) => Self { templates: Vec::new(), tasks: Vec::new() },
            _ => Self { templates: all("templates[]"), tasks: all("tasks[]") },
        }
    }
}

/// With what it is, whether it is there or not.
fn choice(key: &str, name: &str, is_there: bool, hint: String) -> Choice {
    let choice = Choice::new(key, name);
    if is_there { choice.disabled(format!("There already. {hint}")) } else { choice.with_hint(hint) }
}

fn template(from: &ShelfTemplate) -> Choice {
    let tasks = numbers::counted(from.tasks.len() as u64, "task", "tasks");
    let hint = format!("{} {tasks}, {}.", from.about.trim(), library::items(ItemCounts::of(&from.items)));
    choice(&from.key, &from.name, from.is_there, hint)
}

fn task(from: &ShelfTask) -> Choice {
    let again = from.reassess_months.map_or_else(String::new, |months| {
        format!(", assessed again after {}", numbers::counted(months.into(), "month", "months"))
    });
    let target = numbers::counted(from.target.into(), "time", "times");
    let hint = format!("{} Target: {target}{again}.", from.description);
    choice(&from.key, &from.name, from.is_there, hint)
}

/// Everything a template brings, to be read before it is taken.
fn preview(from: &ShelfTemplate) -> impl IntoView + use<> {
    let task = |task: &ShelfCovered| view! { <li>{library::covered(task)}</li> };
    let tasks = from.tasks.iter().map(task).collect_view();
    let items = Section::ALL.map(|section| asked(&from.items, section));
    view! {
        <Details summary=from.name.clone()>
            <h3 class="govuk-heading-s">"Tasks"</h3>
            <ul class="govuk-list govuk-list--bullet">{tasks}</ul>
            {items}
        </Details>
    }
}

fn asked(items: &[Item], section: Section) -> Option<AnyView> {
    let item = |item: &Item| {
        let answer = item.model_answer.clone().map(|answer| {
            view! { <p class="govuk-hint app-lines">"Model answer: "{answer}</p> }
        });
        let may_be_left = item.allow_not_applicable.then_some(" (may be not applicable)");
        view! { <li>{item.prompt.clone()}{may_be_left}{answer}</li> }
    };
    let items: Vec<_> = items.iter().filter(|item| item.section == section).map(item).collect();
    (!items.is_empty()).then(|| {
        view! {
            <h3 class="govuk-heading-s">{Words::of(section).legend}</h3>
            <ol class="govuk-list govuk-list--number">{items}</ol>
        }
        .into_any()
    })
}
