//! `/offline`: what the service worker shows without a network. It knows nobody and nothing personal (R-DEV-1).

use leptos::prelude::*;

use crate::page::{self, Content};
use crate::ui::PageHeading;

/// The page.
#[component]
pub fn OfflinePage() -> impl IntoView {
    page::public(async {
        Ok(Content::new(
            "You are offline",
            view! {
                <PageHeading text="You are offline"/>
                <p class="govuk-body">"CareTrack needs a connection. Nothing you saved is lost."</p>
                <p class="govuk-body">"Check the network, then "<a class="govuk-link" href="/">"try again"</a>"."</p>
            },
        ))
    })
}
