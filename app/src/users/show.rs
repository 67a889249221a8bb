//! `/admin/users/{id}`: one person, what they belong to, and the ways to change it.

use domain::access::Role;
use domain::account::OpenSession;
use domain::id::AccountId;
use domain::time::Date;
use domain::users::{Standing, UserView};
use leptos::prelude::*;

use super::api::{sessions, show};
use crate::account::sessions::card;
use crate::answer::AppError;
use crate::forms::{PostForm, VersionField};
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonGroup, ButtonKind, Card, Crumb, Empty, HiddenField, Inset, Link, LinkButton, PageHeading,
    SubmitButton, SummaryList, SummaryRow, Tag,
};
use crate::words::{dates, numbers, people};

/// The page.
#[component]
pub fn UserPage() -> impl IntoView {
    let id = page::named::<AccountId>("id");
    page::private(async move {
        let user = show(id?).await?;
        let places = places(&user).await?;
        let title = user.name.clone();
        let (text, tone) = people::standing(user.standing);
        let body = view! {
            <PageHeading text=title.clone() caption=people::role(user.role)>
                <Tag text tone/>
            </PageHeading>
            <Live region="user-facts" topics="account,assignment,rating"/>
            <div id="user-facts">
                {paused(&user)}
                {pending(&user)}
                <SummaryList rows=facts(&user)/>
                {acts(&user)}
                {(user.role == Role::Carer).then(|| care(&user))}
                {places.map(|found| signed_in(user.id, &found))}
            </div>
        };
        Ok(Content::new(title, body).crumbs(crumbs(user.role)))
    })
}

/// The way back to the list of the role.
pub(super) fn crumbs(role: Role) -> Vec<Crumb> {
    let tab = if role == Role::Admin { "admins" } else { "carers" };
    vec![Crumb::new("Users", format!("/admin/users?tab={tab}"))]
}

/// Where he or she is signed in, for those who may end that (R-SES-8).
async fn places(user: &UserView) -> Result<Option<Vec<OpenSession>>, AppError> {
    let manages = ssr::signed_in().is_some_and(|signed_in| signed_in.person.flags.can_manage_admins);
    if manages && user.standing != Standing::Deleted { sessions(user.id).await.map(Some) } else { Ok(None) }
}

fn paused(user: &UserView) -> Option<impl IntoView + use<>> {
    let until = dates::moment(ssr::zone().local(user.locked_until?));
    let words =
        format!("Sign-in is paused until {until}, after wrong passwords. A new password ends the pause.");
    Some(view! { <Inset>{words}</Inset> })
}

/// Another address that was asked for, and stopping it.
fn pending(user: &UserView) -> Option<impl IntoView + use<>> {
    let pending = user.pending_email.clone()?;
    let until = dates::moment(ssr::zone().local(pending.expires_at));
    let words = format!("{} waits to be confirmed, until {until}.", pending.new_email);
    let id = user.id.to_string();
    let stop = user.may_edit.then(|| {
        view! {
            <PostForm operation="/api/users/withdraw_email_change" id="withdraw-email">
                <HiddenField name="id" value=id/>
                <SubmitButton text="Stop this change" kind=ButtonKind::Secondary/>
            </PostForm>
        }
    });
    Some(view! { <Inset>{words} {stop}</Inset> })
}

fn facts(user: &UserView) -> Vec<SummaryRow> {
    let may_edit = user.may_edit && user.standing != Standing::Deleted;
    let here = format!("/admin/users/{}", user.id);
    let with = |row: SummaryRow, page: &str, what: &str| {
        if may_edit { row.with_change(format!("{here}/{page}"), what) } else { row }
    };
    let mut rows = vec![
        with(SummaryRow::new("Name", user.name.clone()), "edit", "name"),
        with(SummaryRow::new("E-mail address", user.email.clone()), "email", "e-mail address"),
    ];
    match user.role {
        Role::Admin => {
            let rights = people::rights(user.flags).join(", ");
            let rights = if rights.is_empty() { "None".to_owned() } else { rights };
            rows.push(with(SummaryRow::new("Extra rights", rights), "rights", "extra rights"));
            let reference = given(user.professional_reference.clone());
            rows.push(SummaryRow::new("Professional reference", reference));
        }
        Role::Carer => {
            let job_role = given(user.job_role.clone());
            rows.push(with(SummaryRow::new("Job role", job_role), "edit", "job role"));
            rows.push(SummaryRow::new("Telephone number", given(user.phone.clone())));
            rows.push(SummaryRow::new("In an emergency, call", emergency(&user.emergency)));
            let employment = SummaryRow::new("Employed", span(user.employment));
            rows.push(with(employment, "edit", "dates of employment"));
            let opt_out = SummaryRow::new("Opt-out from the 48-hour week", span(user.wtr_opt_out));
            rows.push(with(opt_out, "edit", "opt-out"));
        }
    }
    let zone = ssr::zone();
    let last = user.last_sign_in_at.map_or_else(|| "Never".to_owned(), |at| dates::moment(zone.local(at)));
    rows.push(SummaryRow::new("Last sign-in", last));
    rows.push(SummaryRow::new("Account since", dates::full(zone.date(user.created_at))));
    rows
}

fn given(text: Option<String>) -> String {
    text.unwrap_or_else(|| "Not given".to_owned())
}

