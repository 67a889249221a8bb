//! Links. An address that could run as code, or leave the site unseen, is not made into a link (IN5).

use leptos::prelude::*;

/// The address, if it is one of ours or an http, mail or telephone address.
pub fn safe_address(href: &str) -> Option<&str> {
    if href.chars().any(char::is_control) || href.contains('\\') {
        return None;
    }
    let own = href.starts_with(['/', '#', '?']) && !href.starts_with("//");
    (own || has_plain_scheme(href)).then_some(href)
}

fn has_plain_scheme(href: &str) -> bool {
    href.split_once(':').is_some_and(|(scheme, rest)| match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.starts_with("//"),
        "mailto" | "tel" => true,
        _ => false,
    })
}

/// The address for an `href`, or nothing: an anchor without one is plain text.
pub(crate) fn href(address: String) -> Option<String> {
    safe_address(&address).is_some().then_some(address)
}

/// A link in running text. Its words say where it goes; `hidden` adds words for screen readers only.
#[component]
pub fn Link(
    #[prop(into)] href: String,
    #[prop(into)] text: String,
    #[prop(optional, into)] hidden: Option<String>,
) -> impl IntoView {
    let rel = href.contains("://").then_some("noopener noreferrer");
    let hidden = hidden.map(|words| view! { <span class="govuk-visually-hidden">" "{words}</span> });
    view! { <a class="govuk-link" rel=rel href=self::href(href)>{text}{hidden}</a> }
}

#[cfg(test)]
mod tests {
    use super::safe_address;

    #[test]
    fn own_and_plain_addresses_stay_links() {
        for href in
            ["/admin", "/a?b=c#d", "#main", "?tab=carers", "https://example.org/x", "mailto:a@example.org"]
        {
            assert_eq!(safe_address(href), Some(href));
        }
    }

    #[test]
    fn an_address_that_runs_or_leaves_unseen_is_no_link() {
        for href in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "/\t/evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "https:evil",
            "evil.example",
            "",
        ] {
            assert_eq!(safe_address(href), None, "{href:?}");
        }
    }
}
