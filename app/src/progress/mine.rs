//! `/carer/progress`: what a carer holds, what lapses next, what to do now, and how far each task is.

use domain::progress::{CarerProgress, Deeds, Lapse, Milestone, OwnProgress, TaskStanding};
use leptos::prelude::*;

use super::api::mine;
use super::{groups, next};
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ui::{Card, Empty, Glyph, Icon, Link, LinkButton, PageHeading, Tile};
use crate::words::{numbers, states};

/// The page.
#[component]
pub fn MyProgressPage() -> impl IntoView {
    page::private(async move {
        let OwnProgress { progress, deeds, lapsing } = mine().await?;
        Ok(Content::new(
            "Progress",
            view! {
                <PageHeading text="Progress"/>
                <Live region="progress" topics="progress,rating,assessment,assignment"/>
                <div id="progress">{shown(progress, deeds, lapsing)}</div>
            },
        ))
    })
}

fn shown(progress: CarerProgress, deeds: Deeds, lapsing: Vec<Lapse>) -> impl IntoView {
    let asks = progress.groups.iter().flat_map(|group| &group.tasks).any(TaskStanding::asks);
    let asks = asks.then(|| {
        view! { <p><LinkButton href="/carer/acknowledgments" text="Read and acknowledge new ratings"/></p> }
    });
    let (figures, steps) = (figures(&progress, deeds), next::steps(&progress));
    let groups = progress.groups.into_iter().map(|group| groups::group(group, None, concern));
    view! {
        {figures}
        {asks}
        {steps}
        {next::lapses(lapsing)}
        {groups.collect_view()}
        {milestones(deeds)}
    }
}

/// How far the carer is with what is assigned, and what is held in all. Without tasks there is no percentage (R-PRG-5).
fn figures(progress: &CarerProgress, deeds: Deeds) -> AnyView {
    let held = view! {
        <Tile
            figure=numbers::thousands(deeds.competences)
            label=numbers::noun(deeds.competences, "competence held", "competences held")
        />
    };
    let Some(overall) = progress.overall else {
        let held = (deeds.competences > 0).then(|| view! { <div class="app-tiles">{held}</div> });
        return view! {
            <Empty icon=Glyph::Chart title="No tasks yet" text="Your admin gives you tasks with a care package."/>
            {held}
        }
        .into_any();
    };
    let of = format!("{} of {}", progress.competent, progress.assigned);
    view! {
        <div class="app-tiles">
            <Tile figure=numbers::percent(overall) label="overall"/>
            <Tile figure=of label="tasks held at Competent or above"/>
            {held}
        </div>
    }
    .into_any()
}

/// A carer who does not agree with a rating says so here as well (R-ACK-4).
fn concern(task: &TaskStanding) -> Option<AnyView> {
    let is_rated = task.effective.is_some() || task.pending.is_some();
    let href = format!("/carer/acknowledgments?task={}", task.task);
    is_rated.then(|| {
        view! { <Link href text="Raise a concern" hidden=format!("about {}", task.name)/> }.into_any()
    })
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
