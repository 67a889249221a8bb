//! Fields that offer answers: a list to open, round buttons for one answer, boxes for several.

use super::Field;
use crate::ui::form_state::FormState;
use leptos::prelude::*;

/// One answer that is offered.
#[derive(Clone, Debug)]
pub struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
    is_disabled: bool,
}

impl Choice {
    /// An answer, as the form sends it and as people read it.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, is_disabled: false }
    }

    /// With a line under it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Shown, but not to be chosen; the hint says why.
    #[must_use]
    pub fn disabled(mut self, why: impl Into<String>) -> Self {
        self.is_disabled = true;
        self.with_hint(why)
    }
}

/// One answer from a long list. `prompt` is its first line and no answer, such as "Choose a care package".
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] prompt: Option<String>,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let chosen = field.shown(value);
    let options = choices.into_iter().map(|choice| {
        let is_chosen = chosen.as_deref() == Some(choice.value.as_str());
        view! { <option value=choice.value selected=is_chosen disabled=choice.is_disabled>{choice.label}</option> }
    });
    let control = view! {
        <select
            class="govuk-select"
            id=field.id.clone()
            name=field.name.clone()
            aria-describedby=field.described_by(None)
            aria-invalid=field.is_invalid()
        >
            {prompt.map(|prompt| view! { <option value="">{prompt}</option> })}
            {options.collect_view()}
        </select>
    };
    field.group(control)
}

/// One answer from a few. `inline` sets two short ones side by side.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    /// The question.
    #[prop(into)]
    label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional)] inline: bool,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let chosen = field.shown(value);
    let class = if inline { "govuk-radios govuk-radios--inline" } else { "govuk-radios" };
    let items = choices.into_iter().enumerate().map(|(at, choice)| {
        let is_chosen = chosen.as_deref() == Some(choice.value.as_str());
        item(&RADIO, &numbered(&field.id, at), &field.name, choice, is_chosen)
    });
    field.fieldset(view! { <div class=class>{items.collect_view()}</div> })
}

/// Any number of answers; each ticked one is sent under the same name.
#[component]
pub fn CheckboxList(
    #[prop(into)] name: String,
    /// The question.
    #[prop(into)]
    label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] hint: Option<String>,
    /// What is ticked at first.
    #[prop(optional)]
    values: Vec<String>,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let form = use_context::<FormState>().unwrap_or_default();
    let ticked = if form.is_refused() { form.all(&field.name) } else { values };
    let items = choices.into_iter().enumerate().map(|(at, choice)| {
        let is_chosen = ticked.contains(&choice.value);
        item(&BOX, &numbered(&field.id, at), &field.name, choice, is_chosen)
    });
    field.fieldset(view! { <div class="govuk-checkboxes">{items.collect_view()}</div> })
}

/// One box to tick: yes when it is, else nothing is sent.
#[component]
pub fn CheckboxField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] checked: bool,
    /// What is sent when it is ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
) -> impl IntoView {
    let field = Field::new(name, label, None);
    let form = use_context::<FormState>().unwrap_or_default();
    let is_chosen = if form.is_refused() { form.all(&field.name).contains(&value) } else { checked };
    let choice = Choice { value, label: field.label.clone(), hint, is_disabled: false };
    let control = described_item(&BOX, &field.id, &field.name, choice, is_chosen, Some(field.problem_id()));
    view! {
        <div class=field.group_class()>
            {field.problem_view()}
            <div class="govuk-checkboxes">{control}</div>
        </div>
    }
}

/// Several fields under one heading, such as a start and an end.
#[component]
pub fn FieldGroup(
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="govuk-fieldset app-field-group">
            <legend class="govuk-fieldset__legend">{legend}</legend>
            {hint.map(|hint| view! { <p class="govuk-hint">{hint}</p> })}
            {children()}
        </fieldset>
    }
}

/// The words that differ between round buttons and boxes.
struct Kind {
    input_type: &'static str,
    block: &'static str,
}

const RADIO: Kind = Kind { input_type: "radio", block: "govuk-radios" };
const BOX: Kind = Kind { input_type: "checkbox", block: "govuk-checkboxes" };

/// The first answer has the field's own id, so that the summary's link finds it.
fn numbered(id: &str, at: usize) -> String {
    if at == 0 { id.to_owned() } else { format!("{id}-{}", at + 1) }
}

fn item(kind: &Kind, id: &str, name: &str, choice: Choice, is_chosen: bool) -> impl IntoView + use<> {
    described_item(kind, id, name, choice, is_chosen, None)
}

fn described_item(
    kind: &Kind,
    id: &str,
    name: &str,
    choice: Choice,
    is_chosen: bool,
    problem_id: Option<String>,
) -> impl IntoView + use<> {
    let block = kind.block;
    let hint_id = choice.hint.as_ref().map(|_| format!("{id}-item-hint"));
    let described = match (&hint_id, problem_id) {
        (Some(hint), Some(problem)) => Some(format!("{hint} {problem}")),
        (hint, problem) => hint.clone().or(problem),
    };
    let hint = choice.hint.map(|hint| {
        view! { <div class=format!("govuk-hint {block}__hint") id=hint_id>{hint}</div> }
    });
    view! {
        <div class=format!("{block}__item")>
            <input
                class=format!("{block}__input")
                id=id.to_owned()
                name=name.to_owned()
                type=kind.input_type
                value=choice.value
                checked=is_chosen
                disabled=choice.is_disabled
                aria-describedby=described
            />
            <label class=format!("govuk-label {block}__label") for=id.to_owned()>{choice.label}</label>
            {hint}
        </div>
    }
}
