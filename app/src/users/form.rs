//! `/admin/users/{id}/edit` and `/admin/users/{id}/email`: what an admin changes about somebody.

use domain::access::Role;
use domain::id::AccountId;
use domain::time::Date;
use domain::users::UserView;
use leptos::prelude::*;

use super::api::{may_change, show};
use super::show::crumbs;
use crate::answer::AppError;
use crate::forms::{Fact, PasswordAgain, PostForm, VersionField};
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Crumb, DateField, EmailField, FieldGroup, HiddenField, LinkButton, PageHeading,
    SubmitButton, TextField,
};
use crate::words::{dates, people};

/// Somebody the reader may change, or the page of the refusal.
pub(super) async fn changeable(id: AccountId) -> Result<UserView, AppError> {
    may_change(id).await?;
    show(id).await
}

/// The way back to somebody.
pub(super) fn way_back(user: &UserView) -> Vec<Crumb> {
    let mut crumbs = crumbs(user.role);
    crumbs.push(Crumb::new(user.name.clone(), format!("/admin/users/{}", user.id)));
    crumbs
}

/// The buttons of a form about somebody.
pub(super) fn buttons(text: &'static str, id: AccountId) -> impl IntoView {
    view! {
        <ButtonGroup>
            <SubmitButton text/>
            <LinkButton href=format!("/admin/users/{id}") text="Cancel" kind=ButtonKind::Quiet/>
        </ButtonGroup>
    }
}

/// The form of name, job role and dates.
#[component]
pub fn EditUserPage() -> impl IntoView {
    let id = page::named::<AccountId>("id");
    page::private(async move {
        let user = changeable(id?).await?;
        let crumbs = way_back(&user);
        let title = format!("Edit {}", people::role(user.role).to_lowercase());
        let body = view! {
            <PageHeading text=title.clone() caption=user.name.clone()/>
            <PostForm operation="/api/users/update" id="user">
                <HiddenField name="id" value=user.id.to_string()/>
                <VersionField version=user.version facts=facts(&user)/>
                <TextField name="name" label="Full name" value=user.name.clone() autocomplete="off"/>
                {(user.role == Role::Carer).then(|| employment(&user))}
                {buttons("Save changes", user.id)}
            </PostForm>
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

/// As it is kept, for those who edit it meanwhile (R-GEN-7).
fn facts(user: &UserView) -> Vec<Fact> {
    let date = |label: &str, date: Option<Date>| Fact::new(label, date.map(dates::full).unwrap_or_default());
    let mut facts = vec![Fact::new("Full name", user.name.clone())];
    if user.role == Role::Carer {
        facts.push(Fact::new("Job role", user.job_role.clone().unwrap_or_default()));
        facts.push(date("First day", user.employment.0));
        facts.push(date("Last day", user.employment.1));
        facts.push(date("Opt-out from", user.wtr_opt_out.0));
        facts.push(date("Opt-out until", user.wtr_opt_out.1));
    }
    facts
}

/// As a date field holds it.
fn typed(date: Option<Date>) -> Option<String> {
    date.map(|date| date.format("%Y-%m-%d").to_string())
}

fn employment(user: &UserView) -> impl IntoView + use<> {
    let job_role = user.job_role.clone().unwrap_or_default();
    let (start, end) =
        (typed(user.employment.0).unwrap_or_default(), typed(user.employment.1).unwrap_or_default());
    let from = typed(user.wtr_opt_out.0).unwrap_or_default();
    let until = typed(user.wtr_opt_out.1).unwrap_or_default();
    view! {
        <TextField name="job_role" label="Job role" value=job_role autocomplete="off"/>
        <FieldGroup legend="Employment">
            <DateField name="employment_start" label="First day" value=start/>
            <DateField name="employment_end" label="Last day" value=end/>
        </FieldGroup>
        <FieldGroup
            legend="Opt-out from the 48-hour week"
            hint="Only with the carer’s written agreement. Leave both empty when there is none."
        >
            <DateField name="wtr_opt_out_from" label="From" value=from/>
            <DateField name="wtr_opt_out_until" label="Until" value=until/>
        </FieldGroup>
    }
}

/// The form that asks for another address (R-EML-1).
#[component]
pub fn UserEmailPage() -> impl IntoView {
    let id = page::named::<AccountId>("id");
    page::private(async move {
        let user = changeable(id?).await?;
        let crumbs = way_back(&user);
        let now = format!("The address now is {}.", user.email);
        let body = view! {
            <PageHeading text="Change e-mail address" caption=user.name.clone()/>
            <p class="govuk-body">{now}</p>
            <p class="govuk-body">
                "We mail a link to the new address, which works for 24 hours. The address changes when the link is opened and confirmed. The old address is told, and can stop the change."
            </p>
            <PostForm operation="/api/users/ask_email_change" id="email-change" once=true>
                <HiddenField name="id" value=user.id.to_string()/>
                <EmailField name="email" label="New e-mail address" autocomplete="off"/>
                <PasswordAgain/>
                {buttons("Send link", user.id)}
            </PostForm>
        };
        Ok(Content::new("Change e-mail address", body).crumbs(crumbs))
    })
}
