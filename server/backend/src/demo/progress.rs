//! Completions as carers would have logged them, a few at a time over weeks, and the counts that follow.

use std::collections::BTreeMap;

use domain::audit::AuditAction;
use domain::id::{AccountId, CompletionId, PackageId, ProgressId};
use domain::progress::{CompletionKind, package_named};
use domain::time::{Date, Instant, add_days};
use serde_json::json;

use super::assessing::first_assessed_on;
use super::care::{Care, Task};
use super::loading::{Loading, id};
use super::people::People;
use super::sample::{self, Reached, named};
use crate::Error;
use crate::audit::Entry;
use crate::cx::Scope;
use crate::entity::{completion, progress_current};

/// How many days before its end a carer's logging for a group begins, at most.
const SPAN: i64 = 120;

/// The moment at which each group was last logged, by carer and template.
pub(super) type Logged = BTreeMap<(AccountId, String), Instant>;

/// How often one carer did each task of a group, and when.
struct Group<'a> {
    carer: &'a sample::Carer,
    account: AccountId,
    from: Date,
    to: Date,
}

/// Stores completions and counts; gives when each group was last logged.
pub(super) async fn load(demo: &Loading<'_>, people: &People, care: &Care) -> Result<Logged, Error> {
    let (mut rows, mut counts, mut logged) = (Vec::new(), Vec::new(), Logged::new());
    for carer in &demo.sample.provider.carer {
        let account = people.id(&carer.key)?;
        for (key, progress) in &carer.progress {
            let template = named(&care.templates, key)?;
            let Some(to) = last_day(demo, template.shortest, progress) else { continue };
            let start = demo.days.ago(-carer.employment_start_days);
            let group = Group { carer, account, from: start.max(add_days(to, -SPAN)), to };
            let before = rows.len();
            for (task_key, task) in care.covered(template)? {
                let count = count(demo, carer, &task_key, task, progress);
                let amounts = amounts(demo, carer, &task_key, count, task.target);
                counts.extend(current(demo, &group, task, count)?);
                rows.extend(completions(demo, care, &group, (&task_key, task), &amounts)?);
            }
            record(demo, &group, template.id.0, rows.get(before..).unwrap_or_default())?;
            logged.insert((account, key.clone()), demo.days.past(to, 19)?);
        }
    }
    demo.insert::<completion::Entity>(rows).await?;
    demo.insert::<progress_current::Entity>(counts).await?;
    Ok(logged)
}

/// The day of the last completion: before the first assessment, or lately.
fn last_day(
    demo: &Loading<'_>,
    shortest: Option<domain::competency::Cadence>,
    progress: &Reached,
) -> Option<Date> {
    match progress {
        Reached::NotStarted => None,
        Reached::InProgress { .. } => Some(demo.days.ago(1)),
        Reached::Complete { since_days } => Some(demo.days.ago(*since_days)),
        assessed => first_assessed_on(&demo.days, shortest, assessed).map(|on| add_days(on, -1)),
    }
}

/// How often the task was done so far. The last log may have gone past the target (R-PRG-5).
fn count(demo: &Loading<'_>, carer: &sample::Carer, key: &str, task: &Task, progress: &Reached) -> u32 {
    match progress {
        Reached::NotStarted => 0,
        Reached::InProgress { percent, counts } => {
            counts.get(key).copied().unwrap_or(task.target * percent / 100)
        }
        _ => task.target + demo.vary(&[&carer.key, key, "more"], 3),
    }
}

/// A count as single logs of three to eight. Nothing is logged after the target, so the log that reaches it takes
/// all the rest.
fn amounts(demo: &Loading<'_>, carer: &sample::Carer, key: &str, count: u32, target: u32) -> Vec<u32> {
    let (mut amounts, mut done) = (Vec::new(), 0);
    while done < count {
        let step = 3 + demo.vary(&[&carer.key, key, &done.to_string()], 6);
        let amount = if done + step >= count.min(target) { count - done } else { step };
        amounts.push(amount);
        done += amount;
    }
    amounts
}

fn completions(
    demo: &Loading<'_>,
    care: &Care,
    group: &Group<'_>,
    (key, task): (&str, &Task),
    amounts: &[u32],
) -> Result<Vec<completion::Model>, Error> {
    let package = package_named(&where_done(care, group.carer, task)?);
    let span = (group.to - group.from).num_days();
    let hour = 9 + demo.vary(&[key], 10);
    let mut rows = Vec::with_capacity(amounts.len());
    for (amount, nth) in amounts.iter().zip(1..) {
        let work_date = add_days(group.from, span * nth / i64::try_from(amounts.len()).unwrap_or(1));
        let at = demo.days.past(work_date, hour)?;
        rows.push(completion::Model {
            id: id(at, CompletionId),
            organisation_id: demo.tx.organisation(),
            created_at: at,
            carer_id: group.account,
            task_id: task.id,
            kind: CompletionKind::Log,
            amount: amount.cast_signed(),
            work_date,
            care_package_id: package,
            note_id: None,
            reason: None,
            entered_by: group.account,
            submission_id: id(at, |submission| submission),
        });
    }
    Ok(rows)
}

/// The carer's packages that have the task.
fn where_done(care: &Care, carer: &sample::Carer, task: &Task) -> Result<Vec<PackageId>, Error> {
    let mut packages = Vec::new();
    for key in &carer.packages {
        let package = named(&care.packages, key)?;
        if package.tasks.contains(&task.id) {
            packages.push(package.id);
        }
    }
    Ok(packages)
}

fn current(
    demo: &Loading<'_>,
    group: &Group<'_>,
    task: &Task,
    count: u32,
) -> Result<Option<progress_current::Model>, Error> {
    let at = demo.days.past(group.to, 19)?;
    Ok((count > 0).then(|| progress_current::Model {
        id: id(at, ProgressId),
        organisation_id: demo.tx.organisation(),
        created_at: at,
        updated_at: at,
        version: 1,
        carer_id: group.account,
        task_id: task.id,
        count: count.cast_signed(),
        last_reset_at: None,
    }))
}

/// One entry for a carer's logs in a group: as many as there are would hide the rest of the story.
fn record(
    demo: &Loading<'_>,
    group: &Group<'_>,
    template: uuid::Uuid,
    rows: &[completion::Model],
) -> Result<(), Error> {
    let done: i32 = rows.iter().map(|row| row.amount).sum();
    let after = json!({ "template": template, "logs": rows.len(), "completions": done, "through": group.to });
    let entry = Entry::new(AuditAction::CompletionLogged).about("carer", group.account.0);
    demo.tx.also(entry.after(after)?);
    Ok(())
}
