//! A sign-in from a network address or a browser that its account was not used with before (R-ALT-5, AU12).
//!
//! What is known are the account's sessions, for as long as they are kept. An account's very first one is not new to
//! anything.

use domain::audit::AuditAction;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select};
use serde_json::json;

use super::SignIn;
use crate::Error;
use crate::alert::{Finding, Kind, Severity};
use crate::audit::Entry;
use crate::cx::{Scope, Tx};
use crate::entity::{account, personal_value, session};
use crate::outbox::letter::{AccountMail, AccountNews};
use crate::outbox::{Mail, Recipient};

/// Records, alerts and mails what is new. It is called before the new session is stored.
pub(super) async fn watch(tx: &Tx, sign_in: &SignIn, account: &account::Model) -> Result<(), Error> {
    let known = || origins(tx, sign_in);
    if known().count(tx.db()).await? == 0 {
        return Ok(());
    }
    let with = |pattern| known().filter(personal_value::Column::Value.like(pattern)).count(tx.db());
    let is_new_address = with(like(&sign_in.ip, true)).await? == 0;
    let is_new_browser = with(like(&sign_in.agent, false)).await? == 0;
    if !is_new_address && !is_new_browser {
        return Ok(());
    }
    let seen = json!({ "new_address": is_new_address, "new_browser": is_new_browser });
    tx.also(
        Entry::new(AuditAction::NewDevice)
            .by(account.id, account.role)
            .about("account", account.id.0)
            .after(seen)?,
    );
    tx.raise(Finding {
        kind: Kind::Security,
        severity: Severity::Low,
        title: "Sign-in from a new place",
        message: "An account was used from a network address or with a browser that is new to it.".into(),
        details: json!({ "account": account.id }),
        key: format!("new_device:{}", account.id),
    })
    .await?;
    match (&account.email, is_new_browser) {
        (Some(address), true) => {
            let to = Recipient { account: Some(account.id), address: address.clone() };
            let mail = AccountMail { name: account.name.clone(), news: AccountNews::NewDevice };
            tx.mail(to, &Mail::Account(mail), None).await.map(drop)
        }
        _ => Ok(()),
    }
}

/// Where the account's sessions came from. A session's origin is its address, a space, and its browser.
fn origins(tx: &Tx, sign_in: &SignIn) -> Select<personal_value::Entity> {
    let of_sessions = tx
        .find::<session::Entity>()
        .select_only()
        .column(session::Column::OriginId)
        .filter(session::Column::AccountId.eq(sign_in.account));
    tx.find::<personal_value::Entity>()
        .filter(personal_value::Column::Id.in_subquery(of_sessions.into_query()))
}

/// A pattern of the origins that begin with an address, or end with a browser, taken as it stands (IN4).
fn like(part: &str, is_start: bool) -> LikeExpr {
    let plain = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let pattern = if is_start { format!("{plain} %") } else { format!("% {plain}") };
    LikeExpr::new(pattern).escape('\\')
}
