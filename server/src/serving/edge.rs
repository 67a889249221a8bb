//! What every request passes first: its time limits, https in production, and who its client is.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use backend::Mode;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use super::Limits;
use crate::client::{Proxies, client, is_https};

/// What the edge knows of the deployment.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Whether https is a must.
    pub mode: Mode,
    /// Where documents asked for without https are found.
    pub public_url: String,
    /// Whose word about the client is taken.
    pub proxies: Proxies,
}

/// Puts the edge around a site.
///
/// A stream of events is not cut off: the limit ends with the answer's head.
pub fn edge(site: Router, edge: Edge, limits: Limits) -> Router {
    site.layer(from_fn_with_state(Arc::new(edge), arrive))
        .layer(RequestBodyTimeoutLayer::new(limits.body))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.request))
}

/// Puts the client's address where the site finds it; in production only what came by https goes on (WB8).
async fn arrive(State(edge): State<Arc<Edge>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // Load balancers ask for health from beside the server.
    let by_machine = parts.uri.path().starts_with("/health/");
    if edge.mode == Mode::Production && !by_machine && !is_https(&parts, &edge.proxies) {
        let document =
            matches!(parts.method, Method::GET | Method::HEAD) && !parts.uri.path().starts_with("/api/");
        if !document {
            return StatusCode::BAD_REQUEST.into_response();
        }
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let location = [(header::LOCATION, format!("{}{path}", edge.public_url))];
        return (StatusCode::PERMANENT_REDIRECT, location).into_response();
    }
    let client = client(&parts, &edge.proxies);
    parts.extensions.insert(client);
    next.run(Request::from_parts(parts, body)).await
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::Extension;
    use axum::body::Body;
    use axum::extract::ConnectInfo;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn ask(method: &str, path: &str, proto: Option<&str>) -> (StatusCode, String) {
        let site =
            Router::new().fallback(|Extension(client): Extension<backend::Client>| async move { client.ip });
        let known = Edge {
            mode: Mode::Production,
            public_url: "https://care.example".into(),
            proxies: "10.0.0.1".parse().unwrap(),
        };
        let site = edge(site.route("/health/live", get(async || "live")), known, Limits::new(10));
        let mut request =
            Request::builder().method(method).uri(path).header("x-forwarded-for", "198.51.100.1");
        if let Some(proto) = proto {
            request = request.header("x-forwarded-proto", proto);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 9))));
        let answer = site.oneshot(request).await.unwrap();
        let location = answer.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned());
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 1_000).await.unwrap();
        (status, location.unwrap_or_else(|| String::from_utf8(body.to_vec()).unwrap()))
    }

    #[tokio::test]
    async fn wb8_plain_http_is_sent_to_https_and_posts_are_refused() {
        assert_eq!(ask("GET", "/sign-in?x=1", Some("https")).await, (StatusCode::OK, "198.51.100.1".into()));
        let elsewhere = (StatusCode::PERMANENT_REDIRECT, "https://care.example/sign-in?x=1".to_owned());
        assert_eq!(ask("GET", "/sign-in?x=1", Some("http")).await, elsewhere);
        assert_eq!(ask("GET", "/sign-in?x=1", None).await, elsewhere);
        assert_eq!(ask("POST", "/sign-in", None).await.0, StatusCode::BAD_REQUEST);
        assert_eq!(ask("GET", "/api/x", Some("http")).await.0, StatusCode::BAD_REQUEST);
        assert_eq!(ask("GET", "/health/live", None).await, (StatusCode::OK, "live".into()));
    }
}
