//! The sample provider is loaded at moments that are awkward for dates, and must be right at each of them.

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::account::{Email, Password, Personal, TypedSecret};
use domain::assessment::{AnswersDraft, CoveredTask, GroupState, group};
use domain::competency::{RatingEventKind, RatingState, Standing};
use domain::eligibility::{Accepted, Verdict};
use domain::id::{AccountId, RatingId, TaskId};
use domain::progress::Tally;
use domain::shift::{ApplicationState, ShiftState};
use domain::time::{Instant, Zone};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::sample::Sample;
use super::*;
use crate::audit::verify;
use crate::cx::RESERVED;
use crate::entity::Tenant;
use crate::entity::{
    account, assessment_draft, assessment_ready, assessment_template, care_package, carer,
    competency_current, competency_rating, completion, deletion, invitation, outbox, progress_current,
    rating_event, rota_entry, rota_override, shift, shift_application, shift_distribution, task,
    template_item,
};
use crate::testing::{Service, london};
use domain::access::Role;

/// A Monday morning, a Sunday evening, the days before the clocks change, a leap year's end of February to be, and the
/// day on which this was written.
fn moments() -> [Instant; 6] {
    [
        london(2026, 3, 2, 9, 0),
        london(2026, 6, 14, 22, 30),
        london(2026, 3, 28, 12, 0),
        london(2026, 10, 24, 0, 15),
        london(2026, 11, 22, 20, 0),
        london(2028, 2, 29, 7, 0),
    ]
}

/// A loaded demo, and the moment it was loaded at.
struct Loaded {
    service: Service,
    now: Instant,
}

impl Loaded {
    async fn at(now: Instant) -> Self {
        let service = Service::empty().await;
        service.set_clock(now);
        load(&service.platform, now).await.expect("loaded");
        Self { service, now }
    }

    async fn all<E: Tenant>(&self) -> Vec<E::Model>
    where
        E::Model: Send + Sync,
    {
        let own = E::find().filter(E::organisation().ne(RESERVED));
        own.all(self.service.platform.db.reader()).await.expect("rows")
    }

    async fn carer(&self, name: &str) -> AccountId {
        let people = self.all::<account::Entity>().await;
        people.iter().find(|person| person.name == name).expect("somebody of that name").id
    }

    async fn tasks(&self) -> BTreeMap<String, task::Model> {
        self.all::<task::Entity>().await.into_iter().map(|task| (task.name.clone(), task)).collect()
    }
}

#[tokio::test]
async fn every_moment_loads_with_everybody_and_everything() {
    for now in moments() {
        let demo = Loaded::at(now).await;
        let people = demo.all::<account::Entity>().await;
        let admins = people.iter().filter(|person| person.role == Role::Admin).count();
        let live = |deleted: Option<domain::id::DeletionId>| deleted.is_none();

        assert_eq!((admins, people.len()), (3, 27), "{now:?}");
        assert_eq!(demo.all::<carer::Entity>().await.len(), 24);
        assert_eq!(demo.all::<task::Entity>().await.iter().filter(|row| live(row.deletion_id)).count(), 40);
        assert_eq!(
            demo.all::<care_package::Entity>().await.iter().filter(|row| live(row.deletion_id)).count(),
            4
        );
        assert_eq!(demo.all::<assessment_template::Entity>().await.len(), 10);
        assert_eq!(demo.all::<deletion::Entity>().await.len(), 2);
        assert_eq!(demo.all::<invitation::Entity>().await.len(), 2);
        assert_eq!(demo.all::<outbox::Entity>().await.len(), 1, "the mail of the open invitation");
        check_progress(&demo).await;
        check_ratings(&demo).await;
        check_ready(&demo).await;
        check_rota(&demo).await;
        check_shifts(&demo).await;
        check_trail(&demo).await;
    }
}

/// The counts are the sums of the log, and nothing was logged after a target or in the future.
async fn check_progress(demo: &Loaded) {
    let targets: BTreeMap<_, _> =
        demo.all::<task::Entity>().await.into_iter().map(|task| (task.id, task.target)).collect();
    let mut log = demo.all::<completion::Entity>().await;
    log.sort_by_key(|row| row.id);
    let mut sums: BTreeMap<(AccountId, TaskId), i32> = BTreeMap::new();
    for row in log {
        let done = sums.entry((row.carer_id, row.task_id)).or_default();
        assert!(*done < targets[&row.task_id], "logged after the target: {row:?}");
        assert!(row.created_at < demo.now && Zone::LONDON.date(row.created_at) == row.work_date, "{row:?}");
        *done += row.amount;
    }
    let kept = demo.all::<progress_current::Entity>().await;
    let kept: BTreeMap<_, _> = kept.into_iter().map(|row| ((row.carer_id, row.task_id), row.count)).collect();
    assert_eq!(kept, sums);
}

