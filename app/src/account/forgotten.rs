//! `/forgot-password` and `/reset-password/{token}`: a new password by a mailed link (R-PWD-3).

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::is_reset_open;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    BackLink, EmailField, HiddenField, Inset, LinkButton, PageHeading, PasswordField, PasswordUse,
    SubmitButton,
};

/// Asks for the address. What it answers is always the same.
#[component]
pub fn ForgottenPasswordPage() -> impl IntoView {
    let is_sent = use_query_map().read_untracked().get("said").is_some_and(|said| said == "sent");
    page::public(async move {
        let title = if is_sent { "Check your e-mail" } else { "Forgotten password" };
        Ok(Content::new(title, if is_sent { sent().into_any() } else { ask().into_any() }))
    })
}

fn ask() -> impl IntoView {
    view! {
        <BackLink href="/sign-in"/>
        <PageHeading text="Forgotten password" lead="We send a link to set a new one."/>
        <PostForm operation="/api/account/ask_reset" id="ask-reset">
            <EmailField name="email" label="E-mail address" autocomplete="username"/>
            <SubmitButton text="Send link"/>
        </PostForm>
    }
}

fn sent() -> impl IntoView {
    view! {
        <PageHeading text="Check your e-mail"/>
        <p class="govuk-body">
            "If somebody here has this address, a link to set a new password is on its way. It works once, for 15 minutes."
        </p>
        <p class="govuk-body">"Nothing arrives? Look among the unwanted mail. An admin can tell you which address you have here."</p>
        <LinkButton href="/sign-in" text="Go to sign in"/>
    }
}

/// Sets the new password. Opening the link uses nothing up (R-GEN-10).
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    page::public(async move {
        if !is_reset_open(&token).await? {
            page::set_status(410);
            return Ok(Content::new("This link does not work any more", run_out()));
        }
        Ok(Content::new("Set a new password", set(token)))
    })
}

fn set(token: String) -> impl IntoView {
    view! {
        <PageHeading text="Set a new password"/>
        <Inset>"You are then signed out everywhere, and sign in with the new password."</Inset>
        <PostForm operation="/api/account/reset_password" id="reset-password">
            <HiddenField name="token" value=token/>
            <PasswordField
                name="password"
                label="New password"
                hint="12 characters or more. Three words that do not belong together are good."
                usage=PasswordUse::New
            />
            <PasswordField name="password_again" label="The new password again" usage=PasswordUse::New/>
            <SubmitButton text="Set password"/>
        </PostForm>
    }
}

fn run_out() -> impl IntoView {
    view! {
        <PageHeading text="This link does not work any more"/>
        <p class="govuk-body">"It has run out, has been used, or a newer one was sent. Ask for a new one."</p>
        <LinkButton href="/forgot-password" text="Ask for a new link"/>
    }
}
