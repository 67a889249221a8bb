//! `/demo/outbox`: the mails as they would be sent, newest first. Their links lead into this demo.

use domain::time::{Instant, Zone};
use leptos::prelude::*;

use super::api::outbox;
use crate::page::{self, Content};
use crate::ui::{Card, Empty, Link, LinkButton, PageHeading, Time};
use crate::words::dates;

/// The page.
#[component]
pub fn OutboxPage() -> impl IntoView {
    page::public(async move {
        let found = outbox().await?;
        let (address, now) = (found.public_url, found.now);
        let mails = found.mails.into_iter().map(|mail| {
            let address = address.clone();
            view! { <Mail to=mail.to subject=mail.subject body=mail.body sent_at=mail.sent_at address now/> }
        });
        let mails = mails.collect::<Vec<_>>();
        let list = if mails.is_empty() {
            view! {
                <Empty title="No mail yet" text="Mails stand here a few seconds after what they are about.">
                    <LinkButton href="/demo" text="Enter as somebody"/>
                </Empty>
            }
            .into_any()
        } else {
            mails.collect_view().into_any()
        };
        Ok(Content::new(
            "Mails of the demo",
            view! {
                <PageHeading text="Mails of the demo" lead="As they would be sent, newest first. None leaves this machine."/>
                {list}
            },
        ))
    })
}

#[component]
fn Mail(
    to: String,
    subject: String,
    body: String,
    sent_at: Instant,
    address: String,
    now: Instant,
) -> impl IntoView {
    let paragraphs = body.split("\n\n").map(|part| {
        let lines = part.trim().lines().map(|line| view! { {line_view(line, &address)} <br/> });
        view! { <p class="govuk-body">{lines.collect_view()}</p> }
    });
    let paragraphs = paragraphs.collect_view();
    let words = dates::ago(sent_at, now);
    view! {
        <Card title=subject>
            <p class="govuk-hint">"To "{to}", "<Time at=sent_at zone=Zone::LONDON words/></p>
            {paragraphs}
        </Card>
    }
}

/// An address of this site at the end of a line can be followed; everything else is text.
fn line_view(line: &str, address: &str) -> AnyView {
    let (words, last) = line.rsplit_once(' ').unwrap_or(("", line));
    match last.strip_prefix(address).filter(|path| path.starts_with('/')) {
        Some(path) => {
            let (words, path, last) = (words.to_owned(), path.to_owned(), last.to_owned());
            view! { {words} " " <Link href=path text=last/> }.into_any()
        }
        None => line.to_owned().into_any(),
    }
}
