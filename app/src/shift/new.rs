//! `/admin/shifts/new`: what, when and for whom. It is saved unsent; its page then shows who is eligible.

use domain::eligibility::RuleKey;
use domain::shift::ShiftChoices;
use leptos::prelude::*;

use super::api::choices;
use crate::forms::{self, PostForm};
use crate::page::{self, Content};
use crate::ui::{
    CheckboxList, Choice, Crumb, DateField, Details, Empty, FieldGroup, LinkButton, PageHeading, RadioGroup,
    SelectField, SubmitButton, TextArea, TimeField,
};
use crate::words::shifts::override_field;

const FORM: &str = "new-shift";

/// The page.
#[component]
pub fn NewShiftPage() -> impl IntoView {
    page::private(async move {
        let choices = choices().await?;
        let body = if choices.packages.is_empty() {
            view! {
                <Empty title="No care package" text="A shift is at a care package. Add one first.">
                    <LinkButton href="/admin/packages/new" text="New care package"/>
                </Empty>
            }
            .into_any()
        } else {
            view! { <NewShift choices/> }.into_any()
        };
        let body = view! { <PageHeading text="New shift" lead="It is saved first. You then see who is eligible, and send it."/> {body} };
        Ok(Content::new("New shift", body).crumbs(vec![Crumb::new("Shift sender", "/admin/shifts")]))
    })
}

#[component]
fn NewShift(choices: ShiftChoices) -> impl IntoView {
    let packages = choices.packages.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let tasks: Vec<Choice> =
        choices.tasks.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let kinds = vec![
        Choice::new("competent", "Competent")
            .with_hint("Only carers who are competent in each chosen task, on the date of the shift."),
        Choice::new("non_competent", "Non-Competent").with_hint("All carers. It requires no task."),
    ];
    view! {
        <PostForm operation="/api/shift/create" id=FORM once=true>
            <h2 class="govuk-heading-m">"Details"</h2>
            <SelectField name="package" label="Care package" prompt="Choose a care package" choices=packages/>
            <DateField name="date" label="Date of the start"/>
            <div class="app-pair">
                <TimeField name="start" label="Start"/>
                <TimeField name="end" label="End" hint="Before the start: on the next day"/>
            </div>
            <Folds/>
            <h2 class="govuk-heading-m">"Requirements"</h2>
            <RadioGroup name="kind" label="For whom is it?" choices=kinds/>
            <div class="app-ticks">
                <CheckboxList name="tasks[]" label="Required tasks" hint="For a Competent shift, at least one." choices=tasks/>
            </div>
            <FieldGroup legend="Last moment to apply" hint="Empty: 48 hours after sending, at the latest the start.">
                <div class="app-pair">
                    <DateField name="apply_by_date" label="Date"/>
                    <TimeField name="apply_by_time" label="Time"/>
                </div>
            </FieldGroup>
            <TextArea name="note" label="Note to carers (optional)" hint="Do not write names here." limit=1000/>
            <Accepting/>
            <SubmitButton text="Save shift"/>
        </PostForm>
    }
}

/// Which of two equal times is meant, on the night when the clocks go back (R-GEN-5).
#[component]
fn Folds() -> impl IntoView {
    let which = || vec![Choice::new("", "The first"), Choice::new("second", "The second")];
    view! {
        <Details summary="On the night when the clocks go back">
            <SelectField name="start_fold" label="The start comes twice: which one?" choices=which()/>
            <SelectField name="end_fold" label="The end comes twice: which one?" choices=which()/>
        </Details>
    }
}

/// Reasons for a length or a date that the rules do not take. It opens when one is asked for.
#[component]
fn Accepting() -> impl IntoView {
    let (length, horizon) = (override_field(RuleKey::ShiftLength), override_field(RuleKey::Horizon));
    let open = forms::posted(FORM)
        .and_then(|posted| posted.error)
        .is_some_and(|error| error.fields.iter().any(|field| field.name.starts_with("overrides[")));
    view! {
        <Details summary="Go beyond a rule of length or date" open=open>
            <TextArea name=length label="Reason for the length" hint="Do not write names here." rows=2 limit=500/>
            <TextArea name=horizon label="Reason for the date" hint="Do not write names here." rows=2 limit=500/>
        </Details>
    }
}
