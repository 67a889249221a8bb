//! Facts about one thing, as pairs of a name and a value.

use super::link;
use leptos::prelude::*;

/// One pair, and the way to change it.
pub struct SummaryRow {
    key: String,
    value: AnyView,
    change: Option<(String, String)>,
}

impl SummaryRow {
    /// A fact that is only shown.
    pub fn new(key: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self { key: key.into(), value: value.into_any(), change: None }
    }

    /// With a link to the page that changes it; `what` follows "Change" for screen readers.
    #[must_use]
    pub fn with_change(mut self, href: impl Into<String>, what: impl Into<String>) -> Self {
        self.change = Some((href.into(), what.into()));
        self
    }
}

/// A list of facts.
#[component]
pub fn SummaryList(rows: Vec<SummaryRow>) -> impl IntoView {
    view! { <dl class="govuk-summary-list">{rows.into_iter().map(row).collect_view()}</dl> }
}

fn row(row: SummaryRow) -> impl IntoView {
    let class = if row.change.is_some() {
        "govuk-summary-list__row"
    } else {
        "govuk-summary-list__row govuk-summary-list__row--no-actions"
    };
    let change = row.change.map(|(address, what)| {
        view! {
            <dd class="govuk-summary-list__actions">
                <a class="govuk-link" href=link::href(address)>
                    "Change"<span class="govuk-visually-hidden">" "{what}</span>
                </a>
            </dd>
        }
    });
    view! {
        <div class=class>
            <dt class="govuk-summary-list__key">{row.key}</dt>
            <dd class="govuk-summary-list__value">{row.value}</dd>
            {change}
        </div>
    }
}
