//! The periodic jobs: what there is, when each is due, and running it once over all nodes (R-OPS-1).
//!
//! A new job is one line in [`JOBS`] and one function in a module of its feature or below this one.

mod due;
mod retention;
mod runs;
#[cfg(test)]
mod tests;

use domain::access::Action;
use domain::audit::{AuditAction, Outcome};
use domain::id::OrganisationId;
use domain::time::{Instant, Zone};
use futures::future::BoxFuture;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use crate::alert::{Finding, Kind, Severity};
use crate::audit::Entry;
use crate::cx::RESERVED;
use crate::entity::organisation;
use crate::lease::Holder;
use crate::outbox::sending;
use crate::{Cx, Error, Platform, account, assessment, competency, integrity, lockout, session, shift};
use due::When;

/// One job.
struct Job {
    name: &'static str,
    when: When,
    work: Work,
}

/// What a job does, idempotently, and for whom.
enum Work {
    /// Once for the deployment.
    Deployment(for<'a> fn(&'a Cx) -> BoxFuture<'a, Result<Did, Error>>),
    /// Once for each organisation, in its time zone.
    Organisation(for<'a> fn(&'a Cx) -> BoxFuture<'a, Result<Did, Error>>),
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Did {
    /// In a few words without personal data.
    pub said: String,
    /// Whether it looked for faults and found some.
    pub has_findings: bool,
}

impl From<String> for Did {
    fn from(said: String) -> Self {
        Self { said, has_findings: false }
    }
}

/// Every job: those of each minute first, so that no mail waits for a long check.
const JOBS: &[Job] = &[
    Job { name: "outbox", when: When::EachMinute, work: Work::Deployment(|cx| Box::pin(outbox(cx))) },
    Job {
        name: "shift_states",
        when: When::EachMinute,
        work: Work::Organisation(|cx| Box::pin(shift_states(cx))),
    },
    Job { name: "reminders", when: When::Hourly, work: Work::Organisation(|cx| Box::pin(reminders(cx))) },
    Job {
        name: "lapse",
        when: When::DailyFrom(2),
        work: Work::Organisation(|cx| Box::pin(said(competency::run_lapse(cx)))),
    },
    Job {
        name: "retention",
        when: When::DailyFrom(2),
        work: Work::Organisation(|cx| Box::pin(said(retention::run(cx)))),
    },
    Job {
        name: "integrity",
        when: When::DailyFromMinute(3 * 60 + 30),
        work: Work::Organisation(|cx| Box::pin(integrity::run(cx))),
    },
    Job {
        name: "digest",
        when: When::DailyFrom(7),
        work: Work::Organisation(|cx| Box::pin(said(assessment::run_digest(cx)))),
    },
];

/// A job that looks for no faults.
async fn said(work: impl Future<Output = Result<String, Error>>) -> Result<Did, Error> {
    work.await.map(Did::from)
}

/// The names of all jobs.
pub fn names() -> impl Iterator<Item = &'static str> {
    JOBS.iter().map(|job| job.name)
}

async fn outbox(cx: &Cx) -> Result<Did, Error> {
    Ok(sending::pass(cx).await?.to_string().into())
}

/// What nobody came back to in time, once an hour: ratings to acknowledge, sessions, locks, and days worth a look.
async fn reminders(cx: &Cx) -> Result<Did, Error> {
    // A carer who cannot be reminded keeps the rest from nothing; it is reported at the end.
    let reminded = competency::run_reminders(cx).await;
    let expired = session::expire_all_run_out(cx).await?;
    let unlocked = lockout::end_all_over(cx).await?;
    let unusual = account::watch::look_back(cx).await?;
    let reminded = reminded?;
    Ok(format!("{reminded}, {expired} sessions expired, {unlocked} locks over, {unusual} unusual days")
        .into())
}

async fn shift_states(cx: &Cx) -> Result<Did, Error> {
    let (stored, closing) = (shift::store_states(cx).await?, shift::tell_of_closing(cx).await?);
    Ok(format!("stored {stored}, told of {closing} that close").into())
}

/// What running a job came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    /// It ran, and did this.
    Done(Did),
    /// Another process is running it.
    Elsewhere,
}

/// Whoever runs jobs: one process.
#[derive(Clone, Debug)]
pub struct Runner(Holder);

impl Runner {
    /// This process.
    ///
    /// # Errors
    /// [`Error::Fault`] when the system has no random bytes to give.
    pub fn new() -> Result<Self, Error> {
        Holder::new().map(Self)
    }

