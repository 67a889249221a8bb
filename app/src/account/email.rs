//! `/account/email` asks for another address for oneself; `/email-change/{token}` is where its two mailed links lead
//! (R-EML-1).

use domain::account::{EmailLink, EmailOffer};
use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{email_change, profile};
use crate::answer::AppError;
use crate::forms::{PasswordAgain, PostForm};
use crate::page::{self, Content};
use crate::ui::{
    BackLink, ButtonGroup, ButtonKind, EmailField, HiddenField, LinkButton, PageHeading, SubmitButton,
    SummaryList, SummaryRow,
};
use crate::words::dates;

/// The form that asks.
#[component]
pub fn EmailPage() -> impl IntoView {
    page::private(async move {
        let own = profile().await?;
        let now = format!("Your address now is {}.", own.email);
        Ok(Content::new(
            "Change e-mail address",
            view! {
                <BackLink href="/account" text="Your account"/>
                <PageHeading text="Change e-mail address"/>
                <p class="govuk-body">{now}</p>
                <p class="govuk-body">
                    "We mail a link to the new address, which works for 24 hours. Your address changes when you open it and confirm. You are then signed out everywhere else."
                </p>
                <PostForm operation="/api/account/ask_email_change" id="email-change" once=true>
                    <EmailField name="email" label="New e-mail address" autocomplete="email"/>
                    <PasswordAgain/>
                    <ButtonGroup>
                        <SubmitButton text="Send link"/>
                        <LinkButton href="/account" text="Cancel" kind=ButtonKind::Quiet/>
                    </ButtonGroup>
                </PostForm>
            },
        ))
    })
}

/// Where the links of the two mails lead. Opening it changes nothing.
#[component]
pub fn EmailChangePage() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    page::public(async move {
        match email_change(token.clone()).await {
            Ok(found) if found.link == EmailLink::Verify => {
                Ok(Content::new("Confirm your new address", verifying(&found, token)))
            }
            Ok(found) => Ok(Content::new("Stop the change of address", cancelling(&found, token))),
            Err(refused) => over(refused),
        }
    })
}

fn addresses(found: &EmailOffer) -> Vec<SummaryRow> {
    let zone: Zone = found.zone.parse().unwrap_or(Zone::LONDON);
    let until = dates::moment(zone.local(found.expires_at));
    vec![
        SummaryRow::new("Address now", found.old.clone()),
        SummaryRow::new("New address", found.new.clone()),
        SummaryRow::new("This link works until", until),
    ]
}

fn verifying(found: &EmailOffer, token: String) -> impl IntoView + use<> {
    view! {
        <PageHeading text="Confirm your new address" lead="From then on you sign in with it, and are signed out everywhere else."/>
        <SummaryList rows=addresses(found)/>
        <PostForm operation="/api/account/verify_email_change" id="verify">
            <HiddenField name="token" value=token/>
            <SubmitButton text="Confirm new address"/>
        </PostForm>
    }
}

fn cancelling(found: &EmailOffer, token: String) -> impl IntoView + use<> {
    view! {
        <PageHeading text="Stop the change of address" lead="The address then stays as it is. Tell your admin if you did not ask for the change."/>
        <SummaryList rows=addresses(found)/>
        <PostForm operation="/api/account/cancel_email_change" id="cancel">
            <HiddenField name="token" value=token/>
            <SubmitButton text="Stop this change" kind=ButtonKind::Warning/>
        </PostForm>
    }
}

/// What became of a change that cannot be answered any more, with a way on.
fn over(refused: AppError) -> Result<Content, AppError> {
    let words = page::gone(refused)?;
    Ok(Content::new(
        "This link cannot be used",
        view! {
            <PageHeading text="This link cannot be used"/>
            <p class="govuk-body">{words}</p>
            <LinkButton href="/" text="Go on"/>
        },
    ))
}
