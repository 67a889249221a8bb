//! The sections of a long piece of work, each with how far it is.

use super::link;
use super::tag::{Tag, Tone};
use leptos::prelude::*;

/// One section.
#[derive(Clone, Debug)]
pub struct TaskItem {
    title: String,
    href: String,
    hint: Option<String>,
    tone: Tone,
    status: String,
}

impl TaskItem {
    /// A section, the page it is done on, and its state in words with the meaning of the words.
    pub fn new(
        title: impl Into<String>,
        href: impl Into<String>,
        tone: Tone,
        status: impl Into<String>,
    ) -> Self {
        Self { title: title.into(), href: href.into(), hint: None, tone, status: status.into() }
    }

    /// With a counter or another line under the title, such as "3 of 8 answered".
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Sections in their order. `id` is unique on the page.
#[component]
pub fn TaskList(#[prop(into)] id: String, items: Vec<TaskItem>) -> impl IntoView {
    let items = items.into_iter().enumerate().map(move |(at, task)| item(&format!("{id}-{}", at + 1), task));
    view! { <ul class="govuk-task-list app-task-list">{items.collect_view()}</ul> }
}

fn item(id: &str, task: TaskItem) -> impl IntoView + use<> {
    let status_id = format!("{id}-status");
    let described = match task.hint {
        Some(_) => format!("{id}-hint {status_id}"),
        None => status_id.clone(),
    };
    let hint = task.hint.map(|hint| {
        view! { <div id=format!("{id}-hint") class="govuk-task-list__hint">{hint}</div> }
    });
    view! {
        <li class="govuk-task-list__item govuk-task-list__item--with-link">
            <div class="govuk-task-list__name-and-hint">
                <a class="govuk-link govuk-task-list__link" href=link::href(task.href) aria-describedby=described>
                    {task.title}
                </a>
                {hint}
            </div>
            <div class="govuk-task-list__status" id=status_id><Tag text=task.status tone=task.tone/></div>
        </li>
    }
}
