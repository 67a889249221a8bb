//! `/admin/packages/{id}`: one care package with its carers and tasks.

use domain::id::PackageId;
use domain::package::PackageView;
use leptos::prelude::*;

use super::api::package;
use crate::list::StatusTag;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{ButtonKind, Card, Crumb, Link, LinkButton, PageHeading, SummaryList, SummaryRow};
use crate::words::{dates, numbers};

/// The page.
#[component]
pub fn PackagePage() -> impl IntoView {
    let id = page::named::<PackageId>("id");
    page::private(async move {
        let found = package(id?).await?;
        let title = found.name.clone();
        let edit = format!("/admin/packages/{}/edit", found.id);
        let body = view! {
            <PageHeading text=title.clone() caption="Care package">
                <LinkButton href=edit text="Edit" kind=ButtonKind::Secondary/>
            </PageHeading>
            {facts(&found)}
            <div class="app-cards">{carers(&found)} {tasks(&found)}</div>
        };
        Ok(Content::new(title, body).crumbs(vec![Crumb::new("Care packages", "/admin/packages")]))
    })
}

fn facts(found: &PackageView) -> impl IntoView + use<> {
    let active = found.active;
    let hazard = if found.night_hazard { "Yes: night shifts of 8 hours at most" } else { "No" };
    let rows = vec![
        SummaryRow::new("Postcode area", found.postcode_area.clone()),
        SummaryRow::new("Status", view! { <StatusTag active/> }),
        SummaryRow::new("Special hazard at night", hazard),
        SummaryRow::new("Added", dates::full(ssr::zone().date(found.kept.created_at))),
    ];
    view! { <SummaryList rows/> }
}

fn carers(found: &PackageView) -> impl IntoView + use<> {
    let title = numbers::counted(found.carers.len() as u64, "carer", "carers");
    let names = found.carers.iter().map(|carer| view! { <li>{carer.name.clone()}</li> }).collect_view();
    let manage = format!("/admin/assignments/{}?tab=carers", found.id);
    view! {
        <Card title>
            <ul class="govuk-list">{names}</ul>
            <p class="govuk-body"><Link href=manage text="Add or remove carers"/></p>
        </Card>
    }
}

fn tasks(found: &PackageView) -> impl IntoView + use<> {
    let title = numbers::counted(found.tasks.len() as u64, "task", "tasks");
    let name = |task: &domain::list::Named<domain::id::TaskId>| {
        view! { <li><Link href=format!("/admin/tasks/{}", task.id) text=task.name.clone()/></li> }
    };
    let names = found.tasks.iter().map(name).collect_view();
    let manage = format!("/admin/assignments/{}?tab=tasks", found.id);
    view! {
        <Card title>
            <ul class="govuk-list">{names}</ul>
            <p class="govuk-body"><Link href=manage text="Add or remove tasks"/></p>
        </Card>
    }
}
