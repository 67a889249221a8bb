//! `/admin/assessments/{id}/amend`: the same sheet again, with what was found and a reason (R-ASM-5).

use domain::assessment::{AnswersDraft, Finished, Section};
use domain::competency::Level;
use domain::id::AssessmentId;
use leptos::prelude::*;

use super::api::finished;
use super::items::part;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, Choice, Crumb, HiddenField, Inset, LinkButton, PageHeading, RadioGroup,
    SubmitButton, SummaryList, SummaryRow, TextArea, TextField,
};

/// The page.
#[component]
pub fn AmendPage() -> impl IntoView {
    let id = page::named::<AssessmentId>("id");
    page::private(async move {
        let finished = finished(id?).await?;
        if finished.is_of_deleted {
            return Err(page::missing());
        }
        let here = format!("/admin/assessments/{}", finished.assessment);
        let caption = format!("Competency assessment of {}", finished.carer_name);
        let crumbs = vec![
            Crumb::new("Progress", "/admin/progress"),
            Crumb::new(finished.carer_name.clone(), format!("/admin/progress/{}", finished.carer)),
            Crumb::new(finished.template_name.clone(), here.clone()),
        ];
        let title = format!("Amend {}", finished.template_name);
        let body = match finished.amended_by {
            Some(newer) => amended(newer),
            None => form(finished, here),
        };
        Ok(Content::new(title.clone(), view! { <PageHeading text=title caption/> {body} }).crumbs(crumbs))
    })
}

/// Only the newest of a chain is amended.
fn amended(newer: AssessmentId) -> AnyView {
    let href = format!("/admin/assessments/{newer}");
    view! {
        <p class="govuk-body">"This assessment was amended already. Amend the newer one."</p>
        <LinkButton href text="See the newer one"/>
    }
    .into_any()
}

fn form(finished: Finished, back: String) -> AnyView {
    let answers = finished.amendment().answers;
    let effect = format!(
        "The assessment is kept as it was; this is a new one beside it. Another level gives {} new ratings where this result still counts or waits. They last as long as the first ones would have.",
        finished.carer_name,
    );
    view! {
        <SummaryList rows=vec![SummaryRow::new("Assessor", format!("You, {}", finished.reader.name))]/>
        <Inset>{effect}</Inset>
        <PostForm operation="/api/assessment/amend" id="amendment" once=true>
            <HiddenField name="assessment" value=finished.assessment.to_string()/>
            <HiddenField name="template_version" value=answers.template_version.clone()/>
            {Section::ALL.map(|section| part(&finished.items, &answers, section, None)).into_iter().collect_view()}
            {result(answers)}
            <ButtonGroup>
                <SubmitButton text="Amend assessment"/>
                <LinkButton href=back text="Keep it as it is" kind=ButtonKind::Quiet/>
            </ButtonGroup>
        </PostForm>
    }
    .into_any()
}

fn result(answers: AnswersDraft) -> impl IntoView {
    let levels = Level::RESULTS.map(|level| Choice::new(level.code(), level.label()));
    let reason_hint = "Why it has to be amended. Do not write names here.";
    view! {
        <RadioGroup name="overall_level" label="Overall level" choices=levels.into() value=answers.overall_level/>
        <TextField
            name="professional_reference"
            label="Professional reference (optional)"
            value=answers.professional_reference
            width=20
        />
        <TextArea name="note" label="Note (optional)" hint="The carer reads it. Do not write names here." value=answers.note limit=2000 rows=3/>
        <TextArea name="reason" label="Reason" hint=reason_hint limit=500 rows=3/>
    }
}