/// What is kept of each carer and task follows from the ratings and their events alone.
async fn check_ratings(demo: &Loaded) {
    let states = states(demo).await;
    let kept = demo.all::<competency_current::Entity>().await;
    let mut told = BTreeMap::new();
    for row in &kept {
        told.extend(row.effective_rating_id.map(|id| (id, RatingState::Effective)));
        told.extend(row.pending_rating_id.map(|id| (id, RatingState::Pending)));
        if let Some(id) = row.effective_rating_id {
            let (rating, _, until) = &states[&id];
            assert_eq!((row.effective_level, row.effective_valid_until), (Some(rating.level), *until));
            assert_eq!((row.carer_id, row.task_id), (rating.carer_id, rating.task_id));
        }
    }
    let current = states
        .into_iter()
        .filter(|(_, (_, state, _))| matches!(state, RatingState::Effective | RatingState::Pending));
    assert_eq!(told, current.map(|(id, (_, state, _))| (id, state)).collect());
}

type States = BTreeMap<RatingId, (competency_rating::Model, RatingState, Option<domain::time::Date>)>;

async fn states(demo: &Loaded) -> States {
    let mut events: BTreeMap<RatingId, Vec<rating_event::Model>> = BTreeMap::new();
    for event in demo.all::<rating_event::Entity>().await {
        assert!(event.at <= demo.now, "{event:?}");
        events.entry(event.rating_id).or_default().push(event);
    }
    let state = |rating: competency_rating::Model| {
        let own = events.get(&rating.id).cloned().unwrap_or_default();
        let kinds: Vec<_> = own.iter().map(|event| event.kind).collect();
        let changed = own.iter().find(|event| event.kind == RatingEventKind::ValidUntilChanged);
        let until = changed.map_or(rating.valid_until, |event| event.valid_until);
        let state = RatingState::of(rating.effect, &kinds);
        (rating.id, (rating, state, until))
    };
    demo.all::<competency_rating::Entity>().await.into_iter().map(state).collect()
}

/// The open rows are exactly the groups that the rule calls ready.
async fn check_ready(demo: &Loaded) {
    let ready = groups(demo).await.into_iter().filter(|(_, state)| *state == GroupState::Ready);
    let ready: Vec<_> = ready.map(|(key, _)| key).collect();
    let open = demo.all::<assessment_ready::Entity>().await.into_iter().filter(|row| row.closed_at.is_none());
    let mut open: Vec<_> = open.map(|row| (row.carer_id, row.template_id)).collect();
    open.sort_unstable();
    assert_eq!(open, ready);
    assert_eq!(open.len(), 2);
}

/// Where each group of each carer stands, by the rule, from the rows.
async fn groups(demo: &Loaded) -> BTreeMap<(AccountId, domain::id::TemplateId), GroupState> {
    let counts = demo.all::<progress_current::Entity>().await;
    let counts: BTreeMap<_, _> =
        counts.into_iter().map(|row| ((row.carer_id, row.task_id), row.count)).collect();
    let states = states(demo).await;
    let tasks: Vec<_> = demo.all::<task::Entity>().await;
    let today = Zone::LONDON.date(demo.now);
    let mut found = BTreeMap::new();
    for carer in demo.all::<carer::Entity>().await {
        let mut covered: BTreeMap<_, Vec<CoveredTask>> = BTreeMap::new();
        for task in &tasks {
            let Some(template) = task.assessment_template_id else { continue };
            let own = states
                .values()
                .filter(|(rating, ..)| (rating.carer_id, rating.task_id) == (carer.account_id, task.id));
            let assessed: Vec<_> =
                own.clone().filter(|(rating, ..)| rating.assessment_id.is_some()).collect();
            covered.entry(template).or_default().push(CoveredTask {
                task: task.id,
                tally: Tally {
                    done: counts
                        .get(&(carer.account_id, task.id))
                        .copied()
                        .unwrap_or_default()
                        .unsigned_abs(),
                    target: task.target.unsigned_abs().try_into().expect("a target"),
                },
                is_assigned: true,
                is_pending: assessed.iter().any(|(_, state, _)| *state == RatingState::Pending),
                is_rated: !assessed.is_empty(),
                standing: standing(own),
            });
        }
        for (template, tasks) in covered {
            let state = group(&tasks, today, 60, false).expect("tasks");
            found.insert((carer.account_id, template), state);
        }
    }
    found
}

