//! `/admin/shifts/{id}`: its facts, who may have it and why the others may not, whom it was offered, who asked.

use domain::eligibility::{Reason, Verdict};
use domain::id::ShiftId;
use domain::shift::{Applicant, ApplicationState, ShiftDetail, ShiftState};
use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::acts::Act;
use super::api::detail;
use super::parts;
use crate::answer::AppError;
use crate::islands::Live;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonGroup, ButtonKind, Card, Column, Crumb, DataTable, Details, Empty, Inset, LinkButton, PageHeading,
    Row, SummaryList, SummaryRow, Tag, Time24, Tone,
};
use crate::words::reasons::Reasons;
use crate::words::{dates, numbers, shifts};

/// The page.
#[component]
pub fn ShiftPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").and_then(|id| id.parse::<ShiftId>().ok());
    page::private(async move {
        let id = id.ok_or_else(|| AppError::new("not_found", 404, ""))?;
        let shift = detail(id).await?;
        let zone = ssr::zone();
        let title = shift.facts.package.clone();
        let caption = shifts::span_24(shift.facts.period, zone);
        let body = view! {
            <PageHeading text=title.clone() caption/>
            <Live region="shift".to_owned() topics="shift,rating,rota,account".to_owned()/>
            <div id="shift">
                {facts(&shift, zone)}
                {acts(&shift)}
                {applicants(&shift, zone)}
                {eligibility(&shift, zone)}
                {offers(&shift, zone)}
            </div>
        };
        Ok(Content::new(title, body).crumbs(vec![Crumb::new("Shift sender", "/admin/shifts")]))
    })
}

fn facts(shift: &ShiftDetail, zone: Zone) -> impl IntoView + use<> {
    let (words, tone) = shifts::state(shift.state, shift.expiry);
    let moment = |at| dates::moment_24(zone.local(at));
    let apply_by = match (shift.state, shift.apply_by_is_chosen) {
        (ShiftState::Created, false) => format!("{} if it is sent now", moment(shift.facts.apply_by)),
        _ => moment(shift.facts.apply_by),
    };
    let mut rows = vec![
        SummaryRow::new("State", view! { <Tag text=words tone/> }),
        SummaryRow::new("Time", shifts::span_24(shift.facts.period, zone)),
        SummaryRow::new("Length", shifts::length(shift.facts.period, zone)),
        SummaryRow::new(
            "Kind",
            format!("{}, {}", shifts::kind(shift.facts.kind), shifts::of_day(shift.facts.shift_type)),
        ),
        SummaryRow::new("For", parts::for_whom(&shift.facts)),
        SummaryRow::new("Apply by", apply_by),
        SummaryRow::new("Saved", format!("{} by {}", moment(shift.created_at), shift.created_by)),
    ];
    let mut more = |key: &str, value: Option<String>| {
        rows.extend(value.map(|value| SummaryRow::new(key, value)));
    };
    more("Sent", shift.sent_at.map(moment));
    more("Assigned to", shift.assigned_to.clone());
    more("Note to carers", shift.facts.note.clone());
    more("Reason for cancelling", shift.cancel_reason.clone());
    let words = Reasons { names: &shift.names, zone };
    for rule in &shift.accepted {
        let accepted = format!("{}. Accepted: {}", words.facts(&rule.facts), rule.reason);
        rows.push(SummaryRow::new("Beyond a rule", accepted));
    }
    view! { <SummaryList rows/> }
}

/// What may be done with it now. Each leads to a page that says what it does.
fn acts(shift: &ShiftDetail) -> Option<AnyView> {
    let id = shift.facts.id;
    let acts = Some(Act::open_for(shift)).filter(|acts| !acts.is_empty())?;
    let buttons = acts.iter().map(move |act| {
        let (text, _, kind) = act.words();
        // Taking the carer off is the milder of two ways; only its own page warns.
        let kind = if *act == Act::TakeOff { ButtonKind::Secondary } else { kind };
        view! { <LinkButton href=format!("/admin/shifts/{id}/{}", act.name()) text kind/> }
    });
    Some(view! { <ButtonGroup>{buttons.collect_view()}</ButtonGroup> }.into_any())
}

fn applicants(shift: &ShiftDetail, zone: Zone) -> Option<AnyView> {
    if shift.state == ShiftState::Created {
        return None;
    }
    let cards = shift.applicants.iter().map(|one| applicant(shift, one, zone)).collect_view();
    let body = if shift.applicants.is_empty() {
        view! { <Empty title="No applications" text="Nobody has confirmed interest so far."/> }.into_any()
    } else {
        cards.into_any()
    };
    Some(view! { <h2 class="govuk-heading-m">"Applications"</h2> {body} }.into_any())
}

