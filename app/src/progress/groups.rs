//! The groups of a carer's tasks with their states, as the carer and the admins see them.

use domain::competency::{Effect, Level, Validity};
use domain::progress::{Group, TaskStanding};
use leptos::prelude::*;

use crate::ssr;
use crate::ui::{LevelTag, ProgressBar, Tag, Tone};
use crate::words::{dates, states};

/// One group: its name and state, what an admin can do about it, and its tasks.
pub(super) fn group(
    group: Group,
    act: Option<AnyView>,
    task_act: impl Fn(&TaskStanding) -> Option<AnyView>,
) -> AnyView {
    let state = group.state.map(states::group).or(group.idle.map(|idle| {
        let (tone, text) = states::idle(idle);
        (tone, text.to_owned())
    }));
    let state = state.map(|(tone, text)| view! { <Tag text tone/> });
    // Only who can do something about it reads of it.
    let advice = act.is_some().then(|| advice(&group));
    let name = group.name.unwrap_or_else(|| "Tasks without an assessment".into());
    let tasks = group.tasks.into_iter().map(|standing| {
        let act = task_act(&standing);
        task(standing, act)
    });
    view! {
        <section class="app-card app-group">
            <div class="app-card__head"><h2 class="app-card__title">{name}</h2>{state}</div>
            {advice}
            {act}
            <ul class="app-standings">{tasks.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What stands in the way of an assessment and no practice will change (R-TRG-2).
fn advice(group: &Group) -> impl IntoView + use<> {
    let resting = group.tasks.iter().filter(|task| group.template.is_some() && !task.is_active);
    let resting = resting.map(|task| task.name.as_str()).collect::<Vec<_>>().join(", ");
    let missing = group.missing.join(", ");
    let line = |what, names: String, advice| {
        let words = format!("{what}: {names}. {advice}");
        (!names.is_empty()).then(|| view! { <p class="govuk-hint">{words}</p> })
    };
    let missing = line("Not assigned to this carer", missing, "Assign them, or split the template.");
    let resting = line("Not in use", resting, "Take them into use, or out of the template.");
    view! { {missing}{resting} }
}

fn task(task: TaskStanding, act: Option<AnyView>) -> impl IntoView {
    let counted = (task.tally.done, u32::from(task.tally.target));
    let about = about(&task);
    let standing = match (task.is_active, task.is_assigned) {
        (true, true) => None,
        (true, false) => Some("Not assigned now"),
        (false, _) => Some("Not in use"),
    };
    let standing = standing.map(|text| view! { <Tag text/> });
    view! {
        <li class="app-standing">
            <div class="app-standing__head">
                <h3 class="app-standing__name">{task.name.clone()}</h3>
                <span class="app-standing__tags">
                    {held(task.effective, task.pending, task.is_outstanding)}{standing}
                </span>
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

/// The level that counts, what is special about it, and the one that waits (ux §3.4).
pub(crate) fn held(
    effective: Option<(Level, Validity)>,
    pending: Option<Level>,
    is_outstanding: bool,
) -> AnyView {
    let (zone, now) = ssr::wall();
    let near = |date| dates::near(date, zone.date(now));
    let counts = match effective {
        None => view! { <LevelTag level=Level::NotAssessed/> }.into_any(),
        Some((level, Validity::Lapsed { since })) => {
            view! { <LevelTag level lapsed=near(since)/> }.into_any()
        }
        Some((level, Validity::Lapsing { until })) => {
            let text = format!("Lapses {}", near(until));
            view! { <LevelTag level/>" "<Tag text tone=Tone::Orange/> }.into_any()
        }
        Some((level, Validity::Unlimited | Validity::Valid { .. })) => view! { <LevelTag level/> }.into_any(),
    };
    let outstanding =
        is_outstanding.then(|| view! { <Tag text=states::effect(Effect::Immediate) tone=Tone::Yellow/> });
    let waits = pending.map(|level| {
        view! { <Tag text=format!("{} waits for acknowledgment", level.label()) tone=Tone::Yellow/> }
    });
    view! { {counts} {outstanding} {waits} }.into_any()
}
