//! What the browser may ask of the demo.

use domain::id::AccountId;
use leptos::prelude::*;

use crate::answer::{AppError, Done};

/// Enters the demo as one of its people, without a password.
///
/// # Errors
/// 404 outside the demo, and when there is no such person.
#[server(endpoint = "demo/enter")]
pub async fn enter(account: AccountId) -> Result<Done, AppError> {
    let cx = crate::ssr::cx()?;
    let sign_in = crate::ssr::answer(backend::demo::enter(&cx, account).await)?;
    crate::ssr::begin_session(&sign_in).await?;
    Ok(Done { message: String::new(), to: "/".into() })
}

/// Everybody one may enter as, those of the tour first.
///
/// # Errors
/// 404 outside the demo.
#[cfg(feature = "ssr")]
pub async fn entrances() -> Result<Vec<backend::demo::Entrance>, AppError> {
    let cx = crate::ssr::cx()?;
    crate::ssr::answer(backend::demo::entrances(&cx).await)
}

/// The password that everybody has here.
#[cfg(feature = "ssr")]
pub const PASSWORD: &str = backend::demo::PASSWORD;

/// The mails of the demo, newest first, and what the links in them begin with.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct OutboxView {
    /// The mails.
    pub mails: Vec<backend::outbox::local::LocalMail>,
    /// The address of this site.
    pub public_url: String,
    /// When the page was made.
    pub now: domain::time::Instant,
}

/// The mails as they would be sent.
///
/// # Errors
/// 404 outside the demo.
#[cfg(feature = "ssr")]
pub async fn outbox() -> Result<OutboxView, AppError> {
    let cx = crate::ssr::cx()?;
    let mails = crate::ssr::answer(backend::outbox::local::list(&cx).await)?;
    Ok(OutboxView { mails, public_url: cx.platform().public_url.clone(), now: cx.now })
}
