//! Rendering a page whole, so that it can set its status and works without scripts.

use app::answer::AppError;
use app::document;
use app::forms::Posted;
use app::ssr::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri, header, request::Parts};
use axum::response::Response;
use leptos::prelude::provide_context;

/// An address that no route has.
const NOWHERE: &str = "/no-such-page";

/// A page that is asked for.
pub async fn get(State(state): State<AppState>, request: Request) -> Response {
    render(&state, None, request).await
}

/// A page that is shown again after one of its forms was posted. The request's extensions go with it, or the page
/// would come back signed out. A page that leads elsewhere, to sign in for instance, keeps its own status.
pub async fn again(state: &AppState, parts: &Parts, posted: Posted, status: StatusCode) -> Response {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = parts.uri.clone();
    *request.headers_mut() = parts.headers.clone();
    *request.extensions_mut() = parts.extensions.clone();
    let mut response = render(state, Some(posted), request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// An address that is no page's: the page that says so, whatever a router would make of the address.
pub async fn missing(state: &AppState, mut request: Request) -> Response {
    *request.uri_mut() = Uri::from_static(NOWHERE);
    let mut response = render(state, None, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// A refusal that no page of ours gave, as a page: for browsers without scripts, which cannot read it otherwise.
pub async fn refused(state: &AppState, error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::from_static(NOWHERE);
    request.extensions_mut().insert(error);
    let mut response = render(state, None, request).await;
    *response.status_mut() = status;
    response
}

async fn render(state: &AppState, posted: Option<Posted>, request: Request) -> Response {
    let (context, options) = (state.clone(), state.leptos_options.clone());
    let page = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(context.clone());
            if let Some(posted) = posted.clone() {
                provide_context(posted);
            }
        },
        move || document(options.clone()),
    );
    let mut response = page(request).await;
    // The framework says where to go by a header of its own unless the browser asked for HTML by name.
    response.headers_mut().remove("serverfnredirect");
    if response.status() == StatusCode::OK && response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::FOUND;
    }
    response
}
