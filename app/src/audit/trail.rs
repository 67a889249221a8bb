//! `/admin/audit`: who did what, newest first.

use domain::audit::AuditAction;
use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{LineView, TrailView, trail};
use crate::page::{self, Content};
use crate::ui::{
    Choice, Column, DataTable, Empty, FilterForm, LinkButton, PageHeading, Pagination, Row, SelectField, Tag,
    Time24,
};
use crate::words;

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let action = query.get("action").and_then(|name| AuditAction::named(&name));
    let before = query.get("before").and_then(|seq| seq.parse().ok());
    page::private(async move {
        let found = trail(action, before).await?;
        Ok(Content::new(
            "Audit",
            view! {
                <PageHeading text="Audit" lead="Everything that was done, by whom and when. Reading this page is recorded too."/>
                <Filters action/>
                {list(found, action)}
            },
        )
        .wide())
    })
}

#[component]
fn Filters(action: Option<AuditAction>) -> impl IntoView {
    let chosen = action.map(AuditAction::name).unwrap_or_default();
    let all =
        AuditAction::ALL.iter().map(|action| Choice::new(action.name(), words::audit::action(action.name())));
    let choices = std::iter::once(Choice::new("", "Every action")).chain(all).collect::<Vec<_>>();
    let clear = action.map(|_| "/admin/audit".to_owned());
    view! {
        <FilterForm form_id="filter" action="/admin/audit" values=vec![("action".into(), chosen.into())] clear>
            <SelectField name="action" label="Action" choices/>
        </FilterForm>
    }
}

fn list(found: TrailView, action: Option<AuditAction>) -> AnyView {
    let zone: Zone = found.zone.parse().unwrap_or(Zone::LONDON);
    if found.lines.is_empty() {
        return view! {
            <Empty title="No entry matches" text="Choose another action, or look at everything.">
                <LinkButton href="/admin/audit" text="Show every entry"/>
            </Empty>
        }
        .into_any();
    }
    let columns = vec![Column::new("What"), Column::new("By"), Column::new("When"), Column::new("Severity")];
    let rows = found.lines.into_iter().map(|line| row(line, zone)).collect();
    let filter = action.map(|action| format!("action={}&", action.name())).unwrap_or_default();
    let next = found.next.map(|seq| format!("/admin/audit?{filter}before={seq}"));
    view! {
        <DataTable caption="Entries, newest first" columns rows/>
        <Pagination previous=None next/>
    }
    .into_any()
}

fn row(line: LineView, zone: Zone) -> Row {
    let address = format!("/admin/audit/{}", line.id);
    let (severity, tone) = words::audit::severity(&line.severity);
    let refused = (line.outcome != "success").then(|| format!(", {}", line.outcome));
    Row::new(view! { <a class="govuk-link" href=address>{words::audit::action(&line.action)}{refused}</a> })
        .cell(line.actor)
        .cell(view! { <Time24 at=line.at zone/> })
        .cell(view! { <Tag text=severity tone/> })
}
