//! What a carer holds that lapses, and what there is to do now (UX-1, UX-27).

use domain::assessment::GroupState;
use domain::progress::{CarerProgress, Lapse};
use leptos::prelude::*;

use super::groups::held;
use crate::ui::{Card, Link};
use crate::words::numbers;

/// What lapsed or lapses soon, the earliest first.
pub(crate) fn lapses(lapses: Vec<Lapse>) -> Option<AnyView> {
    if lapses.is_empty() {
        return None;
    }
    let item = |Lapse { task, level, validity }: Lapse| {
        view! {
            <li class="app-news__item">
                <p class="app-news__text">{task}</p>
                <span class="app-standing__tags">{held(Some((level, validity)), None, false)}</span>
            </li>
        }
    };
    let items = lapses.into_iter().map(item).collect_view();
    Some(
        view! {
            <Card title="What lapses next">
                <ul class="app-news">{items}</ul>
                <p class="govuk-body">"Ask an admin for a new assessment."</p>
            </Card>
        }
        .into_any(),
    )
}

/// What there is to do now, one sentence each, the most pressing first.
pub(super) fn steps(progress: &CarerProgress) -> Option<AnyView> {
    let tasks = progress.groups.iter().flat_map(|group| &group.tasks);
    let is_ready = |state| matches!(state, Some(GroupState::Ready | GroupState::Reassess));
    let ready: Vec<_> = progress
        .groups
        .iter()
        .filter(|group| is_ready(group.state))
        .filter_map(|group| group.name.clone())
        .collect();
    let ready = (!ready.is_empty())
        .then(|| view! { <li>{format!("You can be assessed in: {}. An assessor comes to you.", ready.join(", "))}</li> });
    let open = tasks.filter(|task| task.is_assigned && !task.tally.is_complete()).count() as u64;
    let open = (open > 0).then(|| {
        let text = format!("Log what you did: {}", numbers::counted(open, "task is open", "tasks are open"));
        view! { <li><Link href="/carer/tasks" text/></li> }
    });
    (ready.is_some() || open.is_some()).then(|| {
        view! { <Card title="What to do now"><ul class="govuk-list app-plain">{ready}{open}</ul></Card> }
            .into_any()
    })
}
