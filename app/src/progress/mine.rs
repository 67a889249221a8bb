//! `/carer/progress`: what a carer holds and how far each task is.

use domain::progress::{CarerProgress, Deeds, Milestone};
use leptos::prelude::*;

use super::api::{deeds, mine};
use super::groups;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ui::{Card, Empty, Glyph, Icon, LinkButton, PageHeading, Tile};
use crate::words::{numbers, states};

/// The page.
#[component]
pub fn MyProgressPage() -> impl IntoView {
    page::private(async move {
        let (progress, deeds) = (mine().await?, deeds().await?);
        Ok(Content::new(
            "Progress",
            view! {
                <PageHeading text="Progress"/>
                <Live region="progress" topics="progress,rating,assignment"/>
                <div id="progress">{shown(progress, deeds)}</div>
            },
        ))
    })
}

fn shown(progress: CarerProgress, deeds: Deeds) -> AnyView {
    let Some(overall) = progress.overall else {
        return view! {
            <Empty icon=Glyph::Chart title="No tasks yet" text="Your admin gives you tasks with a care package."/>
        }
        .into_any();
    };
    let waits = progress.groups.iter().flat_map(|group| &group.tasks).any(|task| task.pending.is_some());
    let waits = waits.then(|| {
        view! { <p><LinkButton href="/carer/acknowledgments" text="Read and acknowledge new ratings"/></p> }
    });
    let held = format!("{} of {}", progress.competent, progress.assigned);
    let groups = progress.groups.into_iter().map(|group| groups::group(group, None, |_| None));
    view! {
        <div class="app-tiles">
            <Tile figure=numbers::percent(overall) label="overall"/>
            <Tile figure=held label="tasks held at Competent or above"/>
        </div>
        {waits}
        {groups.collect_view()}
        {milestones(deeds)}
    }
    .into_any()
}

/// What is reached, with a mark; what is not is left out: there is nothing to chase (R-NOT-2).
fn milestones(deeds: Deeds) -> Option<AnyView> {
    let reached: Vec<_> = Milestone::ALL.into_iter().filter(|one| one.is_reached(deeds)).collect();
    if reached.is_empty() {
        return None;
    }
    let item = |one| view! { <li><Icon glyph=Glyph::Check/>" "{states::milestone(one)}</li> };
    let items = reached.into_iter().map(item).collect_view();
    Some(view! { <Card title="Milestones"><ul class="govuk-list">{items}</ul></Card> }.into_any())
}
