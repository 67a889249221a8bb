//! From a request to a use case's context, and from its result to an answer.

pub mod device;

use std::sync::Arc;

use axum::extract::FromRef;
use backend::audit::opening::Opening;
use backend::session::SignedIn;
use backend::{Cx, Error, Platform};
use domain::access::{self, Kind};
use domain::time::{Instant, Zone};
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use tower_sessions::Session;

use crate::answer::AppError;
use crate::words;

/// The keys of the session layer's record. Only the message is ever saved; rights are read anew on each request.
pub mod session {
    /// A sign-in that begins a session.
    pub const SIGN_IN: &str = "sign_in";
    /// Whom the session belongs to.
    pub const SIGNED_IN: &str = "signed_in";
    /// The one-time message.
    pub const MESSAGE: &str = "message";
}

/// The clock: the system's, or a test's.
#[derive(Clone)]
pub struct Clock(pub Arc<dyn Fn() -> Instant + Send + Sync>);

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// What the server's routes share.
#[derive(Clone, Debug, FromRef)]
pub struct AppState {
    /// How pages are built.
    pub leptos_options: LeptosOptions,
    /// The database, keys and events.
    pub platform: Arc<Platform>,
    /// What time it is.
    pub clock: Clock,
}

/// The token that this page's forms carry, made by the server's guard for the session or for a stranger (R-GEN-15).
#[derive(Clone, Debug)]
pub struct FormToken(pub String);

/// The organisation's newest change when the request came: the page made for it shows all up to that one.
#[derive(Clone, Copy, Debug)]
pub struct Seen(pub u64);

/// The same, for the page that is told of what came after.
pub fn seen() -> Option<u64> {
    extension::<Seen>().map(|seen| seen.0)
}

/// After how many minutes without use the session ended that the browser still names.
#[derive(Clone, Copy, Debug)]
pub struct RanOut(pub u32);

/// The same, for the page that says so.
pub fn ran_out() -> Option<u32> {
    extension::<RanOut>().map(|ran_out| ran_out.0)
}

/// The context of the request being answered. It is the first line of every server function.
///
/// # Errors
/// A fault, when the server forgot to identify the request. Who may do what is the use case's question.
pub fn cx() -> Result<Cx, AppError> {
    extension::<Cx>().ok_or_else(|| broken(&Error::fault("a request", "nobody was identified")))
}

/// Whether the page being asked for may be opened, by the table of operations. Pages that read nothing are closed to
/// the wrong role by this alone.
///
/// # Errors
/// 403, which is recorded (R-GEN-2).
pub async fn may_open() -> Result<(), AppError> {
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    match access::operation(&path) {
        Some(door) if door.kind == Kind::Get => answer(cx()?.may(door.action).await),
        _ => Ok(()),
    }
}

/// The wall clock of the organisation.
pub fn zone() -> Zone {
    extension::<Cx>().map_or(Zone::LONDON, |cx| cx.zone)
}

/// The signed-in browser behind the request, if there is one.
pub fn signed_in() -> Option<SignedIn> {
    extension::<SignedIn>()
}

/// Something the server's layers attached to the request.
pub fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>()?.extensions.get::<T>().cloned()
}

/// Turns a use case's result into an answer. It is the last line of every server function.
///
/// # Errors
/// The refusal, in words for the reader.
pub fn answer<T>(result: Result<T, Error>) -> Result<T, AppError> {
    result.map_err(|error| words::refusals::say(&error).unwrap_or_else(|| broken(&error)))
}

/// Logs a fault once, in full, and gives the reader only a reference to it.
fn broken(error: &Error) -> AppError {
    let reference = cx_reference();
    tracing::error!(reference, %error, "a request failed");
    AppError::new(
        "fault",
        500,
        format!(
            "Something went wrong here. Nothing was saved. Try again, or give your admin this number: {reference}."
        ),
    )
}

/// What the request is called in the log: the last eight digits are enough for a person to read out.
fn cx_reference() -> String {
    let id = extension::<Cx>().map(|cx| cx.request.0.simple().to_string()).unwrap_or_default();
    id.get(24..).unwrap_or_default().to_uppercase()
}

/// Whether this is the demo, which says so on every page.
pub fn is_demo() -> bool {
    extension::<Cx>().is_some_and(|cx| cx.platform().mode == backend::Mode::Demo)
}

/// Whether it is served for real, behind https.
pub fn is_production() -> bool {
    extension::<Cx>().is_some_and(|cx| cx.platform().mode == backend::Mode::Production)
}

/// The organisation's wall clock and the request's moment, for what a page says of dates.
pub fn wall() -> (Zone, Instant) {
    extension::<Cx>().map_or((Zone::LONDON, Instant(0)), |cx| (cx.zone, cx.now))
}

