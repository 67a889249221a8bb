//! `/account`: what is kept about oneself, and changing what one may.

use domain::access::{Flags, Role};
use domain::time::Zone;
use leptos::prelude::*;

use super::api::{ProfileView, profile};
use crate::forms::{Fact, PostForm, VersionField};
use crate::page::{self, Content};
use crate::ui::{
    ButtonKind, FieldGroup, Inset, Link, PageHeading, SubmitButton, SummaryList, SummaryRow, TextField,
};
use crate::words::{dates, people};

/// The page.
#[component]
pub fn ProfilePage() -> impl IntoView {
    page::private(async move {
        let own = profile().await?;
        Ok(Content::new(
            "Your account",
            view! {
                <PageHeading text="Your account"/>
                {pending(&own)}
                <SummaryList rows=facts(&own)/>
                {form(own)}
                <h2 class="govuk-heading-m">"Signing in"</h2>
                <ul class="govuk-list">
                    <li><Link href="/account/password" text="Change password"/></li>
                    <li><Link href="/account/sessions" text="Where you are signed in"/></li>
                    <li><Link href="/account/notices" text="Notices"/></li>
                </ul>
            },
        ))
    })
}

/// Another address that was asked for, and stopping it (R-EML-1).
fn pending(own: &ProfileView) -> Option<impl IntoView + use<>> {
    let pending = own.pending_email.clone()?;
    let zone: Zone = own.zone.parse().unwrap_or(Zone::LONDON);
    let until = dates::moment(zone.local(pending.expires_at));
    let words = format!("Open the link in the mail to {}. It works until {until}.", pending.new_email);
    Some(view! {
        <Inset>
            {words}
            <PostForm operation="/api/account/withdraw_email_change" id="withdraw-email">
                <SubmitButton text="Stop this change" kind=ButtonKind::Secondary/>
            </PostForm>
        </Inset>
    })
}

/// What is not changed in the form below.
fn facts(own: &ProfileView) -> Vec<SummaryRow> {
    let date = |date: Option<_>| date.map_or_else(|| "Not given".to_owned(), dates::full);
    let mut rows = vec![
        SummaryRow::new("E-mail address", own.email.clone()).with_change("/account/email", "e-mail address"),
    ];
    match own.role {
        Role::Admin => {
            rows.push(SummaryRow::new("Role", "Admin"));
            rows.push(SummaryRow::new("Rights", rights(own.flags)));
        }
        Role::Carer => {
            rows.push(SummaryRow::new("Role", "Carer"));
            let job_role = own.job_role.clone().unwrap_or_else(|| "Not given".to_owned());
            rows.push(SummaryRow::new("Job role", job_role));
            rows.push(SummaryRow::new("Employed since", date(own.employment_start)));
            if own.employment_end.is_some() {
                rows.push(SummaryRow::new("Employed until", date(own.employment_end)));
            }
        }
    }
    rows
}

fn rights(flags: Flags) -> impl IntoView {
    let rights = people::rights(flags);
    if rights.is_empty() {
        return view! { <p class="govuk-body">"No extra rights"</p> }.into_any();
    }
    let items = rights.into_iter().map(|right| view! { <li>{right}</li> }).collect_view();
    view! { <ul class="govuk-list">{items}</ul> }.into_any()
}

/// As it is kept, for those who edit it meanwhile (R-GEN-7).
fn kept(own: &ProfileView) -> Vec<Fact> {
    let fact = |label: &str, text: &Option<String>| Fact::new(label, text.clone().unwrap_or_default());
    let mut facts = vec![Fact::new("Full name", own.name.clone())];
    match own.role {
        Role::Admin => facts.push(fact("Professional reference", &own.professional_reference)),
        Role::Carer => {
            facts.push(fact("Telephone number", &own.phone));
            facts.push(fact("In an emergency", &own.emergency_name));
            facts.push(fact("Their telephone number", &own.emergency_phone));
        }
    }
    facts
}

/// What one changes oneself.
fn form(own: ProfileView) -> impl IntoView {
    view! {
        <h2 class="govuk-heading-m">"About you"</h2>
        <PostForm operation="/api/account/update" id="profile">
            <VersionField version=own.version facts=kept(&own)/>
            <TextField name="name" label="Full name" value=own.name.clone() autocomplete="name"/>
            {of_role(own)}
            <SubmitButton text="Save changes"/>
        </PostForm>
    }
}

/// The fields of one's role. They are made inside the form, or they would not know what was typed.
fn of_role(own: ProfileView) -> AnyView {
    let text = Option::unwrap_or_default;
    match own.role {
        Role::Admin => view! {
            <TextField
                name="professional_reference"
                label="Professional reference, if you have one"
                hint="Such as a nurse’s PIN. It is shown on assessments you make."
                value=text(own.professional_reference)
            />
        }
        .into_any(),
        Role::Carer => view! {
            <TextField
                name="phone"
                label="Your telephone number, if you like"
                value=text(own.phone)
                autocomplete="tel"
                width=20
            />
            <FieldGroup legend="In an emergency, call">
                <TextField name="emergency_name" label="Name" value=text(own.emergency_name)/>
                <TextField name="emergency_phone" label="Telephone number" value=text(own.emergency_phone) width=20/>
            </FieldGroup>
        }
        .into_any(),
    }
}
