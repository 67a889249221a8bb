//! The mails about getting in: invitations, passwords, locks, and alerts to those who watch over it.

use super::Letter;

pub(super) fn invitation(name: &str, organisation: &str, token: &str, site: &str) -> Letter {
    let lines = [
        format!("{organisation} uses CareTrack for training, shifts and rotas, and invites you to join."),
        format!("Open this link to set your password: {site}/invitation/{token}"),
        "The link works for 7 days. If you did not expect it, you need do nothing.".into(),
    ];
    Letter::to(name, format!("{organisation} invites you to CareTrack"), &lines)
}

pub(super) fn password_reset(name: &str, token: &str, site: &str) -> Letter {
    let lines = [
        format!("Open this link to set a new password: {site}/reset-password/{token}"),
        "The link works once, for 15 minutes.".into(),
        "If you did not ask for it, you need do nothing: your password stays as it is.".into(),
    ];
    Letter::to(name, "Set a new CareTrack password", &lines)
}

pub(super) fn account_locked(name: &str, minutes: u32, site: &str) -> Letter {
    let lines = [
        format!("A wrong password was tried several times. Sign-in is paused for {minutes} minutes."),
        format!("You can set a new password at once: {site}/forgot-password"),
        "If it was not you, tell your admin.".into(),
    ];
    Letter::to(name, "Sign-in to your CareTrack account is paused", &lines)
}

pub(super) fn password_changed(name: &str, site: &str) -> Letter {
    let lines = [
        "The password of your account was changed just now.".into(),
        format!("If it was not you, set a new one at once: {site}/forgot-password"),
    ];
    Letter::to(name, "Your CareTrack password was changed", &lines)
}

pub(super) fn alert_raised(name: &str, title: &str, site: &str) -> Letter {
    let lines = [
        format!("CareTrack has raised an alert: {title}."),
        format!("Sign in to read it in the audit: {site}/admin/audit"),
    ];
    Letter::to(name, format!("CareTrack alert: {title}"), &lines)
}
