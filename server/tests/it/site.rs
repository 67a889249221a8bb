//! A running site to test against, and a browser without scripts to visit it with.

use std::sync::Arc;

use app::ssr::{AppState, Clock};
use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, Request, StatusCode, header, request};
use backend::testing::{PASSWORD, Service};
use domain::id::AccountId;
use http_body_util::BodyExt;
use leptos::prelude::LeptosOptions;
use server::{Assets, Stop};
use tokio::sync::watch;
use tower::ServiceExt;

/// Where the site is, for its own forms.
pub const HOST: &str = "caretrack.example";

/// What the browsers call themselves.
pub const AGENT: &str = "Mozilla/5.0 (Test)";

/// A site on a fresh database.
pub struct Site {
    /// What is behind it.
    pub service: Service,
    router: Router,
    _stop: watch::Sender<bool>,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Site {
    /// A site with one organisation and nobody in it.
    pub async fn new() -> Self {
        Self::of(Service::new().await)
    }

    /// A site of a given service.
    pub fn of(service: Service) -> Self {
        let leptos_options = LeptosOptions::builder().output_name("caretrack").build();
        let clock = Clock(Arc::new(service.clock()));
        let state = AppState { leptos_options, platform: Arc::clone(&service.platform), clock };
        let (sender, receiver) = watch::channel(false);
        Self { router: server::router(state, Stop(receiver), Assets::none()), service, _stop: sender }
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser<'_> {
        Browser { site: self, cookie: String::new() }
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in(&self, id: AccountId) -> Browser<'_> {
        let mut browser = self.browser();
        let email = self.service.email(id).await;
        let answer = browser.sign_in(&email, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.expect("a response");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        Page { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

/// A browser without scripts: keeps its cookies, and posts forms as they stand in the page.
pub struct Browser<'a> {
    site: &'a Site,
    /// What it sends as its cookies.
    pub cookie: String,
}

impl Browser<'_> {
    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        let request = Request::get(path)
            .header(header::HOST, HOST)
            .header(header::ACCEPT, "text/html")
            .header(header::USER_AGENT, AGENT)
            .header(header::COOKIE, &self.cookie);
        let page = self.site.send(request.body(Body::empty()).expect("a request")).await;
        self.keep_cookie(&page);
        page
    }

    /// Opens a page that must be there.
    pub async fn open(&mut self, path: &str) -> Page {
        let page = self.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        page
    }

    /// Tries to sign in.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Page {
        self.submit("/sign-in", "sign-in", &[("email", email), ("password", password)]).await
    }

    /// Opens a page, fills in one of its forms and sends it. Hidden fields go along as they stand.
    pub async fn submit(&mut self, path: &str, form: &str, typed: &[(&str, &str)]) -> Page {
        let fields = self.form(path, form, typed).await;
        self.post(path, &fields).await
    }

    /// Opens a page and fills in one of its forms, to be sent later.
    pub async fn form(&mut self, path: &str, form: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        fields(&self.get(path).await, form, typed)
    }

    /// Posts fields to an address as our own page would.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        self.send(path, fields, |request| request).await
    }

    /// The same as a page that saves itself, and says so itself.
    pub async fn save(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        self.send(path, fields, |request| request.header("x-caretrack-untold", "1")).await
    }

    async fn send(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        more: impl FnOnce(request::Builder) -> request::Builder,
    ) -> Page {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "text/html")
            .header(header::USER_AGENT, AGENT)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, &self.cookie);
        let page = self.site.send(more(request).body(Body::from(body)).expect("a request")).await;
        self.keep_cookie(&page);
        page
    }

    /// Calls an operation as a script of ours would, with the token of the page at `from`.
    pub async fn call(&mut self, from: &str, operation: &str, typed: &[(&str, &str)]) -> Page {
        let page = self.get(from).await;
        let token = attribute_after(&page.text, "name=\"_token\"", "value").unwrap_or_default();
        let mut fields = vec![("_token".to_owned(), token)];
        fields.extend(typed.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())));
        self.post(operation, &fields).await
    }

    /// Opens a stream of changes, or gives the status of its refusal.
    pub async fn stream(&self, path: &str) -> Result<BodyDataStream, StatusCode> {
        let request = Request::get(path).header(header::HOST, HOST).header(header::COOKIE, &self.cookie);
        let request = request.body(Body::empty()).expect("a request");
        let response = self.site.router.clone().oneshot(request).await.expect("a response");
        match response.status() {
            StatusCode::OK => Ok(response.into_body().into_data_stream()),
            status => Err(status),
        }
    }

    fn keep_cookie(&mut self, page: &Page) {
        for cookie in page.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie");
            let (pair, about) = cookie.split_once(';').unwrap_or((cookie, ""));
            let name = pair.split('=').next().unwrap_or_default();
            let others = self.cookie.split("; ").filter(|kept| kept.split('=').next() != Some(name));
            let pair = Some(pair).filter(|_| !about.contains("Max-Age=0"));
            self.cookie = others.filter(|kept| !kept.is_empty()).chain(pair).collect::<Vec<_>>().join("; ");
        }
    }
}

impl Page {
    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |to| to.to_str().expect("an address"))
    }

    /// The code of a refusal.
    pub fn code(&self) -> String {
        let answer: serde_json::Value = serde_json::from_str(&self.text).expect("a refusal");
        answer.get("code").and_then(serde_json::Value::as_str).expect("a code").to_owned()
    }
}

/// The fields of a form as it stands in a page, with what is typed into it.
pub fn fields(page: &Page, form: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = hidden_fields(&page.text, form);
    assert!(!fields.is_empty(), "there is no form {form}: {} {}", page.status, page.text);
    fields.retain(|(name, _)| !typed.iter().any(|(key, _)| key == name));
    fields.extend(typed.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())));
    fields
}

/// The hidden fields of a form, by its id.
pub fn hidden_fields(page: &str, form: &str) -> Vec<(String, String)> {
    let Some(start) = page.find(&format!("id=\"{form}\"")) else { return Vec::new() };
    let form = &page[start..start + page[start..].find("</form>").expect("the form's end")];
    form.split("<input")
        .skip(1)
        .filter(|input| input.contains("type=\"hidden\""))
        .filter_map(name_and_value)
        .collect()
}

fn name_and_value(input: &str) -> Option<(String, String)> {
    let input = &input[..input.find('>')?];
    Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default()))
}

fn attribute_after(page: &str, mark: &str, name: &str) -> Option<String> {
    attribute(&page[page.find(mark)?..], name)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let value = &tag[start..start + tag[start..].find('"')?];
    Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

/// The id that follows a mark in a page, such as the beginning of a form's own id.
pub fn id_after(page: &Page, mark: &str) -> String {
    let start = page.text.find(mark).unwrap_or_else(|| panic!("{mark}: {}", words(page))) + mark.len();
    page.text[start..start + 36].to_owned()
}

/// The words of a page, without its markup; what stands in elements of its own is set apart, but a place where a word
/// may be broken parts nothing.
pub fn words(page: &Page) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for c in page.text.replace("<wbr>", "").chars() {
        match c {
            '<' => {
                is_tag = true;
                text.push(' ');
            }
            '>' => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Fails when a page does not say this to its reader.
pub fn assert_says(page: &Page, said: &str) {
    assert!(words(page).contains(said), "{said} is not in: {}", words(page));
}
