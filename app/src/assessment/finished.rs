//! `/admin/assessments/{id}`: a finished assessment, as it was submitted.

use domain::assessment::{Answered, Finished, Section};
use domain::id::AssessmentId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::finished;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonKind, Crumb, Details, LevelTag, Link, LinkButton, PageHeading, SummaryList, SummaryRow, Tag, Time,
};
use crate::words::states;

/// The page.
#[component]
pub fn FinishedPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").unwrap_or_default();
    page::private(async move {
        let id: AssessmentId = id.parse().map_err(|_| page::missing())?;
        let finished = finished(id).await?;
        let title = finished.template_name.clone();
        let may_amend = finished.amended_by.is_none() && !finished.is_of_deleted;
        let amend = may_amend.then(|| {
            let href = format!("/admin/assessments/{}/amend", finished.assessment);
            view! { <LinkButton href text="Amend" kind=ButtonKind::Secondary/> }
        });
        let caption = format!("Competency assessment of {}", finished.carer_name);
        let carer = Crumb::new(finished.carer_name.clone(), format!("/admin/progress/{}", finished.carer));
        let sections =
            Section::ALL.map(|section| part(section, &finished.answered)).into_iter().collect_view();
        Ok(Content::new(
            format!("{caption}: {title}"),
            view! {
                <PageHeading text=title caption>{amend}</PageHeading>
                <Live region="assessment-facts" topics="assessment,rating"/>
                <div id="assessment-facts">{facts(finished)}{sections}</div>
            },
        )
        .crumbs(vec![
            Crumb::new("Start", "/admin"),
            Crumb::new("Progress", "/admin/progress"),
            carer,
        ]))
    })
}

fn facts(finished: Finished) -> AnyView {
    let (zone, _) = ssr::wall();
    let address = format!("/admin/progress/{}", finished.carer);
    let kind = if finished.is_reassessment { "Reassessment" } else { "First assessment" };
    let mut rows = vec![
        SummaryRow::new("Carer", view! { <Link href=address text=finished.carer_name/> }),
        SummaryRow::new("Tasks", finished.tasks.join(", ")),
        SummaryRow::new("Result", view! { <LevelTag level=finished.overall_level/> }),
        SummaryRow::new("Assessor", finished.assessor_name),
        SummaryRow::new("When", view! { <Time at=finished.completed_at zone/> }),
        SummaryRow::new("Kind", format!("{kind}, version {} of the template", finished.version)),
    ];
    if let Some((first, reason)) = finished.amends {
        let href = format!("/admin/assessments/{first}");
        let link = view! { <Link href text="See the assessment as it was"/> };
        rows.push(SummaryRow::new("Amends another", view! { <p class="app-lines">{reason}</p> {link} }));
    }
    if let Some(newer) = finished.amended_by {
        let href = format!("/admin/assessments/{newer}");
        rows.push(SummaryRow::new("Amended", view! { <Link href text="See the newer assessment"/> }));
    }
    if let Some(reference) = finished.professional_reference {
        rows.push(SummaryRow::new("Professional reference", reference));
    }
    if let Some(note) = finished.note {
        rows.push(SummaryRow::new("Note", view! { <p class="app-lines">{note}</p> }));
    }
    view! { <SummaryList rows/> }.into_any()
}

fn part(section: Section, answered: &[Answered]) -> Option<AnyView> {
    let items: Vec<_> =
        answered.iter().filter(|answered| answered.item.section == section).cloned().collect();
    if items.is_empty() {
        return None;
    }
    let heading = states::section(section);
    Some(
        view! {
            <section class="app-card">
                <h2 class="app-card__title">{heading}</h2>
                <ol class="app-answers">{items.into_iter().map(answer).collect_view()}</ol>
            </section>
        }
        .into_any(),
    )
}

fn answer(answered: Answered) -> impl IntoView {
    let found = answered.skill.map(states::skill).map(|(tone, text)| view! { <Tag text tone/> });
    let words = answered.answer.map(|answer| view! { <p class="app-lines">{answer}</p> });
    let model = answered.item.model_answer.map(|answer| {
        view! { <Details summary="Model answer"><p class="app-lines">{answer}</p></Details> }
    });
    view! { <li><h3 class="app-answers__prompt">{answered.item.prompt}</h3>{found}{words}{model}</li> }
}
