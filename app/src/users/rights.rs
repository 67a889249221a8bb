//! `/admin/users/{id}/rights`: the extra rights of an admin, set by those who manage admins (R-PER-1).

use domain::access::Role;
use domain::id::AccountId;
use domain::users::UserView;
use leptos::prelude::*;

use super::form::{buttons, changeable, way_back};
use crate::forms::{Fact, PasswordAgain, PostForm, VersionField};
use crate::page::{self, Content};
use crate::ui::{CheckboxField, FieldGroup, HiddenField, PageHeading};

const MANAGE_ADMINS: &str = "Manage admins";
const VIEW_AUDIT: &str = "View the audit";
const ERASE: &str = "Erase people and delete for good";
const MANAGE_SETTINGS: &str = "Change settings, rota rules and the statement";

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
            <PostForm operation="/api/users/set_rights" id="rights">
                <HiddenField name="id" value=user.id.to_string()/>
                <VersionField version=user.version facts=facts(&user)/>
                {fields(&user)}
                <PasswordAgain/>
                {buttons("Save rights", user.id)}
            </PostForm>
        };
        Ok(Content::new("Extra rights", body).crumbs(crumbs))
    })
}

/// As they are kept, for those who set them meanwhile (R-GEN-7).
fn facts(user: &UserView) -> Vec<Fact> {
    vec![
        Fact::tick(MANAGE_ADMINS, user.flags.can_manage_admins),
        Fact::tick(VIEW_AUDIT, user.flags.can_view_audit),
        Fact::tick(ERASE, user.flags.can_erase),
        Fact::tick(MANAGE_SETTINGS, user.flags.can_manage_settings),
    ]
}

fn fields(user: &UserView) -> impl IntoView + use<> {
    let flags = user.flags;
    view! {
        <FieldGroup legend="This admin may" hint="Everything else is open to every admin.">
            <CheckboxField
                name="can_manage_admins"
                label=MANAGE_ADMINS
                hint="Invite, edit and delete admins, set their rights, and end anyone’s sign-in."
                checked=flags.can_manage_admins
            />
            <CheckboxField name="can_view_audit" label=VIEW_AUDIT checked=flags.can_view_audit/>
            <CheckboxField
                name="can_erase"
                label=ERASE
                checked=flags.can_erase
            />
            <CheckboxField
                name="can_manage_settings"
                label=MANAGE_SETTINGS
                checked=flags.can_manage_settings
            />
        </FieldGroup>
    }
}
