//! What the sheet and its review have in common: whose draft it is, what is known already, and what changed meanwhile.

use domain::assessment::{DraftInfo, Sheet};
use domain::text::ticked;
use leptos::prelude::*;

use super::items::said;
use crate::forms;
use crate::ssr;
use crate::ui::{
    Banner, CheckboxField, Crumb, Details, HiddenField, NotificationBanner, SummaryList, SummaryRow,
};
use crate::words::dates;

/// The address of a sheet; a chosen reassessment stays one.
pub(super) fn address(sheet: &Sheet, page: &str, again: &str) -> String {
    let again = if ticked(again) { "?again=true" } else { "" };
    format!("/admin/progress/assess/{}/{}{page}{again}", sheet.carer, sheet.template)
}

/// The way back up.
pub(super) fn crumbs() -> Vec<Crumb> {
    vec![
        Crumb::new("Start", "/admin"),
        Crumb::new("Progress", "/admin/progress"),
        Crumb::new("Ready for assessment", "/admin/progress/assess"),
    ]
}

/// What a form sends besides what is filled in. The version is that of the draft as this page shows it.
pub(super) fn hidden(sheet: &Sheet, again: String) -> impl IntoView + use<> {
    let version = sheet.draft.as_ref().map(|draft| draft.version.to_string()).unwrap_or_default();
    view! {
        <HiddenField name="carer" value=sheet.carer.to_string()/>
        <HiddenField name="template" value=sheet.template.to_string()/>
        <HiddenField name="draft_version" value=version/>
        <HiddenField name="again" value=again/>
    }
}

/// What a form that comes back had in one field.
pub(super) fn typed(form: &str, name: &str) -> Option<String> {
    let posted = forms::posted(form)?;
    posted.values.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Whether a form came back that was made from an older draft: what is kept now then stands beside what was typed
/// (R-GEN-7).
pub(super) fn is_outdated(form: &str, sheet: &Sheet) -> bool {
    let kept = sheet.draft.as_ref().map(|draft| draft.version.to_string());
    typed(form, "draft_version").is_some_and(|shown| kept.is_some_and(|kept| kept != shown))
}

/// Who has the draft, and since when.
pub(super) fn notice(form: &str, sheet: &Sheet) -> Option<AnyView> {
    let draft = sheet.draft.as_ref()?;
    let when = dates::moment(ssr::zone().local(draft.saved_at));
    let warning = |text: String| view! { <NotificationBanner text kind=Banner::Warning/> }.into_any();
    match (sheet.is_anothers, is_outdated(form, sheet)) {
        (true, is_outdated) => Some(warning(anothers(draft, &when, is_outdated))),
        (false, true) => Some(warning(format!(
            "This draft was saved elsewhere on {when}. What you typed is below, not saved yet; what is saved stands beside it."
        ))),
        (false, false) => Some(
            view! { <p class="govuk-hint">{format!("You last saved this draft on {when}.")}</p> }.into_any(),
        ),
    }
}

fn anothers(draft: &DraftInfo, when: &str, is_outdated: bool) -> String {
    let beside =
        if is_outdated { " What you typed is not saved yet; what is saved stands beside it." } else { "" };
    format!(
        "{} is working on this assessment and saved it on {when}.{beside} To go on with it, tick the box at the end to take it over.",
        draft.editor_name
    )
}

/// The tick without which another's draft is not written (R-ASM-1).
pub(super) fn take_over(form: &str, sheet: &Sheet) -> Option<AnyView> {
    let checked = typed(form, "take_over").is_some_and(|sent| ticked(&sent));
    sheet.is_anothers.then(|| {
        view! { <CheckboxField name="take_over" label="Take this assessment over" checked/> }.into_any()
    })
}

/// What is known already and not asked (UX-30).
pub(super) fn facts(sheet: &Sheet) -> AnyView {
    view! { <SummaryList rows=known(sheet)/> }.into_any()
}

/// The rows of what is known.
pub(super) fn known(sheet: &Sheet) -> Vec<SummaryRow> {
    let (zone, now) = ssr::wall();
    let tasks = sheet.tasks.iter().map(|(name, is_assigned)| {
        if *is_assigned { name.clone() } else { format!("{name} (not assigned now)") }
    });
    vec![
        SummaryRow::new("Carer", sheet.carer_name.clone()),
        SummaryRow::new("Tasks", tasks.collect::<Vec<_>>().join(", ")),
        SummaryRow::new("Assessor", format!("You, {}", sheet.assessor.name)),
        SummaryRow::new("Date", dates::full(zone.date(now))),
    ]
}

/// Answers to items that the template does not ask any more: shown once, so that they do not go in silence.
pub(super) fn left_behind(sheet: &Sheet) -> Option<AnyView> {
    if sheet.left_behind.is_empty() {
        return None;
    }
    let gone = sheet.left_behind.iter().map(|gone| (gone.item.prompt.clone(), said(&gone.item, &gone.typed)));
    let gone: Vec<(String, String)> = gone.collect();
    let line = |(prompt, typed)| view! { <li>{prompt}<p class="app-lines app-kept">{typed}</p></li> };
    let text = "The template was edited meanwhile. Some answers belong to items that are changed or gone.";
    Some(
        view! {
            <NotificationBanner text kind=Banner::Warning/>
            <Details summary="Answers that have no item now">
                <ul class="govuk-list govuk-list--bullet">{gone.into_iter().map(line).collect_view()}</ul>
            </Details>
        }
        .into_any(),
    )
}
