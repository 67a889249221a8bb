//! `/demo`: choose who to be. Five people show what there is to see; everybody else is in a list.

use domain::access::Role;
use leptos::prelude::*;

use super::api::{PASSWORD, entrances};
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{Card, Choice, Details, HiddenField, Link, PageHeading, SelectField, SubmitButton, Tag};

/// The page.
#[component]
pub fn EntrancePage() -> impl IntoView {
    page::public(async move {
        let (tour, others): (Vec<_>, Vec<_>) =
            entrances().await?.into_iter().partition(|person| person.label.is_some());
        let cards = tour.into_iter().zip(1..).map(|(person, number)| {
            let id = format!("enter-{number}");
            let label = person.label.unwrap_or_default();
            view! { <Person id account=person.id.to_string() name=person.name role=person.role label/> }
        });
        let choices = others.into_iter().map(|person| {
            let label = format!("{}, {}", person.name, role(person.role).to_lowercase());
            Choice::new(person.id.to_string(), label)
        });
        let choices = choices.collect::<Vec<_>>();
        Ok(Content::new(
            "Enter the demo",
            view! {
                <PageHeading text="Enter the demo" lead="All people and places here are invented. Choose who to be."/>
                {cards.collect_view()}
                <Details summary="Be somebody else">
                    <PostForm operation="/api/demo/enter" id="enter">
                        <SelectField name="account" label="Person" prompt="Choose a person" choices/>
                        <SubmitButton text="Enter"/>
                    </PostForm>
                </Details>
                <p class="govuk-body">
                    "What happens here is mailed to nobody: "<Link href="/demo/outbox" text="read the mails"/>"."
                </p>
                <p class="govuk-body">
                    "Everybody's password is “"{PASSWORD}"”, if you would rather "
                    <Link href="/sign-in" text="sign in"/>"."
                </p>
            },
        ))
    })
}

/// One person of the tour, with a button to enter.
#[component]
fn Person(id: String, account: String, name: String, role: Role, label: String) -> impl IntoView {
    let hidden = format!("as {name}");
    let tag = self::role(role);
    view! {
        <Card title=name aside=move || view! { <Tag text=tag/> }>
            <p class="govuk-body">{label}</p>
            <PostForm operation="/api/demo/enter" id>
                <HiddenField name="account" value=account/>
                <SubmitButton text="Enter" hidden/>
            </PostForm>
        </Card>
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Admin => "Admin",
        Role::Carer => "Carer",
    }
}
