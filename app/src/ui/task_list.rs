//! The sections of a long piece of work, each with how far it is.

use super::link;
use super::tag::{Tag, Tone};
use leptos::prelude::*;

/// One section.
#[derive(Clone, Debug)]
pub struct TaskItem {
    title: String,
    href: Option<String>,
    status: Status,
}

/// How far a section is.
#[derive(Clone, Debug)]
enum Status {
    Said(Tone, String),
    Counted(Counter),
}

/// A count that the browser goes on with while a form is filled in: what is filled in under the names `code[…]`.
#[derive(Clone, Copy, Debug)]
pub struct Counter {
    /// What the names of the section's fields begin with.
    pub code: &'static str,
    /// How many are filled in.
    pub answered: u32,
    /// How many there are.
    pub of: u32,
    /// The words for none, some and all.
    pub states: [(Tone, &'static str); 3],
}

impl Counter {
    const fn state(&self) -> usize {
        match self.answered {
            0 => 0,
            all if all >= self.of => 2,
            _ => 1,
        }
    }
}

impl TaskItem {
    /// A section, the page it is done on, and its state in words with the meaning of the words.
    pub fn new(
        title: impl Into<String>,
        href: impl Into<String>,
        tone: Tone,
        status: impl Into<String>,
    ) -> Self {
        let status = Status::Said(tone, status.into());
        Self { title: title.into(), href: Some(href.into()), status }
    }

    /// A section with nothing to do, and why.
    pub fn plain(title: impl Into<String>, status: impl Into<String>) -> Self {
        Self { title: title.into(), href: None, status: Status::Said(Tone::Grey, status.into()) }
    }

    /// A section that says how much of it is filled in, "3 of 8 answered".
    pub fn counted(title: impl Into<String>, href: impl Into<String>, counter: Counter) -> Self {
        Self { title: title.into(), href: Some(href.into()), status: Status::Counted(counter) }
    }
}

/// Sections in their order. `id` is unique on the page.
#[component]
pub fn TaskList(#[prop(into)] id: String, items: Vec<TaskItem>) -> impl IntoView {
    let items = items.into_iter().enumerate().map(move |(at, task)| item(&format!("{id}-{}", at + 1), task));
    view! { <ul class="govuk-task-list app-task-list">{items.collect_view()}</ul> }
}

fn item(id: &str, task: TaskItem) -> impl IntoView + use<> {
    let (status_id, hint_id) = (format!("{id}-status"), format!("{id}-hint"));
    let (described, code, hint, tags) = match task.status {
        Status::Said(tone, text) => (status_id.clone(), None, None, view! { <Tag text tone/> }.into_any()),
        Status::Counted(counter) => (
            format!("{hint_id} {status_id}"),
            Some(counter.code),
            Some(view! {
                <div id=hint_id class="govuk-task-list__hint">
                    <span data-answered>{counter.answered}</span>" of "<span data-of>{counter.of}</span>" answered"
                </div>
            }),
            states(counter),
        ),
    };
    let (class, title) = match task.href {
        Some(href) => (
            "govuk-task-list__item govuk-task-list__item--with-link",
            view! {
                <a class="govuk-link govuk-task-list__link" href=link::href(href) aria-describedby=described>
                    {task.title}
                </a>
            }
            .into_any(),
        ),
        None => ("govuk-task-list__item", view! { <span>{task.title}</span> }.into_any()),
    };
    view! {
        <li class=class data-count=code>
            <div class="govuk-task-list__name-and-hint">{title}{hint}</div>
            <div class="govuk-task-list__status" id=status_id>{tags}</div>
        </li>
    }
}

/// All three words, of which one is shown: the browser shows another when the count changes.
fn states(counter: Counter) -> AnyView {
    let shown = counter.state();
    let tag = move |(at, (tone, text)): (usize, (Tone, &'static str))| {
        view! { <span data-state hidden=at != shown><Tag text tone/></span> }
    };
    counter.states.into_iter().enumerate().map(tag).collect_view().into_any()
}
