//! Fields of forms. Each one finds what was typed, and what was wrong with it, in the form's [`FormState`].
//!
//! Order: label, hint, problem, input. The problem's element is always there, hidden while there is none, so that
//! the browser can fill it without a reload; the input names hint and problem as its description.

mod choice;
mod input;
mod summary;
mod text_area;

pub use choice::{CheckboxField, CheckboxList, Choice, FieldGroup, RadioGroup, SelectField};
pub use input::{
    DateField, EmailField, HiddenField, NumberField, PasswordField, PasswordUse, PostcodeAreaField,
    StepperField, TextField, TimeField,
};
pub use summary::ErrorSummary;
pub use text_area::TextArea;

use super::form_state::{FormState, plain};
use leptos::prelude::*;

/// What is wrong with a part of the form that is no single input.
#[component]
pub fn FieldProblem(#[prop(into)] name: String) -> impl IntoView {
    let field = Field::new(name, String::new(), None);
    view! { <div id=field.id.clone() tabindex="-1">{field.problem_view()}</div> }
}

/// One field with everything that its markup repeats.
struct Field {
    id: String,
    name: String,
    label: String,
    hint: Option<String>,
    typed: Option<String>,
    problem: Option<String>,
}

impl Field {
    fn new(name: String, label: String, hint: Option<String>) -> Self {
        let form = use_context::<FormState>().unwrap_or_default();
        Self {
            id: form.id_of(&name),
            label,
            hint,
            typed: form.value(&name),
            problem: form.problem(&name),
            name,
        }
    }

    /// What the input shows: what was typed, else what is stored.
    fn shown(&self, stored: Option<String>) -> Option<String> {
        self.typed.clone().or(stored)
    }

    /// The ids that describe the input: hint, then problem, then whatever else there is.
    fn described_by(&self, also: Option<String>) -> String {
        let hint = self.hint.as_ref().map(|_| self.hint_id());
        [hint, Some(self.problem_id()), also].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id)
    }

    fn problem_id(&self) -> String {
        format!("{}-error", self.id)
    }

    fn is_invalid(&self) -> Option<&'static str> {
        self.problem.as_ref().map(|_| "true")
    }

    fn label_view(&self) -> impl IntoView + use<> {
        view! { <label class="govuk-label" for=self.id.clone()>{self.label.clone()}</label> }
    }

    fn hint_view(&self) -> impl IntoView + use<> {
        let id = self.hint_id();
        self.hint.clone().map(|hint| view! { <div class="govuk-hint" id=id>{hint}</div> })
    }

    fn problem_view(&self) -> impl IntoView + use<> {
        view! {
            <p
                class="govuk-error-message"
                id=self.problem_id()
                data-problem-for=plain(&self.name).to_owned()
                hidden=self.problem.is_none()
            >
                {self.problem.clone()}
            </p>
        }
    }

    fn group_class(&self) -> &'static str {
        if self.problem.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" }
    }

    /// A labelled control with hint and problem above it.
    fn group(&self, control: impl IntoView + 'static) -> AnyView {
        view! {
            <div class=self.group_class()>
                {self.label_view()}
                {self.hint_view()}
                {self.problem_view()}
                {control}
            </div>
        }
        .into_any()
    }

    /// Several controls under one legend.
    fn fieldset(&self, controls: impl IntoView + 'static) -> AnyView {
        view! {
            <div class=self.group_class()>
                <fieldset class="govuk-fieldset" aria-describedby=self.described_by(None)>
                    <legend class="govuk-fieldset__legend">{self.label.clone()}</legend>
                    {self.hint_view()}
                    {self.problem_view()}
                    {controls}
                </fieldset>
            </div>
        }
        .into_any()
    }
}
