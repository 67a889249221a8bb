//! `/admin/templates/{id}`: one template, a tab for each section, its tasks and its versions.

use domain::assessment::{Item, ItemCounts, Section, TemplateView};
use domain::id::TemplateId;
use leptos::prelude::*;

use super::api::template;
use super::fields::Words;
use super::list::items;
use crate::list::{self, StatusTag};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, Column, Crumb, DataTable, Empty, Link, LinkButton, PageHeading, Row, SummaryList,
    SummaryRow, Tab, Tabs, Time,
};
use crate::words::numbers;

/// What a tab shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Items(Section),
    Tasks,
    Versions,
}

/// The page.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let id = page::named::<TemplateId>("id");
    let tab = list::value("tab");
    let shown = match tab.as_str() {
        "tasks" => Shown::Tasks,
        "versions" => Shown::Versions,
        section => Shown::Items(section.parse().unwrap_or(Section::Knowledge)),
    };
    page::private(async move {
        let found = template(id?).await?;
        let title = found.name.clone();
        let edit = format!("/admin/templates/{}/edit", found.id);
        let body = view! {
            <PageHeading text=title.clone() caption="Assessment template">
                <LinkButton href=edit text="Edit" kind=ButtonKind::Secondary/>
            </PageHeading>
            {facts(&found)}
            {tabs(&found, shown)}
            {content(found, shown)}
        };
        let crumbs = vec![Crumb::new("Assessment templates", "/admin/templates")];
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

fn facts(found: &TemplateView) -> impl IntoView + use<> {
    let active = found.active;
    let number = found.versions.first().map_or(0, |version| version.number);
    let rows = vec![
        SummaryRow::new("Version", format!("{number}, with {}", items(ItemCounts::of(&found.items)))),
        SummaryRow::new("Status", view! { <StatusTag active/> }),
        SummaryRow::new("Assessments done", numbers::thousands(found.assessments)),
    ];
    view! { <SummaryList rows/> }
}

fn tabs(found: &TemplateView, shown: Shown) -> impl IntoView + use<> {
    let counts = ItemCounts::of(&found.items);
    let section = |section: Section| {
        let address = format!("?tab={}", section.code());
        Tab::new(Words::of(section).tab, address, shown == Shown::Items(section))
            .with_count(counts.in_section(section))
    };
    let mut tabs: Vec<_> = Section::ALL.into_iter().map(section).collect();
    tabs.push(Tab::new("Tasks", "?tab=tasks", shown == Shown::Tasks).with_count(found.tasks.len() as u64));
    tabs.push(
        Tab::new("Versions", "?tab=versions", shown == Shown::Versions)
            .with_count(found.versions.len() as u64),
    );
    view! { <Tabs label="Parts of this template" tabs/> }
}

fn content(found: TemplateView, shown: Shown) -> AnyView {
    match shown {
        Shown::Items(section) => section_items(found.items, section),
        Shown::Tasks => tasks(&found),
        Shown::Versions => versions(found),
    }
}

fn section_items(items: Vec<Item>, section: Section) -> AnyView {
    let words = Words::of(section);
    let cards: Vec<_> = items.into_iter().filter(|item| item.section == section).map(card).collect();
    if cards.is_empty() {
        let title = format!("No {} in this template", words.many);
        return view! { <Empty title/> }.into_any();
    }
    view! { <div class="app-items">{cards}</div> }.into_any()
}

fn card(item: Item) -> impl IntoView {
    let title = format!("{} {}", Words::of(item.section).one, item.position);
    let answer = item.model_answer.map(|answer| {
        view! {
            <h3 class="govuk-heading-s">"Model answer"</h3>
            <p class="govuk-body app-lines">{answer}</p>
        }
    });
    let may_be_left_out =
        item.allow_not_applicable.then(|| view! { <p class="govuk-hint">"May be not applicable"</p> });
    view! {
        <Card title>
            <p class="govuk-body app-lines">{item.prompt}</p>
            {answer}
            {may_be_left_out}
        </Card>
    }
}

fn tasks(found: &TemplateView) -> AnyView {
    if found.tasks.is_empty() {
        let text = "Without a task this assessment never opens by itself. Edit the template to choose tasks.";
        return view! { <Empty title="No tasks are assessed by this template" text/> }.into_any();
    }
    let task = |task: &domain::list::Named<domain::id::TaskId>| {
        view! { <li><Link href=format!("/admin/tasks/{}", task.id) text=task.name.clone()/></li> }
    };
    view! {
        <p class="govuk-body">"The assessment opens when a carer has reached the target of each of these."</p>
        <ul class="govuk-list govuk-list--bullet">{found.tasks.iter().map(task).collect_view()}</ul>
    }
    .into_any()
}

fn versions(found: TemplateView) -> AnyView {
    let zone = ssr::zone();
    let row = |version: domain::assessment::VersionRow| {
        let at = version.published_at;
        Row::new(version.number.to_string())
            .cell(view! { <Time at zone/> })
            .cell(version.published_by)
            .cell(items(version.items))
    };
    let rows = found.versions.into_iter().map(row).collect();
    let columns =
        vec![Column::new("Version"), Column::new("Published"), Column::new("By"), Column::new("Items")];
    view! { <DataTable caption="Versions, newest first" columns rows is_caption_hidden=true/> }.into_any()
}
