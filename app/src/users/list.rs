//! `/admin/users`: carers, admins and invitations, each under a tab.

use domain::access::Role;
use domain::list::{Listed, UserSort};
use domain::users::{Standing, TabCounts, UserQuery, UserRow};
use leptos::prelude::*;

use super::api::{counts, page as users};
use super::invitations;
use crate::answer::AppError;
use crate::list::{self, BinTable, Found, Sorting};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    CheckboxField, Choice, Column, DataTable, Email, Empty, Glyph, Link, LinkButton, PageHeading, Row,
    SelectField, Tab, Tabs, Tag, TextField,
};
use crate::words::{dates, numbers, people};

const HERE: &str = "/admin/users";

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let (tab, asked, people_asked) = (list::value("tab"), list::asked(), asked());
    page::private(async move {
        let counts = counts().await?;
        let body = match tab.as_str() {
            "invitations" => invitations::tab(asked).await?,
            _ => people(people_asked).await?,
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

/// Whether the reader may do something to an admin's account (R-PER-1).
fn manages_admins() -> bool {
    ssr::signed_in().is_some_and(|signed_in| signed_in.person.flags.can_manage_admins)
}

/// What the address asks for; the tab is the role.
fn asked() -> UserQuery {
    let role = if list::value("tab") == "admins" { "admin" } else { "carer" };
    UserQuery {
        role: role.into(),
        q: list::value("q"),
        status: list::value("status"),
        assessed: list::value("assessed"),
        sort: list::value("sort"),
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
    let tab = if role == Role::Admin { "admins" } else { "carers" };
    let kept = list::filters(&[("tab", tab)]);
    let filters = list::filters(&[("q", &asked.q), ("status", &asked.status), ("assessed", &asked.assessed)]);
    let results = numbers::counted(found.found, "person", "people");
    let (previous, next) = (found.previous.clone(), found.next.clone());
    let sorting = Sorting::new(HERE, &[kept.as_slice(), &filters].concat(), &asked.sort);
    let body = body(found, role, &asked, &sorting);
    let statuses = [Standing::Active, Standing::Inactive, Standing::Deleted];
    let choices: Vec<_> =
        statuses.iter().map(|one| Choice::new(one.code(), people::standing(*one).0)).collect();
    let is_carers = role == Role::Carer;
    let topics = "account,assignment,rating";
    Ok(view! {
        <Found base=HERE kept filters sort=asked.sort results topics body previous next>
            <TextField name="q" label="Name or e-mail" autocomplete="off"/>
            <SelectField name="status" label="Status" choices prompt="Active and inactive"/>
            {is_carers.then(|| view! { <CheckboxField name="assessed" label="Fully assessed only"/> })}
        </Found>
    }
    .into_any())
}

fn nobody(role: Role) -> AnyView {
    let (title, button) = match role {
        Role::Carer => ("No carers yet — invite one", "Invite a carer"),
        Role::Admin => ("No admins yet — invite one", "Invite an admin"),
    };
    view! {
        <Empty title text="People appear here once they accept." icon=Glyph::People>
            <LinkButton href="/admin/users/invite" text=button/>
        </Empty>
    }
    .into_any()
}

fn body(found: Listed<UserRow>, role: Role, asked: &UserQuery, sorting: &Sorting<UserSort>) -> AnyView {
    if found.found == 0 && !asked.is_filtered() {
        return nobody(role);
    }
    if found.rows.is_empty() {
        return view! {
            <Empty title="Nobody matches" text="Write less of the name, or clear the filters." icon=Glyph::People/>
        }
        .into_any();
    }
    if asked.status == Standing::Deleted.code() {
        let items = found.rows.into_iter().map(|row| (row.id.to_string(), row.name, row.binned)).collect();
        let is_locked = role == Role::Admin && !manages_admins();
        return view! { <BinTable caption="Deleted people" operation="/api/users/restore" items is_locked/> }
            .into_any();
    }
    table(found.rows, role, sorting)
}

fn table(users: Vec<UserRow>, role: Role, sorting: &Sorting<UserSort>) -> AnyView {
    let mut columns = vec![
        sorting.by(UserSort::Name, Column::new("Name")),
        sorting.by(UserSort::Email, Column::new("E-mail")),
    ];
    let status = || sorting.by(UserSort::Status, Column::new("Status"));
    let caption = match role {
        Role::Carer => {
            columns.extend([Column::new("Assessment"), Column::new("Care packages"), status()]);
            "Carers"
        }
        Role::Admin => {
            columns.extend([
                Column::new("Extra rights"),
                status(),
                sorting.by(UserSort::LastSignIn, Column::new("Last sign-in")),
                sorting.by(UserSort::Created, Column::new("Since")),
            ]);
            "Admins"
        }
    };
    let rows = users.into_iter().map(|user| row(user, role)).collect();
    view! { <DataTable caption columns rows is_caption_hidden=true/> }.into_any()
}

fn row(user: UserRow, role: Role) -> Row {
    let day = |at| dates::short(ssr::zone().date(at));
    let (text, tone) = people::standing(user.standing);
    let status = view! { <Tag text tone/> };
    let row = Row::new(view! { <Link href=format!("{HERE}/{}", user.id) text=user.name/> })
        .cell(view! { <Email address=user.email/> });
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
