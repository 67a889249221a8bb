//! `/admin/progress/{carer_id}`: counts, groups and ratings of one carer, live.

use domain::assessment::{Done, DoneOf, GroupState};
use domain::competency::RatingShown;
use domain::id::{AccountId, PackageId};
use domain::list::Listed;
use domain::progress::{CarerProgress, Group, TaskStanding};
use leptos::prelude::*;

use super::api::of_carer;
use super::groups;
use crate::answer::AppError;
use crate::assessment::{api::list_done, done::done_table};
use crate::competency::api::history;
use crate::islands::Live;
use crate::list::{self, Pages, Sorting};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Banner, ButtonKind, Column, Crumb, DataTable, Empty, LevelTag, Link, LinkButton, NotificationBanner,
    PageHeading, Row, Tab, Tabs, Tag, Tile, Time,
};
use crate::words::{dates, numbers, states};

/// The part of the page that a tab shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Tasks,
    Package(PackageId),
    Assessments,
    Ratings,
}

impl Part {
    /// As the address names it; what it does not know is the first tab.
    fn asked(tab: &str) -> Self {
        match tab {
            "assessments" => Self::Assessments,
            "ratings" => Self::Ratings,
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
                assessment_history(carer, list_done(DoneOf::Carer(carer), asked).await?, &sort)
            }
            Part::Ratings => rating_history(history(carer).await?),
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
    tabs
}

fn summary(progress: &CarerProgress) -> impl IntoView + use<> {
    let percent = |tenths: Option<u32>| tenths.map_or_else(|| "–".to_owned(), numbers::percent);
    let packages = numbers::counted(progress.packages.len() as u64, "care package", "care packages");
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
            <Tile figure=progress.packages.len().to_string() label=packages.split_once(' ').map_or("", |words| words.1).to_owned()/>
        </div>
    }
}

fn groups_of(progress: CarerProgress) -> AnyView {
    let carer = progress.carer;
    if progress.groups.is_empty() {
        return no_tasks(&progress);
    }
    let shown = move |group: Group| {
        let act = act(carer, &group);
        groups::group(group, act, |task| Some(correct(carer, task)))
    };
    progress.groups.into_iter().map(shown).collect_view().into_any()
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

fn correct(carer: AccountId, task: &TaskStanding) -> AnyView {
    let href = format!("/admin/progress/{carer}/tasks/{}", task.task);
    view! { <Link href text="Set or reset count" hidden=format!("of {}", task.name)/> }.into_any()
}

fn assessment_history(carer: AccountId, found: Listed<Done>, sort: &str) -> AnyView {
    if found.rows.is_empty() {
        return view! {
            <Empty title="No assessments" text="An assessment can be done once every task of a group is complete."/>
        }
        .into_any();
    }
    let (here, tab) = (format!("/admin/progress/{carer}"), list::filters(&[("tab", "assessments")]));
    let sorting = Sorting::new(here.as_str(), &tab, sort);
    let filters = [tab, list::filters(&[("sort", sort)])].concat();
    view! {
        {done_table(found.rows, &sorting)}
        <Pages base=here filters previous=found.previous next=found.next/>
    }
    .into_any()
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
