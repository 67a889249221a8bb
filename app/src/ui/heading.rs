//! The one `h1` of a page, with what belongs beside it.

use leptos::prelude::*;

/// The heading of a page. `caption` stands above it and says whose or which; children are the page's actions.
#[component]
pub fn PageHeading(
    #[prop(into)] text: String,
    #[prop(optional, into)] caption: Option<String>,
    #[prop(optional, into)] lead: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="app-heading">
            <div class="app-heading__words">
                {caption.map(|caption| view! { <p class="app-heading__caption">{caption}</p> })}
                <h1 class="app-heading__title">{text}</h1>
                {lead.map(|lead| view! { <p class="app-heading__lead">{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="app-heading__actions">{children()}</div> })}
        </div>
    }
}
