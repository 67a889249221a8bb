//! Finished assessments as a table, wherever they are listed.

use domain::assessment::Done;
use domain::list::DoneSort;
use leptos::prelude::*;

use crate::list::Sorting;
use crate::ssr;
use crate::ui::{Column, DataTable, LevelTag, Link, Row, Time};

/// The table, as it was sorted.
pub(crate) fn done_table(rows: Vec<Done>, sorting: &Sorting<DoneSort>) -> AnyView {
    let columns = vec![
        Column::new("Carer"),
        Column::new("Assessment"),
        Column::new("Result"),
        sorting.by(DoneSort::Done, Column::new("Done")),
        Column::new("Assessor"),
    ];
    let rows = rows.into_iter().map(row).collect();
    view! { <DataTable caption="Assessments" is_caption_hidden=true columns rows/> }.into_any()
}

fn row(done: Done) -> Row {
    let zone = ssr::zone();
    let kind = match (done.is_amendment, done.is_reassessment) {
        (true, _) => "amendment",
        (false, true) => "reassessment",
        (false, false) => "first assessment",
    };
    let about = format!("{}, version {}", done.template_name, done.version);
    let href = format!("/admin/assessments/{}", done.assessment);
    let hidden = format!("of {}", done.carer_name);
    Row::new(view! { <Link href=format!("/admin/progress/{}", done.carer) text=done.carer_name/> })
        .cell(view! { <Link href text=about hidden/><br/><span class="govuk-hint">{kind}</span> })
        .cell(view! { <LevelTag level=done.overall_level/> })
        .cell(view! { <Time at=done.completed_at zone/> })
        .cell(done.assessor_name)
}
