//! The stream of changes to open pages, by server-sent events (R-GEN-12).
//!
//! It says only that something changed. It ends with the session, and with the server.

use std::convert::Infallible;
use std::time::Duration;

use app::ssr::AppState;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use backend::events::{Change, Topic};
use backend::session::{self, SignedIn};
use backend::{Client, Cx};
use domain::access::Role;
use domain::id::RequestId;
use futures::{Stream, stream};
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use crate::guard;
use crate::headers::refuse;
use crate::stop::Stop;

/// How often an open stream asks whether its session has run out.
const CHECK: Duration = Duration::from_secs(15);

/// How long changes are gathered, so that a burst is one push.
const GATHER: Duration = Duration::from_millis(150);

/// `GET /events?topics=progress,assessment&since=7`, where `since` is the newest change when the page was made.
pub async fn events(
    State(state): State<AppState>,
    Extension(stop): Extension<Stop>,
    signed_in: Option<Extension<SignedIn>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    if !guard::is_own_stream(&state, &headers) {
        return refuse(
            StatusCode::FORBIDDEN,
            "cross_site",
            "This request did not come from CareTrack's own page.",
        );
    }
    let Some(Extension(signed_in)) = signed_in else {
        return refuse(StatusCode::UNAUTHORIZED, "signed_out", "Sign in to go on.");
    };
    let query = query.unwrap_or_default();
    let Some(topics) = asked_for(&query) else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "malformed", "Name the topics to listen to.");
    };
    let changes = state.platform.events.listen();
    let mut listener = Listener { state, signed_in, topics, changes, stop: stop.0, has_missed: false };
    listener.has_missed = since(&query).is_some_and(|number| listener.missed(number));
    let stream = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    answer(stream)
}

/// What `?topics=progress,rating` asks for, once and by known names.
fn asked_for(query: &str) -> Option<Vec<Topic>> {
    let mut given = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == "topics");
    let (Some((_, names)), None) = (given.next(), given.next()) else { return None };
    let known = |name: &str| serde_json::from_value(serde_json::Value::String(name.to_owned())).ok();
    names.split(',').map(known).collect()
}

/// Which change the page has seen. A page that does not say is told only of what comes.
fn since(query: &str) -> Option<u64> {
    let given = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "since");
    given.and_then(|(_, number)| number.parse().ok())
}

fn answer(stream: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response()
}

/// One open page.
struct Listener {
    state: AppState,
    signed_in: SignedIn,
    topics: Vec<Topic>,
    changes: broadcast::Receiver<Change>,
    stop: watch::Receiver<bool>,
    /// Something changed while the page was on its way, or while the stream was broken.
    has_missed: bool,
}

impl Listener {
    /// The next change that concerns this page; `None` when the session or the server ends.
    async fn next(&mut self) -> Option<Event> {
        if std::mem::take(&mut self.has_missed) {
            return Some(event());
        }
        let mut check = Instant::now() + CHECK;
        loop {
            tokio::select! {
                _ = self.stop.changed() => return None,
                () = sleep_until(check) => {
                    self.is_alive().await.then_some(())?;
                    check = Instant::now() + CHECK;
                }
                change = self.changes.recv() => match change {
                    Ok(change) if self.is_my_account(&change) => self.is_alive().await.then_some(())?,
                    Ok(change) if self.concerns(&change) => return self.gathered().await,
                    Ok(_) => {}
                    // Some were missed: the page reads everything again anyway.
                    Err(broadcast::error::RecvError::Lagged(_)) => return Some(event()),
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
            }
        }
    }

    /// One push for a burst of changes; `None` when the burst ended the session.
    async fn gathered(&mut self) -> Option<Event> {
        tokio::time::sleep(GATHER).await;
        let mut is_mine = false;
        while let Ok(change) = self.changes.try_recv() {
            is_mine |= self.is_my_account(&change);
        }
        (!is_mine || self.is_alive().await).then(event)
    }

    /// Whether something that concerns this page changed after it was made, or may have.
    fn missed(&self, number: u64) -> bool {
        let missed = self.state.platform.events.after(self.signed_in.person.organisation, number);
        missed.is_none_or(|changes| changes.iter().any(|change| self.concerns(change)))
    }

    fn is_my_account(&self, change: &Change) -> bool {
        change.topic == Topic::Account && change.account == Some(self.signed_in.person.id)
    }

    /// A carer hears of what may concern everybody and of what is his or her own, and of nobody else's.
    fn concerns(&self, change: &Change) -> bool {
        let person = &self.signed_in.person;
        let own = change.account.is_none_or(|account| account == person.id);
        // Notices are everybody's own; all else concerns admins, whoever it is of.
        let mine = own || (person.role == Role::Admin && change.topic != Topic::Notice);
        mine && change.organisation == person.organisation && self.topics.contains(&change.topic)
    }

    async fn is_alive(&self) -> bool {
        let now = (self.state.clock.0)();
        let platform = std::sync::Arc::clone(&self.state.platform);
        let cx = Cx::nobody(platform, now, RequestId(Uuid::nil()), Client::default());
        session::is_alive(&cx, self.signed_in.session).await.unwrap_or(false)
    }
}

fn event() -> Event {
    Event::default().event("change").data("1")
}
