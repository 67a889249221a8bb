//! The periodic jobs: what there is, when each is due, and running it once over all nodes (R-OPS-1).
//!
//! A new job is one line in [`JOBS`] and one function in a module of its feature or below this one.

mod due;
mod retention;
mod runs;
#[cfg(test)]
mod tests;

use domain::access::Action;
use domain::id::OrganisationId;
use domain::time::Zone;
use futures::future::BoxFuture;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use crate::alert::{Finding, Kind, Severity};
use crate::cx::RESERVED;
use crate::entity::organisation;
use crate::lease::Holder;
use crate::outbox::sending;
use crate::{Cx, Error, Platform, account, assessment, competency, integrity, session, shift};
use due::When;

/// One job.
struct Job {
    name: &'static str,
    when: When,
    work: Work,
}

/// What a job does, idempotently, and for whom. It gives what it did, in a few words without personal data.
enum Work {
    /// Once for the deployment.
    Deployment(for<'a> fn(&'a Cx) -> BoxFuture<'a, Result<String, Error>>),
    /// Once for each organisation, in its time zone.
    Organisation(for<'a> fn(&'a Cx) -> BoxFuture<'a, Result<String, Error>>),
}

/// Every job.
const JOBS: &[Job] = &[
    Job {
        name: "integrity",
        when: When::DailyFromMinute(3 * 60 + 30),
        work: Work::Organisation(|cx| Box::pin(integrity::run(cx))),
    },
    Job {
        name: "digest",
        when: When::DailyFrom(7),
        work: Work::Organisation(|cx| Box::pin(assessment::run_digest(cx))),
    },
    Job {
        name: "lapse",
        when: When::DailyFrom(2),
        work: Work::Organisation(|cx| Box::pin(competency::run_lapse(cx))),
    },
    Job { name: "outbox", when: When::EachMinute, work: Work::Deployment(|cx| Box::pin(outbox(cx))) },
    Job { name: "reminders", when: When::Hourly, work: Work::Organisation(|cx| Box::pin(reminders(cx))) },
    Job {
        name: "retention",
        when: When::DailyFrom(2),
        work: Work::Organisation(|cx| Box::pin(retention::run(cx))),
    },
    Job {
        name: "shift_states",
        when: When::EachMinute,
        work: Work::Organisation(|cx| Box::pin(shift_states(cx))),
    },
];

/// The names of all jobs.
pub fn names() -> impl Iterator<Item = &'static str> {
    JOBS.iter().map(|job| job.name)
}

async fn outbox(cx: &Cx) -> Result<String, Error> {
    Ok(sending::pass(cx).await?.to_string())
}

/// What nobody came back to in time, once an hour: ratings to acknowledge, sessions, and days worth a look.
async fn reminders(cx: &Cx) -> Result<String, Error> {
    let reminded = competency::run_reminders(cx).await?;
    let expired = session::expire_all_run_out(cx).await?;
    let unusual = account::watch::look_back(cx).await?;
    Ok(format!("{reminded}, {expired} sessions expired, {unusual} unusual days"))
}

async fn shift_states(cx: &Cx) -> Result<String, Error> {
    Ok(format!("stored {}", shift::store_states(cx).await?))
}

/// What running a job came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    /// It ran, and did this.
    Done(String),
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

    /// Runs every job that is due at the context's moment. A job that fails does not keep the others.
    ///
    /// # Errors
    /// [`Error::Database`] when the database is away.
    pub async fn run_due(&self, cx: &Cx) -> Result<(), Error> {
        for job in JOBS {
            for place in job.places(cx).await? {
                if !runs::is_due(&place, job.when, &job.kind(&place)).await? {
                    continue;
                }
                if let Err(error) = self.run_at(job, &place, true).await {
                    tracing::error!(job = job.name, %error, "a job failed");
                }
            }
        }
        Ok(())
    }

    /// Runs one job now, whether or not it is due.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of that name; else the job's own.
    pub async fn run(&self, cx: &Cx, name: &str) -> Result<Ran, Error> {
        let job = JOBS.iter().find(|job| job.name == name).ok_or(Error::NotFound)?;
        let mut results = Vec::new();
        for place in job.places(cx).await? {
            match self.run_at(job, &place, false).await? {
                Ran::Elsewhere => return Ok(Ran::Elsewhere),
                Ran::Done(result) => results.push(result),
            }
        }
        Ok(Ran::Done(results.join("; ")))
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
        let run = runs::begin(cx, &kind).await?;
        let result = self.0.keep(db, &kind, cx.now, job.work(cx)).await;
        runs::finish(cx, run, &result).await?;
        self.0.release(db, &kind).await?;
        if result.is_err() {
            raise(cx, job.name).await?;
        }
        result.map(Ran::Done)
    }
}

impl Job {
    /// Where it runs: one context for the deployment, or one for each organisation.
    async fn places(&self, cx: &Cx) -> Result<Vec<Cx>, Error> {
        let deployment = cx.system(RESERVED, Zone::UTC);
        match self.work {
            Work::Deployment(_) => Ok(vec![deployment]),
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

    fn work<'a>(&self, cx: &'a Cx) -> BoxFuture<'a, Result<String, Error>> {
        match self.work {
            Work::Deployment(work) | Work::Organisation(work) => work(cx),
        }
    }
}

/// Every organisation, and the reserved one for what belongs to none.
async fn organisations(cx: &Cx) -> Result<Vec<Cx>, Error> {
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
    rows.into_iter().map(place).collect()
}

/// A job that fails is worth an alert; its repeats raise the counter (R-ALT-9).
async fn raise(cx: &Cx, name: &str) -> Result<(), Error> {
    let tx = cx.write(Action::RunJob).await?;
    tx.raise(Finding {
        kind: Kind::System,
        severity: Severity::High,
        title: "A job failed",
        message: format!("The job {name} did not finish. It is tried again; the server's log says why."),
        details: json!({ "job": name }),
        key: format!("job_failed:{name}"),
    })
    .await?;
    tx.commit(crate::audit::Entry::new(domain::audit::AuditAction::Error).after(json!({ "job": name }))?)
        .await
}
