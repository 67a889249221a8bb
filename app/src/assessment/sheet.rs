//! `/admin/progress/assess/{carer_id}/{template_id}`: the three sections of one assessment on one page. It may be left
//! and resumed at any time; nothing is preset.

use domain::assessment::{AnswersDraft, Progress, Section, Sheet};
use domain::id::{AccountId, TemplateId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::sheet;
use super::editing;
use super::items::{Beside, part};
use crate::forms::{self, PostForm};
use crate::islands::Autosave;
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Counter, EnterButton, HiddenField, LinkButton, PageHeading, SubmitButton, Tag,
    TaskItem, TaskList,
};
use crate::words::states;

pub(super) const FORM: &str = "assessment";

/// The page.
#[component]
pub fn SheetPage() -> impl IntoView {
    let (carer, template) = (page::named::<AccountId>("carer_id"), page::named::<TemplateId>("template_id"));
    let again = use_query_map().read_untracked().get("again").unwrap_or_default();
    let typed = forms::posted(FORM).and_then(|posted| forms::read::<AnswersDraft>(&posted.values));
    page::private(async move {
        let sheet = sheet(carer?, template?, again.clone(), typed).await?;
        let (title, caption) = (sheet.template_name.clone(), sheet.carer_name.clone());
        let body = if sheet.state.may_assess().is_ok() { form(sheet, again) } else { closed(&sheet) };
        let body = view! { <PageHeading text=title.clone() caption=format!("Competency assessment of {caption}")/> {body} };
        Ok(Content::new(format!("Assess {caption}: {title}"), body).crumbs(editing::crumbs()))
    })
}

/// Why there is nothing to fill in.
pub(super) fn closed(sheet: &Sheet) -> AnyView {
    let (tone, state) = states::group(sheet.state);
    let address = format!("/admin/progress/{}", sheet.carer);
    view! {
        <p class="govuk-body"><Tag text=state tone/></p>
        <p class="govuk-body">"This group cannot be assessed now."</p>
        <LinkButton href=address text=format!("See the progress of {}", sheet.carer_name)/>
    }
    .into_any()
}

fn form(sheet: Sheet, again: String) -> AnyView {
    let above = view! {
        {editing::notice(FORM, &sheet)}
        {editing::facts(&sheet)}
        {editing::left_behind(&sheet)}
        {contents(&sheet)}
    };
    view! {
        {above}
        <PostForm operation="/api/assessment/save_draft" id=FORM is_read=true>{fields(&sheet, again)}</PostForm>
    }
    .into_any()
}

/// Everything that is filled in. It is made inside the form, whose state it takes.
fn fields(sheet: &Sheet, again: String) -> AnyView {
    let shown = sheet.shown();
    let beside = editing::is_outdated(FORM, sheet).then_some(Beside { kept: &sheet.answers, shown });
    let sections = Section::ALL.map(|section| part(&sheet.items, shown, section, beside));
    view! {
        <EnterButton/>
        {editing::hidden(sheet, again)}
        <HiddenField name="template_version" value=shown.template_version.clone()/>
        {sections.into_iter().collect_view()}
        <section id="review">
            <h2 class="govuk-heading-m">"Review"</h2>
            <p class="govuk-body">"Next you see what is still open, choose the overall level, and submit."</p>
            {editing::take_over(FORM, sheet)}
            <Autosave form=FORM operation="/api/assessment/save_draft"/>
            <ButtonGroup>
                <SubmitButton text="Save and review" name="review" value="true"/>
                <SubmitButton text="Save draft" kind=ButtonKind::Secondary/>
            </ButtonGroup>
        </section>
    }
    .into_any()
}

/// How far each section is, counted again in the browser as it is filled in.
fn contents(sheet: &Sheet) -> AnyView {
    let mut items: Vec<TaskItem> = sheet.shown().progress(&sheet.items).into_iter().map(section).collect();
    let [(grey, not_started), _, (green, completed)] = states::PARTS;
    items.push(if sheet.answers.overall_level.is_empty() {
        TaskItem::new("Review", "#review", grey, not_started)
    } else {
        TaskItem::new("Review", "#review", green, completed)
    });
    view! { <TaskList id="contents" items/> }.into_any()
}

/// One section; one without items leads nowhere.
fn section(progress: Progress) -> TaskItem {
    let title = states::section(progress.section);
    if progress.of == 0 {
        return TaskItem::plain(title, "Nothing to answer");
    }
    let code = progress.section.code();
    let (answered, of) = (progress.answered, progress.of);
    TaskItem::counted(title, format!("#{code}"), Counter { code, answered, of, states: states::PARTS })
}
