//! What the server writes down of its work: one line an event, with the request's name and no personal data
//! (MO1, MO2).

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use domain::access;
use domain::id::RequestId;
use tokio::time::Instant;
use tracing::{Instrument, Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{Layer, fmt};

use crate::clock;
use crate::config::LogFormat;

/// The header that gives a request's name back, for support.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Our own parts, which may speak in detail. Others may hold addresses or queries in theirs.
const OWN: &[&str] = &["app", "backend", "caretrack", "domain", "migration", "server"];

/// Each migration's lines, which would fill the first screen of a new installation; and that a browser names a session
/// that is over, which every browser does after a night.
const QUIET: &str = "sea_orm_migration=warn,tower_sessions_core=error";

/// Reads a filter, so that a wrong one is refused at the start.
///
/// # Errors
/// What is wrong with it.
pub fn filter_text(text: &str) -> Result<String, String> {
    match EnvFilter::builder().parse(text) {
        Ok(_) if !text.trim().is_empty() => Ok(text.to_owned()),
        Ok(_) => Err("must name a level, such as info".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Begins to write to standard output.
///
/// # Errors
/// When something else has begun already.
pub fn start(filter: &str, format: LogFormat) -> Result<(), TryInitError> {
    let filter = EnvFilter::builder().parse_lossy(format!("{QUIET},{filter}"));
    let lines = fmt::layer().with_timer(Utc).with_ansi(false);
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    std::panic::set_hook(Box::new(|panic| {
        // The message of a panic may hold what was being worked on; where it happened never does.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
    tracing_subscriber::registry().with(lines.with_filter(filter_fn(is_safe)).with_filter(filter)).try_init()
}

/// Libraries write addresses and statements at their finer levels, and the mail library at any.
fn is_safe(line: &Metadata<'_>) -> bool {
    let part = line.target().split("::").next().unwrap_or_default();
    OWN.contains(&part) || (part != "lettre" && *line.level() <= Level::INFO)
}

/// Milliseconds, in UTC.
struct Utc;

impl FormatTime for Utc {
    fn format_time(&self, w: &mut Writer<'_>) -> std::fmt::Result {
        write!(w, "{}", clock::system().utc().format("%Y-%m-%dT%H:%M:%S%.3fZ"))
    }
}

/// Names a request, and writes one line when it is answered: by the template of its address, because an address may
/// hold a token, and without query or body.
#[expect(clippy::disallowed_methods, reason = "the one place where a request gets its name")]
pub async fn request(mut request: Request, next: Next) -> Response {
    let id = uuid::Uuid::now_v7();
    request.extensions_mut().insert(RequestId(id));
    let span = tracing::info_span!("request", %id, method = %request.method(), route = route(&request));
    let under_way = UnderWay { begun: Instant::now(), span: span.clone(), answered: false };
    let mut response = next.run(request).instrument(span).await;
    under_way.answered(response.status().as_u16());
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// A request until it is answered, or dropped because it took too long or nobody waited for it any more.
struct UnderWay {
    begun: Instant,
    span: tracing::Span,
    answered: bool,
}

impl UnderWay {
    fn answered(mut self, status: u16) {
        self.answered = true;
        let ms = self.ms();
        self.span.in_scope(|| {
            if status < 500 {
                tracing::info!(status, ms, "answered");
            } else {
                tracing::error!(status, ms, "failed");
            }
        });
    }

    fn ms(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if !self.answered {
            self.span.in_scope(|| tracing::warn!(ms = self.ms(), "ended before it was answered"));
        }
    }
}

fn route(request: &Request) -> String {
    if let Some(operation) = access::operation(request.uri().path()) {
        return operation.path.to_owned();
    }
    let matched = request.extensions().get::<MatchedPath>();
    matched.map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(line)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn mo1_a_request_is_one_line_without_its_query_its_token_or_a_forged_second_line() {
        let page = Page::default();
        let writer = page.clone();
        let lines = fmt::layer().with_timer(Utc).json().flatten_event(true).with_span_list(false);
        let subscriber = tracing_subscriber::registry().with(lines.with_writer(move || writer.clone()));
        let _guard = tracing::subscriber::set_default(subscriber);
        let site = Router::new().route("/invitation/{token}", get(async || "ok")).layer(from_fn(request));

        let asked =
            Request::get("/invitation/SECRET?email=ann@example.org&x=%0A%22level%22").body(Body::empty());
        let answer = site.oneshot(asked.unwrap()).await.unwrap();

        assert!(answer.headers().contains_key("x-request-id"));
        let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 1, "{text}");
        assert_eq!(lines[0]["status"], 200);
        assert_eq!(lines[0]["span"]["route"], "/invitation/{token}");
        assert!(!text.contains("SECRET") && !text.contains("ann@"), "{text}");
    }

    #[test]
    fn mo1_only_our_own_parts_speak_in_detail() {
        #[derive(Clone, Default)]
        struct Asked(Arc<Mutex<Vec<String>>>);
        impl<S: tracing::Subscriber> Layer<S> for Asked {
            fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
                self.0.lock().unwrap().push(event.metadata().target().to_owned());
            }
        }
        let asked = Asked::default();
        let subscriber = tracing_subscriber::registry().with(asked.clone().with_filter(filter_fn(is_safe)));
        tracing::subscriber::with_default(subscriber, || {
            tracing::debug!(target: "backend::outbox", "ours");
            tracing::debug!(target: "sqlx::query", "theirs");
            tracing::info!(target: "lettre::transport", "theirs");
            tracing::warn!(target: "hyper", "theirs");
        });
        assert_eq!(*asked.0.lock().unwrap(), ["backend::outbox", "hyper"]);
    }

    #[test]
    fn op6_a_filter_that_is_not_understood_is_refused() {
        assert!(filter_text("info,backend=debug").is_ok());
        for wrong in ["", "loud=very", "info,backend=sometimes"] {
            assert!(filter_text(wrong).is_err(), "{wrong}");
        }
    }
}
