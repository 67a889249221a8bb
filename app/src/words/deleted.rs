//! How deleting and restoring are said.

use domain::deletion::Restored;
use domain::package::PackageImpact;

use super::numbers::counted;

/// What deleting a care package ends, one line each; only what there is.
pub fn impact(impact: &PackageImpact) -> Vec<String> {
    let line = |number: u64, one: &str, many: &str, what: &str| {
        (number > 0).then(|| format!("{}: {what}", counted(number, one, many)))
    };
    let lines = [
        line(impact.carers, "carer", "carers", "the assignment ends and is remembered"),
        line(impact.tasks, "task", "tasks", "the assignment ends and is remembered"),
        line(impact.unsent_shifts, "shift that was never sent", "shifts that were never sent", "deleted"),
        line(
            impact.open_shifts,
            "shift to come",
            "shifts to come",
            "cancelled, and everybody concerned is told",
        ),
        line(
            impact.future_entries,
            "entry of the rota to come",
            "entries of the rota to come",
            "removed, and the carers are told",
        ),
        line(
            impact.carers_with_progress,
            "carer with a count",
            "carers with a count",
            "counts and ratings stay",
        ),
    ];
    lines.into_iter().flatten().collect()
}

/// What hangs on a care package, before it is changed.
pub fn depends(on: &PackageImpact) -> Vec<String> {
    let lines = [
        (on.carers, "carer", "carers"),
        (on.tasks, "task", "tasks"),
        (on.unsent_shifts, "shift that was never sent", "shifts that were never sent"),
        (on.open_shifts, "sent shift to come", "sent shifts to come"),
        (on.future_entries, "entry of the rota to come", "entries of the rota to come"),
        (on.carers_with_progress, "carer with a count", "carers with a count"),
    ];
    lines
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| counted(number, one, many))
        .collect()
}

/// What came back with a care package.
pub fn package_restored(back: &Restored) -> String {
    let (carers, tasks) = (counted(back.carers, "carer", "carers"), counted(back.tasks, "task", "tasks"));
    format!("{} is back, with {carers} and {tasks}{}", back.name, skipped(back))
}

/// What came back with a task.
pub fn task_restored(back: &Restored) -> String {
    let packages = counted(back.tasks, "care package", "care packages");
    let template = back.template.as_ref().map(|name| format!(" and the template {name}")).unwrap_or_default();
    format!("{} is back, in {packages}{template}{}", back.name, skipped(back))
}

/// What came back with a template.
pub fn template_restored(back: &Restored) -> String {
    format!("{} is back, with {}{}", back.name, counted(back.tasks, "task", "tasks"), skipped(back))
}

fn skipped(back: &Restored) -> String {
    match back.skipped.as_slice() {
        [] => String::new(),
        names => format!(". Left out, because deleted or gone: {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_pkg_3_only_what_there_is_is_counted() {
        let one = PackageImpact { carers: 2, open_shifts: 1, ..PackageImpact::default() };
        assert_eq!(
            impact(&one),
            [
                "2 carers: the assignment ends and is remembered",
                "1 shift to come: cancelled, and everybody concerned is told"
            ]
        );
        assert!(impact(&PackageImpact::default()).is_empty());
    }

    #[test]
    fn r_bin_4_what_is_left_out_is_named() {
        let name = "Larkfield".to_owned();
        let mut back = Restored { name, carers: 2, tasks: 1, ..Restored::default() };
        assert_eq!(package_restored(&back), "Larkfield is back, with 2 carers and 1 task");
        back.skipped = vec!["Shaving".into()];
        assert_eq!(
            task_restored(&back),
            "Larkfield is back, in 1 care package. Left out, because deleted or gone: Shaving"
        );
        back = Restored { template: Some("Personal care".into()), skipped: Vec::new(), ..back };
        assert_eq!(
            task_restored(&back),
            "Larkfield is back, in 1 care package and the template Personal care"
        );
    }
}
