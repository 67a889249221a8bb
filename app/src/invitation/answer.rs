//! `/invitation/{token}` in three steps: who invites and as what, password and profile, done. Declining has its own
//! page.

use domain::access::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{OfferView, offer};
use crate::answer::AppError;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    BackLink, ButtonGroup, ButtonKind, FieldGroup, HiddenField, LinkButton, PageHeading, PasswordField,
    PasswordUse, SubmitButton, SummaryList, SummaryRow, TextField,
};
use crate::words::people;

fn token() -> String {
    use_params_map().read_untracked().get("token").unwrap_or_default()
}

/// The first of three steps: who invites, whom, and as what.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = token();
    page::public(async move {
        match offer(token.clone()).await {
            Ok(offer) => Ok(Content::new(format!("Join {}", offer.organisation), inviting(offer, &token))),
            Err(refused) => over(refused),
        }
    })
}

fn inviting(offer: OfferView, token: &str) -> impl IntoView + use<> {
    let lead = format!("{} invites you to use CareTrack for training, shifts and rotas.", offer.invited_by);
    let rows = vec![
        SummaryRow::new("Your name", offer.name),
        SummaryRow::new("Your role", people::role(offer.role)),
        SummaryRow::new("You sign in with", offer.email),
    ];
    let (join, decline) = (format!("/invitation/{token}/join"), format!("/invitation/{token}/decline"));
    view! {
        <PageHeading text=format!("Join {}", offer.organisation) caption="Step 1 of 3" lead/>
        <SummaryList rows/>
        <ButtonGroup>
            <LinkButton href=join text="Continue"/>
            <LinkButton href=decline text="Decline" kind=ButtonKind::Quiet/>
        </ButtonGroup>
    }
}

/// The second step: the password and the profile. The third is the start page, signed in.
#[component]
pub fn JoinPage() -> impl IntoView {
    let token = token();
    page::public(async move {
        match offer(token.clone()).await {
            Ok(offer) => Ok(Content::new("Your password and profile", joining(offer, token))),
            Err(refused) => over(refused),
        }
    })
}

fn joining(offer: OfferView, token: String) -> impl IntoView + use<> {
    let lead = format!("You sign in with {}. You can use CareTrack at once.", offer.email);
    let back = format!("/invitation/{token}");
    // Made inside the form, or its fields would not know what was typed.
    let contact = (offer.role == Role::Carer).then_some(contact);
    view! {
        <BackLink href=back/>
        <PageHeading text="Your password and profile" caption="Step 2 of 3" lead/>
        <PostForm operation="/api/invitation/accept" id="accept">
            <HiddenField name="token" value=token/>
            <TextField name="name" label="Your full name" value=offer.name autocomplete="name"/>
            <PasswordField
                name="password"
                label="Choose a password"
                hint="12 characters or more. Three words that do not belong together are good."
                usage=PasswordUse::New
            />
            <PasswordField name="password_again" label="The password again" usage=PasswordUse::New/>
            {contact.map(|contact| contact())}
            <SubmitButton text="Join and sign in"/>
        </PostForm>
    }
}

fn contact() -> impl IntoView {
    view! {
        <TextField name="phone" label="Your telephone number, if you like" autocomplete="tel" width=20/>
        <FieldGroup legend="In an emergency, call" hint="You can leave this empty, and change it later.">
            <TextField name="emergency_name" label="Name" autocomplete="off"/>
            <TextField name="emergency_phone" label="Telephone number" autocomplete="off" width=20/>
        </FieldGroup>
    }
}

/// Asks before it declines (R-INV-4).
#[component]
pub fn DeclinePage() -> impl IntoView {
    let token = token();
    page::public(async move {
        match offer(token.clone()).await {
            Ok(offer) => Ok(Content::new("Decline the invitation", declining(&offer, token))),
            Err(refused) => over(refused),
        }
    })
}

fn declining(offer: &OfferView, token: String) -> impl IntoView + use<> {
    let back = format!("/invitation/{token}");
    let lead =
        format!("{} is told that you do not join. The link then does not work any more.", offer.invited_by);
    view! {
        <BackLink href=back/>
        <PageHeading text="Decline the invitation" lead/>
        <PostForm operation="/api/invitation/decline" id="decline">
            <HiddenField name="token" value=token/>
            <SubmitButton text="Decline invitation" kind=ButtonKind::Warning/>
        </PostForm>
    }
}

/// What became of an invitation that cannot be answered any more, with a way on.
fn over(refused: AppError) -> Result<Content, AppError> {
    let words = page::gone(refused)?;
    Ok(Content::new(
        "This invitation cannot be used",
        view! {
            <PageHeading text="This invitation cannot be used"/>
            <p class="govuk-body">{words}</p>
            <LinkButton href="/sign-in" text="Go to sign in"/>
        },
    ))
}
