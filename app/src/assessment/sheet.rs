//! `/admin/progress/assess/{carer_id}/{template_id}`: the four sections of one assessment on one page. It may be left
//! and resumed at any time; nothing is preset.

use domain::assessment::{AnswersDraft, Item, Section, Sheet, SkillResult};
use domain::competency::Level;
use domain::id::{AccountId, TemplateId};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::sheet;
use crate::forms::{self, PostForm};
use crate::islands::Autosave;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonGroup, ButtonKind, CheckboxField, Choice, Crumb, Details, HiddenField, Inset, LinkButton,
    NotificationBanner, PageHeading, RadioGroup, SubmitButton, SummaryList, SummaryRow, Tag, TaskItem,
    TaskList, TextArea, TextField, Tone, WarningText,
};
use crate::words::{dates, states};

const FORM: &str = "assessment";

/// The page.
#[component]
pub fn SheetPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let again = use_query_map().read_untracked().get("again").unwrap_or_default();
    let (carer, template) =
        (params.get("carer_id").unwrap_or_default(), params.get("template_id").unwrap_or_default());
    page::private(async move {
        let carer: AccountId = carer.parse().map_err(|_| page::missing())?;
        let template: TemplateId = template.parse().map_err(|_| page::missing())?;
        let sheet = sheet(carer, template, again.clone()).await?;
        let (title, caption) = (sheet.template_name.clone(), sheet.carer_name.clone());
        let body = if sheet.state.may_assess().is_ok() { form(sheet, again) } else { closed(&sheet) };
        Ok(Content::new(
            format!("Assess {caption}: {title}"),
            view! { <PageHeading text=title caption=format!("Competency assessment of {caption}")/> {body} },
        )
        .crumbs(vec![
            Crumb::new("Start", "/admin"),
            Crumb::new("Progress", "/admin/progress"),
            Crumb::new("Ready for assessment", "/admin/progress/assess"),
        ]))
    })
}

/// Why there is nothing to fill in.
fn closed(sheet: &Sheet) -> AnyView {
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
    view! {
        {editor(&sheet)}
        {facts(&sheet)}
        {contents(&sheet)}
        <PostForm operation="/api/assessment/save_draft" id=FORM once=true>
            <HiddenField name="carer" value=sheet.carer.to_string()/>
            <HiddenField name="template" value=sheet.template.to_string()/>
            <HiddenField name="template_version" value=sheet.version.to_string()/>
            <HiddenField name="again" value=again/>
            {Section::ALL.map(|section| part(&sheet.items, &sheet.answers, section)).into_iter().collect_view()}
            {review(sheet)}
            <Autosave form=FORM operation="/api/assessment/save_draft"/>
        </PostForm>
    }
    .into_any()
}

/// Who has the draft, when it is somebody else.
fn editor(sheet: &Sheet) -> Option<AnyView> {
    let draft = sheet.draft.as_ref()?;
    if !sheet.is_anothers {
        let (zone, _) = ssr::wall();
        let words = format!("You last saved this draft {}.", dates::moment(zone.local(draft.saved_at)));
        return Some(view! { <p class="govuk-hint">{words}</p> }.into_any());
    }
    let words = format!(
        "{} is working on this assessment. To go on with it, tick the box at the end to take it over.",
        draft.editor_name
    );
    Some(view! { <NotificationBanner text=words kind=crate::ui::Banner::Warning/> }.into_any())
}

/// What is known already and not asked (UX-30).
fn facts(sheet: &Sheet) -> AnyView {
    let (_, now) = ssr::wall();
    let (zone, _) = ssr::wall();
    let tasks = sheet.tasks.iter().map(|(name, is_assigned)| {
        if *is_assigned { name.clone() } else { format!("{name} (not assigned now)") }
    });
    let tasks = tasks.collect::<Vec<_>>().join(", ");
    let rows = vec![
        SummaryRow::new("Carer", sheet.carer_name.clone()),
        SummaryRow::new("Tasks", tasks),
        SummaryRow::new("Date", dates::full(zone.date(now))),
    ];
    view! { <SummaryList rows/> }.into_any()
}

