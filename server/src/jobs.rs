//! The worker: jobs at their times, and mails as soon as they are queued (R-OPS-1, EM1).

use std::sync::Arc;
use std::time::Duration;

use backend::jobs;
use backend::outbox::sending;
use backend::{Client, Cx, Platform};
use domain::id::RequestId;
use domain::time::Instant;
use tokio::time::{MissedTickBehavior, interval};

use crate::clock;
use crate::health::Beat;
use crate::stop::Stop;

/// How often due jobs are looked for. Two looks fall into each minute, so that none is passed over.
const LOOK: Duration = Duration::from_secs(20);

/// The context of the server's own work.
#[expect(clippy::disallowed_methods, reason = "a run gets its name here, as a request does at the edge")]
pub fn own_cx(platform: &Arc<Platform>, now: Instant) -> Cx {
    let client = Client { ip: String::new(), agent: "CareTrack".into() };
    Cx::nobody(Arc::clone(platform), now, RequestId(uuid::Uuid::now_v7()), client)
}

/// Works until the server stops. What was begun is finished; the leases are given back.
pub async fn work(platform: Arc<Platform>, runner: jobs::Runner, beat: Beat, stop: Stop) {
    tokio::join!(run_jobs(&platform, &runner, &beat, stop.clone()), send_mails(&platform, stop),);
}

async fn run_jobs(platform: &Arc<Platform>, runner: &jobs::Runner, beat: &Beat, stop: Stop) {
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let stopped = stop.clone().stopped();
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            () = &mut stopped => return,
            _ = look.tick() => {}
        }
        beat.beat(clock::system());
        if let Err(error) = runner.run_due(&own_cx(platform, clock::system())).await {
            tracing::error!(%error, "jobs could not be looked for");
        }
    }
}

async fn send_mails(platform: &Arc<Platform>, stop: Stop) {
    let stopped = stop.clone().stopped();
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            () = &mut stopped => return,
            () = platform.post.queued() => {}
        }
        // A failure here is met again by the job of each minute.
        if let Err(error) = sending::pass(&own_cx(platform, clock::system())).await {
            tracing::error!(%error, "mails could not be sent");
        }
    }
}
