//! `/admin/shifts/{id}/applications/{application}`: the page before selecting an applicant, or removing one. It names
//! the person and the effect, and asks for a reason for each rule that needs one (R-SEL-1, UX-15).

use domain::eligibility::Reason;
use domain::id::{ApplicationId, ShiftId};
use domain::shift::Selecting;
use domain::time::Zone;
use leptos::prelude::*;

use super::api::selecting;
use super::parts;
use crate::answer::AppError;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonGroup, ButtonKind, Crumb, HiddenField, Inset, LinkButton, PageHeading, SubmitButton, TextArea,
    WarningText,
};
use crate::words::numbers;
use crate::words::reasons::Reasons;
use crate::words::shifts::override_field;

/// The shift and the application that the address names.
type Named = (Result<ShiftId, AppError>, Result<ApplicationId, AppError>);

fn named() -> Named {
    (page::named("id"), page::named("application"))
}

/// The application, if it is one for this shift.
async fn of_its_shift((shift, application): Named) -> Result<Selecting, AppError> {
    let (shift, found) = (shift?, selecting(application?).await?);
    if found.facts.id == shift { Ok(found) } else { Err(page::missing()) }
}

fn crumbs(found: &Selecting) -> Vec<Crumb> {
    let shift = format!("/admin/shifts/{}", found.facts.id);
    vec![Crumb::new("Shift sender", "/admin/shifts"), Crumb::new(found.facts.package.clone(), shift)]
}

/// The page before selecting.
#[component]
pub fn SelectPage() -> impl IntoView {
    let id = named();
    page::private(async move {
        let found = of_its_shift(id).await?;
        let zone = ssr::zone();
        let title = format!("Select {}", found.applicant.name);
        let crumbs = crumbs(&found);
        let body = view! {
            <PageHeading text=title.clone() caption=parts::title(&found.facts, zone)/>
            {select(&found, zone)}
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}

fn select(found: &Selecting, zone: Zone) -> AnyView {
    let words = Reasons { names: &found.names, zone };
    let line = |reason: &Reason| view! { <li>{words.for_admin(reason)}</li> };
    let blocked: Vec<&Reason> = found.verdict.blocking().filter(|reason| !reason.overridable).collect();
    let back = format!("/admin/shifts/{}", found.facts.id);
    if !blocked.is_empty() {
        let lines = blocked.into_iter().map(line).collect_view();
        let refused = format!("{} cannot be selected", found.applicant.name);
        return view! {
            <Inset>
                <p class="govuk-body"><strong>{refused}</strong></p>
                <ul class="govuk-list govuk-list--bullet">{lines}</ul>
            </Inset>
            <LinkButton href=back text="Go back"/>
        }
        .into_any();
    }
    let name = found.applicant.name.clone();
    let id = found.applicant.id.to_string();
    let others = numbers::counted(found.others.into(), "other applicant is", "other applicants are");
    let effect = match found.others {
        0 => format!("{name} is told by e-mail, and the work stands in the schedule at once."),
        _ => format!(
            "{name} gets the shift, and it stands in the schedule at once. {others} told by e-mail that they were not selected."
        ),
    };
    let warnings: Vec<&Reason> = found.verdict.reasons.iter().filter(|reason| !reason.blocks()).collect();
    let warnings = (!warnings.is_empty()).then(|| {
        let lines = warnings.into_iter().map(line).collect_view();
        view! { <Inset><ul class="govuk-list govuk-list--bullet">{lines}</ul></Inset> }
    });
    let reasons = found.verdict.reasons.iter().filter(|reason| reason.overridable).map(|reason| {
        let label = format!("Reason for going on: {}", words.facts(&reason.facts));
        view! { <TextArea name=override_field(reason.rule) label hint="Do not write names here." rows=3 limit=500/> }
    });
    let reasons = reasons.collect_view();
    view! {
        <WarningText text=effect/>
        {warnings}
        <PostForm operation="/api/shift/select" id="select">
            <HiddenField name="id" value=id/>
            {reasons}
            <ButtonGroup>
                <SubmitButton text=format!("Select {name}")/>
                <LinkButton href=back text="Go back" kind=ButtonKind::Quiet/>
            </ButtonGroup>
        </PostForm>
    }
    .into_any()
}

/// The page before removing an application.
#[component]
pub fn RemoveApplicationPage() -> impl IntoView {
    let id = named();
    page::private(async move {
        let found = of_its_shift(id).await?;
        let name = found.applicant.name.clone();
        let title = format!("Remove the application of {name}");
        let caption = parts::title(&found.facts, ssr::zone());
        let back = format!("/admin/shifts/{}", found.facts.id);
        let crumbs = crumbs(&found);
        let body = view! {
            <PageHeading text=title.clone() caption/>
            <WarningText text=format!("{name} is told by e-mail and cannot apply for this shift again.")/>
            <PostForm operation="/api/shift/remove_application" id="remove">
                <HiddenField name="id" value=found.applicant.id.to_string()/>
                <TextArea name="reason" label="Reason" hint="The carer reads it. Do not write names here." rows=3 limit=500/>
                <ButtonGroup>
                    <SubmitButton text="Remove application" kind=ButtonKind::Warning/>
                    <LinkButton href=back text="Go back" kind=ButtonKind::Quiet/>
                </ButtonGroup>
            </PostForm>
        };
        Ok(Content::new(title, body).crumbs(crumbs))
    })
}
