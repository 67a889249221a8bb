//! `/account/password`: changing one's own password (R-PWD-4).

use leptos::prelude::*;

use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{BackLink, PageHeading, PasswordField, PasswordUse, SubmitButton};

/// The page.
#[component]
pub fn PasswordPage() -> impl IntoView {
    page::private(async move {
        Ok(Content::new(
            "Change password",
            view! {
                <BackLink href="/account" text="Your account"/>
                <PageHeading text="Change password" lead="You are then signed out everywhere else."/>
                <PostForm operation="/api/account/change_password" id="change-password">
                    <PasswordField name="current_password" label="Current password" usage=PasswordUse::Current/>
                    <PasswordField
                        name="password"
                        label="New password"
                        hint="12 characters or more. Three words that do not belong together are good."
                        usage=PasswordUse::New
                    />
                    <PasswordField name="password_again" label="The new password again" usage=PasswordUse::New/>
                    <SubmitButton text="Change password"/>
                </PostForm>
            },
        ))
    })
}
