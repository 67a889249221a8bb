//! The tab of invitations: who was invited and what became of it, with sending again and cancelling.

use domain::access::Role;
use domain::invitation::{InvitationRow, InvitationStatus};
use domain::list::{Asked, InvitationSort, Listed};
use leptos::prelude::*;

use super::api::invitations;
use crate::answer::AppError;
use crate::forms::{PasswordAgain, PostForm};
use crate::list::{self, Found, Sorting};
use crate::ssr;
use crate::ui::{
    ButtonKind, Choice, Column, DataTable, Email, Empty, Glyph, HiddenField, LinkButton, Row, SelectField,
    SubmitButton, Tag, TextField,
};
use crate::words::{dates, numbers, people};

const HERE: &str = "/admin/users";

const CHOICES: [(&str, &str); 5] = [
    ("pending", "Pending"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("cancelled", "Cancelled"),
    ("expired", "Expired"),
];

/// What stands under the tab.
pub(super) async fn tab(asked: Asked) -> Result<AnyView, AppError> {
    let found = invitations(asked.clone()).await?;
    let (kept, filters) = (
        list::filters(&[("tab", "invitations")]),
        list::filters(&[("q", &asked.q), ("status", &asked.status)]),
    );
    let results = numbers::counted(found.found, "invitation", "invitations");
    let (previous, next) = (found.previous.clone(), found.next.clone());
    let sorting = Sorting::new(HERE, &[kept.as_slice(), &filters].concat(), &asked.sort);
    let body = body(found, filters.is_empty(), &sorting);
    let choices: Vec<_> = CHOICES.iter().map(|&(code, words)| Choice::new(code, words)).collect();
    Ok(view! {
        <Found base=HERE kept filters sort=asked.sort results topics="account" body previous next>
            <TextField name="q" label="Name or e-mail" autocomplete="off"/>
            <SelectField name="status" label="Status" choices prompt="Any status"/>
        </Found>
    }
    .into_any())
}

fn body(found: Listed<InvitationRow>, is_all: bool, sorting: &Sorting<InvitationSort>) -> AnyView {
    if found.found == 0 && is_all {
        return view! {
            <Empty title="No invitations yet" text="An invitation is the only way to get an account." icon=Glyph::Send>
                <LinkButton href="/admin/users/invite" text="Invite somebody"/>
            </Empty>
        }
        .into_any();
    }
    if found.rows.is_empty() {
        return view! {
            <Empty title="No invitation matches" text="Write less of the name, or clear the filters." icon=Glyph::Send/>
        }
        .into_any();
    }
    let columns = vec![
        sorting.by(InvitationSort::Name, Column::new("Name")),
        sorting.by(InvitationSort::Email, Column::new("E-mail")),
        sorting.by(InvitationSort::Role, Column::brief("Role")),
        Column::new("Invited by"),
        sorting.by(InvitationSort::Sent, Column::brief("Sent")),
        sorting.by(InvitationSort::Expires, Column::brief("Expires")),
        Column::brief("Status"),
        Column::actions("What to do"),
    ];
    let rows = found.rows.into_iter().map(row).collect();
    view! { <DataTable caption="Invitations" columns rows is_caption_hidden=true/> }.into_any()
}

fn row(invitation: InvitationRow) -> Row {
    let (words, tone) = people::invitation(invitation.status);
    let day = |at| dates::short(ssr::zone().date(at));
    let acts = acts(&invitation);
    let name = if invitation.name.is_empty() { "Removed".to_owned() } else { invitation.name };
    Row::new(name)
        .cell(view! { <Email address=invitation.email/> })
        .cell(people::role(invitation.role))
        .cell(invitation.invited_by)
        .cell(day(invitation.sent_at))
        .cell(day(invitation.expires_at))
        .cell(view! { <Tag text=words tone/> })
        .cell(acts)
}

fn acts(invitation: &InvitationRow) -> impl IntoView + use<> {
    let is_admin = invitation.role == Role::Admin;
    let flags = ssr::signed_in().map(|signed_in| signed_in.person.flags).unwrap_or_default();
    if is_admin && !flags.can_manage_admins {
        return None;
    }
    let whose = format!("the invitation to {}", invitation.name);
    let resend = invitation.may_resend.then(|| {
        let (id, hidden) = (invitation.id.to_string(), whose.clone());
        let password = is_admin.then_some(|| view! { <PasswordAgain/> });
        view! {
            <PostForm operation="/api/invitation/resend" id=format!("resend-{id}")>
                <HiddenField name="invitation" value=id/>
                {password.map(|field| field())}
                <SubmitButton text="Send again" hidden kind=ButtonKind::Quiet/>
            </PostForm>
        }
    });
    let cancel = (invitation.status == InvitationStatus::Pending).then(|| {
        let href = format!("/admin/users/invitations/{}/cancel", invitation.id);
        view! { <LinkButton href text="Cancel" hidden=whose kind=ButtonKind::Quiet/> }
    });
    Some(view! { {resend}{cancel} })
}
