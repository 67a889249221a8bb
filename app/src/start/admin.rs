//! `/admin`: what needs an admin first, then every part of CareTrack in its order (screens §4).

use domain::access::{Flag, Flags};
use domain::time::Zone;
use leptos::prelude::*;

use super::api::{ActView, FiguresView, figures, latest};
use crate::islands::Live;
use crate::page::{self, Content};
use crate::shell::{ADMIN_SECTIONS, SETTINGS, Section};
use crate::ssr;
use crate::ui::{Card, Link, PageHeading, StartCard, Tile, Time};
use crate::words::{audit, numbers};

/// The page.
#[component]
pub fn AdminStartPage() -> impl IntoView {
    page::private(async move {
        let (zone, _) = ssr::wall();
        let (figures, latest) = (figures().await?, latest().await?);
        let flags = ssr::signed_in().map(|signed_in| signed_in.person.flags).unwrap_or_default();
        let may_view_audit = flags.has(Flag::ViewAudit);
        let cards = ADMIN_SECTIONS.iter().map(|section| card(section, flags));
        let settings = flags.has(Flag::ManageSettings).then(|| card(&SETTINGS, flags));
        Ok(Content::new(
            "Start",
            view! {
                <PageHeading text="Start"/>
                <Live region="needs-you,latest" topics="assessment,progress,rating,shift,rota,assignment,account"/>
                <div id="needs-you">
                    <h2 class="govuk-heading-m">"Needs you"</h2>
                    {tiles(figures)}
                </div>
                <h2 class="govuk-heading-m">"Every part"</h2>
                <ul class="app-starts">{cards.collect_view()}{settings}</ul>
                <div id="latest">{acts(latest, may_view_audit, zone)}</div>
            },
        ))
    })
}

fn tiles(now: FiguresView) -> impl IntoView {
    let figure = numbers::thousands;
    view! {
        <div class="app-tiles">
            <Tile figure=figure(now.ready) label="ready for assessment" href="/admin/progress/assess?state=ready"/>
            <Tile
                figure=figure(now.confirmed_shifts)
                label="confirmed shifts"
                href="/admin/shifts?state=confirmed"
            />
            <Tile
                figure=figure(now.waiting_long)
                label="acknowledgments over 48 hours"
                href="/admin/progress/acknowledgments?status=long"
            />
            <Tile figure=figure(now.open_concerns) label="concerns to answer" href="/admin/progress/acknowledgments?view=concerns"/>
        </div>
    }
}

/// The ten latest acts, in a few words each.
fn acts(latest: Vec<ActView>, may_view_audit: bool, zone: Zone) -> Option<AnyView> {
    if latest.is_empty() {
        return None;
    }
    let item = |act: ActView| {
        let words = format!("{}, {}", audit::action(&act.action), act.actor);
        let at = act.at;
        view! {
            <li class="app-news__item">
                <p class="app-news__text">{words}</p>
                <p class="app-news__time"><Time at zone/></p>
            </li>
        }
    };
    let items = latest.into_iter().map(item).collect_view();
    let all = may_view_audit.then(|| {
        view! { <p class="govuk-body"><Link href="/admin/audit" text="The whole audit trail"/></p> }
    });
    Some(view! { <Card title="Latest activities"><ul class="app-news">{items}</ul>{all}</Card> }.into_any())
}

/// One part. It leads nowhere while its page is not there, or while a right is missing; then it says so.
fn card(section: &'static Section, flags: Flags) -> AnyView {
    let locked = section.locked(flags).map(str::to_owned);
    let (glyph, title, line, href) = (section.glyph, section.title, section.line, section.href);
    view! { <li><StartCard glyph title line href locked/></li> }.into_any()
}
