//! `/admin`: what needs an admin first, then every part of CareTrack in its order (screens §4).

use domain::access::{self, Flag};
use domain::list::Asked;
use leptos::prelude::*;

use crate::assessment::api::due;
use crate::competency::api::{concerns, waiting};
use crate::islands::Live;
use crate::page::{self, Content};
use crate::shell::{ADMIN_SECTIONS, SETTINGS, Section};
use crate::ssr;
use crate::ui::{PageHeading, StartCard, Tile};

/// The page.
#[component]
pub fn AdminStartPage() -> impl IntoView {
    page::private(async move {
        let ready = due(Asked::default()).await?.found;
        let long = waiting(Asked::default()).await?.long;
        let open = concerns().await?.iter().filter(|concern| concern.answer.is_none()).count();
        let flags = ssr::signed_in().map(|signed_in| signed_in.person.flags).unwrap_or_default();
        let cards = ADMIN_SECTIONS.iter().map(|section| card(section, flags.has(Flag::ViewAudit)));
        let settings = flags.has(Flag::ManageSettings).then(|| card(&SETTINGS, true));
        Ok(Content::new(
            "Start",
            view! {
                <PageHeading text="Start"/>
                <Live region="needs-you" topics="assessment,progress,rating,shift,rota"/>
                <div id="needs-you">
                    <h2 class="govuk-heading-m">"Needs you"</h2>
                    <div class="app-tiles">
                        <Tile figure=ready.to_string() label="ready for assessment" href="/admin/progress/assess"/>
                        {shifts_tile()}
                        <Tile
                            figure=long.to_string()
                            label="acknowledgments over 48 hours"
                            href="/admin/progress/acknowledgments?status=long"
                        />
                        <Tile figure=open.to_string() label="concerns to answer" href="/admin/progress/acknowledgments"/>
                    </div>
                </div>
                <h2 class="govuk-heading-m">"Every part"</h2>
                <ul class="app-starts">{cards.collect_view()}{settings}</ul>
            },
        ))
    })
}

/// The tile of confirmed shifts, once there is a page to lead to.
fn shifts_tile() -> Option<AnyView> {
    None
}

/// One part. It leads nowhere while its page is not there, or while a right is missing; then it says so.
fn card(section: &'static Section, may_view_audit: bool) -> AnyView {
    let locked = if section.href == "/admin/audit" && !may_view_audit {
        Some("You need the right to view the audit".to_owned())
    } else if access::operation(section.href).is_none() {
        Some("Not there yet".to_owned())
    } else {
        None
    };
    let (glyph, title, line, href) = (section.glyph, section.title, section.line, section.href);
    view! { <li><StartCard glyph title line href locked/></li> }.into_any()
}
