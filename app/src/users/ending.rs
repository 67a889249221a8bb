//! The two pages that ask before somebody is deactivated or deleted, and say what that ends (R-ACC-1, R-ACC-2, R-ACC-3).

use domain::access::Role;
use domain::id::AccountId;
use domain::users::{DeletionImpact, UserView};
use leptos::prelude::*;

use super::api::{impact, show};
use super::form::{changeable, way_back};
use crate::account::sessions;
use crate::forms::{PostForm, VersionField};
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, HiddenField, Inset, Link, LinkButton, PageHeading, SubmitButton, SummaryList,
    SummaryRow, WarningText,
};
use crate::words::numbers::counted;

/// Before somebody is taken out of use.
#[component]
pub fn DeactivatePage() -> impl IntoView {
    let id = page::named::<AccountId>("id");
    page::private(async move {
        let user = changeable(id?).await?;
        let found = impact(user.id).await?;
        let title = format!("Deactivate {}?", user.name);
        let form = confirm("/api/users/deactivate", "Deactivate", "Keep active", &user);
        let crumbs = way_back(&user);
        let planned = (found.future_entries > 0).then(|| {
            let work = counted(found.future_entries, "planned shift", "planned shifts");
            let text =
                format!("{work} to come stay in the rota and show an error. Give them to somebody else.");
            view! { <WarningText text/> }
        });
        let body = view! {
            <PageHeading text=title.clone()/>
            <p class="govuk-body">
                "Sign-in is not possible while the account is inactive, and ends everywhere now. Care packages, counts and ratings stay."
            </p>
            {planned}
            {form}
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

/// Before somebody is signed out everywhere (R-SES-8).
#[component]
pub fn EndSessionsPage() -> impl IntoView {
    let id = page::named::<AccountId>("id");
    page::private(async move {
        let user = show(id?).await?;
        let (back, crumbs) = (format!("/admin/users/{}", user.id), way_back(&user));
        let whose = Some(user.id.to_string());
        let body = sessions::confirm("/api/users/end_sessions", whose, back, "Sign out everywhere");
        Ok(Content::new(format!("Sign out {} everywhere?", user.name), body).crumbs(crumbs))
    })
}

/// Before somebody is deleted.
#[component]
pub fn DeletePage() -> impl IntoView {
    let id = page::named::<AccountId>("id");
    page::private(async move {
        let user = changeable(id?).await?;
        let found = impact(user.id).await?;
        let title = format!("Delete {}?", user.name);
        let crumbs = way_back(&user);
        let bin = match found.bin_days {
            None => {
                "The account leaves the list and can be restored at any time: choose Deleted in the list of carers."
                    .to_owned()
            }
            Some(days) => format!(
                "The account leaves the list. It can be restored for {days} days: choose Deleted in the list of admins."
            ),
        };
        let body = view! {
            <PageHeading text=title.clone()/>
            <p class="govuk-body">{bin}</p>
            <h2 class="govuk-heading-m">"What ends"</h2>
            <SummaryList rows=ends(&found)/>
            <h2 class="govuk-heading-m">"What stays"</h2>
            <SummaryList rows=stays(&found)/>
            {invited(&found)}
            {record(&user)}
            {confirm("/api/users/delete", "Delete", "Keep account", &user)}
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

fn ends(found: &DeletionImpact) -> Vec<SummaryRow> {
    let mut rows = vec![SummaryRow::new("Places of sign-in", found.sessions.to_string())];
    if found.role == Role::Carer {
        rows.extend([
            SummaryRow::new("Planned work to come, removed", found.future_entries.to_string()),
            SummaryRow::new("Assigned shifts to come, opened again", found.assigned_shifts.to_string()),
            SummaryRow::new("Applications that wait, removed", found.pending_applications.to_string()),
            SummaryRow::new("Care packages, back with a restore", found.assignments.to_string()),
        ]);
    }
    rows
}

fn stays(found: &DeletionImpact) -> Vec<SummaryRow> {
    match found.role {
        Role::Carer => vec![
            SummaryRow::new("Completions", found.completions.to_string()),
            SummaryRow::new("Ratings", found.ratings.to_string()),
            SummaryRow::new("Assessments", found.assessments.to_string()),
        ],
        Role::Admin => vec![SummaryRow::new("Assessments made", found.assessments.to_string())],
    }
}

/// An admin's invitations are no reason to keep the account, but one to think again (R-ACC-1).
fn invited(found: &DeletionImpact) -> Option<impl IntoView + use<>> {
    let people = counted(found.invited, "person", "people");
    let text = format!("This admin invited {people}. Their accounts and invitations stay as they are.");
    (found.role == Role::Admin && found.invited > 0).then(|| view! { <WarningText text/> })
}

/// The carer's evidence, to be looked at before. There is no record to download yet (screens §5).
fn record(user: &UserView) -> Option<impl IntoView + use<>> {
    let href = format!("/admin/progress/{}", user.id);
    (user.role == Role::Carer).then(|| {
        view! { <Inset>"Look at what there is of the carer first: "<Link href text="progress, ratings and history"/>". A record to download does not exist yet."</Inset> }
    })
}

fn confirm(
    operation: &'static str,
    text: &'static str,
    keep: &'static str,
    user: &UserView,
) -> impl IntoView + use<> {
    let (id, version, name) = (user.id.to_string(), user.version, user.name.clone());
    let back = format!("/admin/users/{id}");
    view! {
        <PostForm operation id="confirm">
            <HiddenField name="id" value=id/>
            <VersionField version/>
            <ButtonGroup>
                <SubmitButton text hidden=name kind=ButtonKind::Warning/>
                <LinkButton href=back text=keep kind=ButtonKind::Quiet/>
            </ButtonGroup>
        </PostForm>
    }
}
