//! `/admin/users/invite`: the form that invites somebody (R-INV-1).

use domain::access::Role;
use leptos::prelude::*;

use crate::forms::{PasswordAgain, PostForm};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    ButtonGroup, ButtonKind, CheckboxField, Choice, Crumb, DateField, EmailField, FieldGroup, LinkButton,
    PageHeading, RadioGroup, SubmitButton, TextField,
};
use crate::users::api::may_read;

/// The page.
#[component]
pub fn InvitePage() -> impl IntoView {
    let manages = ssr::signed_in().is_some_and(|signed_in| signed_in.person.flags.can_manage_admins);
    page::private(async move {
        may_read().await?;
        let content = Content::new("Invite somebody", form(manages));
        Ok(content.crumbs(vec![Crumb::new("Users", "/admin/users")]))
    })
}

fn form(manages: bool) -> impl IntoView {
    let admin = Choice::new("admin", "Admin");
    let admin = if manages { admin } else { admin.disabled("Needs the right to manage admins.") };
    let roles = vec![Choice::new("carer", "Carer"), admin];
    view! {
        <PageHeading text="Invite somebody" lead="The mail has a link that works for 7 days."/>
        <PostForm operation="/api/invitation/invite" id="invite" once=true>
            <TextField name="name" label="Full name" autocomplete="off"/>
            <EmailField name="email" label="E-mail address" autocomplete="off"/>
            <RadioGroup name="role" label="Role" choices=roles value=code(Role::Carer)/>
            <FieldGroup legend="If it is a carer" hint="You can leave this empty.">
                <TextField name="job_role" label="Job role" autocomplete="off"/>
                <DateField name="employment_start" label="First day of employment"/>
            </FieldGroup>
            {manages.then(rights)}
            {manages.then(|| view! { <PasswordAgain why="Needed to invite an admin. You signed in a while ago."/> })}
            <ButtonGroup>
                <SubmitButton text="Send invitation"/>
                <LinkButton href="/admin/users?tab=invitations" text="Cancel" kind=ButtonKind::Quiet/>
            </ButtonGroup>
        </PostForm>
    }
}

const fn code(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Carer => "carer",
    }
}

fn rights() -> impl IntoView {
    view! {
        <FieldGroup legend="If it is an admin, extra rights">
            <CheckboxField name="can_manage_admins" label="Manage admins" hint="Invite, edit and delete admins, and set their rights."/>
            <CheckboxField name="can_view_audit" label="View the audit"/>
            <CheckboxField name="can_erase" label="Erase people and delete for good"/>
            <CheckboxField name="can_manage_settings" label="Change settings, rota rules and the statement"/>
        </FieldGroup>
    }
}
