//! `/admin/progress/{carer_id}`: counts, groups and ratings of one carer, live.

use domain::assessment::{DoneOf, GroupState};
use domain::id::{AccountId, PackageId};
use domain::progress::{CarerProgress, Group, TaskStanding};
use leptos::prelude::*;

use super::api::{lines, of_carer};
use super::{groups, histories};
use crate::answer::AppError;
use crate::assessment::api::list_done;
use crate::competency::api::history;
use crate::islands::Live;
use crate::list;
use crate::page::{self, Content};
use crate::ui::{
    Banner, ButtonKind, Crumb, Empty, Link, LinkButton, NotificationBanner, PageHeading, Tab, Tabs, Tile,
};
use crate::words::numbers;

/// The part of the page that a tab shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Tasks,
    Package(PackageId),
    Assessments,
    Ratings,
    Counts,
}

impl Part {
    /// As the address names it; what it does not know is the first tab.
    fn asked(tab: &str) -> Self {
        match tab {
            "assessments" => Self::Assessments,
            "ratings" => Self::Ratings,
            "counts" => Self::Counts,
            tab => tab.parse().map_or(Self::Tasks, Self::Package),
        }
    }
}

/// The page.
#[component]
pub fn CarerProgressPage() -> impl IntoView {
    let carer = page::named::<AccountId>("carer_id");
    let (part, asked) = (Part::asked(&list::value("tab")), list::asked());
    page::private(async move {
        let carer = carer?;
        let progress = of_carer(carer).await?;
        let name = progress.name.clone();
        let (summary, tabs) = (summary(&progress), tabs(&progress, part));
        let body = match part {
            Part::Tasks => groups_of(progress),
            Part::Package(package) => package_tasks(progress, package)?,
            Part::Assessments => {
                let sort = asked.sort.clone();
                histories::assessments(carer, list_done(DoneOf::Carer(carer), asked).await?, &sort)
            }
            Part::Ratings => histories::ratings(carer, history(carer, asked).await?),
            Part::Counts => histories::counts(carer, lines(carer, asked).await?),
        };
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
                <Live region="progress" topics="progress,rating,assessment,assignment"/>
                <div id="progress">{summary}<Tabs label="Parts of this page" tabs/>{body}</div>
            },
        )
        .crumbs(vec![Crumb::new("Start", "/admin"), Crumb::new("Progress", "/admin/progress")]))
    })
}

fn tabs(progress: &CarerProgress, part: Part) -> Vec<Tab> {
    let here = format!("/admin/progress/{}", progress.carer);
    let tab = |name: String, query: &str, of: Part| Tab::new(name, format!("{here}{query}"), part == of);
    let mut tabs = vec![tab("All tasks".into(), "", Part::Tasks)];
    for package in &progress.packages {
        let query = format!("?tab={}", package.id);
        tabs.push(tab(package.name.clone(), &query, Part::Package(package.id)));
    }
    tabs.push(tab("Assessment history".into(), "?tab=assessments", Part::Assessments));
    tabs.push(tab("Rating history".into(), "?tab=ratings", Part::Ratings));
    tabs.push(tab("Counts".into(), "?tab=counts", Part::Counts));
    tabs
}

fn summary(progress: &CarerProgress) -> impl IntoView + use<> {
    let percent = |tenths: Option<u32>| tenths.map_or_else(|| "–".to_owned(), numbers::percent);
    let packages = numbers::noun(progress.packages.len() as u64, "care package", "care packages");
    let (overall, share) = (percent(progress.overall), percent(progress.competent_share()));
    let held = format!("of the tasks at Competent or above: {} of {}", progress.competent, progress.assigned);
    let inactive = (!progress.is_active).then(|| {
        view! { <NotificationBanner text="This account is inactive." kind=Banner::Note/> }
    });
    view! {
        {inactive}
        <div class="app-tiles">
            <Tile figure=overall label="overall"/>
            <Tile figure=share label=held/>
            <Tile figure=progress.packages.len().to_string() label=packages/>
        </div>
    }
}

/// Every group. Ratings of tasks that are not assigned show also where nothing is.
fn groups_of(progress: CarerProgress) -> AnyView {
    let carer = progress.carer;
    let nothing = (progress.assigned == 0).then(|| no_tasks(&progress));
    let shown = move |group: Group| {
        let act = act(carer, &group);
        groups::group(group, act, |task| Some(acts(carer, task)))
    };
    let groups = progress.groups.into_iter().map(shown).collect_view();
    view! { {nothing}{groups} }.into_any()
}

/// The tasks of one package, each under its group, without those of other packages.
fn package_tasks(progress: CarerProgress, package: PackageId) -> Result<AnyView, AppError> {
    if progress.packages.iter().all(|one| one.id != package) {
        return Err(page::missing());
    }
    let mut here = progress;
    for group in &mut here.groups {
        group.tasks.retain(|task| task.packages.contains(&package));
    }
    here.groups.retain(|group| !group.tasks.is_empty());
    if here.groups.is_empty() {
        return Ok(
            view! { <Empty title="No tasks" text="No task belongs to this care package yet."/> }.into_any()
        );
    }
    Ok(groups_of(here))
}

fn no_tasks(progress: &CarerProgress) -> AnyView {
    let (title, text) = if progress.packages.is_empty() {
        ("No care package", "This carer is in no care package. Tasks come with one.")
    } else {
        ("No tasks", "No task belongs to the care packages of this carer yet.")
    };
    view! {
        <Empty title text>
            <LinkButton href="/admin/assignments" text="Go to assignments" kind=ButtonKind::Secondary/>
        </Empty>
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

/// What an admin can do about one task.
fn acts(carer: AccountId, task: &TaskStanding) -> AnyView {
    let (id, hidden) = (task.task, format!("of {}", task.name));
    let count = format!("/admin/progress/{carer}/tasks/{id}");
    let rating = format!("/admin/progress/ratings/{carer}?task={id}");
    view! {
        <span class="app-standing__tags">
            <Link href=count text="Set or reset count" hidden=hidden.clone()/>
            <Link href=rating text="Manage rating" hidden/>
        </span>
    }
    .into_any()
}
