//! Ten thousand carers: every page of the cards asks the database as often as it does with ten (R-GEN-16).

use domain::assessment::DoneOf;
use domain::assignment::PeriodsAsked;
use domain::eligibility::OverrideDraft;
use domain::id::{AccountId, PackageId, ShiftId, TaskId, TemplateId};
use domain::list::Asked;
use domain::shift::ShiftQuery;
use domain::task::TaskDraft;
use domain::users::UserQuery;
use sea_orm::ConnectionTrait;

use crate::audit::opening::Opening;
use crate::testing::Service;
use crate::{
    Cx, account, assessment, assignment, audit, competency, invitation, notice, package, progress, rota,
    shift, start, task, template, users,
};

/// What each page may cost, in statements; a page that leaves an entry in the trail costs one more on PostgreSQL, for
/// the lock of the chain. Whoever makes one dearer writes it down here.
const MOST: &[(&str, usize)] = &[
    ("admin start", 6),
    ("carers", 7),
    ("carers found", 4),
    ("carers by status", 4),
    ("admins", 2),
    ("invitations", 2),
    ("a carer", 9),
    ("deleting a carer", 11),
    ("packages", 4),
    ("a package", 14),
    ("deleting a package", 7),
    ("tasks", 3),
    ("a task", 6),
    ("a task's effect", 8),
    ("templates", 6),
    ("a template", 7),
    ("deleting a template", 5),
    ("carers of a package", 10),
    ("earlier carers", 6),
    ("tasks of a package", 10),
    ("removing a carer", 3),
    ("choosing a carer", 3),
    ("choosing who is ready", 3),
    ("progress of a carer", 26),
    ("log of counts", 5),
    ("ready for assessment", 14),
    ("ready, found", 14),
    ("a sheet", 18),
    ("assessments of a carer", 7),
    ("rating history", 8),
    ("assessments done", 5),
    ("ratings of a carer", 12),
    ("acknowledgments", 10),
    ("concerns", 2),
    ("acknowledgments found", 8),
    ("shifts", 14),
    ("the trail", 7),
    ("Today", 15),
    ("Daily tasks", 3),
    ("My progress", 24),
    ("To acknowledge", 13),
    ("Shifts of a carer", 22),
    ("My schedule", 2),
    ("My details", 3),
    ("Notices", 4),
];

/// One organisation with so many carers. All are in all four packages, ready in the one template, and have a rating
/// that waits: whatever a page shows, it could show of each of them.
struct Crowd {
    service: Service,
    office: AccountId,
    ann: AccountId,
    home: PackageId,
    washing: TaskId,
    shaving: TaskId,
    template: TemplateId,
}

impl Crowd {
    async fn of(carers: u32) -> Self {
        let service = Service::new().await;
        let (office, ann) = (service.admin("Office").await, service.carer("Ann Brown").await);
        let home = service.package("Larkfield").await;
        for name in ["Meadow", "Oakfield", "Rose House"] {
            service.package(name).await;
        }
        let (washing, shaving) = (service.task("Washing", 3).await, service.task("Shaving", 3).await);
        service.assign_task(washing, home).await;
        service.assign_task(shaving, home).await;
        let template = service.template("Personal care", &[washing]).await;
        let shift = service.sent(office, home, 6, ("09:00", "17:00"), &[]).await;
        let crowd = Self { service, office, ann, home, washing, shaving, template };
        crowd.fill(carers - 1).await;
        crowd.give(shift).await;
        crowd
    }

    /// Gives the shift to Ann, who has news and work to come by it.
    async fn give(&self, id: ShiftId) {
        self.service.interested(self.ann, id).await;
        let cx = self.service.as_(self.office).await;
        let applicant = shift::detail(&cx, id).await.unwrap().applicants[0].id;
        shift::select(&cx, applicant, &OverrideDraft::default()).await.unwrap();
    }

