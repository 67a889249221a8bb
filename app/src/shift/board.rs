//! `/carer/shifts`: shifts that may be asked for, those that something stands against, and one's own applications.

use domain::shift::{Board, BoardShift, OwnApplication};
use domain::time::Zone;
use leptos::prelude::*;

use super::api::{board, seen};
use super::parts;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{Card, Empty, Glyph, Inset, LinkButton, PageHeading, Tag, Tone};
use crate::words::{dates, numbers, shifts};

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    page::private(async move {
        let board = board().await?;
        let shown: Vec<_> = board.shifts.iter().map(|shift| shift.facts.id).collect();
        seen(&shown).await?;
        let zone = ssr::zone();
        Ok(Content::new(
            "Shifts",
            view! {
                <PageHeading text="Shifts"/>
                <Live region="board".to_owned() topics="shift,rating,rota,assignment".to_owned()/>
                <div id="board">
                    {open(&board, zone)}
                    {uncovered(&board, zone)}
                    {applications(&board, zone)}
                </div>
            },
        ))
    })
}

fn open(board: &Board, zone: Zone) -> AnyView {
    if board.shifts.is_empty() {
        return view! {
            <Empty title="No open shifts" text="You get an e-mail when there is one for you." icon=Glyph::Shift/>
        }
        .into_any();
    }
    let cards = board.shifts.iter().map(|shift| card(shift, board, zone)).collect_view();
    view! { <h2 class="govuk-heading-m">"Open shifts"</h2> {cards} }.into_any()
}

fn card(shift: &BoardShift, board: &Board, zone: Zone) -> impl IntoView + use<> {
    let facts = &shift.facts;
    let title = dates::with_day(facts.date);
    let kind = shifts::of_day(facts.shift_type);
    let aside = move || view! { <Tag text=kind tone=Tone::Blue/> };
    let act = if shift.blocked.is_empty() {
        let href = format!("/carer/shifts/{}", facts.id);
        view! { <LinkButton href text="Confirm Interest"/> }.into_any()
    } else {
        let reasons = parts::carer_reasons(&shift.blocked, &board.names, zone);
        view! {
            <Inset>
                <p class="govuk-body"><strong>"You cannot ask for this shift"</strong></p>
                {reasons}
            </Inset>
        }
        .into_any()
    };
    let facts = parts::carer_facts(facts, zone, true);
    view! { <Card title level=3 aside=aside>{facts} {act}</Card> }
}

/// One line that says how many there are, and which ratings they need (R-ELG-6).
fn uncovered(board: &Board, zone: Zone) -> Option<AnyView> {
    let count = board.uncovered.shifts;
    if count == 0 {
        return None;
    }
    let reasons = parts::carer_reasons(&board.uncovered.reasons, &board.names, zone);
    let more = numbers::counted(count.into(), "more shift needs", "more shifts need");
    Some(
        view! {
            <Inset>
                <p class="govuk-body">{format!("{more} a rating that you do not have yet:")}</p>
                {reasons}
            </Inset>
        }
        .into_any(),
    )
}

fn applications(board: &Board, zone: Zone) -> Option<AnyView> {
    if board.applications.is_empty() {
        return None;
    }
    let cards = board.applications.iter().map(|own| application(own, zone)).collect_view();
    Some(view! { <h2 class="govuk-heading-m">"Your applications"</h2> {cards} }.into_any())
}

fn application(own: &OwnApplication, zone: Zone) -> impl IntoView + use<> {
    let (words, tone) = shifts::own_application(own.state, own.shift);
    let aside = move || view! { <Tag text=words tone/> };
    let facts = parts::carer_facts(&own.facts, zone, false);
    view! { <Card title=dates::with_day(own.facts.date) level=3 aside=aside>{facts}</Card> }
}
