//! `/carer/more`: what does not fit into the bottom bar of a phone.

use domain::access;
use leptos::prelude::*;

use crate::page::{self, Content};
use crate::shell::CARER_SECTIONS;
use crate::ui::{Glyph, PageHeading, StartCard};

/// The page.
#[component]
pub fn MorePage() -> impl IntoView {
    page::private(async move {
        let hidden = CARER_SECTIONS
            .iter()
            .filter(|section| matches!(section.href, "/carer/progress" | "/carer/acknowledgments"))
            .map(|section| (section.glyph, section.title, section.href, section.line));
        let own = [
            (Glyph::Bell, "Notices", "/account/notices", "What happened, newest first"),
            (Glyph::Cog, "Account", "/account", "Your name, password and devices"),
        ];
        let own = own.into_iter().filter(|(_, _, href, _)| access::operation(href).is_some());
        let cards = hidden.chain(own).map(|(glyph, title, href, line)| {
            view! { <li><StartCard glyph title line href/></li> }
        });
        Ok(Content::new(
            "More",
            view! { <PageHeading text="More"/> <ul class="app-starts">{cards.collect_view()}</ul> },
        ))
    })
}
