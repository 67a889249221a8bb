//! `/account`: what is kept about oneself, and changing what one may.

use domain::access::Flags;
use domain::account::{Details, OwnAccount};
use leptos::prelude::*;

use super::api::profile;
use crate::forms::{Fact, PostForm, VersionField};
use crate::page::{self, Content};
use crate::ssr;
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
fn pending(own: &OwnAccount) -> Option<impl IntoView + use<>> {
    let pending = own.pending_email.clone()?;
    let until = dates::moment(ssr::zone().local(pending.expires_at));
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
fn facts(own: &OwnAccount) -> Vec<SummaryRow> {
    let date = |date: Option<_>| date.map_or_else(|| "Not given".to_owned(), dates::full);
    let mut rows = vec![
        SummaryRow::new("E-mail address", own.email.clone()).with_change("/account/email", "e-mail address"),
    ];
    match &own.details {
        Details::Admin { flags, .. } => {
            rows.push(SummaryRow::new("Role", "Admin"));
            rows.push(SummaryRow::new("Rights", rights(*flags)));
        }
        Details::Carer { job_role, employment_start, employment_end, .. } => {
            rows.push(SummaryRow::new("Role", "Carer"));
            let job_role = job_role.clone().unwrap_or_else(|| "Not given".to_owned());
            rows.push(SummaryRow::new("Job role", job_role));
            rows.push(SummaryRow::new("Employed since", date(*employment_start)));
            if employment_end.is_some() {
                rows.push(SummaryRow::new("Employed until", date(*employment_end)));
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
fn kept(own: &OwnAccount) -> Vec<Fact> {
    let fact = |label: &str, text: &Option<String>| Fact::new(label, text.clone().unwrap_or_default());
    let mut facts = vec![Fact::new("Full name", own.name.clone())];
    match &own.details {
        Details::Admin { professional_reference, .. } => {
            facts.push(fact("Professional reference", professional_reference));
        }
        Details::Carer { phone, emergency_name, emergency_phone, .. } => {
            facts.push(fact("Telephone number", phone));
            facts.push(fact("In an emergency", emergency_name));
            facts.push(fact("Their telephone number", emergency_phone));
        }
    }
    facts
}

/// What one changes oneself.
fn form(own: OwnAccount) -> impl IntoView {
    view! {
        <h2 class="govuk-heading-m">"About you"</h2>
        <PostForm operation="/api/account/update" id="profile">
            <VersionField version=own.version facts=kept(&own)/>
            <TextField name="name" label="Full name" value=own.name.clone() autocomplete="name"/>
            {of_role(own.details)}
            <SubmitButton text="Save changes"/>
        </PostForm>
    }
}

/// The fields of one's role. They are made inside the form, or they would not know what was typed.
fn of_role(details: Details) -> AnyView {
    let text = Option::unwrap_or_default;
    match details {
        Details::Admin { professional_reference, .. } => view! {
            <TextField
                name="professional_reference"
                label="Professional reference, if you have one"
                hint="Such as a nurse’s PIN. It is shown on assessments you make."
                value=text(professional_reference)
            />
        }
        .into_any(),
        Details::Carer { phone, emergency_name, emergency_phone, .. } => view! {
            <TextField
                name="phone"
                label="Your telephone number, if you like"
                value=text(phone)
                autocomplete="tel"
                width=20
            />
            <FieldGroup legend="In an emergency, call">
                <TextField name="emergency_name" label="Name" value=text(emergency_name)/>
                <TextField name="emergency_phone" label="Telephone number" value=text(emergency_phone) width=20/>
            </FieldGroup>
        }
        .into_any(),
    }
}
