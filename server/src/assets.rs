//! The built site's files, and nothing else from the disk (IN10).
//!
//! The build lists every address that is a file. They are answered before anything asks who is there.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// The service worker is held to the policy of its own answer, and it fetches what it is to keep.
const WORKER: &str = "/sw.js";
const WORKER_MAY: &str =
    "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The files that may be served, and where they lie.
#[derive(Clone, Debug)]
pub struct Assets {
    listed: Arc<HashSet<String>>,
    folder: ServeDir,
}

/// What the build writes beside the files.
#[derive(Deserialize)]
struct List {
    assets: HashSet<String>,
}

impl Assets {
    /// The built site of a folder.
    ///
    /// # Errors
    /// When the folder holds no built site.
    pub fn of(folder: &Path) -> std::io::Result<Self> {
        let list = std::fs::read(folder.join("assets.json"))?;
        let list: List = serde_json::from_slice(&list).map_err(std::io::Error::other)?;
        Ok(Self::new(list.assets, folder))
    }

    /// A site without files, for tests that ask for none.
    pub fn none() -> Self {
        Self::new(HashSet::new(), Path::new("."))
    }

    fn new(listed: HashSet<String>, folder: &Path) -> Self {
        let folder = ServeDir::new(folder).precompressed_br().precompressed_gzip();
        Self { listed: Arc::new(listed), folder }
    }
}

/// Answers a listed file; passes everything else on.
pub async fn serve(State(assets): State<Assets>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || !assets.listed.contains(request.uri().path()) {
        return next.run(request).await;
    }
    // Names with a hash never change; the others are asked for again.
    let kept = if request.uri().path().starts_with("/pkg/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let is_worker = request.uri().path() == WORKER;
    let Ok(response) = assets.folder.clone().oneshot(request).await;
    let mut response = response.map(Body::new).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if is_worker {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(WORKER_MAY));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::http::{HeaderMap, StatusCode};
    use axum::middleware::from_fn_with_state;
    use tempfile::TempDir;

    use super::*;

    /// A site with a worker and a hashed script, and a secret that the build has not listed.
    fn site() -> (TempDir, Router) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pkg")).unwrap();
        for name in ["sw.js", "pkg/x.1f.js", ".env"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        std::fs::write(folder.path().join("assets.json"), r#"{"assets":["/sw.js","/pkg/x.1f.js"]}"#).unwrap();
        let assets = Assets::of(folder.path()).unwrap();
        (folder, Router::new().layer(from_fn_with_state(assets, serve)))
    }

    async fn get(site: &Router, path: &str) -> (StatusCode, HeaderMap) {
        let answer = site.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        (answer.status(), answer.headers().clone())
    }

    #[tokio::test]
    async fn in_10_only_what_the_build_lists_is_a_file() {
        let (_folder, site) = site();

        assert_eq!(get(&site, "/pkg/x.1f.js").await.0, StatusCode::OK);
        for path in ["/.env", "/pkg/", "/pkg/../.env", "/pkg/%2e%2e/.env", "/assets.json", "/pkg/x.1f.js%00"]
        {
            assert_eq!(get(&site, path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn only_names_with_a_hash_are_kept_for_ever() {
        let (_folder, site) = site();

        let kept = async |path| get(&site, path).await.1[header::CACHE_CONTROL].to_str().unwrap().to_owned();
        assert!(kept("/pkg/x.1f.js").await.contains("immutable"));
        assert_eq!(kept("/sw.js").await, "no-cache");
    }

    #[tokio::test]
    async fn wb_1_the_worker_may_fetch_and_nothing_else() {
        let (_folder, site) = site();

        let headers = get(&site, WORKER).await.1;
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], WORKER_MAY);
        assert!(!get(&site, "/pkg/x.1f.js").await.1.contains_key(header::CONTENT_SECURITY_POLICY));
    }
}