fn standing<'a>(
    own: impl Iterator<Item = &'a (competency_rating::Model, RatingState, Option<domain::time::Date>)>,
) -> Standing {
    let effective = own.filter(|(_, state, _)| *state == RatingState::Effective).last();
    Standing {
        effective: effective.map(|(rating, _, until)| domain::competency::InForce {
            rating: rating.id,
            level: rating.level,
            valid_until: *until,
            is_outstanding: false,
        }),
        pending: None,
    }
}

/// Nothing on the rota is against the rules but what somebody accepted with a reason.
async fn check_rota(demo: &Loaded) {
    let entries = demo.all::<rota_entry::Entity>().await;
    let accepted = demo.all::<rota_override::Entity>().await;
    assert!(entries.len() > 200 && accepted.len() == 1, "{} {}", entries.len(), accepted.len());
    for entry in &entries {
        let verdict: Verdict = serde_json::from_str(&entry.verdict).expect("a verdict");
        assert_eq!(verdict.as_of, entry.local_date);
        for reason in verdict.blocking() {
            let own = accepted.iter().filter(|row| row.rota_entry_id == entry.id);
            let mut facts =
                own.map(|row| serde_json::from_str::<Accepted>(&row.facts).expect("what was accepted"));
            assert!(facts.any(|facts| facts.covers(verdict.as_of, reason)), "{reason:?}");
        }
    }
    let weeks: std::collections::BTreeSet<_> =
        entries.iter().map(|entry| entry.local_date.iso_week().week()).collect();
    assert_eq!(weeks.len(), 6);
}

/// Each state of shifts and applications is what the rules would make of it now.
async fn check_shifts(demo: &Loaded) {
    let applications = demo.all::<shift_application::Entity>().await;
    let offers = demo.all::<shift_distribution::Entity>().await;
    let mut states: Vec<_> = Vec::new();
    for row in demo.all::<shift::Entity>().await {
        let own = || applications.iter().filter(|application| application.shift_id == row.id);
        let pending = own().filter(|one| one.status == ApplicationState::Pending).count();
        let period = domain::hours::Period::new(row.start_at, row.end_at).expect("a period");
        let pending = u32::try_from(pending).expect("few");
        let rule = domain::shift::Shift {
            state: row.status,
            kind: row.kind,
            period,
            apply_by: row.apply_by,
            pending,
        };
        assert_eq!(rule.state_at(demo.now), row.status, "{row:?}");
        assert!(row.start_at > demo.now && row.sent_at < Some(demo.now));
        assert!(own().all(|one| offers.iter().any(|o| (o.shift_id, o.carer_id) == (row.id, one.carer_id))));
        assert!(offers.iter().any(|offer| offer.shift_id == row.id), "sent to nobody: {row:?}");
        states.push(row.status.code_for_tests());
    }
    states.sort_unstable();
    assert_eq!(states, ["assigned", "has_applications", "has_applications", "open", "open", "open"]);
    assert_eq!(applications.len(), 7);
}

trait CodeForTests {
    fn code_for_tests(&self) -> String;
}

