//! `/account/notices`: what happened, newest first. Opening the page marks what it shows as read.

use domain::list::Listed;
use domain::time::Zone;
use leptos::prelude::*;

use super::api::{NoticeView, inbox};
use crate::islands::Live;
use crate::list::{self, Pages};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{Empty, Glyph, Link, PageHeading, Tag, Time, Tone};
use crate::words::notices;

/// The page.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let asked = list::asked();
    page::private(async move {
        let found = inbox(asked).await?;
        Ok(Content::new(
            "Notices",
            view! {
                <PageHeading text="Notices"/>
                <Live region="notices" topics="notice"/>
                <div id="notices">{list(found)}</div>
            },
        ))
    })
}

fn list(found: Listed<NoticeView>) -> AnyView {
    if found.rows.is_empty() {
        return view! { <Empty title="No notices yet" text="What concerns you is told here." icon=Glyph::Bell/> }
            .into_any();
    }
    let zone = ssr::zone();
    let items = found.rows.into_iter().map(|notice| item(&notice, zone)).collect_view();
    view! {
        <ul class="app-news">{items}</ul>
        <Pages base="/account/notices" previous=found.previous next=found.next/>
    }
    .into_any()
}

fn item(notice: &NoticeView, zone: Zone) -> impl IntoView + use<> {
    let (words, address) = notices::say(notice.kind, &notice.subject);
    let text = match address {
        Some(address) => view! { <Link href=address text=words/> }.into_any(),
        None => words.into_any(),
    };
    let at = notice.at;
    let new = notice.is_new.then(|| view! { " "<Tag text="New" tone=Tone::Blue/> });
    let priority = notice.kind.and_then(|kind| notices::priority(kind.priority()));
    let priority = priority.map(|(tone, text)| view! { " "<Tag text tone/> });
    view! {
        <li class="app-news__item">
            <p class="app-news__text">{text}{new}{priority}</p>
            <p class="app-news__time"><Time at zone/></p>
        </li>
    }
}