fn emergency((name, phone): &(Option<String>, Option<String>)) -> String {
    let parts: Vec<_> = [name, phone].into_iter().flatten().cloned().collect();
    given(Some(parts.join(", ")).filter(|text| !text.is_empty()))
}

/// "Since 1 April 2026", "1 April 2026 to 31 May 2026".
fn span((from, until): (Option<Date>, Option<Date>)) -> String {
    match (from, until) {
        (None, None) => "Not given".to_owned(),
        (Some(from), None) => format!("Since {}", dates::full(from)),
        (None, Some(until)) => format!("Until {}", dates::full(until)),
        (Some(from), Some(until)) => format!("{} to {}", dates::full(from), dates::full(until)),
    }
}

/// What can be done about the account as a whole.
fn acts(user: &UserView) -> Option<impl IntoView + use<>> {
    if !user.may_edit || user.is_oneself {
        return None;
    }
    let here = format!("/admin/users/{}", user.id);
    let (id, version) = (user.id.to_string(), user.version);
    let at_once = |operation: &'static str, text: &'static str| {
        let id = id.clone();
        view! {
            <PostForm operation id="stand">
                <HiddenField name="id" value=id/>
                <VersionField version/>
                <SubmitButton text/>
            </PostForm>
        }
        .into_any()
    };
    let delete = || {
        view! { <LinkButton href=format!("{here}/delete") text="Delete" kind=ButtonKind::Quiet/> }.into_any()
    };
    let buttons = match user.standing {
        Standing::Deleted => vec![at_once("/api/users/restore", "Restore")],
        Standing::Inactive => vec![at_once("/api/users/activate", "Make active"), delete()],
        Standing::Active => {
            let href = format!("{here}/deactivate");
            let deactivate = view! { <LinkButton href text="Deactivate" kind=ButtonKind::Secondary/> };
            vec![deactivate.into_any(), delete()]
        }
    };
    let link = (user.standing == Standing::Active).then(|| {
        let id = id.clone();
        view! {
            <PostForm operation="/api/users/send_reset" id="send-reset" once=true>
                <HiddenField name="id" value=id/>
                <SubmitButton text="Send a link to set a new password" kind=ButtonKind::Secondary/>
            </PostForm>
        }
    });
    Some(view! { <ButtonGroup>{buttons}</ButtonGroup> {link} })
}

/// Where a carer belongs, and what the ratings come to.
fn care(user: &UserView) -> impl IntoView + use<> {
    let (tasks, rated) = user.tasks;
    let chip = people::assessed(user.assessed).map(|(text, tone)| view! { <Tag text tone/> });
    let counted = match tasks {
        0 => "No tasks. They come with a care package.".to_owned(),
        _ => format!("{rated} of {} have a rating in force.", numbers::counted(tasks, "task", "tasks")),
    };
    let overall = user.overall.map(|tenths| format!("{} overall", numbers::percent(tenths)));
    let progress = format!("/admin/progress/{}", user.id);
    let packages = packages(user);
    view! {
        <div class="app-cards">
            <Card title="Care packages">{packages}</Card>
            <Card title="Progress">
                {overall.map(|overall| view! { <p class="govuk-body">{overall}</p> })}
                <p class="govuk-body">{counted}</p>
                {chip.map(|chip| view! { <p class="govuk-body">{chip}</p> })}
                <p class="govuk-body"><Link href=progress text="Open progress and ratings"/></p>
            </Card>
        </div>
    }
}

fn packages(user: &UserView) -> AnyView {
    if user.packages.is_empty() {
        return view! {
            <Empty title="In no care package" text="Add the carer to one under Assignments.">
                <Link href="/admin/assignments" text="Assignments"/>
            </Empty>
        }
        .into_any();
    }
    let item = |one: &domain::users::Membership| {
        let href = format!("/admin/assignments/{}?tab=carers", one.package.id);
        let since = format!(" since {}", dates::full(ssr::zone().date(one.since)));
        view! { <li><Link href text=one.package.name.clone()/>{since}</li> }
    };
    let items = user.packages.iter().map(item).collect_view();
    view! { <ul class="govuk-list">{items}</ul> }.into_any()
}

/// Where somebody is signed in, with ending that.
fn signed_in(id: AccountId, found: &[OpenSession]) -> impl IntoView + use<> {
    let none = found.is_empty().then(|| view! { <p class="govuk-body">"Nowhere at the moment."</p> });
    let has_others = found.iter().any(|session| !session.is_this);
    let cards = found.iter().map(|session| {
        let (form, value) = (format!("end-{}", session.id), session.id.to_string());
        card(session, move |hidden| {
            view! {
                <PostForm operation="/api/users/end_session" id=form>
                    <HiddenField name="id" value=id.to_string()/>
                    <HiddenField name="session" value=value/>
                    <SubmitButton text="Sign out there" hidden kind=ButtonKind::Secondary/>
                </PostForm>
            }
            .into_any()
        })
    });
    let end_all = has_others.then(|| {
        let href = format!("/admin/users/{id}/sessions/end");
        view! { <LinkButton href text="Sign out everywhere" kind=ButtonKind::Secondary/> }
    });
    view! {
        <h2 class="govuk-heading-m">"Signed in"</h2>
        {none}
        {cards.collect_view()}
        {end_all}
    }
}
