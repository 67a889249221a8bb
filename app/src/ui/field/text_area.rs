//! Text of several lines. The one place where `<textarea>` is written.

use super::Field;
use leptos::prelude::*;

/// Text of several lines. With `limit` it says how many characters fit, and counts them where scripts run.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(default = 4)] rows: u8,
    #[prop(optional)] limit: Option<u32>,
    /// Under what name the browser keeps the text over a reload, on a device of one's own (UX-11).
    #[prop(optional_no_strip)]
    keep: Option<String>,
) -> impl IntoView {
    let field = Field::new(name, label, hint);
    let count_id = limit.map(|_| format!("{}-count", field.id));
    let text = escaped(&field.shown(value).unwrap_or_default());
    let control = view! {
        <textarea
            class="govuk-textarea"
            id=field.id.clone()
            name=field.name.clone()
            rows=rows.to_string()
            data-keep=keep
            data-limit=limit.map(|limit| limit.to_string())
            aria-describedby=field.described_by(count_id.clone())
            aria-invalid=field.is_invalid()
        >
            {text}
        </textarea>
    };
    let count = limit.zip(count_id).map(|(limit, id)| {
        let words = format!("You can enter up to {limit} characters");
        view! {
            <div class="govuk-hint govuk-character-count__message" id=id data-count-for=field.id.clone()>{words}</div>
        }
    });
    field.group(view! { {control}{count} })
}

/// The framework writes the content of a text area as it is (V6), so it is made harmless here. The first line break
/// is the one that a browser leaves out.
fn escaped(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("\n{safe}")
}