    /// The rest of the carers and what belongs to each, by a few statements: made one by one, they would take minutes.
    async fn fill(&self, more: u32) {
        let (now, db) = (self.service.now().0, &self.service.platform.db);
        let id = if db.is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
        let by = "(SELECT o.id FROM account AS o WHERE o.role = 'admin')";
        let task = |name: &str| format!("(SELECT t.id FROM task AS t WHERE t.name = '{name}')");
        let (washing, shaving) = (task("Washing"), task("Shaving"));
        let statements = [
            format!(
                "INSERT INTO account (id, organisation_id, created_at, updated_at, role, email, email_key, name, \
                 name_key) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {more}) \
                 SELECT {id}, o.id, {now}, {now}, 'carer', 'c' || n.i || '@example.org', 'c' || n.i || \
                 '@example.org', 'Carer ' || n.i, 'carer ' || n.i FROM n CROSS JOIN \
                 (SELECT b.organisation_id AS id FROM account AS b WHERE b.role = 'admin') AS o"
            ),
            format!(
                "INSERT INTO carer (account_id, organisation_id, created_at, updated_at, pseudonym) \
                 SELECT a.id, a.organisation_id, {now}, {now}, a.name FROM account AS a \
                 WHERE a.role = 'carer' AND a.name LIKE 'Carer%'"
            ),
            format!(
                "INSERT INTO carer_assignment (id, organisation_id, created_at, carer_id, care_package_id, from_at, \
                 assigned_by) SELECT {id}, c.organisation_id, {now}, c.account_id, p.id, {now}, {by} \
                 FROM carer AS c CROSS JOIN care_package AS p"
            ),
            format!(
                "INSERT INTO progress_current (id, organisation_id, created_at, updated_at, carer_id, task_id, count) \
                 SELECT {id}, c.organisation_id, {now}, {now}, c.account_id, {washing}, 3 FROM carer AS c"
            ),
            format!(
                "INSERT INTO assessment_ready (id, organisation_id, created_at, updated_at, carer_id, template_id, \
                 ready_at) SELECT {id}, c.organisation_id, {now}, {now}, c.account_id, t.id, {now} \
                 FROM carer AS c CROSS JOIN assessment_template AS t"
            ),
            format!(
                "INSERT INTO competency_rating (id, organisation_id, created_at, carer_id, task_id, level, source, \
                 set_by, set_at, set_on, reason, fast_track, effect, valid_until) \
                 SELECT {id}, c.organisation_id, {now}, c.account_id, {shaving}, 'competent', 'manual', {by}, {now}, \
                 '2026-03-02', 'Seen at work', TRUE, 'on_acknowledgment', '2027-03-02' FROM carer AS c"
            ),
            format!(
                "INSERT INTO competency_current (id, organisation_id, created_at, updated_at, carer_id, task_id, \
                 pending_rating_id) SELECT {id}, r.organisation_id, {now}, {now}, r.carer_id, r.task_id, r.id \
                 FROM competency_rating AS r"
            ),
            format!(
                "INSERT INTO assessment (id, organisation_id, created_at, carer_id, template_id, \
                 template_version_id, assessor_id, completed_at, completed_on, overall_level, reassessment) \
                 SELECT {id}, c.organisation_id, {now}, c.account_id, v.template_id, v.id, {by}, {now}, \
                 '2026-03-02', 'competent', FALSE FROM carer AS c CROSS JOIN template_version AS v"
            ),
            "ANALYZE".to_owned(),
        ];
        for sql in statements {
            let ran = db.writer().execute_unprepared(&sql).await;
            assert!(ran.is_ok(), "{sql}: {ran:?}");
        }
    }

