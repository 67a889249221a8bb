//! The groups of a carer's tasks with their states, as the carer and the admins see them.

use domain::competency::{Level, Validity};
use domain::progress::{Group, TaskStanding};
use leptos::prelude::*;

use crate::ui::{LevelTag, ProgressBar, Tag, Tone};
use crate::words::{dates, states};

/// One group: its name and state, what an admin can do about it, and its tasks.
pub(super) fn group(
    group: Group,
    act: Option<AnyView>,
    task_act: impl Fn(&TaskStanding) -> Option<AnyView>,
) -> AnyView {
    let state = group.state.map(states::group).map(|(tone, text)| view! { <Tag text tone/> });
    let name = group.name.unwrap_or_else(|| "Tasks without an assessment".into());
    let missing: Vec<_> =
        group.tasks.iter().filter(|task| !task.is_assigned).map(|task| task.name.clone()).collect();
    let missing = (!missing.is_empty() && group.template.is_some() && act.is_some()).then(|| {
        let words = format!(
            "Not assigned to this carer: {}. Assign them, or split the template.",
            missing.join(", ")
        );
        view! { <p class="govuk-hint">{words}</p> }
    });
    let tasks = group.tasks.into_iter().map(|standing| {
        let act = task_act(&standing);
        task(standing, act)
    });
    view! {
        <section class="app-card app-group">
            <div class="app-card__head"><h2 class="app-card__title">{name}</h2>{state}</div>
            {missing}
            {act}
            <ul class="app-standings">{tasks.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn task(task: TaskStanding, act: Option<AnyView>) -> impl IntoView {
    let counted = (task.tally.done, u32::from(task.tally.target));
    let about = about(&task);
    view! {
        <li class="app-standing">
            <div class="app-standing__head">
                <h3 class="app-standing__name">{task.name.clone()}</h3>
                <span class="app-standing__tags">{held(task.effective, task.pending)}</span>
            </div>
            <ProgressBar label=task.name tenths=task.tally.tenths() counted/>
            <div class="app-standing__foot">
                <span class="govuk-hint">{about}</span>
                {act}
            </div>
        </li>
    }
}

/// Where the level that counts came from, and how long it does.
fn about(task: &TaskStanding) -> Option<String> {
    let source = task.source.map(|source| states::source(source).to_owned());
    let validity = task.effective.and_then(|(_, validity)| states::validity(validity));
    let words: Vec<_> = source.into_iter().chain(validity).collect();
    (!words.is_empty()).then(|| words.join(". "))
}

/// The level that counts, and the one that waits.
pub(crate) fn held(effective: Option<(Level, Validity)>, pending: Option<Level>) -> AnyView {
    let counts = match effective {
        None => view! { <LevelTag level=Level::NotAssessed/> }.into_any(),
        Some((level, Validity::Lapsed { since })) => {
            view! { <LevelTag level lapsed=dates::full(since)/> }.into_any()
        }
        Some((level, _)) => view! { <LevelTag level/> }.into_any(),
    };
    let waits = pending.map(|level| {
        view! { <Tag text=format!("{} waits for acknowledgment", level.label()) tone=Tone::Yellow/> }
    });
    view! { {counts} {waits} }.into_any()
}
