//! `/sign-in`: one page for both roles; the role decides what comes next (R-SIN-1).

use domain::access::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::forms::PostForm;
use crate::organisation::api::is_missing;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    CheckboxField, EmailField, HiddenField, Inset, PageHeading, PasswordField, PasswordUse, SubmitButton,
};
use crate::words::numbers::counted;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    if ssr::signed_in().is_some() {
        leptos_axum::redirect("/");
    }
    let is_shared = ssr::device::is_shared();
    let query = use_query_map().read_untracked().clone();
    let next = query.get("next").unwrap_or_default();
    let said = query.get("said").and_then(|word| said(&word));
    page::public(async move {
        if is_missing().await? {
            leptos_axum::redirect("/setup");
        }
        Ok(Content::new(
            "Sign in",
            view! {
                <PageHeading text="Sign in"/>
                {said.map(|words| view! { <Inset>{words}</Inset> })}
                <PostForm operation="/api/account/sign_in" id="sign-in">
                    <HiddenField name="next" value=next/>
                    <EmailField name="email" label="E-mail address" autocomplete="username"/>
                    <PasswordField name="password" label="Password" usage=PasswordUse::Current/>
                    <CheckboxField name="shared_device" label="Several people use this device" checked=is_shared/>
                    <SubmitButton text="Sign in"/>
                </PostForm>
                <p class="govuk-body"><a class="govuk-link" href="/forgot-password">"I forgot my password"</a></p>
            },
        ))
    })
}

/// `/`: to the start page of the role, or to sign in; before there is an organisation, to set-up.
#[component]
pub fn FrontDoor() -> impl IntoView {
    page::public(async move {
        let to = match ssr::signed_in().map(|signed_in| signed_in.person.role) {
            Some(Role::Admin) => "/admin",
            Some(Role::Carer) => "/carer",
            None if is_missing().await? => "/setup",
            None => "/sign-in",
        };
        leptos_axum::redirect(to);
        Ok(Content::new("CareTrack", ()))
    })
}

/// Our own texts that a word in the address picks; no text is ever shown from an address (WB4).
fn said(word: &str) -> Option<String> {
    if let Some(minutes) = word.strip_prefix(page::TIMED_OUT).and_then(|typed| typed.parse::<u8>().ok()) {
        let minutes = counted(minutes.into(), "minute", "minutes");
        return Some(format!("You were signed out after {minutes} without use. Sign in to go on."));
    }
    let words = match word {
        "signed-out" => "You are signed out.",
        "password-set" => "Your new password is set. Sign in with it.",
        "email-changed" => "Your new address counts from now. Sign in with it.",
        "email-kept" => "The change is stopped. The address stays as it is.",
        "declined" => "You declined the invitation. Nothing else is needed.",
        _ => return None,
    };
    Some(words.to_owned())
}
