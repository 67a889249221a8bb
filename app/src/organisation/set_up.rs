//! `/setup`: the first organisation and its first admin. It exists only until then (R-GEN-17).

use leptos::prelude::*;

use super::api::is_missing;
use crate::answer::AppError;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    Choice, EmailField, FieldGroup, PageHeading, PasswordField, PasswordUse, SelectField, SubmitButton,
    TextField,
};

/// Where an organisation of ours can be.
const ZONES: [(&str, &str); 5] = [
    ("Europe/London", "London, and all of the United Kingdom"),
    ("Europe/Dublin", "Dublin"),
    ("Europe/Guernsey", "Guernsey"),
    ("Europe/Isle_of_Man", "Isle of Man"),
    ("Europe/Jersey", "Jersey"),
];

/// The page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    page::public(async move {
        if !is_missing().await? {
            return Err(AppError::new("not_found", 404, ""));
        }
        Ok(Content::new("Set up CareTrack", form()))
    })
}

fn form() -> impl IntoView {
    let zones: Vec<_> = ZONES.iter().map(|&(name, words)| Choice::new(name, words)).collect();
    view! {
        <PageHeading text="Set up CareTrack" lead="This makes your organisation and its first admin."/>
        <PostForm operation="/api/organisation/set_up" id="set-up">
            <TextField
                name="code"
                label="Set-up code"
                hint="The command “caretrack bootstrap-admin” prints it on the server."
                autocomplete="off"
            />
            <FieldGroup legend="Your organisation">
                <TextField name="organisation" label="Name of the organisation" autocomplete="organization"/>
                <SelectField name="time_zone" label="Time zone" choices=zones value="Europe/London"/>
            </FieldGroup>
            <FieldGroup legend="You, the first admin">
                <TextField name="name" label="Your full name" autocomplete="name"/>
                <EmailField name="email" label="Your e-mail address" autocomplete="username"/>
                <PasswordField
                    name="password"
                    label="Password"
                    hint="12 characters or more. Three words that do not belong together are good."
                    usage=PasswordUse::New
                />
                <PasswordField name="password_again" label="The password again" usage=PasswordUse::New/>
            </FieldGroup>
            <SubmitButton text="Set up CareTrack"/>
        </PostForm>
    }
}
