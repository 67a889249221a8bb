//! Lists as tables: sorted by links on the server, cards on phones, wide ones in a box of their own.

use super::icon::{Glyph, Icon};
use super::link;
use leptos::prelude::*;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest, earliest or A first.
    Ascending,
    /// Largest, latest or Z first.
    Descending,
}

/// The head of a column.
pub struct Column {
    heading: String,
    class: &'static str,
    is_heading_hidden: bool,
    sort: Option<(String, Option<Order>)>,
}

impl Column {
    /// A column of words.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), class: "", is_heading_hidden: false, sort: None }
    }

    /// A column of figures, set to the right.
    pub fn number(heading: impl Into<String>) -> Self {
        Self { class: "govuk-table__cell--numeric", ..Self::new(heading) }
    }

    /// A column of our own short words, roles, states and dates: it is as narrow as the longest of them.
    pub fn brief(heading: impl Into<String>) -> Self {
        Self { class: "app-table__brief", ..Self::new(heading) }
    }

    /// A column of buttons and links; its heading is for screen readers only.
    pub fn actions(heading: impl Into<String>) -> Self {
        Self { class: "app-table__actions", is_heading_hidden: true, ..Self::new(heading) }
    }

    /// Can be sorted: the address that sorts by it (or turns it round), and how it is sorted now.
    #[must_use]
    pub fn sorted_by(mut self, href: impl Into<String>, now: Option<Order>) -> Self {
        self.sort = Some((href.into(), now));
        self
    }
}

/// One row; the first cell names it.
pub struct Row(Vec<AnyView>);

impl Row {
    /// A row that begins with its name, usually a link.
    pub fn new(name: impl IntoView + 'static) -> Self {
        Self(vec![name.into_any()])
    }

    /// The next cell.
    #[must_use]
    pub fn cell(mut self, content: impl IntoView + 'static) -> Self {
        self.0.push(content.into_any());
        self
    }
}

/// A table with its caption.
///
/// Roles are written out because a phone shows each row as a card, and browsers forget that a table laid out as
/// blocks is a table.
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// The caption is for screen readers only, because a heading says the same.
    #[prop(optional)]
    is_caption_hidden: bool,
    /// Stays a table on phones and scrolls inside its own box.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let labels: Vec<(String, &'static str)> =
        columns.iter().map(|column| (column.heading.clone(), column.class)).collect();
    let caption_class = if is_caption_hidden {
        "govuk-visually-hidden"
    } else {
        "govuk-table__caption govuk-table__caption--m"
    };
    let class = if wide { "govuk-table app-table" } else { "govuk-table app-table app-table--cards" };
    let wrap = if labels.len() > 5 { "app-table-wrap app-table-wrap--many" } else { "app-table-wrap" };
    let name = caption.clone();
    let table = view! {
        <table class=class role="table">
            <caption class=caption_class>{caption}</caption>
            <thead class="govuk-table__head" role="rowgroup">
                <tr class="govuk-table__row" role="row">{columns.into_iter().map(head).collect_view()}</tr>
            </thead>
            <tbody class="govuk-table__body" role="rowgroup">
                {rows.into_iter().map(|row| body_row(row, &labels)).collect_view()}
            </tbody>
        </table>
    };
    if wide {
        view! { <div class="app-table-box" role="region" aria-label=name tabindex="0">{table}</div> }
            .into_any()
    } else {
        view! { <div class=wrap>{table}</div> }.into_any()
    }
}

fn head(column: Column) -> impl IntoView {
    let sorted = column.sort.as_ref().map(|(_, now)| match now {
        Some(Order::Ascending) => "ascending",
        Some(Order::Descending) => "descending",
        None => "none",
    });
    let class = match column.class {
        "govuk-table__cell--numeric" => "govuk-table__header govuk-table__header--numeric",
        _ => "govuk-table__header",
    };
    let heading = match column.sort {
        Some((address, now)) => sort_link(address, now, column.heading).into_any(),
        None if column.is_heading_hidden => {
            view! { <span class="govuk-visually-hidden">{column.heading}</span> }.into_any()
        }
        None => column.heading.into_any(),
    };
    view! { <th scope="col" role="columnheader" class=class aria-sort=sorted>{heading}</th> }
}

fn sort_link(address: String, now: Option<Order>, heading: String) -> impl IntoView + use<> {
    let glyph = match now {
        Some(Order::Ascending) => Glyph::SortedUp,
        Some(Order::Descending) => Glyph::SortedDown,
        None => Glyph::Sortable,
    };
    view! { <a class="app-sort" href=link::href(address)>{heading}<Icon glyph/></a> }
}

fn body_row(row: Row, labels: &[(String, &'static str)]) -> impl IntoView + use<> {
    let cells = row.0.into_iter().zip(labels).enumerate().map(|(at, (content, (label, class)))| {
        if at == 0 {
            view! { <th scope="row" role="rowheader" class="govuk-table__header">{content}</th> }.into_any()
        } else {
            let class = format!("govuk-table__cell {class}");
            view! {
                <td role="cell" class=class data-label=label.clone()>
                    <div class="app-table__value">{content}</div>
                </td>
            }
            .into_any()
        }
    });
    view! { <tr class="govuk-table__row" role="row">{cells.collect_view()}</tr> }
}
