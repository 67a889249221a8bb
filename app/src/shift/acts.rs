//! `/admin/shifts/{id}/{act}`: the page before sending, cancelling, reopening, taking off or deleting. It names the
//! shift, the people and the effect (UX-15).

use domain::id::ShiftId;
use domain::shift::{ShiftDetail, ShiftState};
use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::detail;
use super::parts;
use crate::answer::AppError;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonGroup, ButtonKind, Crumb, DateField, FieldGroup, HiddenField, LinkButton, PageHeading,
    SubmitButton, TextArea, TimeField, WarningText,
};
use crate::words::{dates, numbers, shifts};

/// What is about to be done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Send,
    Cancel,
    Reopen,
    TakeOff,
    Delete,
}

impl Act {
    fn named(name: &str) -> Option<Self> {
        [Self::Send, Self::Cancel, Self::Reopen, Self::TakeOff, Self::Delete]
            .into_iter()
            .find(|act| act.name() == name)
    }

    /// What may be done with a shift as it is now. The shift's page offers these, and no other is shown.
    pub(super) fn open_for(shift: &ShiftDetail) -> &'static [Self] {
        match shift.state {
            ShiftState::Created => &[Self::Send, Self::Delete],
            ShiftState::Open | ShiftState::HasApplications => &[Self::Cancel],
            ShiftState::Assigned if shift.has_started => &[Self::Cancel],
            ShiftState::Assigned => &[Self::TakeOff, Self::Cancel],
            ShiftState::Expired if !shift.has_started => &[Self::Reopen],
            ShiftState::Expired | ShiftState::Completed | ShiftState::Cancelled => &[],
        }
    }

    /// The part of the address that names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Cancel => "cancel",
            Self::Reopen => "reopen",
            Self::TakeOff => "take-off",
            Self::Delete => "delete",
        }
    }

    pub(super) const fn words(self) -> (&'static str, &'static str, ButtonKind) {
        match self {
            Self::Send => ("Send shift", "/api/shift/send", ButtonKind::Primary),
            Self::Cancel => ("Cancel shift", "/api/shift/cancel", ButtonKind::Warning),
            Self::Reopen => ("Reopen shift", "/api/shift/reopen", ButtonKind::Primary),
            Self::TakeOff => ("Take the carer off", "/api/shift/take_off", ButtonKind::Warning),
            Self::Delete => ("Delete shift", "/api/shift/delete", ButtonKind::Warning),
        }
    }

    /// What will happen, and to whom.
    fn effect(self, shift: &ShiftDetail) -> String {
        let eligible = shift.candidates.iter().filter(|candidate| candidate.verdict.is_eligible()).count();
        let eligible = numbers::counted(
            u64::try_from(eligible).unwrap_or_default(),
            "eligible carer",
            "eligible carers",
        );
        let who = shift.assigned_to.clone().unwrap_or_else(|| "The carer".to_owned());
        match self {
            Self::Send => format!(
                "{eligible} will be offered it by e-mail, all at once. It cannot be taken back, only cancelled."
            ),
            Self::Cancel if shift.assigned_to.is_some() => {
                format!("{who} and all applicants are told by e-mail. The work leaves the schedule.")
            }
            Self::Cancel => {
                "All applicants are told by e-mail, the others it was offered to in CareTrack.".to_owned()
            }
            Self::Reopen => "Carers can ask for it again until the new last moment to apply.".to_owned(),
            Self::TakeOff => format!(
                "{who} is told by e-mail and the work leaves the schedule. The other applicants can be selected again."
            ),
            Self::Delete => "It was never sent. It is gone after this.".to_owned(),
        }
    }
}

/// The page.
#[component]
pub fn ShiftActPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let id = params.get("id").and_then(|id| id.parse::<ShiftId>().ok());
    let act = params.get("act").and_then(|name| Act::named(&name));
    page::private(async move {
        let missing = || AppError::new("not_found", 404, "");
        let (id, act) = (id.ok_or_else(missing)?, act.ok_or_else(missing)?);
        let shift = detail(id).await?;
        let zone = ssr::zone();
        let (words, operation, kind) = act.words();
        let back = format!("/admin/shifts/{id}");
        let caption = parts::title(&shift.facts, zone);
        let crumbs = vec![
            Crumb::new("Shift sender", "/admin/shifts"),
            Crumb::new(shift.facts.package.clone(), back.clone()),
        ];
        if !Act::open_for(&shift).contains(&act) {
            return Ok(Content::new(words, closed(&shift, words, caption, back)).crumbs(crumbs));
        }
        let fields = fields(act, &shift, zone);
        let body = view! {
            <PageHeading text=words caption/>
            <WarningText text=act.effect(&shift)/>
            <PostForm operation=operation id="act">
                <HiddenField name="id" value=id.to_string()/>
                {fields}
                <ButtonGroup>
                    <SubmitButton text=words kind/>
                    <LinkButton href=back text="Go back" kind=ButtonKind::Quiet/>
                </ButtonGroup>
            </PostForm>
        };
        Ok(Content::new(words, body).crumbs(crumbs))
    })
}

/// Why an act that an old page offered cannot be done any more.
fn closed(shift: &ShiftDetail, words: &'static str, caption: String, back: String) -> AnyView {
    let (state, _) = shifts::state(shift.state, shift.expiry);
    view! {
        <PageHeading text=words caption/>
        <WarningText text=format!("This cannot be done. The shift is now: {state}.")/>
        <LinkButton href=back text="See the shift"/>
    }
    .into_any()
}

fn fields(act: Act, shift: &ShiftDetail, zone: Zone) -> impl IntoView + use<> {
    let reason = matches!(act, Act::Cancel | Act::TakeOff).then(|| {
        view! {
            <TextArea name="reason" label="Reason" hint="The carers read it. Do not write names here." rows=3 limit=500/>
        }
    });
    let hint = match act {
        Act::Send if shift.apply_by_is_chosen => {
            format!("Empty: {}, as you have chosen.", dates::moment_24(zone.local(shift.facts.apply_by)))
        }
        Act::TakeOff => "Needed only when it has passed and nobody else has asked.".to_owned(),
        _ => "Empty: 48 hours from now, at the latest the start.".to_owned(),
    };
    let apply_by = matches!(act, Act::Send | Act::Reopen | Act::TakeOff).then(|| {
        view! {
            <FieldGroup legend="Last moment to apply" hint>
                <div class="app-pair">
                    <DateField name="apply_by_date" label="Date"/>
                    <TimeField name="apply_by_time" label="Time"/>
                </div>
            </FieldGroup>
        }
    });
    view! { {reason} {apply_by} }
}
