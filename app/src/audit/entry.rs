//! `/admin/audit/{id}`: one entry, with before and after side by side.

use domain::id::AuditId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{EntryView, entry};
use crate::answer::AppError;
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{Column, Crumb, DataTable, PageHeading, Row, SummaryList, SummaryRow, Tag, Time24};
use crate::words;

/// The page.
#[component]
pub fn AuditEntryPage() -> impl IntoView {
    let id = use_params_map().read_untracked().get("id").and_then(|id| id.parse::<AuditId>().ok());
    page::private(async move {
        let id = id.ok_or_else(|| AppError::new("not_found", 404, String::new()))?;
        let entry = entry(id).await?;
        let title = words::audit::action(&entry.line.action);
        let crumbs = vec![Crumb::new("Audit", "/admin/audit")];
        Ok(Content::new(title.clone(), view! { <PageHeading text=title/> {facts(&entry)} {changes(entry)} })
            .crumbs(crumbs))
    })
}

fn facts(entry: &EntryView) -> impl IntoView + use<> {
    let zone = ssr::zone();
    let (severity, tone) = words::audit::severity(&entry.line.severity);
    let at = entry.line.at;
    let rows = vec![
        SummaryRow::new("By", entry.line.actor.clone()),
        SummaryRow::new("When", view! { <Time24 at zone/> }),
        SummaryRow::new("Severity", view! { <Tag text=severity tone/> }),
        SummaryRow::new("Outcome", entry.line.outcome.clone()),
        SummaryRow::new("Done to", entry.entity.clone().unwrap_or_else(|| "–".into())),
        SummaryRow::new("From", entry.origin.clone().unwrap_or_else(|| "erased".into())),
        SummaryRow::new("Position in the chain", entry.line.seq.to_string()),
        SummaryRow::new("Hash", view! { <code class="app-hash">{entry.hash.clone()}</code> }),
        SummaryRow::new(
            "Hash of the entry before",
            view! { <code class="app-hash">{entry.prev_hash.clone()}</code> },
        ),
        SummaryRow::new("Request", view! { <code class="app-hash">{entry.request.clone()}</code> }),
    ];
    view! { <SummaryList rows/> }
}

/// Each field that says something, once, in the order of before and then of what is new.
fn changes(entry: EntryView) -> AnyView {
    let EntryView { before, after, .. } = entry;
    let find = |side: &[(String, String)], key: &str| {
        side.iter().find(|(name, _)| name == key).map_or_else(|| "–".to_owned(), |(_, value)| value.clone())
    };
    let is_new = |key: &String| !before.iter().any(|(name, _)| name == key);
    let mut keys: Vec<String> = before.iter().map(|(key, _)| key.clone()).collect();
    keys.extend(after.iter().map(|(key, _)| key.clone()).filter(is_new));
    let told = keys.into_iter().map(|key| (find(&before, &key), find(&after, &key), key));
    let rows: Vec<Row> = told
        .filter(|(old, new, _)| old != new || old != "–")
        .map(|(old, new, key)| Row::new(words::audit::action(&key)).cell(old).cell(new))
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    let columns = vec![Column::new("Field"), Column::new("Before"), Column::new("After")];
    view! { <DataTable caption="What changed" columns rows/> }.into_any()
}
