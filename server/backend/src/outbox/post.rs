//! The way out for mails: a mail server, or files in a folder where there is none (R-MAI-2, IN8).

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use domain::time::Instant;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::{AsyncSmtpTransport, AsyncSmtpTransportBuilder, PoolConfig};
use lettre::{Address, AsyncTransport, Tokio1Executor};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::letter::Letter;
use super::local;
use crate::Error;

/// How long a connection, or one answer of the mail server, may take (EM3).
const ANSWER: Duration = Duration::from_secs(10);

/// How long sending one mail may take (EM3).
const SEND: Duration = Duration::from_secs(30);

/// Where mails go, who sends them, and a bell that rings when some are queued.
#[derive(Clone)]
pub struct Post {
    sender: Mailbox,
    folder: PathBuf,
    server: Option<Server>,
    bell: Arc<Notify>,
}

/// A mail server. Its pool of connections is made with the first mail, because that needs the runtime.
#[derive(Clone)]
struct Server {
    builder: AsyncSmtpTransportBuilder,
    pool: Arc<OnceLock<AsyncSmtpTransport<Tokio1Executor>>>,
}

/// Why a mail was not sent: in words for the operator, without the recipient's address (MO1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotSent {
    /// It may work later.
    Yet(String),
    /// It never will.
    Ever(String),
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Post").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Post {
    /// Mails become files in a folder, which is made when the first is written.
    ///
    /// # Errors
    /// When the sender is not one address.
    pub fn to_folder(folder: PathBuf, sender: &str) -> Result<Self, Error> {
        let sender = sender.parse().map_err(|error| Error::fault("the sender of mails", error))?;
        Ok(Self { sender, folder, server: None, bell: Arc::default() })
    }

    /// Mails go to a mail server: `smtps://user:password@host` or `smtp://host`.
    ///
    /// # Errors
    /// When its address cannot be read. It is not asked whether it is there (OP9).
    pub fn by_server(self, url: &str) -> Result<Self, Error> {
        // The address may hold a password, so the reason is not repeated.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| Error::fault("the mail server's address", "cannot be read"))?;
        let pool = PoolConfig::new().max_size(4).idle_timeout(Duration::from_secs(30));
        let builder = builder.timeout(Some(ANSWER)).pool_config(pool);
        Ok(Self { server: Some(Server { builder, pool: Arc::default() }), ..self })
    }

    /// The folder of local mails, where there is no mail server.
    pub fn folder(&self) -> Option<&Path> {
        self.server.is_none().then_some(self.folder.as_path())
    }

    /// Waits until a mail was queued by this process.
    pub async fn queued(&self) {
        self.bell.notified().await;
    }

    /// Rings: a mail was queued and committed.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }

    /// A letter as it is sent: to one strict address, under a name fixed by its row, so that a repeat after a crash
    /// can be known as one (EM2, IN8).
    pub(crate) fn address(
        &self,
        id: uuid::Uuid,
        to: &str,
        letter: Letter,
        at: Instant,
    ) -> Result<Message, NotSent> {
        let never = |why: &str| NotSent::Ever(why.to_owned());
        let to: Address = to.parse().map_err(|_| never("the address is not one"))?;
        if letter.subject.chars().any(char::is_control) {
            return Err(never("the subject is not one line"));
        }
        let date = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or_default());
        Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .date(date)
            .message_id(Some(format!("<{id}@{}>", self.sender.email.domain())))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body)
            .map_err(|_| never("it cannot be written as a mail"))
    }

    /// Hands a mail over.
    pub(crate) async fn send(&self, id: uuid::Uuid, mail: Message) -> Result<(), NotSent> {
        let Some(server) = &self.server else {
            return local::write(&self.folder, id, mail.formatted())
                .await
                .map_err(|error| NotSent::Yet(format!("the folder of local mails: {}", error.kind())));
        };
        let pool = server.pool.get_or_init(|| server.builder.clone().build());
        match timeout(SEND, pool.send(mail)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(reason(&error)),
            Err(_) => Err(NotSent::Yet("the mail server took too long".to_owned())),
        }
    }
}

/// Mail servers like to repeat the address in their refusals, so only their code is kept.
fn reason(error: &lettre::transport::smtp::Error) -> NotSent {
    let why = match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server took too long".to_owned(),
        None if error.is_tls() => "the mail server's certificate was not accepted".to_owned(),
        None if error.is_response() => "the mail server's answer was not understood".to_owned(),
        None => "the mail server could not be reached".to_owned(),
    };
    if error.is_permanent() { NotSent::Ever(why) } else { NotSent::Yet(why) }
}

/// Says that no person wrote it, so that no absence note answers (RFC 3834).
#[derive(Clone, Copy, Debug)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(to: &str, subject: &str) -> Result<String, NotSent> {
        let post = Post::to_folder(PathBuf::new(), "CareTrack <care@care.example>").unwrap();
        let letter = Letter { subject: subject.into(), body: "Hello\n".into() };
        let mail = post.address(uuid::Uuid::from_u128(7), to, letter, Instant(0))?;
        Ok(String::from_utf8(mail.formatted()).unwrap())
    }

    #[test]
    fn in8_a_mail_has_one_recipient_and_a_name_fixed_by_its_row() {
        let mail = written("ann@example.org", "Hello").unwrap();
        assert!(mail.contains("To: ann@example.org\r\n"), "{mail}");
        assert!(
            mail.contains("Message-ID: <00000000-0000-0000-0000-000000000007@care.example>\r\n"),
            "{mail}"
        );
        assert!(mail.contains("Date: Thu, 01 Jan 1970 00:00:00"), "{mail}");
        assert!(mail.contains("Auto-Submitted: auto-generated\r\n"), "{mail}");
        assert_eq!(mail, written("ann@example.org", "Hello").unwrap(), "a repeat is the same mail");
    }

    #[test]
    fn in8_nothing_typed_becomes_a_header_or_a_second_recipient() {
        let long = format!("{}@example.org", "a".repeat(300));
        for to in [
            "a@b.example,c@d.example",
            "a@b.example\r\nBcc: x@evil.example",
            "\"a\r\n\"@x",
            "a@b\u{2028}",
            "",
            &long,
        ] {
            assert!(matches!(written(to, "Hello"), Err(NotSent::Ever(_))), "{to:?}");
        }
        assert!(matches!(written("ann@example.org", "Hi\r\nBcc: x@evil.example"), Err(NotSent::Ever(_))));
        let mail = written("ann@example.org", "Ngọc Ánh invites you").unwrap();
        assert!(mail.contains("Subject: =?utf-8?"), "{mail}");
    }
}
