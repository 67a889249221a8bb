//! Ordinary forms: plain HTML that posts to its own page, names its operation and carries the token (architecture §4).
//!
//! Without scripts the server's form handler calls the operation and shows the page again when it is refused. With
//! scripts the same fields go to the operation by [`Enhance`]. Fields take their values from the [`FormState`].

mod version;

use std::sync::{Arc, Mutex, PoisonError};

use leptos::context::Provider;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::answer::AppError;
use crate::islands::Enhance;
use crate::ssr::{self, FormToken};
use crate::ui::{ErrorSummary, FormState, PasswordField};

pub use version::{Fact, VersionField};

/// The hidden field that names the operation.
pub const OPERATION: &str = "_op";
/// The hidden field that names the form on the page.
pub const FORM: &str = "_form";
/// The hidden field that holds the token (R-GEN-15).
pub const TOKEN: &str = "_token";
/// The hidden field that makes a repeated post one act (R-GEN-10).
pub const SUBMISSION: &str = "submission";

/// Said to whoever sends a form that somebody else has open here (SE8).
pub const OTHER_PERSON: &str =
    "Somebody else is signed in here now, so this was not sent. Load the page again to see your own.";

/// Whether a field holds a secret: what is typed there is never shown again, to nobody (R-GEN-11).
pub fn is_secret(name: &str) -> bool {
    name.contains("password") || name.starts_with("current") || matches!(name, "code" | "token")
}

/// The name of a button that only draws the form again, with a row more, less or elsewhere.
pub const REDRAW: &str = "_redraw";

/// A form that was posted to this page and refused. The page is shown again with it.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Which form of the page.
    pub form: String,
    /// Every field as it was typed.
    pub values: Vec<(String, String)>,
    /// Why it was refused; `None` when the form is only drawn again with another row.
    pub error: Option<AppError>,
}

/// The refused form that this page shows.
pub fn refused() -> Option<Posted> {
    use_context::<Posted>().filter(|posted| posted.error.is_some())
}

/// The forms that a page has shown so far.
#[derive(Clone, Debug, Default)]
pub struct Shown(Arc<Mutex<Vec<String>>>);

impl Shown {
    fn add(&self, form: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(form.to_owned());
    }

    fn has(&self, form: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|shown| shown == form)
    }
}

/// Whether a form came back because somebody else changed the same thing meanwhile (R-GEN-7).
pub fn is_stale(form: &str) -> bool {
    posted(form).and_then(|posted| posted.error).is_some_and(|error| error.code == "stale")
}

/// What was posted to one form of this page, if it is shown again.
pub fn posted(form: &str) -> Option<Posted> {
    use_context::<Posted>().filter(|posted| posted.form == form)
}

/// What is wrong with a posted form that the page no longer shows, because what it was about is gone or done: it is
/// said above the page, or nobody would hear of it.
pub fn stray() -> Option<String> {
    let shown = use_context::<Shown>()?;
    let posted = refused().filter(|posted| !shown.has(&posted.form))?;
    let error = posted.error?;
    let lines = error.fields.into_iter().map(|field| field.message);
    Some(std::iter::once(error.message).chain(lines).collect::<Vec<_>>().join("\n"))
}

/// Reads what was posted as the server functions read it, for a page that must know it to be drawn. `None` when it
/// cannot be read.
pub fn read<T: DeserializeOwned>(values: &[(String, String)]) -> Option<T> {
    let posted = form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish();
    serde_qs::Config::new(5, false).deserialize_str(&posted).ok()
}

/// The state of one form of this page. `found` is what was found wrong with it while it was only drawn again.
fn state(form: &str, found: Option<AppError>) -> FormState {
    let Some(posted) = posted(form) else { return FormState::blank(form) };
    let problems = match posted.error.or(found) {
        None => Vec::new(),
        Some(error) if error.fields.is_empty() => vec![(String::new(), error.message)],
        Some(error) => error.fields.into_iter().map(|field| (field.name, field.message)).collect(),
    };
    FormState::new(form, posted.values, problems)
}

/// A form for one operation. `operation` is the address of its server function, `id` is unique on the page.
///
/// Creating forms set `once`: the form then carries a submission id, and sending it twice is one act.
#[component]
pub fn PostForm(
    operation: &'static str,
    #[prop(into)] id: String,
    #[prop(optional)] once: bool,
    /// The page has read what was typed itself, and gives each field its value.
    #[prop(optional)]
    is_read: bool,
    /// What the page found wrong with a form that it only draws again.
    #[prop(optional_no_strip)]
    found: Option<AppError>,
    children: Children,
) -> impl IntoView {
    if let Some(shown) = use_context::<Shown>() {
        shown.add(&id);
    }
    let mut state = state(&id, found);
    let submission = once.then(|| {
        let value = state.value(SUBMISSION).unwrap_or_else(ssr::submission_id);
        view! { <input type="hidden" name=SUBMISSION value=value/> }
    });
    if is_read {
        state = FormState::new(id.clone(), Vec::new(), state.problems().to_vec());
    }
    let token = ssr::extension::<FormToken>().map(|token| token.0);
    let address = ssr::page_address();
    let form = id.clone();
    view! {
        <Provider value=state>
            <Enhance operation=operation.to_owned()>
                <form method="post" action=address id=id novalidate>
                    <ErrorSummary/>
                    <input type="hidden" name=OPERATION value=operation/>
                    <input type="hidden" name=FORM value=form/>
                    <input type="hidden" name=TOKEN value=token/>
                    {submission}
                    {children()}
                </form>
            </Enhance>
        </Provider>
    }
}

/// Asks for the password again in a form that needs it fresh, when it was given too long ago (AU10).
#[component]
pub fn PasswordAgain(
    /// When and why it is asked for.
    #[prop(optional)]
    why: Option<&'static str>,
) -> impl IntoView {
    let hint = why.unwrap_or("You signed in a while ago. This shows that it is still you.");
    ssr::asks_password_again().then(|| {
        view! {
            <PasswordField name="password" label="Your own password" hint/>
        }
    })
}
