//! The form of a template in five steps (screens §9). Without scripts it is one long page with links to its parts; with
//! them `behaviours` shows one part at a time, by the address's fragment, so that the browser's Back is a step back.

use domain::assessment::{Section, TaskChoice, TemplateDraft};
use domain::id::TemplateId;
use leptos::prelude::*;

use super::fields::{SectionRows, TaskTicks, Words};
use crate::ui::{ButtonGroup, ButtonKind, CheckboxField, EnterButton, LinkButton, Tab, Tabs, TextField};

/// The steps: the id on the page, and what it is called.
const STEPS: [(&str, &str); 5] = [
    ("step-name", "Name"),
    ("step-knowledge", "Knowledge"),
    ("step-practical", "Practical"),
    ("step-emergency", "Emergency"),
    ("step-tasks", "Tasks and summary"),
];

/// All five. Children stand in the last one: what is done when the form is finished.
#[component]
pub(super) fn Steps(
    draft: TemplateDraft,
    choices: Vec<TaskChoice>,
    own: Option<TemplateId>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let tabs = STEPS
        .into_iter()
        .zip(1..)
        .map(|((id, text), number)| Tab::new(format!("{number}. {text}"), format!("#{id}"), false));
    let name = name_and_status(&draft).into_any();
    let rows =
        |section: Section| view! { <SectionRows section rows=draft.rows(section).to_vec()/> }.into_any();
    let [knowledge, practical, emergency] = Section::ALL.map(rows);
    let last = view! {
        <TaskTicks choices ticked=draft.tasks own/>
        {summary()}
        {children.map(|children| children())}
    };
    view! {
        <EnterButton/>
        <div data-parts><Tabs label="Steps" tabs=tabs.collect()/></div>
        {step(0, name)}
        {step(1, knowledge)}
        {step(2, practical)}
        {step(3, emergency)}
        {step(4, last.into_any())}
    }
}

/// One part, with the ways to its neighbours, which only scripts show.
fn step(at: usize, content: AnyView) -> Option<impl IntoView> {
    let (id, text) = STEPS.get(at)?;
    let way = |at: Option<usize>, kind: ButtonKind, word: &str| {
        let (id, text) = at.and_then(|at| STEPS.get(at))?;
        Some(
            view! { <LinkButton href=format!("#{id}") text=format!("{word}: {}", text.to_lowercase()) kind/> },
        )
    };
    let back = way(at.checked_sub(1), ButtonKind::Quiet, "Back");
    let next = way(Some(at + 1), ButtonKind::Secondary, "Next");
    let label = format!("Step {}: {}", at + 1, text.to_lowercase());
    Some(view! {
        <section id=*id aria-label=label data-part>
            {content}
            <div data-scripted hidden><ButtonGroup>{next} {back}</ButtonGroup></div>
        </section>
    })
}

fn name_and_status(draft: &TemplateDraft) -> impl IntoView + use<> {
    let checked = domain::text::ticked(&draft.active);
    view! {
        <TextField name="name" label="Name" value=draft.name.clone() autocomplete="off"/>
        <CheckboxField name="active" label="Active" hint="An inactive template opens no assessments" checked/>
    }
}

/// What the steps hold, counted by scripts when the last one is shown: the server does not know what is typed.
fn summary() -> impl IntoView {
    let filled = |section: Section| format!("[name^=\"{0}[\"][name$=\"[prompt]\"]", section.code());
    let count = |name: &'static str, of: String| {
        view! {
            <div class="govuk-summary-list__row">
                <dt class="govuk-summary-list__key">{name}</dt>
                <dd class="govuk-summary-list__value" data-sum=of></dd>
            </div>
        }
    };
    let sections = Section::ALL.map(|section| count(Words::of(section).tab, filled(section)));
    view! {
        <div data-scripted hidden>
            <h2 class="govuk-heading-m">"Summary"</h2>
            <dl class="govuk-summary-list">
                {sections}
                {count("Tasks", "[name=\"tasks[]\"]:checked".to_owned())}
            </dl>
        </div>
    }
}
