//! `caretrack serve`: checks, then opens the port; ends when told to, in order (OP4, OP9).

use std::sync::Arc;
use std::time::Duration;

use app::ssr::{AppState, Clock};
use axum::Router;
use axum::middleware::from_fn_with_state;
use backend::events::relay;
use backend::jobs::Runner;
use backend::{Mode, Platform, deployment};
use leptos::prelude::LeptosOptions;
use tokio::net::TcpListener;

use super::{block_on, open};
use crate::config::{Config, Settings};
use crate::failure::Failure;
use crate::health::{self, Beat, Health};
use crate::serving::{Edge, Limits, edge};
use crate::stop::Stop;
use crate::{Assets, clock, headers, jobs, logging, serving};

/// How long load balancers have to notice that the server stops (MO5).
const NOTICE: Duration = Duration::from_secs(5);

/// How long the worker may take to finish what it began (OP4).
const FINISH: Duration = Duration::from_secs(25);

/// How long the last words to the database may take. A connection that does not answer any more is left to it.
const CLOSE: Duration = Duration::from_secs(5);

/// Serves until a signal.
///
/// # Errors
/// What is wrong with the configuration, before a port is opened.
pub fn run(settings: Settings) -> Result<(), Failure> {
    let config = Config::new(settings)?;
    start_log(&config)?;
    block_on(async {
        let assets = assets(&config)?;
        let platform = open::platform(&config).await?;
        let listener = listen(&config).await?;
        serve(&config, platform, assets, listener).await
    })
}

/// Begins to log, once a process.
pub(super) fn start_log(config: &Config) -> Result<(), Failure> {
    logging::start(&config.log, config.log_format).map_err(|error| Failure::new(format!("the log: {error}")))
}

/// The files of the built site, without which no page has style or works as it should.
pub(super) fn assets(config: &Config) -> Result<Assets, Failure> {
    let absent = |error| {
        Failure::setting("CARETRACK_SITE", format!("no built site in {}: {error}", config.site.display()))
    };
    Assets::of(&config.site).map_err(absent)
}

/// Opens the port.
pub(super) async fn listen(config: &Config) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(config.addr).await;
    listener.map_err(|error| Failure::setting("CARETRACK_ADDR", format!("{}: {error}", config.addr)))
}

/// Serves a deployment on an open port until a signal.
pub(super) async fn serve(
    config: &Config,
    platform: Arc<Platform>,
    assets: Assets,
    listener: TcpListener,
) -> Result<(), Failure> {
    let (stopper, stop) = Stop::new();
    stopper.on_signal().map_err(|error| Failure::new(format!("signals: {error}")))?;
    greet(config, &platform).await?;

    let beat = Beat::new(clock::system());
    let runner = Runner::new()?;
    let worker = tokio::spawn(jobs::work(Arc::clone(&platform), runner.clone(), beat.clone(), stop.clone()));
    let relay = tokio::spawn(relay::run(Arc::clone(&platform)));
    let limits = Limits { notice: notice(config.mode), ..Limits::new(config.connections) };
    let site = site(config, &platform, assets, health(config, &platform, beat, &stop), limits);
    serving::serve(listener, site, limits, &config.proxies, stop).await;
    tracing::info!("stopping: no request is under way");

    if tokio::time::timeout(FINISH, worker).await.is_err() {
        tracing::warn!("a job was not finished in time");
    }
    tracing::info!("stopping: no job is under way");
    relay.abort();
    if let Ok(left) = tokio::time::timeout(CLOSE, leave(&platform, &runner)).await {
        left?;
    } else {
        tracing::warn!("the database did not let go in time");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Gives the leases back, so that another process need not wait for them to run out, and ends all connections.
async fn leave(platform: &Platform, runner: &Runner) -> Result<(), Failure> {
    runner.give_back(platform).await?;
    Ok(platform.db.clone().close().await?)
}

const fn notice(mode: Mode) -> Duration {
    match mode {
        Mode::Production => NOTICE,
        Mode::Local | Mode::Demo => Duration::ZERO,
    }
}

/// The least free disk for real work, in percent (MO5). A demo runs on whatever is left.
const fn free_percent(mode: Mode) -> u64 {
    match mode {
        Mode::Production => 5,
        Mode::Local | Mode::Demo => 0,
    }
}

async fn greet(config: &Config, platform: &Platform) -> Result<(), Failure> {
    tracing::info!(url = config.public_url, address = %config.addr, mode = ?config.mode, "serving");
    if config.mode == Mode::Local {
        tracing::info!("without an https CARETRACK_PUBLIC_URL this machine only is served");
    }
    if !config.has_mail_server() {
        tracing::warn!("without SMTP_URL mails are written to the folder outbox in CARETRACK_DATA");
    }
    if deployment::is_empty(platform.db.reader()).await? {
        tracing::info!("there is no organisation yet: run caretrack bootstrap-admin");
    }
    Ok(())
}

fn site(config: &Config, platform: &Arc<Platform>, assets: Assets, health: Health, limits: Limits) -> Router {
    let state = AppState {
        leptos_options: leptos_options(config),
        platform: Arc::clone(platform),
        clock: Clock(Arc::new(clock::system)),
    };
    let stop = health.stop.clone();
    let health = health::routes(health).layer(from_fn_with_state(state.clone(), headers::secure));
    let known =
        Edge { mode: config.mode, public_url: config.public_url.clone(), proxies: config.proxies.clone() };
    edge(crate::router(state, stop, assets).merge(health), known, limits)
}

fn health(config: &Config, platform: &Arc<Platform>, beat: Beat, stop: &Stop) -> Health {
    Health {
        platform: Arc::clone(platform),
        data: config.data.clone(),
        free_percent: free_percent(config.mode),
        stop: stop.clone(),
        beat,
        clock: clock::system,
        was_ready: Arc::default(),
    }
}

/// Where the site's files are. The framework looks for the list of hashed names beside the program; a whole path says
/// where it really is.
fn leptos_options(config: &Config) -> LeptosOptions {
    let site = config.site.canonicalize().unwrap_or_else(|_| config.site.clone());
    let hashes = site.join("hash.txt");
    LeptosOptions::builder()
        .output_name("caretrack")
        .site_root(site.display().to_string())
        .site_addr(config.addr)
        .hash_files(hashes.exists())
        .hash_file(Arc::from(hashes.display().to_string()))
        .build()
}
