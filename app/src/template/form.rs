//! `/admin/templates/new` and `/admin/templates/{id}/edit`: one long page that works without scripts. Buttons that
//! add, remove and move rows draw it again with everything that was typed.

use domain::assessment::{RowChange, Section, TemplateDraft};
use domain::id::TemplateId;
use leptos::prelude::*;

use super::api::{tasks, template};
use super::fields::{SectionRows, TaskTicks};
use crate::forms::{self, PostForm, REDRAW};
use crate::page::{self, Content};
use crate::ui::{
    Banner, ButtonGroup, ButtonKind, CheckboxField, Crumb, EnterButton, HiddenField, Link, LinkButton,
    NotificationBanner, PageHeading, SubmitButton, TextField,
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
                {name_and_status(&draft)}
                {Section::ALL.map(|section| view! { <SectionRows section rows=draft.rows(section).to_vec()/> })}
                <TaskTicks choices ticked=draft.tasks.clone() own=None/>
                {buttons("Add template", "/admin/templates".into())}
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
        let (found, choices) = (template(id).await?, tasks().await?);
        let here = format!("/admin/templates/{id}");
        let crumbs = vec![
            Crumb::new("Assessment templates", "/admin/templates"),
            Crumb::new(found.name.clone(), here.clone()),
        ];
        let is_stale = forms::is_stale(FORM);
        let draft = typed.unwrap_or_else(|| found.draft());
        // A form that is drawn again keeps the version it began with; one that was out of date takes the new one.
        let version = if is_stale { found.kept.version.to_string() } else { draft.version.clone() };
        let body = view! {
            <PageHeading text="Edit template" caption=found.name.clone() lead="Changed items or tasks become the next version. Assessments that are done keep theirs."/>
            {is_stale.then(|| kept_now(&here))}
            <PostForm operation="/api/template/update" id=FORM is_read=true>
                <HiddenField name="id" value=id.to_string()/>
                <HiddenField name="version" value=version/>
                {name_and_status(&draft)}
                {Section::ALL.map(|section| view! { <SectionRows section rows=draft.rows(section).to_vec()/> })}
                <TaskTicks choices ticked=draft.tasks.clone() own=Some(id)/>
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

/// What somebody else has saved meanwhile is too long to stand here, so it is a page away (R-GEN-7).
fn kept_now(here: &str) -> impl IntoView + use<> {
    let href = here.to_owned();
    let text = "Somebody else saved this template meanwhile. What you typed is below, not saved yet.";
    view! {
        <NotificationBanner text kind=Banner::Warning><Link href text="See the template as it is now"/></NotificationBanner>
    }
}

fn name_and_status(draft: &TemplateDraft) -> impl IntoView + use<> {
    let checked = domain::text::ticked(&draft.active);
    view! {
        <EnterButton/>
        <TextField name="name" label="Name" value=draft.name.clone() autocomplete="off"/>
        <CheckboxField name="active" label="Active" hint="An inactive template opens no assessments" checked/>
    }
}

fn buttons(text: &'static str, back: String) -> impl IntoView {
    view! {
        <ButtonGroup>
            <SubmitButton text/>
            <LinkButton href=back text="Cancel" kind=ButtonKind::Quiet/>
        </ButtonGroup>
    }
}
