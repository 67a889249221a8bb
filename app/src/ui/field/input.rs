//! Fields of one line.

use super::Field;
use leptos::prelude::*;

/// What differs between inputs of one line.
#[derive(Default)]
struct Look {
    kind: &'static str,
    value: Option<String>,
    autocomplete: Option<String>,
    inputmode: Option<&'static str>,
    spellcheck: Option<&'static str>,
    autocapitalize: Option<&'static str>,
    class: Option<String>,
    suffix: Option<String>,
    min: Option<String>,
    max: Option<String>,
    /// The id of the place that says how the answer will be kept.
    clean: Option<String>,
}

fn input(field: &Field, look: Look) -> impl IntoView + use<> {
    let class = format!("govuk-input {}", look.class.unwrap_or_default());
    view! {
        <input
            class=class.trim_end().to_owned()
            id=field.id.clone()
            name=field.name.clone()
            type=look.kind
            value=look.value
            autocomplete=look.autocomplete
            inputmode=look.inputmode
            spellcheck=look.spellcheck
            autocapitalize=look.autocapitalize
            min=look.min
            max=look.max
            data-clean=look.clean.is_some()
            aria-describedby=field.described_by(look.clean)
            aria-invalid=field.is_invalid()
        />
    }
}

fn line(field: &Field, mut look: Look) -> AnyView {
    let suffix = look.suffix.take();
    let control = input(field, look);
    match suffix {
        Some(unit) => field.group(view! {
            <div class="govuk-input__wrapper">
                {control}<div class="govuk-input__suffix" aria-hidden="true">{unit}</div>
            </div>
        }),
        None => field.group(control),
    }
}

fn width_class(characters: Option<u8>) -> Option<String> {
    characters.map(|n| format!("govuk-input--width-{n}"))
}

/// What is typed on a keyboard of digits.
fn digits(value: Option<String>, width: u8) -> Look {
    Look {
        kind: "text",
        value,
        autocomplete: Some("off".to_owned()),
        inputmode: Some("numeric"),
        spellcheck: Some("false"),
        class: width_class(Some(width)),
        ..Look::default()
    }
}

/// The first part of a postcode. Where scripts run it says how it will be kept while it is typed (UX-57).
#[component]
pub fn PostcodeAreaField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let kept = format!("{}-kept", field.id);
    let look = Look {
        kind: "text",
        value: field.shown(value),
        autocomplete: Some("off".to_owned()),
        spellcheck: Some("false"),
        class: width_class(Some(5)),
        clean: Some(kept.clone()),
        ..Look::default()
    };
    let control = input(&field, look);
    field.group(view! {
        {control}
        <div class="govuk-hint govuk-character-count__message" id=kept data-clean-for=field.id.clone()></div>
    })
}

/// One line of text. `width` is 2, 3, 4, 5, 10, 20 or 30 characters, where the length of the answer is known.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] autocomplete: Option<String>,
    #[prop(optional)] width: Option<u8>,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let value = field.shown(value);
    line(&field, Look { kind: "text", value, autocomplete, class: width_class(width), ..Look::default() })
}

/// An e-mail address.
#[component]
pub fn EmailField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// "username" where it is what somebody signs in with; "off" where it is somebody else's.
    #[prop(optional, into)]
    autocomplete: Option<String>,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let look = Look {
        kind: "email",
        value: field.shown(value),
        autocomplete: autocomplete.or_else(|| Some("email".to_owned())),
        spellcheck: Some("false"),
        autocapitalize: Some("none"),
        ..Look::default()
    };
    line(&field, look)
}

/// A whole number, typed on a keyboard of digits. `unit` stands behind the input.
#[component]
pub fn NumberField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] unit: Option<String>,
    #[prop(default = 5)] width: u8,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let look = Look { suffix: unit, ..digits(field.shown(value), width) };
    line(&field, look)
}

/// A whole number with a button on each side that takes one away or adds one. The buttons are there with scripts only.
#[component]
pub fn StepperField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let control = input(&field, digits(field.shown(value), 3));
    let step = |by: &'static str, sign: &'static str, words: &'static str| {
        view! {
            <button
                type="button"
                class="govuk-button govuk-button--secondary"
                data-step=by
                aria-controls=field.id.clone()
                aria-label=words
                hidden
            >
                {sign}
            </button>
        }
    };
    field.group(view! {
        <div class="app-stepper">{step("-1", "−", "One less")}{control}{step("1", "+", "One more")}</div>
    })
}

/// An input that browsers have a picker of their own for.
fn picked(kind: &'static str, field: &Field, value: Option<String>, look: Look) -> AnyView {
    let class = Some(format!("app-input--{kind}"));
    line(field, Look { kind, value: field.shown(value), class, ..look })
}

/// A date near today. Values and limits are written YYYY-MM-DD.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
) -> impl IntoView {
    picked("date", &Field::new(name, label, hint), value, Look { min, max, ..Look::default() })
}

/// A time on the wall. Values are written HH:MM.
#[component]
pub fn TimeField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
) -> impl IntoView {
    picked("time", &Field::new(name, label, hint), value, Look::default())
}

/// A value that the form carries and nobody types.
#[component]
pub fn HiddenField(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}

/// Which password is asked for, so that password managers know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PasswordUse {
    /// The one in use.
    #[default]
    Current,
    /// One that is being chosen.
    New,
}

/// A password. What was typed is never sent back to the page; the button that shows it appears with scripts only.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] usage: PasswordUse,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let autocomplete = match usage {
        PasswordUse::Current => "current-password",
        PasswordUse::New => "new-password",
    };
    let look = Look {
        kind: "password",
        autocomplete: Some(autocomplete.to_owned()),
        spellcheck: Some("false"),
        autocapitalize: Some("none"),
        class: Some("govuk-password-input__input".to_owned()),
        ..Look::default()
    };
    let control = input(&field, look);
    field.group(view! {
        <div class="govuk-input__wrapper govuk-password-input__wrapper">
            {control}
            <button
                type="button"
                class="govuk-button govuk-button--secondary govuk-password-input__toggle"
                data-show-password=field.id.clone()
                aria-controls=field.id.clone()
                aria-label="Show password"
                hidden
            >
                "Show"
            </button>
        </div>
    })
}
