//! The tab of invitations: who was invited and what became of it, with sending again and cancelling.

use domain::invitation::InvitationStatus;
use domain::text::coded;
use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

use super::api::{InvitationView, InvitationsView, invitations};
use crate::answer::AppError;
use crate::forms::PostForm;
use crate::ui::{
    ButtonKind, Choice, Column, DataTable, Empty, FilterForm, Glyph, HiddenField, LinkButton, Pagination,
    Row, SelectField, SubmitButton, Tag,
};
use crate::words::{dates, people};

const CHOICES: [(&str, &str); 6] = [
    ("", "Any"),
    ("pending", "Pending"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("cancelled", "Cancelled"),
    ("expired", "Expired"),
];

/// What stands under the tab.
pub(super) async fn tab(query: &ParamsMap) -> Result<AnyView, AppError> {
    let status: Option<InvitationStatus> = query.get("status").and_then(|status| coded(&status).ok());
    let after = query.get("after").and_then(|id| id.parse().ok());
    let typed = query.get("status").filter(|_| status.is_some()).unwrap_or_default();
    Ok(list(invitations(status, after).await?, &typed))
}

fn list(found: InvitationsView, status: &str) -> AnyView {
    if found.invitations.is_empty() && status.is_empty() {
        return view! {
            <Empty title="No invitations yet" text="An invitation is the only way to get an account." icon=Glyph::Send>
                <LinkButton href="/admin/users/invite" text="Invite somebody"/>
            </Empty>
        }
        .into_any();
    }
    let zone: Zone = found.zone.parse().unwrap_or(Zone::LONDON);
    let next = found.next.map(|id| format!("/admin/users?tab=invitations&status={status}&after={id}"));
    let fields = filter(status);
    let table = if found.invitations.is_empty() {
        view! { <Empty title="No invitation matches" text="Choose another status." icon=Glyph::Send/> }
            .into_any()
    } else {
        table(found.invitations, zone)
    };
    view! { {fields} {table} <Pagination previous=None next/> }.into_any()
}

fn filter(status: &str) -> impl IntoView + use<> {
    let choices: Vec<_> = CHOICES.iter().map(|&(code, words)| Choice::new(code, words)).collect();
    let clear = (!status.is_empty()).then(|| "/admin/users?tab=invitations".to_owned());
    view! {
        <FilterForm form_id="filter" action="/admin/users" values=vec![("status".into(), status.to_owned())] clear>
            <input type="hidden" name="tab" value="invitations"/>
            <SelectField name="status" label="Status" choices/>
        </FilterForm>
    }
}

fn table(invitations: Vec<InvitationView>, zone: Zone) -> AnyView {
    let columns = vec![
        Column::new("Name"),
        Column::new("E-mail"),
        Column::new("Role"),
        Column::new("Invited by"),
        Column::new("Sent"),
        Column::new("Expires"),
        Column::new("Status"),
        Column::actions("What to do"),
    ];
    let rows = invitations.into_iter().map(|invitation| row(invitation, zone)).collect();
    view! { <DataTable caption="Invitations, the last sent first" columns rows is_caption_hidden=true/> }
        .into_any()
}

fn row(invitation: InvitationView, zone: Zone) -> Row {
    let (words, tone) = people::invitation(invitation.status);
    let day = |at| dates::short(zone.date(at));
    let acts = acts(&invitation);
    let name = if invitation.name.is_empty() { "Removed".to_owned() } else { invitation.name };
    Row::new(name)
        .cell(invitation.email)
        .cell(people::role(invitation.role))
        .cell(invitation.invited_by)
        .cell(day(invitation.sent_at))
        .cell(day(invitation.expires_at))
        .cell(view! { <Tag text=words tone/> })
        .cell(acts)
}

fn acts(invitation: &InvitationView) -> impl IntoView + use<> {
    let id = invitation.id.to_string();
    let whose = format!("to {}", invitation.name);
    let resend =
        invitation.may_resend.then(|| act("resend", "/api/invitation/resend", "Send again", &id, &whose));
    let is_pending = invitation.status == InvitationStatus::Pending;
    let cancel = is_pending.then(|| act("cancel", "/api/invitation/cancel", "Cancel", &id, &whose));
    view! { {resend}{cancel} }
}

fn act(verb: &str, operation: &'static str, words: &str, id: &str, whose: &str) -> impl IntoView + use<> {
    let (form, id) = (format!("{verb}-{id}"), id.to_owned());
    let (text, hidden) = (words.to_owned(), format!("the invitation {whose}"));
    view! {
        <PostForm operation id=form>
            <HiddenField name="invitation" value=id/>
            <SubmitButton text hidden kind=ButtonKind::Quiet/>
        </PostForm>
    }
}
