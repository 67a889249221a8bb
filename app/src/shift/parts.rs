//! What several pages of shifts show: the facts of one, as carers and as admins read them, and lists of reasons.

use domain::eligibility::CarerReason;
use domain::shift::{Names, ShiftFacts, ShiftKind};
use domain::time::Zone;
use leptos::prelude::*;

use crate::ui::{SummaryList, SummaryRow};
use crate::words::reasons::Reasons;
use crate::words::{dates, shifts};

/// A shift as a carer reads it.
pub fn carer_facts(facts: &ShiftFacts, zone: Zone, with_apply_by: bool) -> impl IntoView + use<> {
    let mut rows = vec![
        SummaryRow::new("Time", dates::span(zone.local(facts.period.start), zone.local(facts.period.end))),
        SummaryRow::new("Length", shifts::length(facts.period, zone)),
        SummaryRow::new("Place", format!("{}, {}", facts.package, facts.postcode_area)),
        SummaryRow::new("For", for_whom(facts)),
    ];
    if with_apply_by {
        rows.push(SummaryRow::new("Ask by", dates::moment(zone.local(facts.apply_by))));
    }
    if let Some(note) = &facts.note {
        rows.push(SummaryRow::new("Note", note.clone()));
    }
    view! { <SummaryList rows/> }
}

/// For whom a shift is, with the tasks it needs.
pub fn for_whom(facts: &ShiftFacts) -> String {
    match facts.kind {
        ShiftKind::NonCompetent => "All carers".to_owned(),
        ShiftKind::Competent => format!("Carers competent in {}", facts.required.join(", ")),
    }
}

/// The shift in one line, as admins know it.
pub fn title(facts: &ShiftFacts, zone: Zone) -> String {
    format!("{}, {}", facts.package, shifts::span_24(facts.period, zone))
}

/// Why a carer cannot have a shift.
pub fn carer_reasons(reasons: &[CarerReason], names: &Names, zone: Zone) -> impl IntoView + use<> {
    let words = Reasons { names, zone };
    let lines = reasons.iter().map(|reason| view! { <li>{words.for_carer(reason)}</li> }).collect_view();
    view! { <ul class="govuk-list govuk-list--bullet">{lines}</ul> }
}
