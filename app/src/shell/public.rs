//! The frame of people who are not signed in: one form on a quiet ground.

use super::frame::{DemoSlot, Footer, OfflineNotice, SkipLink, Wordmark};
use leptos::prelude::*;

/// A page that anybody may see. `demo` is the demo's banner, `message` words carried over from elsewhere.
#[component]
pub fn PublicShell(
    #[prop(optional_no_strip)] demo: Option<AnyView>,
    #[prop(optional_no_strip)] message: Option<AnyView>,
    /// Room for a table or long text instead of one form.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let main = if wide { "app-main app-main--wide" } else { "app-main" };
    view! {
        <div class="app-public">
            <SkipLink/>
            <header class="app-header"><Wordmark href="/"/></header>
            <DemoSlot demo/>
            <OfflineNotice/>
            <main class=main id="main" tabindex="-1">{message}<div class="app-sheet">{children()}</div></main>
            <Footer viewer=None/>
        </div>
    }
}
