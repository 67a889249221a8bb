//! Real sockets: slow clients are hung up on, requests under way are finished, streams end.

use std::time::Duration;

use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::stop::Stopper;

const BRIEF: Limits = Limits {
    head: Duration::from_millis(300),
    body: Duration::from_millis(300),
    request: Duration::from_millis(900),
    finish: Duration::from_secs(5),
    notice: Duration::ZERO,
    connections: 50,
    per_address: 3,
};

/// A server on a free port of this machine.
struct Running {
    address: SocketAddr,
    stopper: Stopper,
    server: JoinHandle<()>,
}

impl Running {
    async fn new(site: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stopper, stop) = Stop::new();
        let known =
            Edge { mode: backend::Mode::Local, public_url: String::new(), proxies: Proxies::default() };
        let site = edge(site, known, limits);
        let server =
            tokio::spawn(async move { serve(listener, site, limits, &Proxies::default(), stop).await });
        Self { address, stopper, server }
    }

    async fn connect(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// Sends a text and reads until the server hangs up.
    async fn talk(&self, text: &str) -> String {
        read(self.connect(text).await).await
    }
}

async fn read(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is reset has ended as well.
    let _ = timeout(Duration::from_secs(3), stream.read_to_end(&mut answer)).await.expect("hung up");
    String::from_utf8(answer).unwrap()
}

fn site() -> Router {
    let slow = async || {
        sleep(Duration::from_millis(500)).await;
        "slow but done"
    };
    let stuck = async || sleep(Duration::from_mins(1)).await;
    let stream = async || {
        let forever = futures::stream::pending::<Result<String, Infallible>>();
        let first = futures::stream::once(async { Ok("first ".to_owned()) });
        Body::from_stream(futures::StreamExt::chain(first, forever))
    };
    Router::new()
        .route("/slow", get(slow))
        .route("/stuck", get(stuck))
        .route("/stream", get(stream))
        .route("/echo", post(async |body: String| body))
}

const END: &str = "host: x\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn in2_a_head_that_never_ends_and_a_silent_socket_are_hung_up_on() {
    let server = Running::new(site(), BRIEF).await;
    let begun = Instant::now();
    assert_eq!(server.talk("").await, "");
    let partial = server.talk("GET / HTTP/1.1\r\nhost: x\r\n").await;
    assert!(partial.is_empty() || partial.starts_with("HTTP/1.1 408"), "{partial}");
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn in2_a_body_that_pauses_and_a_request_that_takes_too_long_are_ended() {
    let server = Running::new(site(), BRIEF).await;
    let paused = server
        .talk("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\nconnection: close\r\n\r\nab")
        .await;
    assert!(paused.starts_with("HTTP/1.1 4") || paused.starts_with("HTTP/1.1 503"), "{paused}");
    let stuck = server.talk(&format!("GET /stuck HTTP/1.1\r\n{END}")).await;
    assert!(stuck.starts_with("HTTP/1.1 503"), "{stuck}");
}

#[tokio::test]
async fn in1_a_head_of_more_than_32_kib_is_431() {
    let server = Running::new(site(), BRIEF).await;
    let large = format!("GET /slow HTTP/1.1\r\nx: {}\r\n{END}", "a".repeat(40_000));
    let answer = server.talk(&large).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test]
async fn in2_one_address_cannot_take_every_connection() {
    let server = Running::new(site(), BRIEF).await;
    let mut held = Vec::new();
    for _ in 0..BRIEF.per_address {
        held.push(server.connect("GET /stream HTTP/1.1\r\nhost: x\r\n\r\n").await);
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.talk(&format!("GET /slow HTTP/1.1\r\n{END}")).await, "");
    drop(held);
    sleep(Duration::from_millis(100)).await;
    assert!(server.talk(&format!("GET /slow HTTP/1.1\r\n{END}")).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn op4_a_request_under_way_is_finished_and_no_new_one_is_taken() {
    let server = Running::new(site(), BRIEF).await;
    let under_way = server.connect("GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await;
    sleep(Duration::from_millis(100)).await;
    server.stopper.stop();
    let answer = read(under_way).await;
    assert!(answer.ends_with("slow but done"), "{answer}");
    timeout(Duration::from_secs(2), server.server).await.expect("it ends").unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn op4_a_stream_that_does_not_end_by_itself_does_not_keep_the_server() {
    let server = Running::new(site(), Limits { finish: Duration::from_millis(300), ..BRIEF }).await;
    let _stream = server.connect("GET /stream HTTP/1.1\r\nhost: x\r\n\r\n").await;
    sleep(Duration::from_millis(100)).await;
    server.stopper.stop();
    timeout(Duration::from_secs(2), server.server).await.expect("it ends").unwrap();
}
