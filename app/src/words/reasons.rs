//! What a verdict found, in plain words with the way out (R-ELG-1, ux §3.3). Admins read facts and names; carers read
//! what is about themselves, and nothing of drafts (R-ELG-6).

use domain::eligibility::{
    CarerFacts, CarerReason, Clash, Facts, Gap, Reason, Remedy, ShortRests, Side, Standing,
};
use domain::hours::{Hours, Period};
use domain::id::TaskId;
use domain::shift::{ApplicationState, Names, ShiftState};
use domain::time::{Instant, Zone};

use super::{dates, shifts};

/// The words of reasons in one organisation: it knows the names of what they speak of, and the wall clock.
#[derive(Clone, Copy, Debug)]
pub struct Reasons<'a> {
    /// Names of tasks and packages.
    pub names: &'a Names,
    /// The organisation's time zone.
    pub zone: Zone,
}

impl Reasons<'_> {
    /// A reason as an admin reads it, about a carer.
    pub fn for_admin(&self, reason: &Reason) -> String {
        let found = self.facts(&reason.facts);
        match reason.remedy.and_then(Self::way_out) {
            Some(remedy) => format!("{found}. {remedy}"),
            None => found,
        }
    }

    /// What a rule found, for admins.
    pub fn facts(&self, facts: &Facts) -> String {
        match facts {
            Facts::AccountActive(standing) => format!("The account is {}", self::standing(*standing)),
            Facts::PackageLive(standing) => format!("The care package is {}", self::standing(*standing)),
            Facts::ShiftOpen(state) => shift_closed(*state),
            Facts::Deadline { apply_by, .. } => format!("Applying ended {}", self.moment(*apply_by)),
            Facts::AlreadyApplied { state, at } => {
                format!("Has applied on {}: {}", self.moment(*at), application(*state))
            }
            Facts::Competence { task, gap } => self.gap(*task, *gap),
            Facts::Overlap(clashes) => self.overlap(clashes),
            Facts::WeeklyHours { total, limit, .. } => {
                format!("This makes {} in the week. The limit is {}", hours(*total), figure(*limit))
            }
            Facts::MinRest(short) => self.rest(short, "between two working days"),
            Facts::NightToDayRest(short) => self.rest(short, "between a Night and the next Day"),
            Facts::ShiftLength { hours, least, most } => {
                format!(
                    "A shift is {} to {}. This one is {}",
                    figure(*least),
                    self::hours(*most),
                    figure(*hours)
                )
            }
            Facts::TooFarAhead { most_days, .. } => {
                format!("A shift is planned at most {most_days} days ahead. This one is later")
            }
            Facts::PastDate { .. } => "This date has passed: it is a correction".to_owned(),
        }
    }

    /// A reason as the carer reads it, with what to do about it.
    pub fn for_carer(&self, reason: &CarerReason) -> String {
        let found = match &reason.facts {
            CarerFacts::AlreadyPlanned => "You are already planned then, or too close to it".to_owned(),
            CarerFacts::Known(facts) => self.own_facts(facts),
        };
        match reason.remedy.and_then(own_way_out) {
            Some(remedy) => format!("{found}. {remedy}"),
            None => found,
        }
    }

    fn own_facts(&self, facts: &Facts) -> String {
        match facts {
            Facts::AccountActive(_) => "Your account is not active. Ask your admin".to_owned(),
            Facts::Deadline { .. } => "The time to ask for this shift is over".to_owned(),
            Facts::AlreadyApplied { .. } => "You have asked for this shift already".to_owned(),
            Facts::Competence { task, gap } => self.own_gap(*task, *gap),
            Facts::Overlap(clashes) => match clashes.first() {
                Some(clash) => format!("You already work then: {}", self.span(clash.period)),
                None => "You already work then".to_owned(),
            },
            Facts::WeeklyHours { total, limit, .. } => {
                format!("This would make {} in your week. The limit is {}", hours(*total), figure(*limit))
            }
            Facts::MinRest(short) | Facts::NightToDayRest(short) => own_rest(short),
            Facts::PackageLive(_)
            | Facts::ShiftOpen(_)
            | Facts::ShiftLength { .. }
            | Facts::TooFarAhead { .. }
            | Facts::PastDate { .. } => "This shift takes nobody now".to_owned(),
        }
    }

    fn gap(&self, task: TaskId, gap: Gap) -> String {
        let task = self.task(task);
        match gap {
            Gap::None => format!("No rating in {task}"),
            Gap::Below { level } => format!("{} in {task}, and Competent is needed", level.label()),
            Gap::Pending { level, since } => {
                format!("{} in {task} waits for the carer since {}", level.label(), self.day(since))
            }
            Gap::Lapsed { level, valid_until } => {
                format!("{} in {task} lapsed on {}", level.label(), dates::day_and_month(valid_until))
            }
            Gap::LapsesBefore { level, valid_until } => format!(
                "{} in {task} lapses before: it counts until {}",
                level.label(),
                dates::day_and_month(valid_until)
            ),
        }
    }

    fn own_gap(&self, task: TaskId, gap: Gap) -> String {
        let task = self.task(task);
        let needed = format!("You need Competent in {task}");
        match gap {
            Gap::None => needed,
            Gap::Below { level } => format!("{needed}. You are {}", level.label()),
            Gap::Pending { .. } => format!("{needed}. Your new rating waits for you"),
            Gap::Lapsed { valid_until, .. } => {
                format!("{needed}. Yours lapsed on {}", dates::day_and_month(valid_until))
            }
            Gap::LapsesBefore { valid_until, .. } => {
                format!("{needed}. Yours counts until {}", dates::day_and_month(valid_until))
            }
        }
    }

    fn overlap(&self, clashes: &[Clash]) -> String {
        let one = |clash: &Clash| {
            let draft = if clash.draft { ", draft" } else { "" };
            let place = self.names.packages.get(&clash.package).map_or("another package", String::as_str);
            format!("{} at {place}{draft}", self.span_24(clash.period))
        };
        match clashes {
            [] => "Already works then".to_owned(),
            clashes => format!("Already works {}", clashes.iter().map(one).collect::<Vec<_>>().join("; ")),
        }
    }

    fn rest(&self, short: &ShortRests, between: &str) -> String {
        let one = |rest: &domain::eligibility::ShortRest| {
            let side = match rest.side {
                Side::Before => "before",
                Side::After => "after",
            };
            let draft = if rest.draft { ", draft" } else { "" };
            format!(
                "{} {side} ({} to {}{draft})",
                hours(rest.hours()),
                self.clock(rest.from),
                self.clock(rest.to)
            )
        };
        let rests = short.rests.iter().map(one).collect::<Vec<_>>().join(" and ");
        format!("Rest of {rests}. {} are needed {between}", hours(short.least))
    }

    /// What an admin can do, or ask the carer to do.
    fn way_out(remedy: Remedy) -> Option<String> {
        Some(match remedy {
            Remedy::Reactivate => "Reactivate it first".to_owned(),
            Remedy::Restore => "Choose Deleted in its list, and restore it first".to_owned(),
            Remedy::Acknowledge => "The carer acknowledges it".to_owned(),
            Remedy::Complete { done, of } => {
                format!("The carer completes the group: {done} of {of} tasks are done")
            }
            Remedy::BeAssessed => "Assess the carer".to_owned(),
            Remedy::BeReassessed => "Assess the carer again".to_owned(),
            Remedy::Replan => return None,
        })
    }

    fn task(&self, id: TaskId) -> &str {
        self.names.tasks.get(&id).map_or("a required task", String::as_str)
    }

    fn moment(&self, at: Instant) -> String {
        dates::moment(self.zone.local(at))
    }

    fn day(&self, at: Instant) -> String {
        dates::day_and_month(self.zone.date(at))
    }

    fn span(&self, period: Period) -> String {
        dates::span(self.zone.local(period.start), self.zone.local(period.end))
    }

    fn span_24(&self, period: Period) -> String {
        shifts::span_24(period, self.zone)
    }

    fn clock(&self, at: Instant) -> String {
        let at = self.zone.local(at);
        format!("{} {}", at.format("%a"), dates::time_24(at.time()))
    }
}