    /// What each page costs. A page is the questions that it asks the server for.
    async fn costs(&self) -> Vec<(&'static str, usize)> {
        let (office, ann) = (self.service.as_(self.office).await, self.service.as_(self.ann).await);
        let mut costs = Vec::new();
        macro_rules! page {
            ($name:literal: $($question:expr),+) => {{
                let before = self.service.queries();
                $($question.await.unwrap();)+
                costs.push(($name, self.service.queries() - before));
            }};
        }
        let asked = Asked::default();
        let found = Asked { q: "carer 1".into(), ..Asked::default() };
        let people = |role: &str| UserQuery { role: role.into(), ..UserQuery::default() };
        page!("admin start": start::figures(&office), audit::trail::latest(&office));
        page!("carers": users::counts(&office), users::page(&office, &people("carer")));
        let assessed = UserQuery { q: "carer 1".into(), assessed: "on".into(), ..people("carer") };
        page!("carers found": users::page(&office, &assessed));
        page!("carers by status": users::page(&office, &UserQuery { sort: "-status".into(), ..people("carer") }));
        page!("admins": users::page(&office, &people("admin")));
        page!("invitations": invitation::page(&office, &asked));
        page!("a carer": users::show(&office, self.ann));
        page!("deleting a carer": users::impact(&office, self.ann));
        page!("packages": package::list(&office, &asked));
        page!("a package": package::show(&office, self.home));
        page!("deleting a package": package::impact(&office, self.home));
        page!("tasks": task::list(&office, &asked, ""));
        page!("a task": task::show(&office, self.washing));
        let cadence = TaskDraft { reassess_months: "6".into(), ..self.draft(&office).await };
        page!("a task's effect": task::effect(&office, self.shaving, &cadence));
        page!("templates": template::list(&office, &asked));
        page!("a template": template::show(&office, self.template));
        page!("deleting a template": template::impact(&office, self.template));
        let of = PeriodsAsked::default();
        page!("carers of a package": assignment::carers(&office, self.home, "", &[], &of));
        let earlier = PeriodsAsked { past: "true".into(), q: "carer".into(), ..PeriodsAsked::default() };
        page!("earlier carers": assignment::carers(&office, self.home, "", &[], &earlier));
        page!("tasks of a package": assignment::tasks(&office, self.home, "", &[], &of));
        page!("removing a carer": assignment::carer(&office, self.home, self.ann));
        page!("choosing a carer": progress::choose(&office, &asked, ""));
        page!("choosing who is ready": progress::choose(&office, &found, "true"));
        page!("progress of a carer": progress::of_carer(&office, self.ann, Opening::Opened));
        page!("log of counts": progress::lines(&office, self.ann, &asked, Opening::Opened));
        page!("ready for assessment": assessment::due(&office, "", &asked));
        page!("ready, found": assessment::due(&office, "", &found));
        page!("a sheet": assessment::sheet(&office, self.ann, self.template, false, None));
        let by = |of: DoneOf| assessment::done(&office, of, &asked, Opening::Opened);
        page!("assessments of a carer": by(DoneOf::Carer(self.ann)));
        page!("rating history": competency::history(&office, self.ann, &asked, Opening::Opened));
        page!("assessments done": by(DoneOf::Template(self.template)));
        page!("ratings of a carer": competency::task_ratings(&office, self.ann, Opening::Opened));
        page!("acknowledgments": competency::waiting(&office, &asked), competency::concerns(&office, &asked));
        let answered = Asked { status: "answered".into(), ..Asked::default() };
        page!("concerns": competency::concerns(&office, &answered));
        page!("acknowledgments found": competency::waiting(&office, &found));
        page!("shifts": shift::list(&office, &ShiftQuery::default()));
        page!("the trail": audit::trail::page(&office, "", &asked));
        page!("Today": progress::today(&ann), rota::next_work(&ann), notice::inbox::latest(&ann, 5));
        page!("Daily tasks": progress::day(&ann));
        page!("My progress": progress::mine(&ann));
        page!("To acknowledge": competency::todo(&ann), competency::past(&ann, &asked));
        page!("Shifts of a carer": shift::board(&ann));
        page!("My schedule": rota::week(&ann, None));
        page!("My details": account::own(&ann));
        page!("Notices": notice::inbox::page(&ann, &asked));
        costs
    }

    async fn draft(&self, office: &Cx) -> TaskDraft {
        task::show(office, self.shaving).await.unwrap().draft()
    }
}

#[tokio::test]
async fn r_gen_16_every_page_asks_as_often_with_ten_thousand_carers_as_with_ten() {
    let few = Crowd::of(10).await.costs().await;
    let many = Crowd::of(10_000).await.costs().await;

    assert_eq!(few, many);
    assert_eq!(many.len(), MOST.len());
    let dear: Vec<_> =
        many.iter().zip(MOST).filter(|((page, cost), (name, most))| page != name || cost > most).collect();
    assert!(dear.is_empty(), "asked, and allowed: {dear:?}");
}
