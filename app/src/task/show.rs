//! `/admin/tasks/{id}`: one task, and what uses it.

use domain::id::TaskId;
use domain::task::TaskView;
use leptos::prelude::*;

use super::api::task;
use crate::islands::Live;
use crate::list::StatusTag;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{ButtonKind, Crumb, Link, LinkButton, PageHeading, SummaryList, SummaryRow};
use crate::words::{dates, numbers, shifts};

/// The page.
#[component]
pub fn TaskPage() -> impl IntoView {
    let id = page::named::<TaskId>("id");
    page::private(async move {
        let found = task(id?).await?;
        let title = found.name.clone();
        let edit = format!("/admin/tasks/{}/edit", found.id);
        let delete = format!("/admin/tasks/{}/delete", found.id);
        let body = view! {
            <PageHeading text=title.clone() caption="Task">
                <LinkButton href=edit text="Edit" kind=ButtonKind::Secondary/>
                <LinkButton href=delete text="Delete" kind=ButtonKind::Quiet/>
            </PageHeading>
            <Live region="task-facts" topics="assignment,assessment"/>
            <div id="task-facts">
                {facts(&found)}
                <h2 class="govuk-heading-m">"Where it is used"</h2>
                {usage(&found)}
            </div>
        };
        Ok(Content::new(title, body).crumbs(vec![Crumb::new("Tasks", "/admin/tasks")]))
    })
}

fn facts(found: &TaskView) -> impl IntoView + use<> {
    let active = found.active;
    let rows = vec![
        SummaryRow::new("Description", found.description.clone().unwrap_or_else(|| "–".into())),
        SummaryRow::new("Target", numbers::counted(found.target.unsigned_abs().into(), "time", "times")),
        SummaryRow::new("Assessed again", cadence(found.reassess_months)),
        SummaryRow::new("Status", view! { <StatusTag active/> }),
        SummaryRow::new("Added", dates::full(ssr::zone().date(found.kept.created_at))),
    ];
    view! { <SummaryList rows/> }
}

/// What depends on a task: shown on its page, and before it is changed or deleted.
pub(super) fn usage(found: &TaskView) -> impl IntoView + use<> {
    let package = |package: &domain::list::Named<domain::id::PackageId>| {
        view! { <li><Link href=format!("/admin/packages/{}", package.id) text=package.name.clone()/></li> }
    };
    let packages = match found.packages.as_slice() {
        [] => "none".into_any(),
        packages => {
            view! { <ul class="govuk-list">{packages.iter().map(package).collect_view()}</ul> }.into_any()
        }
    };
    let template = found.template.as_ref().map_or_else(
        || "none".into_any(),
        |template| {
            let href = format!("/admin/templates/{}", template.id);
            view! { <Link href text=template.name.clone()/> }.into_any()
        },
    );
    let rows = vec![
        SummaryRow::new("Care packages", packages),
        SummaryRow::new("Assessment template", template),
        SummaryRow::new(
            "Progress",
            numbers::counted(found.carers_with_progress, "carer has a count", "carers have a count"),
        ),
        SummaryRow::new("Sent shifts that need it", shifts(found)),
        SummaryRow::new("Ratings", numbers::counted(found.ratings, "rating given", "ratings given")),
    ];
    view! { <SummaryList rows/> }
}

/// A shift that was sent needs the task even when the task is changed or deleted (R-TSK-3).
fn shifts(found: &TaskView) -> AnyView {
    if found.shifts.is_empty() {
        return "none".into_any();
    }
    let line = |shift: &domain::shift::ShiftRow| {
        let when = shifts::span_24(shift.facts.period, ssr::zone());
        let text = format!("{when}, {}", shift.facts.package);
        view! { <li><Link href=format!("/admin/shifts/{}", shift.facts.id) text/></li> }
    };
    view! { <ul class="govuk-list">{found.shifts.iter().map(line).collect_view()}</ul> }.into_any()
}

/// After how long a rating lapses, in words.
pub fn cadence(months: Option<i32>) -> String {
    months.map_or_else(
        || "never".to_owned(),
        |months| format!("after {}", numbers::counted(months.unsigned_abs().into(), "month", "months")),
    )
}
