//! `/admin/templates/new` and `/admin/templates/{id}/edit`. Buttons that add, remove and move rows draw the form again
//! with everything that was typed.

use domain::assessment::{RowChange, Section, TemplateDraft, TemplateView};
use domain::id::TemplateId;
use leptos::prelude::*;

use super::api::{impact, tasks, template};
use super::delete::depends;
use super::fields::Words;
use super::steps::Steps;
use crate::forms::{self, Fact, PostForm, REDRAW, VersionField};
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Crumb, Details, HiddenField, LinkButton, PageHeading, SubmitButton,
};

const FORM: &str = "template";

/// The form of a new template.
#[component]
pub fn NewTemplatePage() -> impl IntoView {
    let typed = typed();
    page::private(async move {
        let choices = tasks().await?;
        let draft = typed.unwrap_or_else(blank);
        let body = view! {
            <PageHeading text="Add a template" lead="Questions and scenarios have a model answer, which carers never see. Empty rows are left out."/>
            <PostForm operation="/api/template/create" id=FORM once=true is_read=true>
                <Steps draft choices own=None>{buttons("Add template", "/admin/templates".into())}</Steps>
            </PostForm>
        };
        let crumbs = vec![Crumb::new("Assessment templates", "/admin/templates")];
        Ok(Content::new("Add a template", body).crumbs(crumbs))
    })
}

/// The form of one that is kept.
#[component]
pub fn EditTemplatePage() -> impl IntoView {
    let (id, typed) = (page::named::<TemplateId>("id"), typed());
    page::private(async move {
        let id = id?;
        let (found, choices, impact) = (template(id).await?, tasks().await?, impact(id).await?);
        let here = format!("/admin/templates/{id}");
        let crumbs = vec![
            Crumb::new("Assessment templates", "/admin/templates"),
            Crumb::new(found.name.clone(), here.clone()),
        ];
        let draft = typed.unwrap_or_else(|| found.draft());
        let body = view! {
            <PageHeading text="Edit template" caption=found.name.clone() lead="Changed items or tasks become the next version. Assessments that are done keep theirs."/>
            <Details summary="What depends on this template">{depends(&impact)}</Details>
            <PostForm operation="/api/template/update" id=FORM is_read=true>
                <HiddenField name="id" value=id.to_string()/>
                <VersionField version=found.kept.version facts=facts(&found)/>
                <Steps draft choices own=Some(id)/>
                {buttons("Save template", here)}
            </PostForm>
        };
        Ok(Content::new("Edit template", body).crumbs(crumbs))
    })
}

/// What was typed, with the row that a button asked for; `None` when nothing was posted.
fn typed() -> Option<TemplateDraft> {
    let posted = forms::posted(FORM)?;
    let mut draft: TemplateDraft = forms::read(&posted.values)?;
    let change = posted.values.iter().find(|(name, _)| name == REDRAW);
    if let Some(change) = change.and_then(|(_, asked)| asked.parse::<RowChange>().ok()) {
        draft.change(change);
    }
    Some(draft)
}

/// A new form begins with one row of each kind.
fn blank() -> TemplateDraft {
    let mut draft = TemplateDraft { active: "true".into(), ..TemplateDraft::default() };
    for section in Section::ALL {
        draft.change(RowChange::Add(section));
    }
    draft
}

/// As it is kept, item by item, for those who edit it meanwhile (R-GEN-7).
fn facts(found: &TemplateView) -> Vec<Fact> {
    let tasks: Vec<_> = found.tasks.iter().map(|task| task.name.as_str()).collect();
    let mut facts = vec![Fact::new("Name", found.name.clone()), Fact::tick("Active", found.active)];
    facts.extend(found.items.iter().map(|item| {
        let label = format!("{} {}", Words::of(item.section).one, item.position);
        let may_be_left = if item.allow_not_applicable { "not applicable" } else { "" };
        Fact::new(label, item.prompt.clone())
            .with(item.model_answer.as_deref().unwrap_or_default())
            .with(may_be_left)
    }));
    facts.push(Fact::new("Tasks", tasks.join(", ")));
    facts
}

fn buttons(text: &'static str, back: String) -> impl IntoView {
    view! {
        <ButtonGroup>
            <SubmitButton text/>
            <LinkButton href=back text="Cancel" kind=ButtonKind::Quiet/>
        </ButtonGroup>
    }
}
