//! `/admin/users/{id}/rights`: the extra rights of an admin, set by those who manage admins (R-PER-1).

use domain::access::Role;
use domain::id::AccountId;
use domain::users::UserView;
use leptos::prelude::*;

use super::form::{buttons, changeable, way_back};
use crate::forms::{self, PasswordAgain, PostForm};
use crate::page::{self, Content};
use crate::ui::{Banner, CheckboxField, FieldGroup, HiddenField, NotificationBanner, PageHeading};
use crate::words::people;

/// The page.
#[component]
pub fn RightsPage() -> impl IntoView {
    let id = page::named::<AccountId>("id");
    page::private(async move {
        let user = changeable(id?).await?;
        if user.role != Role::Admin {
            return Err(page::missing());
        }
        let crumbs = way_back(&user);
        let body = view! {
            <PageHeading text="Extra rights" caption=user.name.clone() lead="They count from the admin’s next page on."/>
            {forms::is_stale("rights").then(|| kept_now(&user))}
            <PostForm operation="/api/users/set_rights" id="rights">
                <HiddenField name="id" value=user.id.to_string()/>
                <HiddenField name="version" value=user.version.to_string()/>
                {fields(&user)}
                <PasswordAgain/>
                {buttons("Save rights", user.id)}
            </PostForm>
        };
        Ok(Content::new("Extra rights", body).crumbs(crumbs))
    })
}

/// What somebody else has saved meanwhile, beside what was ticked (R-GEN-7).
fn kept_now(user: &UserView) -> impl IntoView + use<> {
    let rights = people::rights(user.flags).join(", ");
    let rights = if rights.is_empty() { "none".to_owned() } else { rights };
    view! { <NotificationBanner text=format!("As it is now: {rights}") kind=Banner::Warning/> }
}

fn fields(user: &UserView) -> impl IntoView + use<> {
    let flags = user.flags;
    view! {
        <FieldGroup legend="This admin may" hint="Everything else is open to every admin.">
            <CheckboxField
                name="can_manage_admins"
                label="Manage admins"
                hint="Invite, edit and delete admins, set their rights, and end anyone’s sign-in."
                checked=flags.can_manage_admins
            />
            <CheckboxField name="can_view_audit" label="View the audit" checked=flags.can_view_audit/>
            <CheckboxField
                name="can_erase"
                label="Erase people and delete for good"
                checked=flags.can_erase
            />
            <CheckboxField
                name="can_manage_settings"
                label="Change settings, rota rules and the statement"
                checked=flags.can_manage_settings
            />
        </FieldGroup>
    }
}