/// How far each section is.
fn contents(sheet: &Sheet) -> AnyView {
    let items = sheet.answers.progress(&sheet.items).into_iter().map(|progress| {
        let (tone, state) = match (progress.answered, progress.of) {
            (_, 0) => (Tone::Grey, "Nothing to answer"),
            (0, _) => (Tone::Grey, "Not yet started"),
            (answered, of) if answered == of => (Tone::Green, "Completed"),
            _ => (Tone::Blue, "In progress"),
        };
        let href = format!("#{}", progress.section.code());
        TaskItem::new(states::section(progress.section), href, tone, state)
            .with_hint(format!("{} of {} answered", progress.answered, progress.of))
    });
    view! { <TaskList id="contents" items=items.collect()/> }.into_any()
}

/// The items of one section with what was found so far. It is made inside the form, whose state it takes.
pub(super) fn part(items: &[Item], answers: &AnswersDraft, section: Section) -> Option<AnyView> {
    let items: Vec<&Item> = items.iter().filter(|item| item.section == section).collect();
    if items.is_empty() {
        return None;
    }
    let fields = items.iter().map(|item| field(item, answers.typed(item))).collect_view();
    Some(
        view! {
            <section id=section.code()>
                <h2 class="govuk-heading-m">{states::section(section)}</h2>
                {fields}
            </section>
        }
        .into_any(),
    )
}

fn field(item: &Item, kept: &str) -> AnyView {
    let name = format!("{}[{}]", item.section.code(), item.position);
    let label = format!("{}. {}", item.position, item.prompt);
    let value = kept.to_owned();
    if !item.section.is_written() {
        return skill(item, name, label, value);
    }
    let model = item.model_answer.clone().map(|answer| {
        view! { <Details summary="Model answer"><p class="app-lines">{answer}</p></Details> }
    });
    view! { <TextArea name label value limit=4000 rows=4/> {model} }.into_any()
}

fn skill(item: &Item, name: String, label: String, value: String) -> AnyView {
    let mut choices = vec![
        Choice::new("competent", states::skill(SkillResult::Competent).1),
        Choice::new("needs_support", states::skill(SkillResult::NeedsSupport).1),
    ];
    if item.allow_not_applicable {
        choices.push(Choice::new("not_applicable", states::skill(SkillResult::NotApplicable).1));
    }
    // Three stand below each other: side by side their words would break.
    let inline = !item.allow_not_applicable;
    view! { <RadioGroup name label choices value inline/> }.into_any()
}

fn review(sheet: Sheet) -> AnyView {
    let levels = Level::RESULTS.map(|level| Choice::new(level.code(), level.label()));
    let reference = Some(sheet.answers.professional_reference.clone()).filter(|typed| !typed.is_empty());
    let reference = reference.or(sheet.professional_reference).unwrap_or_default();
    let effect = format!(
        "{} is told by e-mail. A level at or above the present one counts once it is acknowledged; a lower one counts at once.",
        sheet.carer_name
    );
    let is_taking = forms::posted(FORM).is_some();
    let take_over = sheet.is_anothers.then(|| {
        view! { <CheckboxField name="take_over" label="Take this assessment over" checked=is_taking/> }
    });
    view! {
        <section id="review">
            <h2 class="govuk-heading-m">"Review"</h2>
            <RadioGroup
                name="overall_level"
                label="Overall level"
                hint="Your judgement. It becomes the rating of every task above."
                choices=levels.into()
                value=sheet.answers.overall_level
            />
            <TextField
                name="professional_reference"
                label="Professional reference (optional)"
                hint="Your registration with a profession, such as an NMC number."
                value=reference
                width=20
            />
            <TextArea
                name="note"
                label="Note (optional)"
                hint="Do not write names here. The note stays with the assessment."
                value=sheet.answers.note
                limit=2000
                rows=3
            />
            <Inset>{effect}</Inset>
            <WarningText text="A submitted assessment is kept as it is. Later it can only be amended, with a reason."/>
            {take_over}
            <ButtonGroup>
                <SubmitButton text="Submit assessment" name="finish" value="true"/>
                <SubmitButton text="Save draft" kind=ButtonKind::Secondary name="finish" value=""/>
            </ButtonGroup>
        </section>
    }
    .into_any()
}
