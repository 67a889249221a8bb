//! What an operation answers: done, or why not. It crosses the wire, so it says only what the reader may know.

use leptos::prelude::FromServerFnError;
use leptos::server_fn::{codec::JsonEncoding, error::ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// A form was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The result in words, shown once on the next page. Lines after the first say what was not done.
    pub message: String,
    /// The page to go to.
    pub to: String,
}

/// The mark with which a message begins that is worth celebrating. It is never shown.
pub const PRAISE: char = '\u{2605}';

impl Done {
    /// The same with a message to celebrate: a target is reached.
    #[must_use]
    pub fn praised(self) -> Self {
        Self { message: format!("{PRAISE}{}", self.message), ..self }
    }
}

/// Why a request was not done.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{code}: {message}")]
pub struct AppError {
    /// Stable, for programs: `not_found`, `progress.too_many_today`.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong and what to do, in words.
    pub message: String,
    /// The fields that are wrong, in the order of the form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// The page that was shown is out of date: the browser posts the form plainly, so that the server draws it anew,
    /// with what was typed beside what is kept now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reload: bool,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub name: String,
    /// What is wrong and what to do, in words.
    pub message: String,
}

impl AppError {
    /// A refusal with its code, status and words.
    pub fn new(code: &str, status: u16, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), status, message: message.into(), ..Self::default() }
    }

    /// A refusal because something changed after the page was made: it has to be drawn again to be understood.
    pub fn outdated(code: &str, status: u16, message: impl Into<String>) -> Self {
        Self { reload: true, ..Self::new(code, status, message) }
    }

    /// A refusal that one field can mend (422): said there and in the summary.
    pub fn at_field(code: &str, field: &str, message: impl Into<String>) -> Self {
        let fields = vec![FieldError { name: field.to_owned(), message: message.into() }];
        Self { fields, ..Self::new(code, 422, "Check the form.") }
    }
}

/// Failures of the framework itself. Its texts name types and parsers, so they are dropped (V2).
impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => {
                Self::new("malformed", 422, "This form could not be read. Load the page again.")
            }
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => {
                Self::new("fault", 500, "Something went wrong here. Nothing was saved. Try again.")
            }
        }
    }
}
