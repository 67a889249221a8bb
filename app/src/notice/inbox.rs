//! `/account/notices`: what happened, newest first. Opening the page marks what it shows as read.

use domain::time::Zone;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{InboxView, NoticeView, inbox};
use crate::page::{self, Content};
use crate::ui::{Empty, Glyph, Link, PageHeading, Pagination, Tag, Time, Tone};
use crate::words::notices;

/// The page.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let before = use_query_map().read_untracked().get("before").and_then(|id| id.parse().ok());
    page::private(async move {
        let found = inbox(before).await?;
        Ok(Content::new("Notices", view! { <PageHeading text="Notices"/> {list(found)} }))
    })
}

fn list(found: InboxView) -> AnyView {
    let zone: Zone = found.zone.parse().unwrap_or(Zone::LONDON);
    if found.notices.is_empty() {
        return view! { <Empty title="No notices yet" text="What concerns you is told here." icon=Glyph::Bell/> }
            .into_any();
    }
    let next = found.next.map(|id| format!("/account/notices?before={id}"));
    let items = found.notices.into_iter().map(|notice| item(&notice, zone)).collect_view();
    view! { <ul class="app-news">{items}</ul> <Pagination previous=None next/> }.into_any()
}

fn item(notice: &NoticeView, zone: Zone) -> impl IntoView + use<> {
    let (words, address) = notices::say(notice.kind, notice.entity);
    let text = match address {
        Some(address) => view! { <Link href=address text=words/> }.into_any(),
        None => words.into_any(),
    };
    let at = notice.at;
    let new = notice.is_new.then(|| view! { <Tag text="New" tone=Tone::Blue/> });
    view! {
        <li class="app-news__item">
            <p class="app-news__text">{text}{new}</p>
            <p class="app-news__time"><Time at zone/></p>
        </li>
    }
}
