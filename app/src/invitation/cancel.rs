//! `/admin/users/invitations/{id}/cancel`: asks before an invitation is taken back (R-INV-3).

use domain::id::InvitationId;
use leptos::prelude::*;

use super::api::cancellable;
use crate::forms::PostForm;
use crate::page::{self, Content};
use crate::ui::{ButtonGroup, ButtonKind, Crumb, HiddenField, LinkButton, PageHeading, SubmitButton};

const LIST: &str = "/admin/users?tab=invitations";

/// The page.
#[component]
pub fn CancelInvitationPage() -> impl IntoView {
    let id = page::named::<InvitationId>("id");
    page::private(async move {
        let id = id?;
        let (name, email) = cancellable(id).await?;
        let title = format!("Cancel the invitation to {name}?");
        let lead = format!("The link in the mail to {email} then does not work any more.");
        let body = view! {
            <PageHeading text=title.clone() lead/>
            <PostForm operation="/api/invitation/cancel" id="confirm">
                <HiddenField name="invitation" value=id.to_string()/>
                <ButtonGroup>
                    <SubmitButton text="Cancel invitation" kind=ButtonKind::Warning/>
                    <LinkButton href=LIST text="Keep invitation" kind=ButtonKind::Quiet/>
                </ButtonGroup>
            </PostForm>
        };
        Ok(Content::new(title, body)
            .crumbs(vec![Crumb::new("Users", "/admin/users"), Crumb::new("Invitations", LIST)]))
    })
}
