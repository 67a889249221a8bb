//! `/admin/progress/{carer_id}`: counts, groups and ratings of one carer, live.

use domain::assessment::GroupState;
use domain::competency::RatingShown;
use domain::id::AccountId;
use domain::progress::{CarerProgress, Group, TaskStanding};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::of_carer;
use super::groups;
use crate::competency::api::history;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Column, Crumb, DataTable, Empty, LevelTag, Link, LinkButton, PageHeading, Row, Tab, Tabs,
    Tag, Tile, Time,
};
use crate::words::{dates, numbers, states};

/// The page.
#[component]
pub fn CarerProgressPage() -> impl IntoView {
    let carer = use_params_map().read_untracked().get("carer_id").unwrap_or_default();
    let is_history = use_query_map().read_untracked().get("tab").is_some_and(|tab| tab == "ratings");
    page::private(async move {
        let carer: AccountId = carer.parse().map_err(|_| page::missing())?;
        let progress = of_carer(carer).await?;
        let name = progress.name.clone();
        let body = if is_history { rating_history(history(carer).await?) } else { tasks(progress) };
        let here = format!("/admin/progress/{carer}");
        let tabs = vec![
            Tab::new("Tasks", here.clone(), !is_history),
            Tab::new("Rating history", format!("{here}?tab=ratings"), is_history),
        ];
        Ok(Content::new(
            name.clone(),
            view! {
                <PageHeading text=name caption="Progress">
                    <LinkButton
                        href=format!("/admin/progress/ratings/{carer}")
                        text="Rate by hand"
                        kind=ButtonKind::Secondary
                    />
                </PageHeading>
                <Tabs label="Parts of this page" tabs/>
                <Live region="progress" topics="progress,rating,assessment,assignment"/>
                <div id="progress">{body}</div>
            },
        )
        .crumbs(vec![Crumb::new("Start", "/admin"), Crumb::new("Progress", "/admin/progress")]))
    })
}

fn tasks(progress: CarerProgress) -> AnyView {
    let carer = progress.carer;
    let overall = progress.overall.map_or_else(|| "–".to_owned(), numbers::percent);
    let packages =
        if progress.packages.is_empty() { "No care package".into() } else { progress.packages.join(", ") };
    let groups = if progress.groups.is_empty() {
        view! { <Empty title="No tasks" text="This carer has no tasks. They come with a care package."/> }
            .into_any()
    } else {
        let shown = move |group: Group| {
            let act = act(carer, &group);
            groups::group(group, act, |task| Some(correct(carer, task)))
        };
        progress.groups.into_iter().map(shown).collect_view().into_any()
    };
    view! {
        <p class="govuk-body">"Works at: "{packages}</p>
        <div class="app-tiles">
            <Tile figure=overall label="overall"/>
            <Tile
                figure=format!("{} of {}", progress.competent, progress.assigned)
                label="tasks held at Competent or above"
            />
        </div>
        {groups}
    }
    .into_any()
}

/// What an admin can do about a group.
fn act(carer: AccountId, group: &Group) -> Option<AnyView> {
    let template = group.template?;
    let address = format!("/admin/progress/assess/{carer}/{template}");
    match group.state? {
        GroupState::Ready | GroupState::Reassess => {
            Some(view! { <LinkButton href=address text="Competency Assessment"/> }.into_any())
        }
        GroupState::Done => Some(
            view! { <Link href=format!("{address}?again=true") text="Assess again although nothing is due"/> }
                .into_any(),
        ),
        GroupState::Locked { .. } | GroupState::Pending => Some(().into_any()),
    }
}

fn correct(carer: AccountId, task: &TaskStanding) -> AnyView {
    let href = format!("/admin/progress/{carer}/tasks/{}", task.task);
    view! { <Link href text="Set or reset count" hidden=format!("of {}", task.name)/> }.into_any()
}

fn rating_history(history: Vec<RatingShown>) -> AnyView {
    if history.is_empty() {
        return view! { <Empty title="No ratings" text="A rating comes with an assessment, or by hand."/> }
            .into_any();
    }
    let columns = ["Task", "From", "To", "Given", "How", "State", "Counts until"].map(Column::new);
    let rows = history.into_iter().map(history_row).collect();
    view! { <DataTable caption="Every rating, newest first" columns=columns.into() rows wide=true/> }
        .into_any()
}

fn history_row(rating: RatingShown) -> Row {
    let (zone, _) = ssr::wall();
    let (tone, state) = states::rating(rating.state);
    let acknowledged = rating.acknowledged_at.map(|at| {
        view! { <br/>"Acknowledged "<Time at zone/> }
    });
    let source = match rating.assessment {
        Some(id) => {
            view! { <Link href=format!("/admin/assessments/{id}") text=states::source(rating.source)/> }
                .into_any()
        }
        None => states::source(rating.source).into_any(),
    };
    let fast_track =
        rating.is_fast_track.then(|| view! { " "<Tag text="Fast-track" tone=crate::ui::Tone::Orange/> });
    let reason = rating.reason.map(|reason| view! { <br/><span class="govuk-hint">{reason}</span> });
    Row::new(rating.task)
        .cell(view! { <LevelTag level=rating.old/> })
        .cell(view! { <LevelTag level=rating.new/> })
        .cell(view! { <Time at=rating.at zone/>" by "{rating.by} })
        .cell(view! { {source}{fast_track}{reason} })
        .cell(view! { <Tag text=state tone/>{acknowledged} })
        .cell(rating.valid_until.map_or_else(|| "Does not lapse".to_owned(), dates::short))
}
