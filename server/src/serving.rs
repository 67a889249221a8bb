//! Connections: accepted, limited, timed, and finished gracefully (IN2, OP4, V7).
//!
//! The server speaks plain HTTP/1.1: in production a TLS proxy stands before it (WB8).

mod connections;
mod edge;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;
use tower::util::Oneshot;

use crate::client::Proxies;
use crate::stop::Stop;
use connections::Connections;

pub use edge::{Edge, edge};

/// The largest head of a request (IN1).
const HEAD_BYTES: usize = 32 * 1024;

/// How long and how much a connection may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For the head of a request.
    pub head: Duration,
    /// For a pause within a body.
    pub body: Duration,
    /// For a whole request.
    pub request: Duration,
    /// For what is under way when the server stops.
    pub finish: Duration,
    /// How long new connections are still accepted after the readiness check has turned, so that load balancers
    /// notice.
    pub notice: Duration,
    /// The most connections at a time.
    pub connections: usize,
    /// The most from one address.
    pub per_address: usize,
}

impl Limits {
    /// Those of security IN2 and OP4.
    pub const fn new(connections: usize) -> Self {
        Self {
            head: Duration::from_secs(10),
            body: Duration::from_secs(15),
            request: Duration::from_secs(30),
            finish: Duration::from_secs(25),
            notice: Duration::ZERO,
            connections,
            per_address: 200,
        }
    }
}

/// Serves until told to stop, then finishes what is under way.
pub async fn serve(listener: TcpListener, site: Router, limits: Limits, proxies: &Proxies, stop: Stop) {
    let graceful = GracefulShutdown::new();
    let connections = Connections::new(limits.connections, limits.per_address, proxies.clone());
    let closing = async {
        stop.stopped().await;
        tokio::time::sleep(limits.notice).await;
    };
    tokio::pin!(closing);
    loop {
        let place = tokio::select! {
            () = &mut closing => break,
            place = connections.place() => place,
        };
        let (stream, peer) = tokio::select! {
            () = &mut closing => break,
            accepted = accept(&listener) => accepted,
        };
        // One client with too many connections is hung up on; the others do not wait for it.
        let Some(seat) = connections.seat(peer.ip(), place) else { continue };
        let connection = graceful.watch(connection(stream, peer, &site, limits));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke");
            }
            drop(seat);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.finish, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were not finished in time");
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    site: &Router,
    limits: Limits,
) -> http1::Connection<TokioIo<TcpStream>, Visit> {
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_header_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), Visit { site: site.clone(), peer })
}

/// The site as one connection sees it: each request carries the other end's address.
struct Visit {
    site: Router,
    peer: SocketAddr,
}

impl Service<Request<Incoming>> for Visit {
    type Response = axum::response::Response;
    type Error = Infallible;
    type Future = Oneshot<Router, Request<Body>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        self.site.clone().oneshot(request)
    }
}

/// The next connection. Running out of file handles passes; until then others are served.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Small answers should not wait for more to send.
                let _ = stream.set_nodelay(true);
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}
