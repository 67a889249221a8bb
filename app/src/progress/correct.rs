//! `/admin/progress/{carer_id}/tasks/{task_id}`: set one count, or go on to start it anew.

use domain::id::{AccountId, TaskId};
use domain::progress::Counted;
use leptos::prelude::*;

use super::api::to_correct;
use crate::forms::{self, PostForm};
use crate::page::{self, Content};
use crate::ui::{
    Banner, ButtonKind, Card, Crumb, HiddenField, LinkButton, NotificationBanner, NumberField, PageHeading,
    ProgressBar, SubmitButton, TextArea,
};
use crate::words::numbers;

/// The page.
#[component]
pub fn CorrectCountPage() -> impl IntoView {
    let (carer, task) = (page::named::<AccountId>("carer_id"), page::named::<TaskId>("task_id"));
    page::private(async move {
        let (carer, task) = (carer?, task?);
        let found = to_correct(carer, task).await?;
        let title = format!("Correct {}", found.task_name);
        let crumbs = crumbs(carer, &found);
        let body = view! {
            <PageHeading text=title.clone() caption=found.carer_name.clone()/>
            {bar(&found)}
            <div class="app-cards app-cards--below">
                <Card title="Set the count">{setting(carer, task, &found)}</Card>
                <Card title="Start the task anew">
                    <p class="govuk-body">"The count goes to 0 in every care package. The rating stays."</p>
                    <LinkButton
                        href=format!("/admin/progress/{carer}/tasks/{task}/reset")
                        text="Reset to 0"
                        kind=ButtonKind::Secondary
                    />
                </Card>
            </div>
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

/// The way back to the carer.
pub(super) fn crumbs(carer: AccountId, found: &Counted) -> Vec<Crumb> {
    vec![
        Crumb::new("Start", "/admin"),
        Crumb::new("Progress", "/admin/progress"),
        Crumb::new(found.carer_name.clone(), format!("/admin/progress/{carer}")),
    ]
}

/// How far the carer is.
pub(super) fn bar(found: &Counted) -> impl IntoView + use<> {
    let counted = (found.tally.done, u32::from(found.tally.target));
    view! { <ProgressBar label=found.task_name.clone() tenths=found.tally.tenths() counted/> }
}

/// Whose count, of what, and as it was when the page was made (R-GEN-7).
pub(super) fn which(carer: AccountId, task: TaskId, found: &Counted) -> impl IntoView + use<> {
    view! {
        <HiddenField name="carer" value=carer.to_string()/>
        <HiddenField name="task" value=task.to_string()/>
        <HiddenField name="version" value=found.version.to_string()/>
    }
}

/// What somebody else has counted meanwhile, beside what was typed (R-GEN-7).
pub(super) fn counted_now(form: &str, found: &Counted) -> Option<AnyView> {
    let tally = found.tally;
    let now = numbers::count_of(tally.done, tally.target.into(), tally.tenths());
    forms::is_stale(form).then(|| {
        view! { <NotificationBanner text=format!("As it is now: {now}") kind=Banner::Warning/> }.into_any()
    })
}

fn setting(carer: AccountId, task: TaskId, found: &Counted) -> impl IntoView + use<> {
    let (which, count) = (which(carer, task, found), found.tally.done.to_string());
    view! {
        {counted_now("adjust", found)}
        <PostForm operation="/api/progress/adjust" id="adjust" once=true>
            {which}
            <NumberField name="count" label="New count" value=count/>
            <TextArea name="reason" label="Reason" hint="Do not write names here." limit=500 rows=3/>
            <SubmitButton text="Set the count"/>
        </PostForm>
    }
}