/// Whether a form that needs a fresh password should ask for it: the last one was given five minutes ago, so it may
/// be too old by the time the form is sent (AU10).
pub fn asks_password_again() -> bool {
    let (_, now) = wall();
    signed_in().is_some_and(|signed_in| !domain::account::is_fresh(signed_in.auth_at, now.plus_minutes(5)))
}

/// A new submission id for a form.
pub fn submission_id() -> String {
    backend::token::submission_id().to_string()
}

/// The address of the page being shown, with its query: where its forms post to.
pub fn page_address() -> String {
    let parts = use_context::<Parts>();
    parts.and_then(|parts| parts.uri.path_and_query().map(ToString::to_string)).unwrap_or_default()
}

/// A path of our own site from something typed or linked (WB4): one slash, then no host.
pub fn own_path(path: &str) -> Option<&str> {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    own.then_some(path)
}

/// Begins a session for a sign-in that was checked. The cookie is new; the session it takes the place of is over
/// (SE3).
///
/// # Errors
/// A fault when the session cannot be stored, or the account was ended meanwhile.
pub async fn begin_session(sign_in: &backend::session::SignIn) -> Result<(), AppError> {
    let session = extension::<Session>().ok_or_else(no_session)?;
    if signed_in().is_some() {
        answer(backend::session::sign_out(&cx()?).await)?;
    }
    let begun = async {
        session.clear().await;
        // Flushing would keep the old id for the new session's row.
        session.cycle_id().await?;
        session.insert(self::session::SIGN_IN, sign_in).await?;
        session.save().await
    };
    begun.await.map_err(not_begun)
}

/// Begins the session of an account that was just made. On a device that several people use it is a short one
/// (R-SES-7). `welcome` is said on the next page.
///
/// # Errors
/// As [`begin_session`].
pub async fn begin_first_session(
    sign_in: backend::session::SignIn,
    welcome: &'static str,
) -> Result<(), AppError> {
    let shared_device = device::is_shared();
    begin_session(&backend::session::SignIn { shared_device, ..sign_in }).await?;
    let session = extension::<Session>().ok_or_else(no_session)?;
    session.insert(self::session::MESSAGE, welcome).await.map_err(not_begun)
}

/// Gives a session a new id after the password was given again (SE3); with nothing to renew it stays.
///
/// # Errors
/// As [`begin_session`].
pub async fn renew_session(proof: &backend::account::Proof) -> Result<(), AppError> {
    match &proof.renewed {
        Some(sign_in) => begin_session(sign_in).await,
        None => Ok(()),
    }
}

/// A sign-in that was overtaken, by a lock or a new password, is a refusal like any other (AU4); the rest is ours.
fn not_begun(error: tower_sessions::session::Error) -> AppError {
    use tower_sessions::{session, session_store};
    match &error {
        session::Error::Store(session_store::Error::Backend(cause))
            if *cause == Error::SignedOut.to_string() =>
        {
            let refused = Error::from(backend::account::Refused::SignIn);
            words::refusals::say(&refused).unwrap_or_else(|| broken(&refused))
        }
        _ => broken(&Error::fault("beginning a session", error)),
    }
}

/// Forgets the session in the browser: its cookie, and all that was stored or cached there.
pub async fn end_session() {
    if let Some(session) = extension::<Session>() {
        // The row is ended already; here only the cookie goes.
        let _ = session.flush().await;
    }
    if let Some(options) = use_context::<ResponseOptions>() {
        let name = http::HeaderName::from_static("clear-site-data");
        options.insert_header(name, http::HeaderValue::from_static("\"cache\", \"storage\""));
    }
}

/// The one-time message, which is then gone. A page that only reads itself again leaves it.
pub async fn take_message() -> Option<String> {
    if !is_looked_at() {
        return None;
    }
    let session = extension::<Session>()?;
    // Taking what is not there would write the session all the same.
    session.get::<String>(self::session::MESSAGE).await.ok()??;
    session.remove(self::session::MESSAGE).await.ok()?
}

/// Whether somebody looks at the page: it does not only renew itself or give its headers (R-GEN-10).
pub fn is_looked_at() -> bool {
    opening() == Opening::Opened
}

/// How the request comes to what it reads. What is only fetched ahead never gets here: the server's guard refuses it.
pub fn opening() -> Opening {
    match use_context::<Parts>() {
        Some(parts) if parts.method == http::Method::HEAD => Opening::Unseen,
        Some(parts) if !parts.headers.contains_key("x-caretrack-live") => Opening::Opened,
        Some(_) | None => Opening::ReadAgain,
    }
}

fn no_session() -> AppError {
    broken(&Error::fault("a request", "it has no session layer"))
}
