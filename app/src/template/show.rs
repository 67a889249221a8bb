//! `/admin/templates/{id}`: one template, a tab for each section, its tasks and its versions.

use domain::assessment::{Done, DoneOf, Item, ItemCounts, Section, TemplateView};
use domain::id::TemplateId;
use domain::list::{Asked, Listed};
use leptos::prelude::*;

use super::acts::ActiveButton;
use super::api::template;
use super::fields::Words;
use super::list::items;
use crate::assessment::api::list_done;
use crate::assessment::done::done_table;
use crate::list::{self, Found, Sorting, StatusTag};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, Column, Crumb, DataTable, Empty, Link, LinkButton, PageHeading, Row, SummaryList,
    SummaryRow, Tab, Tabs, TextField, Time,
};
use crate::words::numbers;

/// What a tab shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Items(Section),
    Tasks,
    Versions,
    Assessments,
}

/// The page.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let id = page::named::<TemplateId>("id");
    let tab = list::value("tab");
    let shown = read(&tab);
    let asked = list::asked();
    page::private(async move {
        let found = template(id?).await?;
        let title = found.name.clone();
        let (id, active, name) = (found.id, found.active, found.name.clone());
        let edit = format!("/admin/templates/{id}/edit");
        let delete = format!("/admin/templates/{id}/delete");
        let shown = if shown == Shown::Assessments {
            assessments(id, list_done(DoneOf::Template(id), asked.clone()).await?, &asked)
        } else {
            content(&found, shown)
        };
        let tabs = tabs(&found, &tab);
        let body = view! {
            <PageHeading text=title.clone() caption="Assessment template">
                <LinkButton href=edit text="Edit" kind=ButtonKind::Secondary/>
                <ActiveButton id active name/>
                <LinkButton href=delete text="Delete" kind=ButtonKind::Quiet/>
            </PageHeading>
            {facts(&found)}
            {tabs}
            {shown}
        };
        let crumbs = vec![Crumb::new("Assessment templates", "/admin/templates")];
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

fn read(tab: &str) -> Shown {
    match tab {
        "tasks" => Shown::Tasks,
        "versions" => Shown::Versions,
        "assessments" => Shown::Assessments,
        section => Shown::Items(section.parse().unwrap_or(Section::Knowledge)),
    }
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

fn tabs(found: &TemplateView, tab: &str) -> impl IntoView + use<> {
    let shown = read(tab);
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
    tabs.push(
        Tab::new("Assessments", "?tab=assessments", shown == Shown::Assessments)
            .with_count(found.assessments),
    );
    view! { <Tabs label="Parts of this template" tabs/> }
}

/// The assessments have a page of their own to load, so they are not here.
fn content(found: &TemplateView, shown: Shown) -> AnyView {
    match shown {
        Shown::Items(section) => section_items(found.items.clone(), section),
        Shown::Tasks => tasks(found),
        Shown::Versions | Shown::Assessments => versions(found.versions.clone()),
    }
}

/// What was done with it, in any of its versions; finished assessments keep the words of theirs (R-TPL-3).
fn assessments(id: TemplateId, found: Listed<Done>, asked: &Asked) -> AnyView {
    let here = format!("/admin/templates/{id}");
    let (kept, filters) = (list::filters(&[("tab", "assessments")]), list::filters(&[("q", &asked.q)]));
    let results = numbers::counted(found.found, "assessment", "assessments");
    let sorting = Sorting::new(here.as_str(), &[kept.as_slice(), &filters].concat(), &asked.sort);
    let body = match (found.rows.is_empty(), filters.is_empty()) {
        (false, _) => done_table(found.rows, &sorting),
        (true, true) => {
            view! { <Empty title="No assessments" text="None was done with this template yet."/> }.into_any()
        }
        (true, false) => {
            view! { <Empty title="No assessment matches" text="Check the name, or clear the filters."/> }
                .into_any()
        }
    };
    let (sort, previous, next) = (asked.sort.clone(), found.previous, found.next);
    view! {
        <Found base=here kept filters sort results topics="assessment" body previous next>
            <TextField name="q" label="Carer" autocomplete="off"/>
        </Found>
    }
    .into_any()
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

fn versions(versions: Vec<domain::assessment::VersionRow>) -> AnyView {
    let zone = ssr::zone();
    let row = |version: domain::assessment::VersionRow| {
        let at = version.published_at;
        Row::new(version.number.to_string())
            .cell(view! { <Time at zone/> })
            .cell(version.published_by)
            .cell(items(version.items))
    };
    let rows = versions.into_iter().map(row).collect();
    let columns =
        vec![Column::new("Version"), Column::new("Published"), Column::new("By"), Column::new("Items")];
    view! { <DataTable caption="Versions, newest first" columns rows is_caption_hidden=true/> }.into_any()
}
