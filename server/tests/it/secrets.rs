//! What no answer holds, whoever asks: hashes, tokens, addresses of others, model answers.

use axum::http::StatusCode;
use domain::access::{Kind, OPERATIONS, Who};
use domain::competency::Level;

use crate::mailed::changes;
use crate::scene::Scene;
use crate::site::{Browser, Site};

/// Everything a signed-in person can open or read without naming an object.
async fn everything(browser: &mut Browser<'_>, who: fn(Who) -> bool) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    let lines = OPERATIONS.iter().filter(|line| who(line.action.who()) && !line.path.contains('{'));
    for line in lines.filter(|line| line.path != "/events") {
        let page = match line.kind {
            Kind::Get => browser.get(line.path).await,
            Kind::Read => browser.call("/account", line.path, &[("role", "carer"), ("search", "")]).await,
            Kind::Write => continue,
        };
        let headers = page.headers.iter().map(|(name, value)| format!("{name}: {value:?}\n"));
        answers.push((line.path.to_owned(), headers.collect::<String>() + &page.text));
    }
    answers
}

#[tokio::test]
async fn s083_no_answer_to_a_carer_holds_a_hash_a_foreign_address_or_a_model_answer() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let (bea, cid) = (site.service.carer("Bea Cole").await, site.service.carer("Cid Dunn").await);
    let (home, washing) = (site.service.package("Larkfield").await, site.service.task("Washing", 10).await);
    site.service.assign_task(washing, home).await;
    site.service.template("Personal care", &[washing]).await;
    for carer in [bea, cid] {
        site.service.assign_carer(carer, home).await;
    }
    let mut other = site.signed_in(cid).await;
    let told = [("name", "Cid Dunn"), ("phone", "07700 900999"), ("emergency_name", "Mo Dunn")];
    other.submit("/account", "profile", &told).await;
    site.service.done(bea, washing, 10).await;
    let mut carer = site.signed_in(bea).await;
    carer.submit("/account/email", "email-change", &[("email", "bea.new@example.org")]).await;
    let foreign = [site.service.email(ann).await, site.service.email(cid).await];
    let (verify, cancel) = changes(&site).await;

    let answers = everything(&mut carer, |who| matches!(who, Who::Anyone | Who::SignedIn | Who::Carer)).await;

    assert!(answers.len() > 15, "{}", answers.len());
    for (path, text) in answers {
        let secrets = ["$argon2", "07700 900999", "Mo Dunn", "More than two hours", "Ring 111"];
        for secret in
            secrets.into_iter().chain(foreign.iter().chain(&verify).chain(&cancel).map(String::as_str))
        {
            assert!(!text.contains(secret), "{path} holds {secret}");
        }
    }
}

#[tokio::test]
async fn r_gen_11_no_answer_to_an_admin_holds_a_hash_or_the_secret_of_a_link() {
    let site = Site::new().await;
    let ann = site.service.admin("Ann Brown").await;
    let bea = site.service.carer("Bea Cole").await;
    let mut admin = site.signed_in(ann).await;
    admin.submit(&format!("/admin/users/{bea}/email"), "email-change", &[("email", "bea@example.org")]).await;
    let (verify, cancel) = changes(&site).await;

    let mut answers = everything(&mut admin, |who| !matches!(who, Who::Carer | Who::System)).await;
    for act in ["", "/edit", "/email", "/deactivate", "/delete"] {
        let path = format!("/admin/users/{bea}{act}");
        let text = admin.open(&path).await.text;
        answers.push((path, text));
    }
    let id = bea.to_string();
    for read in ["show", "sessions", "impact"] {
        let page = admin.call("/account", &format!("/api/users/{read}"), &[("id", &id)]).await;
        assert_eq!(page.status, StatusCode::OK, "{read}: {}", page.text);
        answers.push((read.to_owned(), page.text));
    }

    for (path, text) in answers {
        for secret in ["$argon2", verify[0].as_str(), cancel[0].as_str(), "token_hash", "password_hash"] {
            assert!(!text.contains(secret), "{path} holds {secret}");
        }
    }
}

#[tokio::test]
async fn r_tpl_4_no_page_of_a_carer_holds_a_model_answer() {
    let scene = Scene::at(50).await;
    scene.site.service.done(scene.ann, scene.site.service.task("Other", 5).await, 5).await;
    let mut ann = scene.site.signed_in(scene.ann).await;
    scene.site.service.assess(scene.office, scene.ann, scene.template, Level::Competent).await;
    for path in ["/carer", "/carer/tasks", "/carer/progress", "/carer/acknowledgments", "/carer/more"] {
        let page = ann.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for secret in ["More than two hours", "Ring 111 and stay", "@"] {
            assert!(!page.text.contains(secret), "{path} holds {secret}");
        }
    }
    assert_eq!(ann.get(&scene.sheet()).await.status, StatusCode::FORBIDDEN);
}
