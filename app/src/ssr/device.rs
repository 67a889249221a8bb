//! What a device remembers of itself: that several people use it (R-SES-7). Nothing about any of them.

use http::{HeaderValue, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use tower_sessions::cookie::{Cookie, SameSite, time::Duration};

const NAME: &str = "caretrack_shared_device";

/// Whether the last person to sign in here ticked that several people use this device.
pub fn is_shared() -> bool {
    let parts = use_context::<http::request::Parts>();
    let cookies = parts.as_ref().map(|parts| parts.headers.get_all(header::COOKIE).iter());
    let texts = cookies.into_iter().flatten().filter_map(|value| value.to_str().ok());
    texts
        .flat_map(Cookie::split_parse)
        .flatten()
        .any(|cookie| cookie.name() == NAME && cookie.value() == "yes")
}

/// Keeps or forgets it, as the one who signs in now ticked.
pub fn remember(shared: bool) {
    if shared == is_shared() {
        return;
    }
    let lasts = if shared { Duration::days(365) } else { Duration::ZERO };
    let cookie = Cookie::build((NAME, if shared { "yes" } else { "" }))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(super::is_production())
        .max_age(lasts);
    let written = HeaderValue::from_str(&cookie.to_string()).ok();
    if let Some((options, value)) = use_context::<ResponseOptions>().zip(written) {
        options.append_header(header::SET_COOKIE, value);
    }
}
