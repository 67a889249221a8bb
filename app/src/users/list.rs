//! `/admin/users`: carers, admins and invitations, each under a tab.

use domain::access::Role;
use domain::list::Listed;
use domain::users::{Standing, TabCounts, UserQuery, UserRow};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{counts, page as users};
use super::invitations;
use crate::answer::AppError;
use crate::list::{self, BinTable, Pages};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    CheckboxField, Choice, Column, DataTable, Empty, FilterForm, Glyph, Link, LinkButton, PageHeading, Row,
    SelectField, Tab, Tabs, Tag, TextField,
};
use crate::words::{dates, numbers, people};

const HERE: &str = "/admin/users";

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let asked = asked();
    page::private(async move {
        let counts = counts().await?;
        let tab = query.get("tab").unwrap_or_default();
        let body = match tab.as_str() {
            "invitations" => invitations::tab(&query).await?,
            _ => people(asked).await?,
        };
        Ok(Content::new(
            "Users",
            view! {
                <PageHeading text="Users">
                    <LinkButton href="/admin/users/invite" text="Invite somebody" icon=Glyph::Plus/>
                </PageHeading>
                <Tabs label="Users" tabs=tabs(&tab, counts)/>
                {body}
            },
        )
        .wide())
    })
}

/// What the address asks for; the tab is the role.
fn asked() -> UserQuery {
    let role = if list::value("tab") == "admins" { "admin" } else { "carer" };
    UserQuery {
        role: role.into(),
        q: list::value("q"),
        status: list::value("status"),
        assessed: list::value("assessed"),
        after: list::value("after"),
        before: list::value("before"),
    }
}

fn tabs(tab: &str, counts: TabCounts) -> Vec<Tab> {
    let is_carers = !matches!(tab, "admins" | "invitations");
    vec![
        Tab::new("Carers", "/admin/users?tab=carers", is_carers).with_count(counts.carers),
        Tab::new("Admins", "/admin/users?tab=admins", tab == "admins").with_count(counts.admins),
        Tab::new("Invitations", "/admin/users?tab=invitations", tab == "invitations")
            .with_count(counts.invitations),
    ]
}

async fn people(asked: UserQuery) -> Result<AnyView, AppError> {
    let found = users(asked.clone()).await?;
    let role = if asked.role == "admin" { Role::Admin } else { Role::Carer };
    if found.found == 0 && !asked.is_filtered() { Ok(nobody(role)) } else { Ok(listed(found, role, &asked)) }
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

fn listed(found: Listed<UserRow>, role: Role, asked: &UserQuery) -> AnyView {
    let tab = if role == Role::Admin { "admins" } else { "carers" };
    let filters = list::filters(&[
        ("tab", tab),
        ("q", &asked.q),
        ("status", &asked.status),
        ("assessed", &asked.assessed),
    ]);
    let results = numbers::counted(found.found, "person", "people");
    let fields = filter_form(role, tab, filters.clone(), asked.is_filtered(), results);
    let (previous, next) = (found.previous.clone(), found.next.clone());
    let table = if found.rows.is_empty() {
        view! {
            <Empty title="Nobody matches" text="Write less of the name, or clear the filters." icon=Glyph::People/>
        }
        .into_any()
    } else if asked.status == Standing::Deleted.code() {
        let items = found.rows.into_iter().map(|row| (row.id.to_string(), row.name, row.binned)).collect();
        view! { <BinTable caption="Deleted people" operation="/api/users/restore" items/> }.into_any()
    } else {
        table(found.rows, role)
    };
    view! { {fields} {table} <Pages base=HERE filters previous next/> }.into_any()
}

fn filter_form(
    role: Role,
    tab: &'static str,
    values: Vec<(String, String)>,
    is_filtered: bool,
    results: String,
) -> impl IntoView {
    let clear = is_filtered.then(|| format!("{HERE}?tab={tab}"));
    let statuses = [Standing::Active, Standing::Inactive, Standing::Deleted];
    let choices: Vec<_> =
        statuses.iter().map(|one| Choice::new(one.code(), people::standing(*one).0)).collect();
    // Made inside the form, or it would not know what the address asks for.
    let assessed = (role == Role::Carer).then_some(|| {
        view! { <CheckboxField name="assessed" label="Fully assessed only"/> }
    });
    view! {
        <FilterForm form_id="filter" action=HERE values clear results>
            <input type="hidden" name="tab" value=tab/>
            <TextField name="q" label="Name or e-mail" autocomplete="off"/>
            <SelectField name="status" label="Status" choices prompt="Active and inactive"/>
            {assessed.map(|field| field())}
        </FilterForm>
    }
}

fn table(users: Vec<UserRow>, role: Role) -> AnyView {
    let (caption, columns) = match role {
        Role::Carer => (
            "Carers by name",
            vec![
                Column::new("Name"),
                Column::new("E-mail"),
                Column::new("Assessment"),
                Column::new("Care packages"),
                Column::new("Status"),
            ],
        ),
        Role::Admin => (
            "Admins by name",
            vec![
                Column::new("Name"),
                Column::new("E-mail"),
                Column::new("Extra rights"),
                Column::new("Status"),
                Column::new("Last sign-in"),
                Column::new("Since"),
            ],
        ),
    };
    let rows = users.into_iter().map(|user| row(user, role)).collect();
    view! { <DataTable caption columns rows is_caption_hidden=true/> }.into_any()
}

fn row(user: UserRow, role: Role) -> Row {
    let day = |at| dates::short(ssr::zone().date(at));
    let (text, tone) = people::standing(user.standing);
    let status = view! { <Tag text tone/> };
    let row = Row::new(view! { <Link href=format!("{HERE}/{}", user.id) text=user.name/> }).cell(user.email);
    match role {
        Role::Carer => {
            let assessed = people::assessed(user.assessed);
            let assessed =
                assessed.map_or_else(|| "–".into_any(), |(text, tone)| view! { <Tag text tone/> }.into_any());
            row.cell(assessed).cell(list::few(&user.packages)).cell(status)
        }
        Role::Admin => {
            let rights = people::rights(user.flags).join(", ");
            row.cell(if rights.is_empty() { "None".to_owned() } else { rights })
                .cell(status)
                .cell(user.last_sign_in_at.map_or_else(|| "Never".into(), day))
                .cell(day(user.created_at))
        }
    }
}