fn own_rest(short: &ShortRests) -> String {
    let rest = short.rests.iter().map(domain::eligibility::ShortRest::hours).min().unwrap_or_default();
    format!("You would have {} of rest. You need {}", hours(rest), figure(short.least))
}

/// What the carer can do.
fn own_way_out(remedy: Remedy) -> Option<String> {
    Some(match remedy {
        Remedy::Acknowledge => "Acknowledge it first".to_owned(),
        Remedy::Complete { done, of } => format!("Complete its tasks first: {done} of {of} are done"),
        Remedy::BeAssessed => "Ask for an assessment".to_owned(),
        Remedy::BeReassessed => "Ask for a new assessment".to_owned(),
        Remedy::Reactivate | Remedy::Restore | Remedy::Replan => return None,
    })
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "active",
        Standing::Inactive => "inactive",
        Standing::Deleted => "deleted",
    }
}

fn shift_closed(state: ShiftState) -> String {
    format!("The shift takes nobody: {}", shifts::state(state, None).0)
}

fn application(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Pending => "waiting",
        ApplicationState::Selected => "selected",
        ApplicationState::Rejected => "not selected",
        ApplicationState::Removed => "removed",
    }
}

fn hours(hours: Hours) -> String {
    dates::hours(hours.minutes().into())
}

