//! `/admin/packages/{id}`: one care package with its carers, its tasks and the next shifts there.

use domain::id::{AccountId, PackageId, TaskId};
use domain::list::{Beginning, Named};
use domain::package::PackageView;
use domain::shift::ShiftRow;
use leptos::prelude::*;

use super::api::package;
use crate::islands::Live;
use crate::list::StatusTag;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Card, Column, Crumb, DataTable, Link, LinkButton, PageHeading, Row, SummaryList, SummaryRow,
    Tag,
};
use crate::words::{dates, numbers, shifts};

/// The page.
#[component]
pub fn PackagePage() -> impl IntoView {
    let id = page::named::<PackageId>("id");
    page::private(async move {
        let found = package(id?).await?;
        let title = found.name.clone();
        let edit = format!("/admin/packages/{}/edit", found.id);
        let delete = format!("/admin/packages/{}/delete", found.id);
        let body = view! {
            <PageHeading text=title.clone() caption="Care package">
                <LinkButton href=edit text="Edit" kind=ButtonKind::Secondary/>
                <LinkButton href=delete text="Delete" kind=ButtonKind::Quiet/>
            </PageHeading>
            <Live region="package-facts" topics="account,assignment,shift,rota"/>
            <div id="package-facts">
                {facts(&found)}
                <div class="app-cards">{carers(&found)} {tasks(&found)}</div>
                {coming(found.coming)}
            </div>
        };
        Ok(Content::new(title, body).crumbs(vec![Crumb::new("Care packages", "/admin/packages")]))
    })
}

fn facts(found: &PackageView) -> impl IntoView + use<> {
    let active = found.active;
    let hazard = if found.night_hazard {
        "Yes: night workers should not work more than 8 hours in any 24"
    } else {
        "No"
    };
    let rows = vec![
        SummaryRow::new("Postcode area", found.postcode_area.clone()),
        SummaryRow::new("Status", view! { <StatusTag active/> }),
        SummaryRow::new("Special hazard at night", hazard),
        SummaryRow::new("Added", dates::full(ssr::zone().date(found.kept.created_at))),
    ];
    view! { <SummaryList rows/> }
}

fn carer(carer: &Named<AccountId>) -> impl IntoView + use<> {
    view! { <li><Link href=format!("/admin/progress/{}", carer.id) text=carer.name.clone()/></li> }
}

fn carers(found: &PackageView) -> impl IntoView + use<> {
    let title = numbers::counted(found.carers.of, "carer", "carers");
    let names = found.carers.first.iter().map(carer).collect_view();
    let manage = format!("/admin/assignments/{}?tab=carers", found.id);
    let all = all(&found.carers, &manage, "carers");
    view! {
        <Card title>
            <ul class="govuk-list">{names}</ul>
            {all}
            <p class="govuk-body"><Link href=manage text="Add or remove carers"/></p>
        </Card>
    }
}

fn tasks(found: &PackageView) -> impl IntoView + use<> {
    let title = numbers::counted(found.tasks.of, "task", "tasks");
    let name = |task: &Named<TaskId>| {
        view! { <li><Link href=format!("/admin/tasks/{}", task.id) text=task.name.clone()/></li> }
    };
    let names = found.tasks.first.iter().map(name).collect_view();
    let manage = format!("/admin/assignments/{}?tab=tasks", found.id);
    let all = all(&found.tasks, &manage, "tasks");
    view! {
        <Card title>
            <ul class="govuk-list">{names}</ul>
            {all}
            <p class="govuk-body"><Link href=manage text="Add or remove tasks"/></p>
        </Card>
    }
}

/// The way to the rest, when only the first are shown.
fn all<Id>(beginning: &Beginning<Id>, href: &str, many: &'static str) -> Option<AnyView> {
    let href = href.to_owned();
    let text = format!("All {} {many}", numbers::thousands(beginning.of));
    let is_part = beginning.of > beginning.first.len() as u64;
    is_part.then(|| view! { <p class="govuk-body"><Link href text/></p> }.into_any())
}

fn coming(coming: Vec<ShiftRow>) -> AnyView {
    let heading = view! { <h2 class="govuk-heading-m">"Coming shifts"</h2> };
    if coming.is_empty() {
        return view! { {heading} <p class="govuk-body">"No shift is planned here."</p> }.into_any();
    }
    let zone = ssr::zone();
    let row = |shift: ShiftRow| {
        let (words, tone) = shifts::state(shift.state, shift.expiry);
        let when = shifts::span_24(shift.facts.period, zone);
        Row::new(view! { <Link href=format!("/admin/shifts/{}", shift.facts.id) text=when/> })
            .cell(view! { <Tag text=words tone/> })
            .cell(shift.assigned_to.unwrap_or_else(|| "Nobody".to_owned()))
    };
    let columns = vec![Column::new("Date and time"), Column::new("State"), Column::new("Assigned to")];
    let rows = coming.into_iter().map(row).collect();
    view! { {heading} <DataTable caption="Coming shifts, soonest first" columns rows is_caption_hidden=true/> }
        .into_any()
}
