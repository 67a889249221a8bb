//! `/admin/users`: carers, admins and invitations, each under a tab.

use domain::access::Role;
use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use super::api::{CountsView, UserView, UsersView, counts, page as users};
use super::invitations;
use crate::answer::AppError;
use crate::page::{self, Content};
use crate::ui::{
    Choice, Column, DataTable, Empty, FilterForm, Glyph, LinkButton, PageHeading, Pagination, Row,
    SelectField, Tab, Tabs, Tag, TextField,
};
use crate::words::{dates, people};

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    page::private(async move {
        let counts = counts().await?;
        let tab = query.get("tab").unwrap_or_default();
        let body = match tab.as_str() {
            "admins" => people(Role::Admin, &query).await?,
            "invitations" => invitations::tab(&query).await?,
            _ => people(Role::Carer, &query).await?,
        };
        Ok(Content::new(
            "Users",
            view! {
                <PageHeading text="Users">
                    <LinkButton href="/admin/users/invite" text="Invite somebody"/>
                </PageHeading>
                <Tabs label="Users" tabs=tabs(&tab, counts)/>
                {body}
            },
        )
        .wide())
    })
}

fn tabs(tab: &str, counts: CountsView) -> Vec<Tab> {
    let is_carers = !matches!(tab, "admins" | "invitations");
    vec![
        Tab::new("Carers", "/admin/users?tab=carers", is_carers).with_count(counts.carers),
        Tab::new("Admins", "/admin/users?tab=admins", tab == "admins").with_count(counts.admins),
        Tab::new("Invitations", "/admin/users?tab=invitations", tab == "invitations")
            .with_count(counts.invitations),
    ]
}

/// What the filter fields hold.
struct Filter {
    tab: &'static str,
    text: String,
    status: String,
}

async fn people(role: Role, query: &ParamsMap) -> Result<AnyView, AppError> {
    let tab = if role == Role::Admin { "admins" } else { "carers" };
    let text = query.get("q").unwrap_or_default();
    let status = query.get("status").unwrap_or_default();
    let active = match status.as_str() {
        "active" => Some(true),
        "inactive" => Some(false),
        _ => None,
    };
    let after = query.get("after").and_then(|id| id.parse().ok());
    let found = users(role, Some(text.clone()), active, after).await?;
    Ok(list(found, role, &Filter { tab, text, status }))
}

fn list(found: UsersView, role: Role, filter: &Filter) -> AnyView {
    let is_filtered = !filter.text.is_empty() || !filter.status.is_empty();
    if found.users.is_empty() && !is_filtered {
        return nobody(role);
    }
    let zone: Zone = found.zone.parse().unwrap_or(Zone::LONDON);
    let next = found.next.map(|id| address(filter, Some(&id.to_string())));
    let results = if found.found == 1 { "1 person".to_owned() } else { format!("{} people", found.found) };
    let fields = filters(filter, is_filtered, results);
    let table = if found.users.is_empty() {
        view! {
            <Empty title="Nobody matches" text="Write less of the name, or clear the filters." icon=Glyph::People/>
        }
        .into_any()
    } else {
        table(found.users, role, zone)
    };
    view! { {fields} {table} <Pagination previous=None next/> }.into_any()
}

fn nobody(role: Role) -> AnyView {
    let title = match role {
        Role::Carer => "No carers yet",
        Role::Admin => "No admins yet",
    };
    view! {
        <Empty title text="Invite somebody. He or she appears here after accepting." icon=Glyph::People>
            <LinkButton href="/admin/users/invite" text="Invite somebody"/>
        </Empty>
    }
    .into_any()
}

fn filters(filter: &Filter, is_filtered: bool, results: String) -> impl IntoView + use<> {
    let values = vec![("q".into(), filter.text.clone()), ("status".into(), filter.status.clone())];
    let clear = is_filtered.then(|| format!("/admin/users?tab={}", filter.tab));
    let tab = filter.tab;
    let choices =
        vec![Choice::new("", "Any"), Choice::new("active", "Active"), Choice::new("inactive", "Inactive")];
    view! {
        <FilterForm form_id="filter" action="/admin/users" values clear results>
            <input type="hidden" name="tab" value=tab/>
            <TextField name="q" label="Name or e-mail" autocomplete="off"/>
            <SelectField name="status" label="Status" choices/>
        </FilterForm>
    }
}

/// The address of the list as it is filtered, from somebody on.
fn address(filter: &Filter, after: Option<&String>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("tab", filter.tab);
    for (name, value) in [("q", Some(&filter.text)), ("status", Some(&filter.status)), ("after", after)] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            query.append_pair(name, value);
        }
    }
    format!("/admin/users?{}", query.finish())
}

fn table(users: Vec<UserView>, role: Role, zone: Zone) -> AnyView {
    let (caption, columns) = match role {
        Role::Carer => (
            "Carers by name",
            vec![
                Column::new("Name"),
                Column::new("E-mail"),
                Column::new("Job role"),
                Column::number("Packages"),
                Column::new("Status"),
            ],
        ),
        Role::Admin => (
            "Admins by name",
            vec![
                Column::new("Name"),
                Column::new("E-mail"),
                Column::new("Extra rights"),
                Column::new("Last sign-in"),
                Column::new("Since"),
                Column::new("Status"),
            ],
        ),
    };
    let rows = users.into_iter().map(|user| row(user, role, zone)).collect();
    view! { <DataTable caption columns rows is_caption_hidden=true/> }.into_any()
}

fn row(user: UserView, role: Role, zone: Zone) -> Row {
    let (words, tone) = people::account(user.is_active);
    let row = Row::new(user.name).cell(user.email);
    let row = match role {
        Role::Carer => row.cell(user.job_role.unwrap_or_else(|| "–".into())).cell(user.packages.to_string()),
        Role::Admin => {
            let rights = people::rights(user.flags).join(", ");
            let last = user.last_sign_in_at.map_or_else(|| "Never".into(), |at| dates::short(zone.date(at)));
            row.cell(if rights.is_empty() { "None".to_owned() } else { rights })
                .cell(last)
                .cell(dates::short(zone.date(user.created_at)))
        }
    };
    row.cell(view! { <Tag text=words tone/> })
}
