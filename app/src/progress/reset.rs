//! `/admin/progress/{carer_id}/tasks/{task_id}/reset`: what a reset does to whom, then the question (UX-15).

use domain::id::{AccountId, TaskId};
use domain::progress::Counted;
use leptos::prelude::*;

use super::api::to_correct;
use super::correct::{bar, counted_now, crumbs, which};
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Crumb, LinkButton, PageHeading, SubmitButton, TextArea, WarningText,
};

/// The page.
#[component]
pub fn ResetCountPage() -> impl IntoView {
    let (carer, task) = (page::named::<AccountId>("carer_id"), page::named::<TaskId>("task_id"));
    page::private(async move {
        let (carer, task) = (carer?, task?);
        let found = to_correct(carer, task).await?;
        let back = format!("/admin/progress/{carer}/tasks/{task}");
        let mut crumbs = crumbs(carer, &found);
        crumbs.push(Crumb::new(format!("Correct {}", found.task_name), back.clone()));
        let title = format!("Reset {} of {}?", found.task_name, found.carer_name);
        let which = which(carer, task, &found);
        let body = view! {
            <PageHeading text=title.clone()/>
            {bar(&found)}
            <p class="govuk-body app-cards--below">{effect(&found)}</p>
            <WarningText text="A reset cannot be undone. The log of counts keeps it, with your reason."/>
            {counted_now("reset", &found)}
            <PostForm operation="/api/progress/reset" id="reset" once=true>
                {which}
                <TextArea name="reason" label="Reason" hint="Do not write names here." limit=500 rows=3/>
                <ButtonGroup>
                    <SubmitButton text="Reset to 0" kind=ButtonKind::Warning/>
                    <LinkButton href=back text="Keep the count" kind=ButtonKind::Quiet/>
                </ButtonGroup>
            </PostForm>
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

/// What becomes of the count, the rating and an assessment that is under way.
fn effect(found: &Counted) -> String {
    let Counted { carer_name, task_name, tally, has_draft, .. } = found;
    let draft = if *has_draft { " The unfinished assessment of this task is removed." } else { "" };
    format!(
        "{carer_name} goes from {} to 0 in {task_name}, in every care package. The rating stays. The group \
         opens for assessment only when the count is at {} again.{draft}",
        tally.done,
        u32::from(tally.target),
    )
}
