//! `/admin/audit`: who did what, newest first.

use domain::audit::AuditAction;
use domain::list::Listed;
use domain::time::Zone;
use leptos::prelude::*;

use super::api::{LineView, trail};
use crate::list::{self, Found};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{Choice, Column, DataTable, Empty, LinkButton, PageHeading, Row, SelectField, Tag, Time24};
use crate::words::{self, numbers};

const HERE: &str = "/admin/audit";

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let (action, asked) = (list::value("action"), list::asked());
    page::private(async move {
        let found = trail(action.clone(), asked).await?;
        let filters = list::filters(&[("action", &action)]);
        let results = numbers::counted(found.found, "entry", "entries");
        let (previous, next) = (found.previous.clone(), found.next.clone());
        let body = list(found);
        Ok(Content::new(
            "Audit",
            view! {
                <PageHeading text="Audit" lead="Everything that was done, by whom and when. Reading this page is recorded too."/>
                <Found base=HERE filters results body previous next>
                    <SelectField name="action" label="Action" choices=choices()/>
                </Found>
            },
        )
        .wide())
    })
}

fn choices() -> Vec<Choice> {
    let all =
        AuditAction::ALL.iter().map(|action| Choice::new(action.name(), words::audit::action(action.name())));
    std::iter::once(Choice::new("", "Every action")).chain(all).collect()
}

fn list(found: Listed<LineView>) -> AnyView {
    if found.rows.is_empty() {
        return view! {
            <Empty title="No entry matches" text="Choose another action, or look at everything.">
                <LinkButton href=HERE text="Show every entry"/>
            </Empty>
        }
        .into_any();
    }
    let zone = ssr::zone();
    let columns = vec![Column::new("What"), Column::new("By"), Column::new("When"), Column::new("Severity")];
    let rows = found.rows.into_iter().map(|line| row(line, zone)).collect();
    view! { <DataTable caption="Entries, newest first" columns rows is_caption_hidden=true/> }.into_any()
}

fn row(line: LineView, zone: Zone) -> Row {
    let address = format!("/admin/audit/{}", line.id);
    let (severity, tone) = words::audit::severity(&line.severity);
    let refused = (line.outcome != "success").then(|| format!(", {}", line.outcome));
    Row::new(view! { <a class="govuk-link" href=address>{words::audit::action(&line.action)}{refused}</a> })
        .cell(line.actor)
        .cell(view! { <Time24 at=line.at zone/> })
        .cell(view! { <Tag text=severity tone/> })
}
