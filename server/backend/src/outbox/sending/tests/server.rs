//! A mail server of a few lines, on a free port of this machine: it takes a mail, is busy, or refuses the address.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server says to the next recipient. When nothing is left to say, it takes the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Busy,
    Refused,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub recipients: Vec<String>,
    pub text: String,
}

#[derive(Debug)]
pub(super) struct MailServer {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<Received>>>,
    listening: JoinHandle<()>,
}

impl MailServer {
    pub(super) async fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Arc::<Mutex<Vec<Received>>>::default();
        let answers = Arc::new(Mutex::new(VecDeque::from(answers)));
        let listening = tokio::spawn({
            let taken = Arc::clone(&taken);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(talk(stream, Arc::clone(&answers), Arc::clone(&taken)));
                }
            }
        });
        Self { address, taken, listening }
    }

    pub(super) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.taken.lock().unwrap().clone()
    }

    /// Nobody listens from now on.
    pub(super) async fn stop(self) {
        self.listening.abort();
        let _ = self.listening.await;
    }
}

async fn talk(
    stream: TcpStream,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    taken: Arc<Mutex<Vec<Received>>>,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut recipients = Vec::new();
    say(&mut stream, "220 test").await?;
    loop {
        let line = hear(&mut stream).await?;
        let answer = match line.split(' ').next().unwrap_or_default() {
            "RCPT" => match answers.lock().unwrap().pop_front() {
                Some(Answer::Busy) => "451 busy",
                Some(Answer::Refused) => "550 nobody of that name: ann@care.example",
                None => {
                    let address = line.trim_start_matches("RCPT TO:<").trim_end_matches('>');
                    recipients.push(address.to_owned());
                    "250 yes"
                }
            },
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                let text = text(&mut stream).await?;
                taken.lock().unwrap().push(Received { recipients: std::mem::take(&mut recipients), text });
                "250 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 yes",
        };
        say(&mut stream, answer).await?;
    }
}

async fn text(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    loop {
        match hear(stream).await?.as_str() {
            "." => return Some(text),
            line => text.extend([line, "\n"]),
        }
    }
}

async fn hear(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await.ok()?;
    (length > 0).then(|| line.trim_end().to_owned())
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> Option<()> {
    stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.ok()
}
