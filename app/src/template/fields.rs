//! The rows of a template's form, and the tick list of its tasks.

use domain::assessment::{ItemDraft, RowChange, Section, TaskChoice};
use domain::id::TemplateId;
use domain::text::ticked;
use leptos::prelude::*;

use crate::ui::{
    ButtonKind, CheckboxField, CheckboxList, Choice, Details, FieldGroup, FieldProblem, Glyph, Link,
    RedrawButton, TextArea,
};

/// How a section and its items are called.
#[derive(Clone, Copy)]
pub struct Words {
    /// The tab.
    pub tab: &'static str,
    /// One item.
    pub one: &'static str,
    /// Several.
    pub many: &'static str,
    add: &'static str,
    /// Above them all.
    pub legend: &'static str,
}

impl Words {
    /// Those of a section.
    pub const fn of(section: Section) -> Self {
        match section {
            Section::Knowledge => Self {
                tab: "Knowledge",
                one: "Question",
                many: "questions",
                add: "Add a question",
                legend: "Knowledge: questions",
            },
            Section::Practical => Self {
                tab: "Practical",
                one: "Skill",
                many: "skills",
                add: "Add a skill",
                legend: "Practical: skills",
            },
            Section::Emergency => Self {
                tab: "Emergency",
                one: "Scenario",
                many: "scenarios",
                add: "Add a scenario",
                legend: "Emergency: scenarios",
            },
        }
    }
}

/// The id of a section on the page.
fn place(section: Section) -> String {
    format!("section-{}", section.code())
}

/// The id of a row on the page.
fn row_place(section: Section, at: usize) -> String {
    format!("row-{}-{}", section.code(), at + 1)
}

/// The rows of one section, with the buttons that change them.
#[component]
pub(super) fn SectionRows(section: Section, rows: Vec<ItemDraft>) -> impl IntoView {
    let words = Words::of(section);
    let count = rows.len();
    let rows = rows.into_iter().enumerate().map(|(at, row)| item(section, at, count, row)).collect_view();
    // The last row is where the new one will be.
    let to = row_place(section, count);
    let whole = (section == Section::Knowledge).then(|| view! { <FieldProblem name="items"/> });
    view! {
        <div class="app-rows" id=place(section)>
            <FieldGroup legend=words.legend>
                {whole}
                <FieldProblem name=section.code()/>
                {rows}
                <RedrawButton text=words.add value=RowChange::Add(section).to_string() to kind=ButtonKind::Secondary icon=Glyph::Plus/>
            </FieldGroup>
        </div>
    }
}

fn item(section: Section, at: usize, count: usize, row: ItemDraft) -> impl IntoView {
    let words = Words::of(section);
    let title = format!("{} {}", words.one, at + 1);
    let name = |field: &str| format!("{}[{at}][{field}]", section.code());
    let more = if section.is_written() {
        view! { <TextArea name=name("model_answer") label="Model answer" value=row.model_answer rows=3/> }
            .into_any()
    } else {
        let checked = ticked(&row.not_applicable);
        view! { <CheckboxField name=name("not_applicable") label="May be not applicable" checked/> }
            .into_any()
    };
    let up = (at > 0)
        .then(|| move_button("Up", RowChange::Up(section, at), &title, section, at.saturating_sub(1)));
    let down =
        (at + 1 < count).then(|| move_button("Down", RowChange::Down(section, at), &title, section, at + 1));
    let remove = RowChange::Remove(section, at).to_string();
    view! {
        <div class="app-row" id=row_place(section, at)>
            <TextArea name=name("prompt") label=title.clone() value=row.prompt rows=2/>
            {more}
            <div class="app-row__acts">
                {up}
                {down}
                <RedrawButton text="Remove" value=remove to=place(section) hidden=title/>
            </div>
        </div>
    }
}

/// The button leads to where the row will then be.
fn move_button(
    text: &'static str,
    change: RowChange,
    title: &str,
    section: Section,
    to: usize,
) -> impl IntoView + use<> {
    view! { <RedrawButton text value=change.to_string() to=row_place(section, to) hidden=title.to_lowercase()/> }
}

/// The tasks that may be chosen; those of other templates stand apart, with the template that has them (R-TPL-2).
#[component]
pub(super) fn TaskTicks(
    choices: Vec<TaskChoice>,
    ticked: Vec<String>,
    own: Option<TemplateId>,
) -> impl IntoView {
    let is_taken =
        |choice: &TaskChoice| choice.template.as_ref().is_some_and(|template| Some(template.id) != own);
    let (taken, free): (Vec<_>, Vec<_>) = choices.into_iter().partition(is_taken);
    let choices: Vec<_> =
        free.into_iter().map(|free| Choice::new(free.task.id.to_string(), free.task.name)).collect();
    let ticks = if choices.is_empty() {
        view! { <p class="govuk-body">"There is no task left to choose."</p> }.into_any()
    } else {
        let hint = "The assessment opens when a carer has reached the target of each of them. Without a task it never opens by itself.";
        view! { <CheckboxList name="tasks[]" label="Tasks that this template assesses" hint choices values=ticked/> }.into_any()
    };
    view! { <div class="app-ticks">{ticks}</div> {others(taken)} }
}

fn others(taken: Vec<TaskChoice>) -> impl IntoView {
    (!taken.is_empty()).then(|| {
        let line = |choice: TaskChoice| {
            let template = choice.template.map(|template| {
                let href = format!("/admin/templates/{}", template.id);
                view! { <Link href text=template.name/> }
            });
            view! { <li>{choice.task.name}" belongs to "{template}</li> }
        };
        let summary = format!(
            "{} of other templates",
            crate::words::numbers::counted(taken.len() as u64, "task", "tasks")
        );
        view! {
            <Details summary>
                <p class="govuk-body">"A task belongs to one template. Take it out there first."</p>
                <ul class="govuk-list govuk-list--bullet">{taken.into_iter().map(line).collect_view()}</ul>
            </Details>
        }
    })
}
