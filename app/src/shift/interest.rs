//! `/carer/shifts/{id}`: says that it cannot be taken back, then confirms interest (R-APP-2, UX-15).

use domain::id::ShiftId;
use domain::shift::Offered;
use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{offered, seen};
use super::parts;
use crate::answer::AppError;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{BackLink, HiddenField, Inset, PageHeading, SubmitButton, TextArea, WarningText};
use crate::words::dates;

/// The page.
#[component]
pub fn InterestPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").and_then(|id| id.parse::<ShiftId>().ok());
    page::private(async move {
        let id = id.ok_or_else(|| AppError::new("not_found", 404, ""))?;
        let offered = offered(id).await?;
        seen(&[id]).await?;
        let zone = ssr::zone();
        let title = dates::with_day(offered.facts.date);
        Ok(Content::new(
            "Confirm Interest",
            view! {
                <BackLink href="/carer/shifts" text="All shifts"/>
                <PageHeading text="Confirm Interest" caption=title/>
                {parts::carer_facts(&offered.facts, zone, true)}
                {act(&offered, zone)}
            },
        ))
    })
}

fn act(offered: &Offered, zone: Zone) -> AnyView {
    if !offered.blocked.is_empty() {
        let reasons = parts::carer_reasons(&offered.blocked, &offered.names, zone);
        return view! {
            <Inset>
                <p class="govuk-body"><strong>"You cannot ask for this shift"</strong></p>
                {reasons}
            </Inset>
        }
        .into_any();
    }
    let id = offered.facts.id.to_string();
    view! {
        <WarningText text="You cannot withdraw afterwards. Only an admin can remove your application."/>
        <PostForm operation="/api/shift/confirm_interest" id="interest" once=true>
            <HiddenField name="id" value=id/>
            <TextArea name="note" label="Note to the admins (optional)" rows=3 limit=500/>
            <SubmitButton text="Confirm Interest"/>
        </PostForm>
    }
    .into_any()
}
