//! `/carer/progress`: what a carer holds and how far each task is.

use domain::progress::CarerProgress;
use leptos::prelude::*;

use super::api::mine;
use super::groups;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ui::{Empty, Glyph, LinkButton, PageHeading, Tile};
use crate::words::numbers;

/// The page.
#[component]
pub fn MyProgressPage() -> impl IntoView {
    page::private(async move {
        let progress = mine().await?;
        Ok(Content::new(
            "Progress",
            view! {
                <PageHeading text="Progress"/>
                <Live region="progress" topics="progress,rating,assignment"/>
                <div id="progress">{shown(progress)}</div>
            },
        ))
    })
}

fn shown(progress: CarerProgress) -> AnyView {
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
    }
    .into_any()
}
