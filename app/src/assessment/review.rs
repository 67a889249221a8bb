//! `/admin/progress/assess/{carer_id}/{template_id}/review`: what was found, the overall level, and the submit that
//! cannot be taken back (UX-15).

use domain::assessment::{Item, Sheet};
use domain::competency::Level;
use domain::id::{AccountId, TemplateId};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::sheet;
use super::editing;
use super::items::{field_name, saved_meanwhile};
use super::sheet::closed;
use crate::forms::PostForm;
use crate::islands::Autosave;
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Choice, Crumb, EnterButton, HiddenField, Inset, Link, LinkButton, PageHeading,
    RadioGroup, SubmitButton, SummaryList, SummaryRow, TextArea, TextField, WarningText, field_id,
};
use crate::words::{numbers, states};

const FORM: &str = "review";

/// The page.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let (carer, template) = (page::named::<AccountId>("carer_id"), page::named::<TemplateId>("template_id"));
    let again = use_query_map().read_untracked().get("again").unwrap_or_default();
    page::private(async move {
        let found = sheet(carer?, template?, again.clone(), None).await?;
        let caption = format!("{}, competency assessment of {}", found.template_name, found.carer_name);
        let back = editing::address(&found, "", &again);
        let title = format!("Review the assessment of {}", found.carer_name);
        let mut crumbs = editing::crumbs();
        crumbs.push(Crumb::new(found.template_name.clone(), back.clone()));
        let body = if found.state.may_assess().is_ok() { review(found, back, again) } else { closed(&found) };
        let body = view! { <PageHeading text="Review and submit" caption/> {body} };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

fn review(sheet: Sheet, back: String, again: String) -> AnyView {
    let above = view! {
        {editing::notice(FORM, &sheet)}
        {editing::left_behind(&sheet)}
        {facts(&sheet, &back)}
        {open(&sheet, &back)}
    };
    view! {
        {above}
        <PostForm operation="/api/assessment/review" id=FORM once=true>{inside(&sheet, back, again)}</PostForm>
    }
    .into_any()
}

/// The form. Enter saves the draft: only its own button submits.
fn inside(sheet: &Sheet, back: String, again: String) -> AnyView {
    let effect = effect(sheet);
    view! {
        <EnterButton/>
        {editing::hidden(sheet, again)}
        <HiddenField name="template_version" value=sheet.answers.template_version.clone()/>
        {fields(sheet)}
        <Inset>{effect}</Inset>
        <WarningText text="A submitted assessment is kept as it is. Later it can only be amended, with a reason."/>
        {editing::take_over(FORM, sheet)}
        <Autosave form=FORM operation="/api/assessment/review"/>
        <ButtonGroup>
            <SubmitButton text="Submit assessment" name="finish" value="true"/>
            <LinkButton href=back text="Back to the answers" kind=ButtonKind::Quiet/>
        </ButtonGroup>
    }
    .into_any()
}

/// What is known, and how far each section is, with the way back to it.
fn facts(sheet: &Sheet, back: &str) -> AnyView {
    let mut rows = editing::known(sheet);
    for progress in sheet.answers.progress(&sheet.items).into_iter().filter(|progress| progress.of > 0) {
        let section = states::section(progress.section);
        let counted = format!("{} of {} answered", progress.answered, progress.of);
        let href = format!("{back}#{}", progress.section.code());
        rows.push(SummaryRow::new(section, counted).with_change(href, section));
    }
    view! { <SummaryList rows/> }.into_any()
}

/// The items without an answer, each with the way to it. A refused submit points here.
fn open(sheet: &Sheet, back: &str) -> Option<AnyView> {
    let open: Vec<&Item> = sheet.unanswered();
    if open.is_empty() {
        return None;
    }
    let heading = numbers::counted(open.len() as u64, "item is still open", "items are still open");
    let items = open.into_iter().map(|item| {
        let name = field_name(item);
        let href = format!("{back}#{}", field_id(super::sheet::FORM, &name));
        let words = format!("{} {}. {}", states::section(item.section), item.position, item.prompt);
        view! { <li id=field_id(FORM, &name) tabindex="-1"><Link href text=words/></li> }
    });
    Some(
        view! {
            <section class="app-card">
                <h2 class="app-card__title">{heading}</h2>
                <ul class="govuk-list">{items.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}

fn fields(sheet: &Sheet) -> AnyView {
    let kept = &sheet.answers;
    let levels = Level::RESULTS.map(|level| Choice::new(level.code(), level.label()));
    let level = kept.overall_level.parse::<Level>().map_or("", Level::label);
    view! {
        <RadioGroup
            name="overall_level"
            label="Overall level"
            hint="Your judgement. It becomes the rating of every task above."
            choices=levels.into()
            value=kept.overall_level.clone()
        />
        {beside(sheet, "overall_level", &kept.overall_level, level)}
        <TextField
            name="professional_reference"
            label="Professional reference (optional)"
            hint="Your registration with a profession, such as an NMC number."
            value=sheet.reference()
            width=20
        />
        <TextArea
            name="note"
            label="Note (optional)"
            hint="The carer reads it. Do not write names here."
            value=kept.note.clone()
            limit=2000
            rows=3
        />
        {beside(sheet, "note", &kept.note, &kept.note)}
    }
    .into_any()
}

/// What is saved now, where the form comes back with something else (R-GEN-7).
fn beside(sheet: &Sheet, name: &str, kept: &str, words: &str) -> Option<AnyView> {
    let is_other = !kept.is_empty()
        && editing::is_outdated(FORM, sheet)
        && editing::typed(FORM, name).unwrap_or_default() != kept;
    is_other.then(|| saved_meanwhile(words.to_owned()))
}

/// What submitting does, and to whom.
fn effect(sheet: &Sheet) -> String {
    let tasks = numbers::counted(sheet.tasks.len() as u64, "task", "tasks");
    let name = &sheet.carer_name;
    let counts = if sheet.lowering_immediate {
        format!(
            "A level at or above the present one counts once {name} has acknowledged it; a lower one counts at once."
        )
    } else {
        format!("It counts once {name} has acknowledged it.")
    };
    format!("{name} gets this level in {tasks} and is told by e-mail. {counts}")
}