    /// Runs every job that is due at the context's moment, or by the time it is its turn. A job that fails, or a place
    /// that cannot be worked in, does not keep the others.
    ///
    /// # Errors
    /// [`Error::Database`] when the organisations cannot be read.
    pub async fn run_due(&self, cx: &Cx) -> Result<(), Error> {
        let clock = Clock::of(cx);
        for job in JOBS {
            for place in job.places(cx).await? {
                let ran = match place {
                    Ok(place) => self.run_if_due(job, &place.at(clock.now())).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = ran {
                    tracing::error!(job = job.name, %error, "a job failed");
                }
            }
        }
        Ok(())
    }

    async fn run_if_due(&self, job: &Job, place: &Cx) -> Result<(), Error> {
        if runs::is_due(place, job.when, &job.kind(place)).await? {
            self.run_at(job, place, true).await?;
        }
        Ok(())
    }

    /// Runs one job now, whether or not it is due, in every place: a failure in one keeps it from no other.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of that name; else the first of the job's own.
    pub async fn run(&self, cx: &Cx, name: &str) -> Result<Ran, Error> {
        let job = JOBS.iter().find(|job| job.name == name).ok_or(Error::NotFound)?;
        let (clock, mut all, mut failed) = (Clock::of(cx), Vec::new(), None);
        for place in job.places(cx).await? {
            let ran = match place {
                Ok(place) => self.run_at(job, &place.at(clock.now()), false).await,
                Err(error) => Err(error),
            };
            match ran {
                Ok(Ran::Elsewhere) => return Ok(Ran::Elsewhere),
                Ok(Ran::Done(did)) => all.push(did),
                Err(error) => {
                    tracing::error!(job = name, %error, "a job failed");
                    failed.get_or_insert(error);
                }
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        let has_findings = all.iter().any(|did| did.has_findings);
        let said = all.into_iter().map(|did| did.said).collect::<Vec<_>>().join("; ");
        Ok(Ran::Done(Did { said, has_findings }))
    }

    /// Gives back every lease, at the end of the process (OP4).
    ///
    /// # Errors
    /// [`Error::Database`] when the database is away.
    pub async fn give_back(&self, platform: &Platform) -> Result<(), Error> {
        self.0.release_all(&platform.db).await
    }

    /// One run, under the job's lease, written down.
    async fn run_at(&self, job: &Job, cx: &Cx, only_if_due: bool) -> Result<Ran, Error> {
        let (db, kind) = (&cx.platform().db, job.kind(cx));
        if !self.0.take(db, &kind, cx.now).await? {
            return Ok(Ran::Elsewhere);
        }
        // Between the look and the lease another process may have finished it.
        if only_if_due && !runs::is_due(cx, job.when, &kind).await? {
            self.0.release(db, &kind).await?;
            return Ok(Ran::Elsewhere);
        }
        let clock = Clock::of(cx);
        if runs::close_dead(cx, &kind).await? > 0 {
            raise(cx, job.name, "ended with its process").await?;
        }
        let run = runs::begin(cx, &kind).await?;
        let result = self.0.keep(db, &kind, cx.now, job.work(cx)).await;
        let kept = runs::finish(&cx.at(clock.now()), run, &result).await;
        self.0.release(db, &kind).await?;
        kept?;
        if result.is_err() {
            raise(&cx.at(clock.now()), job.name, "did not finish").await?;
        }
        result.map(Ran::Done)
    }
}

/// What time it is while work goes on: the moment it began with, and what has passed since.
struct Clock {
    from: Instant,
    begun: tokio::time::Instant,
}

impl Clock {
    fn of(cx: &Cx) -> Self {
        Self { from: cx.now, begun: tokio::time::Instant::now() }
    }

    fn now(&self) -> Instant {
        self.from.plus_seconds(i64::try_from(self.begun.elapsed().as_secs()).unwrap_or(i64::MAX))
    }
}

impl Job {
    /// Where it runs: one context for the deployment, or one for each organisation that can be worked in.
    async fn places(&self, cx: &Cx) -> Result<Vec<Result<Cx, Error>>, Error> {
        let deployment = cx.system(RESERVED, Zone::UTC);
        match self.work {
            Work::Deployment(_) => Ok(vec![Ok(deployment)]),
            Work::Organisation(_) => organisations(&deployment).await,
        }
    }

    /// The name of its lease and of its runs in one place.
    fn kind(&self, place: &Cx) -> String {
        match self.work {
            Work::Deployment(_) => self.name.to_owned(),
            Work::Organisation(_) => format!("{}:{}", self.name, place.organisation.0.simple()),
        }
    }

    fn work<'a>(&self, cx: &'a Cx) -> BoxFuture<'a, Result<Did, Error>> {
        match self.work {
            Work::Deployment(work) | Work::Organisation(work) => work(cx),
        }
    }
}

/// Every organisation, and the reserved one for what belongs to none.
async fn organisations(cx: &Cx) -> Result<Vec<Result<Cx, Error>>, Error> {
    let rows: Vec<(OrganisationId, String)> = organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::TimeZone])
        .filter(organisation::Column::Active.eq(true).or(organisation::Column::Id.eq(RESERVED)))
        .into_tuple()
        .all(cx.platform().db.reader())
        .await?;
    let place = |(id, zone): (OrganisationId, String)| {
        let zone = zone.parse().map_err(|_| Error::inconsistent("organisation", id, "has no time zone"))?;
        Ok(cx.system(id, zone))
    };
    Ok(rows.into_iter().map(place).collect())
}

/// A job that fails is worth an alert; its repeats raise the counter (R-ALT-9).
async fn raise(cx: &Cx, name: &str, how: &str) -> Result<(), Error> {
    let tx = cx.write(Action::RunJob).await?;
    tx.raise(Finding {
        kind: Kind::System,
        severity: Severity::High,
        title: "A job failed",
        message: format!("The job {name} {how}. It is tried again; the server's log says why."),
        details: json!({ "job": name }),
        key: format!("job_failed:{name}"),
    })
    .await?;
    let entry = Entry::new(AuditAction::Error).outcome(Outcome::Failure);
    tx.commit(entry.after(json!({ "job": name }))?).await
}
