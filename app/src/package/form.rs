//! `/admin/packages/new` and `/admin/packages/{id}/edit`: one form for both.

use domain::id::PackageId;
use domain::package::{PackageDraft, PackageView};
use leptos::prelude::*;

use super::api::{impact, package};
use crate::forms::{Fact, PostForm, VersionField};
use crate::page::{self, Content};
use crate::ui::{
    ButtonGroup, ButtonKind, CheckboxField, Crumb, Details, HiddenField, LinkButton, PageHeading,
    PostcodeAreaField, SubmitButton, TextField,
};
use crate::words::deleted;

/// What the tick does, here and to what depends on the package.
const ACTIVE: &str = "While it is inactive nothing can be added to it, its tasks leave daily lists, and nobody can take its shifts. Planned work stays and raises an alert. When it is active again, its open shifts are offered.";

/// The form of a new package.
#[component]
pub fn NewPackagePage() -> impl IntoView {
    page::private(async move {
        let crumbs = vec![Crumb::new("Care packages", "/admin/packages")];
        let draft = PackageDraft { active: "true".into(), ..PackageDraft::default() };
        let body = view! {
            <PageHeading text="Add a care package"/>
            <PostForm operation="/api/package/create" id="package" once=true>
                {fields(&draft)}
                {buttons("Add care package", "/admin/packages".into())}
            </PostForm>
        };
        Ok(Content::new("Add a care package", body).crumbs(crumbs))
    })
}

/// The form of one that is kept.
#[component]
pub fn EditPackagePage() -> impl IntoView {
    let id = page::named::<PackageId>("id");
    page::private(async move {
        let id = id?;
        let (found, depends) = (package(id).await?, impact(id).await?);
        let here = format!("/admin/packages/{}", found.id);
        let crumbs = vec![
            Crumb::new("Care packages", "/admin/packages"),
            Crumb::new(found.name.clone(), here.clone()),
        ];
        let body = view! {
            <PageHeading text="Edit care package" caption=found.name.clone()/>
            <Details summary="What depends on this care package">{lines(deleted::depends(&depends))}</Details>
            <PostForm operation="/api/package/update" id="package">
                <HiddenField name="id" value=found.id.to_string()/>
                <VersionField version=found.kept.version facts=facts(&found)/>
                {fields(&found.draft())}
                {buttons("Save care package", here)}
            </PostForm>
        };
        Ok(Content::new("Edit care package", body).crumbs(crumbs))
    })
}

fn lines(lines: Vec<String>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="govuk-body">"Nothing hangs on it."</p> }.into_any();
    }
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }.into_any()
}

/// As it is kept, for those who edit it meanwhile (R-GEN-7).
fn facts(found: &PackageView) -> Vec<Fact> {
    vec![
        Fact::new("Name", found.name.clone()),
        Fact::new("Postcode area", found.postcode_area.clone()),
        Fact::tick("Active", found.active),
        Fact::tick("Special hazard at night", found.night_hazard),
    ]
}

fn fields(draft: &PackageDraft) -> impl IntoView + use<> {
    let PackageDraft { name, postcode_area, active, night_hazard, .. } = draft.clone();
    view! {
        <TextField name="name" label="Name" value=name autocomplete="off"/>
        <PostcodeAreaField
            name="postcode_area"
            label="Postcode area"
            hint="Only the first part of the postcode, like M14"
            value=postcode_area
        />
        <CheckboxField name="active" label="Active" hint=ACTIVE checked=!active.is_empty()/>
        <CheckboxField
            name="night_hazard"
            label="Special hazard or heavy strain at night"
            hint="Night workers here should not work more than 8 hours in any 24. The rota warns of it once that rule is judged"
            checked=!night_hazard.is_empty()
        />
    }
}

fn buttons(text: &'static str, back: String) -> impl IntoView {
    view! {
        <ButtonGroup>
            <SubmitButton text/>
            <LinkButton href=back text="Cancel" kind=ButtonKind::Quiet/>
        </ButtonGroup>
    }
}
