//! `/admin/settings`: each group of settings with its range and default, and the statement (screens §16).

use domain::competency::{STATEMENT_MOST, StatementView};
use domain::settings::{SettingGroup, SettingKey, Settings, Value, input};
use leptos::prelude::*;

use super::api::{shown, statement};
use crate::forms::{self, PostForm};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Banner, Card, CheckboxField, Crumb, HiddenField, Inset, NotificationBanner, NumberField, PageHeading,
    SubmitButton, TextArea, TextField, Time,
};
use crate::words::settings as words;

/// The form of the statement.
const STATEMENT: &str = "statement";

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    page::private(async move {
        let (settings, statement) = (shown().await?, statement().await?);
        let groups = SettingGroup::ALL.into_iter().map(|each| group(each, &settings)).collect_view();
        let body = view! {
            <PageHeading text="Settings" lead="A change counts from the moment it is saved, and is recorded in the audit."/>
            {groups}
            {wording(statement)}
        };
        Ok(Content::new("Settings", body).crumbs(vec![Crumb::new("Start", "/admin")]))
    })
}

fn group(group: SettingGroup, settings: &Settings) -> impl IntoView + use<> {
    let stale = forms::is_stale(group.code()).then(|| kept_now(group, settings));
    let fields: Vec<_> = group.keys().iter().map(|&key| (key, settings.value(key))).collect();
    view! {
        <Card title=words::title(group)>
            {stale}
            <PostForm operation="/api/settings/change" id=group.code()>
                <HiddenField name="group" value=group.code()/>
                {fields.into_iter().map(|(key, value)| field(key, &value)).collect_view()}
                <SubmitButton text=words::button(group)/>
            </PostForm>
        </Card>
    }
}

/// What somebody else has saved meanwhile, beside what was typed (R-GEN-7).
fn kept_now(group: SettingGroup, settings: &Settings) -> impl IntoView + use<> {
    let each = group.keys().iter().map(|&key| words::value(key, &settings.value(key)));
    let text = format!("As it is now: {}", each.collect::<Vec<_>>().join("; "));
    view! { <NotificationBanner text kind=Banner::Warning/> }
}

/// One setting, with what it may be and what it is by default; and what the page showed, for R-GEN-7.
fn field(key: SettingKey, now: &Value) -> AnyView {
    let (name, label, hint, value) = (input(key), words::label(key), words::hint(key), now.typed());
    let seen = view! { <HiddenField name=format!("seen[{}]", key.name()) value=now.to_json()/> };
    let control = match now {
        Value::Flag(is_on) => view! { <CheckboxField name label hint checked=*is_on/> }.into_any(),
        Value::Number(_) => {
            view! { <NumberField name label hint value unit=words::unit(key) width=4/> }.into_any()
        }
        Value::Numbers(_) | Value::Text(_) => {
            view! { <TextField name label hint value autocomplete="off" width=20/> }.into_any()
        }
    };
    view! { {seen}{control} }.into_any()
}

/// The statement in force, and the form of the next one.
fn wording(now: StatementView) -> impl IntoView {
    let zone = ssr::zone();
    let stale = forms::is_stale(STATEMENT).then(|| {
        let text = format!("Statement {} was published meanwhile. It stands below", now.number);
        view! { <NotificationBanner text kind=Banner::Warning/> }
    });
    let StatementView { number, body, published_at: at, published_by: by } = now;
    let typed = body.clone();
    view! {
        <Card title="Statement that carers acknowledge">
            {stale}
            <p class="govuk-body">{format!("Statement {number}, published ")}<Time at zone/>{format!(" by {by}")}</p>
            <Inset><span class="app-lines">{body}</span></Inset>
            <p class="govuk-body">"Every change is a new statement with the next number. What carers have acknowledged keeps the words they read."</p>
            <PostForm operation="/api/settings/publish_statement" id=STATEMENT once=true>
                <HiddenField name="number" value=number.to_string()/>
                <TextArea
                    name="body"
                    label="New words"
                    hint="Carers read them in full each time before they acknowledge."
                    value=typed
                    rows=6
                    limit=STATEMENT_MOST
                />
                <SubmitButton text=format!("Publish statement {}", number.saturating_add(1))/>
            </PostForm>
        </Card>
    }
}
