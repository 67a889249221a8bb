//! The web server: routes and layers around the pages of `app`. It wires and decides nothing.

mod api;
mod assets;
pub mod cli;
mod client;
mod clock;
mod commands;
mod config;
mod failure;
mod forms;
mod guard;
mod headers;
mod health;
mod identify;
mod jobs;
mod limits;
mod live;
mod logging;
mod pages;
mod serving;
mod session_store;
mod stop;

use app::App;
use app::ssr::AppState;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use leptos_axum::generate_route_list;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use assets::Assets;
pub use stop::Stop;

/// Every route of the site, in its layers. From the outside in: panics, headers, compression, words for refusals, the origin of the
/// request, its session, who it is, how often it asks, and the token of its form.
pub fn router(state: AppState, stop: Stop, assets: Assets) -> Router {
    let mut router = Router::new();
    // The framework's own routing would also open each server function at its address, past our checks of it.
    for page in generate_route_list(App) {
        router = router.route(page.path(), get(pages::get).post(forms::post));
    }
    router
        .route("/api/{*operation}", post(api::post))
        .route("/events", get(live::events))
        .fallback(headers::fallback)
        .layer(axum::Extension(stop))
        .layer(from_fn_with_state(state.clone(), guard::token))
        .layer(from_fn_with_state((state.clone(), limits::Limits::default()), limits::ordinary))
        .layer(from_fn_with_state(state.clone(), identify::identify))
        .layer(session_store::layer(&state))
        .layer(from_fn(session_store::name_request))
        .layer(from_fn_with_state(state.clone(), guard::origin))
        .layer(from_fn_with_state(state.clone(), headers::worded))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(assets, assets::serve))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(CatchPanicLayer::custom(headers::panicked))
        .layer(from_fn(logging::request))
        .with_state(state)
}
