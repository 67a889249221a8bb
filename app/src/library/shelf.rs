//! `/admin/tasks/library`: the starter library with a preview; ticks say what to take.

use domain::library::{Shelf, ShelfTask, ShelfTemplate};
use leptos::prelude::*;

use super::api::shelf;
use crate::forms::{self, PostForm, REDRAW};
use crate::page::{self, Content};
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
            <h2 class="govuk-heading-m">"What each template covers"</h2>
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

const THERE: &str = "There already";

fn template(from: &ShelfTemplate) -> Choice {
    let choice = Choice::new(from.key.clone(), from.name.clone());
    let tasks = numbers::counted(from.tasks.len() as u64, "task", "tasks");
    if from.is_there {
        choice.disabled(THERE)
    } else {
        choice.with_hint(format!("{tasks}, {}", library::items(from.items)))
    }
}

fn task(from: &ShelfTask) -> Choice {
    let choice = Choice::new(from.key.clone(), from.name.clone());
    if from.is_there {
        return choice.disabled(THERE);
    }
    let again = from.reassess_months.map_or_else(String::new, |months| {
        format!(", assessed again after {}", numbers::counted(months.into(), "month", "months"))
    });
    let target = numbers::counted(from.target.into(), "time", "times");
    choice.with_hint(format!("{} Target: {target}{again}.", from.description))
}

fn preview(from: &ShelfTemplate) -> impl IntoView + use<> {
    let tasks = from.tasks.iter().map(|name| view! { <li>{name.clone()}</li> }).collect_view();
    let (summary, about) = (from.name.clone(), from.about.clone());
    view! {
        <Details summary>
            <p class="govuk-body">{about}</p>
            <ul class="govuk-list govuk-list--bullet">{tasks}</ul>
        </Details>
    }
}
