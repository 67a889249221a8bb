//! The items of an assessment as fields, in the sheet and in an amendment.

use domain::assessment::{AnswersDraft, Item, Section, SkillResult};
use leptos::prelude::*;

use crate::ui::{Choice, Details, Inset, RadioGroup, TextArea};
use crate::words::states;

/// What is kept now, where it is not what the form shows: somebody else has saved it meanwhile (R-GEN-7).
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside<'a> {
    pub kept: &'a AnswersDraft,
    pub shown: &'a AnswersDraft,
}

/// The items of one section with what was found so far. It is made inside the form, whose state it takes.
pub(super) fn part(
    items: &[Item],
    answers: &AnswersDraft,
    section: Section,
    beside: Option<Beside<'_>>,
) -> Option<AnyView> {
    let items: Vec<&Item> = items.iter().filter(|item| item.section == section).collect();
    if items.is_empty() {
        return None;
    }
    let fields = items.iter().map(|item| {
        let kept = beside.and_then(|beside| kept_now(item, beside));
        view! { {field(item, answers.typed(item))} {kept} }
    });
    Some(
        view! {
            <section id=section.code()>
                <h2 class="govuk-heading-m">{states::section(section)}</h2>
                {fields.collect_view()}
            </section>
        }
        .into_any(),
    )
}

/// The name of an item's field.
pub(super) fn field_name(item: &Item) -> String {
    format!("{}[{}]", item.section.code(), item.position)
}

fn field(item: &Item, kept: &str) -> AnyView {
    let name = field_name(item);
    let label = format!("{}. {}", item.position, item.prompt);
    let value = kept.to_owned();
    if !item.section.is_written() {
        return skill(item, name, label, value);
    }
    let model = item.model_answer.clone().map(|answer| {
        view! { <Details summary="Model answer"><p class="app-lines">{answer}</p></Details> }
    });
    view! { <TextArea name label hint="Do not write names here." value limit=4000 rows=4/> {model} }
        .into_any()
}

fn skill(item: &Item, name: String, label: String, value: String) -> AnyView {
    let mut choices = vec![choice(SkillResult::Competent), choice(SkillResult::NeedsSupport)];
    if item.allow_not_applicable {
        choices.push(choice(SkillResult::NotApplicable));
    }
    // Three stand below each other: side by side their words would break.
    let inline = !item.allow_not_applicable;
    view! { <RadioGroup name label choices value inline/> }.into_any()
}

fn choice(result: SkillResult) -> Choice {
    Choice::new(result.code(), states::skill(result).1)
}

fn kept_now(item: &Item, beside: Beside<'_>) -> Option<AnyView> {
    let kept = beside.kept.typed(item);
    let is_other = kept != beside.shown.typed(item) && !kept.is_empty();
    is_other.then(|| saved_meanwhile(said(item, kept)))
}

/// What is kept now, under the field that shows something else.
pub(super) fn saved_meanwhile(words: String) -> AnyView {
    view! { <Inset>"Saved meanwhile: "<span class="app-lines">{words}</span></Inset> }.into_any()
}

/// What was typed or chosen, as people read it.
pub(super) fn said(item: &Item, typed: &str) -> String {
    let skill = typed.parse::<SkillResult>().ok().filter(|_| !item.section.is_written());
    skill.map_or_else(|| typed.to_owned(), |result| states::skill(result).1.to_owned())
}
