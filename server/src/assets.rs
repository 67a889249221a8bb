//! The built site's files, and nothing else from the disk (IN10).
//!
//! The build lists every address that is a file. They are answered before anything asks who is there.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tower::ServiceExt;
use tower_http::services::ServeDir;

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
    let Ok(response) = assets.folder.clone().oneshot(request).await;
    let mut response = response.map(Body::new).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static(kept));
    response
}
