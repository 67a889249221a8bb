//! `/admin/templates/{id}/delete`: what depends on a template, before it is deleted.

use domain::assessment::TemplateImpact;
use domain::id::TemplateId;
use leptos::prelude::*;

use super::api::impact;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Crumb, HiddenField, LinkButton, PageHeading, SubmitButton, SummaryList,
    SummaryRow,
};
use crate::words::numbers;

/// The page.
#[component]
pub fn DeleteTemplatePage() -> impl IntoView {
    let id = page::named::<TemplateId>("id");
    page::private(async move {
        let found = impact(id?).await?;
        let title = format!("Delete {}?", found.name);
        let back = format!("/admin/templates/{}", found.id);
        let crumbs = vec![
            Crumb::new("Assessment templates", "/admin/templates"),
            Crumb::new(found.name.clone(), back.clone()),
        ];
        let id = found.id.to_string();
        let body = view! {
            <PageHeading text=title.clone() lead="It opens no more assessments, and its tasks are free for other templates. You can restore it."/>
            {facts(&found)}
            <PostForm operation="/api/template/delete" id="delete">
                <HiddenField name="id" value=id/>
                <ButtonGroup>
                    <SubmitButton text="Delete template" kind=ButtonKind::Warning/>
                    <LinkButton href=back text="Keep template" kind=ButtonKind::Quiet/>
                </ButtonGroup>
            </PostForm>
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

/// What an edit changes or leaves, before it is made.
pub(super) fn depends(found: &TemplateImpact) -> impl IntoView + use<> {
    let names: Vec<_> = found.tasks.iter().map(|task| task.name.clone()).collect();
    let drafts = numbers::counted(found.drafts, "assessment moves", "assessments move");
    let done = numbers::counted(found.assessments, "assessment keeps", "assessments keep");
    let rows = vec![
        SummaryRow::new("Tasks", if names.is_empty() { "none".to_owned() } else { names.join(", ") }),
        SummaryRow::new("Carers ready for it", numbers::thousands(found.ready)),
        SummaryRow::new(
            "Unfinished",
            format!("{drafts} to the new version; answers of unchanged items stay"),
        ),
        SummaryRow::new("Done", format!("{done} the words of its version")),
    ];
    view! { <SummaryList rows/> }
}

fn facts(found: &TemplateImpact) -> impl IntoView + use<> {
    let names: Vec<_> = found.tasks.iter().map(|task| task.name.clone()).collect();
    let tasks = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let kept = numbers::counted(found.assessments, "assessment", "assessments");
    let rows = vec![
        SummaryRow::new("Tasks that become free", tasks),
        SummaryRow::new("Carers ready for it", numbers::thousands(found.ready)),
        SummaryRow::new("Unfinished assessments", numbers::thousands(found.drafts)),
        SummaryRow::new("What stays", format!("{kept} with their ratings, in the words they were done with")),
    ];
    view! { <SummaryList rows/> }
}
