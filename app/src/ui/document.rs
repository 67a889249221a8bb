//! What every page's head says beside its title and its style: icons, the manifest, colours, the service worker.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// Part of `<head>`. The script carries the request's nonce, which is all that our content policy lets run (WB5).
#[component]
pub fn DocumentLinks() -> impl IntoView {
    view! {
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="theme-color" content="#0a223c"/>
        <link rel="icon" href="/favicon.ico" sizes="32x32"/>
        <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
        <link rel="apple-touch-icon" href="/icon-192.png"/>
        <link rel="manifest" href="/manifest.webmanifest"/>
        <script src="/register.js" defer nonce=use_nonce()></script>
    }
}
