//! `/admin/progress/{carer_id}/tasks/{task_id}`: set one count, or start it anew.

use domain::id::{AccountId, TaskId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::of_carer;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    ButtonKind, Card, Crumb, HiddenField, NumberField, PageHeading, ProgressBar, SubmitButton, TextArea,
    WarningText,
};

/// The page.
#[component]
pub fn CorrectCountPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let (carer, task) =
        (params.get("carer_id").unwrap_or_default(), params.get("task_id").unwrap_or_default());
    page::private(async move {
        let carer: AccountId = carer.parse().map_err(|_| page::missing())?;
        let task: TaskId = task.parse().map_err(|_| page::missing())?;
        let progress = of_carer(carer).await?;
        let mut standings = progress.groups.into_iter().flat_map(|group| group.tasks);
        let standing = standings.find(|standing| standing.task == task).ok_or_else(page::missing)?;
        let counted = (standing.tally.done, u32::from(standing.tally.target));
        let reason_hint = "Do not write names here.";
        let warning = format!("{} starts at 0 everywhere. The rating stays.", standing.name);
        Ok(Content::new(
            format!("Correct {}", standing.name),
            view! {
                <PageHeading text=format!("Correct {}", standing.name) caption=progress.name.clone()/>
                <ProgressBar label=standing.name.clone() tenths=standing.tally.tenths() counted/>
                <div class="app-cards app-cards--below">
                    <Card title="Set the count">
                        <PostForm operation="/api/progress/adjust" id="adjust">
                            <HiddenField name="carer" value=carer.to_string()/>
                            <HiddenField name="task" value=task.to_string()/>
                            <NumberField name="count" label="New count" value=standing.tally.done.to_string()/>
                            <TextArea name="reason" label="Reason" hint=reason_hint limit=500 rows=3/>
                            <SubmitButton text="Set the count"/>
                        </PostForm>
                    </Card>
                    <Card title="Start the task anew">
                        <WarningText text=warning/>
                        <PostForm operation="/api/progress/reset" id="reset">
                            <HiddenField name="carer" value=carer.to_string()/>
                            <HiddenField name="task" value=task.to_string()/>
                            <TextArea name="reason" label="Reason" hint=reason_hint limit=500 rows=3/>
                            <SubmitButton text="Reset to 0" kind=ButtonKind::Warning/>
                        </PostForm>
                    </Card>
                </div>
            },
        )
        .crumbs(vec![
            Crumb::new("Start", "/admin"),
            Crumb::new("Progress", "/admin/progress"),
            Crumb::new(progress.name, format!("/admin/progress/{carer}")),
        ]))
    })
}