impl CodeForTests for ShiftState {
    fn code_for_tests(&self) -> String {
        serde_json::to_value(self).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

async fn check_trail(demo: &Loaded) {
    let chains = verify::all(&demo.service.platform).await.expect("chains");
    let broken: Vec<_> = chains.iter().filter_map(|chain| chain.broken).collect();
    assert_eq!(broken, []);
    let count = chains.iter().map(|chain| chain.count).max().expect("a chain");
    assert!((300..1_600).contains(&count), "{count} entries");
}

#[tokio::test]
async fn chloe_is_at_47_of_50_and_complete_in_everything_else_of_her_medicines() {
    let demo = Loaded::at(london(2026, 11, 22, 20, 0)).await;
    let chloe = demo.carer("Chloe Bramwick").await;
    let tasks = demo.tasks().await;
    let medicines = tasks["Give oral medicines"].assessment_template_id;
    let counts = demo.all::<progress_current::Entity>().await;
    let counts: BTreeMap<_, _> =
        counts.into_iter().filter(|row| row.carer_id == chloe).map(|row| (row.task_id, row.count)).collect();

    let group: Vec<_> = tasks.values().filter(|task| task.assessment_template_id == medicines).collect();
    let open: Vec<_> =
        group.iter().filter(|task| counts[&task.id] < task.target).map(|task| &*task.name).collect();

    assert_eq!(group.len(), 5);
    assert_eq!(open, ["Give oral medicines"]);
    let medicine = &tasks["Give oral medicines"];
    assert_eq!((counts[&medicine.id], medicine.target), (47, 50));
}

#[tokio::test]
async fn beatriz_has_a_half_done_assessment_that_opens_because_her_rating_lapsed() {
    let demo = Loaded::at(london(2026, 11, 22, 20, 0)).await;
    let beatriz = demo.carer("Beatriz Falcão").await;
    let drafts = demo.all::<assessment_draft::Entity>().await;
    let [draft] = drafts.as_slice() else { panic!("one draft: {drafts:?}") };
    let items = template_item::Entity::find()
        .filter(template_item::Column::TemplateVersionId.eq(draft.template_version_id))
        .all(demo.service.platform.db.reader())
        .await
        .unwrap();
    let items: Vec<_> = items
        .into_iter()
        .map(|row| domain::assessment::Item {
            section: row.section,
            position: row.position.unsigned_abs(),
            prompt: row.prompt,
            model_answer: row.model_answer,
            allow_not_applicable: row.allow_not_applicable,
        })
        .collect();

    let answers: AnswersDraft = serde_json::from_str(&draft.content).expect("answers");

    assert_eq!((draft.carer_id, draft.reassessment), (beatriz, true));
    assert_eq!(answers.template_version, draft.template_version_id.to_string());
    assert_eq!(answers.progress(&items).map(|section| section.answered), [3, 2, 0]);
    assert_eq!(answers.unfinished(&items), Ok(answers.clone()));
    let state = groups(&demo).await[&(beatriz, draft.template_id)];
    assert_eq!(state, GroupState::Reassess);
}

#[tokio::test]
async fn the_same_moment_gives_the_same_data() {
    let now = london(2026, 11, 22, 20, 0);
    let mut twice = Vec::new();
    for _ in 0..2 {
        let demo = Loaded::at(now).await;
        let names: BTreeMap<_, _> =
            demo.all::<account::Entity>().await.into_iter().map(|row| (row.id, row.name)).collect();
        let logs = demo.all::<completion::Entity>().await;
        let mut logs: Vec<_> =
            logs.into_iter().map(|row| (names[&row.carer_id].clone(), row.work_date, row.amount)).collect();
        logs.sort_unstable();
        let mut work: Vec<_> = demo
            .all::<rota_entry::Entity>()
            .await
            .into_iter()
            .map(|row| (names[&row.carer_id].clone(), row.start_at, row.end_at))
            .collect();
        work.sort_unstable();
        twice.push((logs, work));
    }
    assert_eq!(twice[0], twice[1]);
}

#[test]
fn r_pwd_1_the_one_password_would_be_taken_from_anybody() {
    let provider = Sample::read().expect("the sample").provider;
    let people = provider.admin.iter().map(|a| (&a.name, &a.email));
    for (name, email) in people.chain(provider.carer.iter().map(|c| (&c.name, &c.email))) {
        let email = Email::read(email).expect("an address");
        let personal = Personal { name, email: Some(&email), organisation: &provider.organisation.name };
        let password = Password::of_right_length(&TypedSecret::from(PASSWORD)).expect("long enough");
        assert_eq!(password.check(personal, |_| false), Ok(()), "{name}");
    }
}

#[tokio::test]
async fn au11_nobody_enters_without_a_password_outside_the_demo() {
    let service = Service::new().await;
    let ann = service.carer("Ann Brown").await;

    assert!(matches!(entrances(&service.nobody()).await, Err(Error::NotFound)));
    assert!(matches!(enter(&service.nobody(), ann).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_demo_offers_its_five_sign_ins_first_and_lets_everybody_in() {
    let demo = Loaded::at(london(2026, 11, 22, 20, 0)).await;
    let mut platform = Platform::clone(&demo.service.platform);
    platform.mode = crate::Mode::Demo;
    let client = demo.service.nobody().client;
    let cx = Cx::nobody(Arc::new(platform), demo.now, id(demo.now, RequestId), client);

    let offered = entrances(&cx).await.unwrap();

    let labelled: Vec<_> = offered.iter().filter(|one| one.label.is_some()).map(|one| &*one.name).collect();
    assert_eq!(
        labelled,
        [
            "Margaret Thistlewood",
            "Harpreet Dhaliwar",
            "Chloe Bramwick",
            "Beatriz Falcão",
            "Aoife O'Driscoll-Finn"
        ]
    );
    assert_eq!(offered.len(), 27);
    let chloe = offered.iter().find(|one| one.name == "Chloe Bramwick").unwrap();
    let sign_in = enter(&cx, chloe.id).await.unwrap();
    assert_eq!(sign_in.account, chloe.id);
    let stranger = AccountId(demo.service.organisation.0);
    assert!(matches!(enter(&cx, stranger).await, Err(Error::NotFound)));
}