fn applicant(shift: &ShiftDetail, one: &Applicant, zone: Zone) -> impl IntoView + use<> {
    let (words, tone) = shifts::application(one.state);
    let aside = move || view! { <Tag text=words tone/> };
    let note = one.note.clone().map(|note| view! { <p class="govuk-body">{note}</p> });
    let removed = one.removal_reason.clone();
    let removed = removed.map(|reason| view! { <p class="govuk-body">"Reason: "{reason}</p> });
    let found = one.verdict.as_ref().map(|verdict| findings(verdict, shift, zone));
    let waits = one.state == ApplicationState::Pending && shift.state == ShiftState::HasApplications;
    let may = one.verdict.as_ref().is_some_and(|verdict| verdict.blocking().all(|reason| reason.overridable));
    let href = format!("/admin/shifts/{}/applications/{}", shift.facts.id, one.id);
    let select =
        (waits && may).then(|| view! { <LinkButton href=href.clone() text=format!("Select {}", one.name)/> });
    let remove = waits.then(|| {
        view! {
            <LinkButton href=format!("{href}/remove") text=format!("Remove {}", one.name) kind=ButtonKind::Secondary/>
        }
    });
    let at = one.at;
    view! {
        <Card title=one.name.clone() level=3 aside=aside>
            <p class="govuk-body">"Applied "<Time24 at zone/></p>
            {note}
            {removed}
            {found}
            <ButtonGroup>{select}{remove}</ButtonGroup>
        </Card>
    }
}

/// What stands against an applicant, or that nothing does.
fn findings(verdict: &Verdict, shift: &ShiftDetail, zone: Zone) -> AnyView {
    if verdict.reasons.is_empty() {
        return view! { <p class="govuk-body"><Tag text="Eligible" tone=Tone::Green/></p> }.into_any();
    }
    let reasons = reasons(&verdict.reasons, shift, zone);
    view! { <Inset>{reasons}</Inset> }.into_any()
}

fn reasons(found: &[Reason], shift: &ShiftDetail, zone: Zone) -> impl IntoView + use<> {
    let words = Reasons { names: &shift.names, zone };
    let line = |reason: &Reason| {
        let weight = if reason.blocks() { "" } else { "Warning: " };
        view! { <li>{format!("{weight}{}", words.for_admin(reason))}</li> }
    };
    let lines = found.iter().map(line).collect_view();
    view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }
}

/// Who may have it and, for each other carer, why not (R-ELG-6).
fn eligibility(shift: &ShiftDetail, zone: Zone) -> Option<AnyView> {
    if shift.candidates.is_empty() {
        return None;
    }
    let (eligible, others): (Vec<_>, Vec<_>) =
        shift.candidates.iter().partition(|candidate| candidate.verdict.is_eligible());
    let heading = match shift.state {
        ShiftState::Created => "Who will be offered it",
        _ => "Who can still apply",
    };
    let names = eligible.iter().map(|one| view! { <li>{one.name.clone()}</li> }).collect_view();
    let count = numbers::counted(u64::try_from(eligible.len()).unwrap_or_default(), "carer is", "carers are");
    let rows = others.iter().map(|candidate| {
        let blocking: Vec<Reason> = candidate.verdict.blocking().cloned().collect();
        Row::new(candidate.name.clone()).cell(reasons(&blocking, shift, zone))
    });
    let rows: Vec<Row> = rows.collect();
    let others = (!rows.is_empty()).then(|| {
        let columns = vec![Column::new("Carer"), Column::new("Why not")];
        view! { <DataTable caption="Not eligible" columns rows/> }
    });
    Some(
        view! {
            <h2 class="govuk-heading-m">{heading}</h2>
            <p class="govuk-body">{format!("{count} eligible on the date of the shift.")}</p>
            <ul class="govuk-list govuk-list--bullet">{names}</ul>
            {others}
        }
        .into_any(),
    )
}

/// The notice that was given, with its times (R-SHF-10).
fn offers(shift: &ShiftDetail, zone: Zone) -> Option<AnyView> {
    if shift.seen.is_empty() {
        return None;
    }
    let rows = shift.seen.iter().map(|offer| {
        let viewed = match offer.first_viewed_at {
            Some(at) => view! { <Time24 at zone/> }.into_any(),
            None => "Not yet".into_any(),
        };
        Row::new(offer.name.clone()).cell(view! { <Time24 at=offer.notified_at zone/> }).cell(viewed)
    });
    let rows = rows.collect();
    let columns = vec![Column::new("Carer"), Column::new("Offered"), Column::new("First seen")];
    let summary = numbers::counted(
        u64::try_from(shift.seen.len()).unwrap_or_default(),
        "carer was offered it",
        "carers were offered it",
    );
    Some(
        view! { <Details summary><DataTable caption="Offers" is_caption_hidden=true columns rows/></Details> }
            .into_any(),
    )
}