/// The number alone, where the unit stands beside it already.
fn figure(hours: Hours) -> String {
    dates::hours(hours.minutes().into()).split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::competency::Level;
    use domain::eligibility::RuleKey;
    use uuid::Uuid;

    fn names() -> Names {
        let tasks = [(TaskId(Uuid::from_u128(1)), "Medicines".to_owned())].into();
        Names { tasks, ..Names::default() }
    }

    fn said(facts: Facts, remedy: Option<Remedy>) -> String {
        let names = names();
        let words = Reasons { names: &names, zone: Zone::LONDON };
        words.for_carer(&CarerReason { rule: RuleKey::Competence, facts: CarerFacts::Known(facts), remedy })
    }

    #[test]
    fn r_elg_6_a_lapsed_rating_is_told_with_its_date_and_its_way_out() {
        let valid_until = "2026-06-03".parse().expect("a date");
        let gap = Gap::Lapsed { level: Level::Competent, valid_until };
        assert_eq!(
            said(Facts::Competence { task: TaskId(Uuid::from_u128(1)), gap }, Some(Remedy::BeReassessed)),
            "You need Competent in Medicines. Yours lapsed on 3 June. Ask for a new assessment"
        );
    }

    #[test]
    fn r_elg_6_hours_are_told_with_their_limit() {
        let facts = Facts::WeeklyHours {
            week: "2026-06-01".parse().expect("a date"),
            total: Hours::whole(40),
            limit: Hours::whole(36),
            drafts: Hours::ZERO,
        };
        assert_eq!(
            said(facts, Some(Remedy::Replan)),
            "This would make 40 hours in your week. The limit is 36"
        );
    }

    #[test]
    fn r_elg_6_a_draft_is_told_without_place_or_time() {
        let names = names();
        let words = Reasons { names: &names, zone: Zone::LONDON };
        let reason = CarerReason { rule: RuleKey::Overlap, facts: CarerFacts::AlreadyPlanned, remedy: None };
        assert_eq!(words.for_carer(&reason), "You are already planned then, or too close to it");
    }
}
