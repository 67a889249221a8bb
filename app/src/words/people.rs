//! The words of people's roles, rights and states.

use super::numbers::counted;
use crate::answer::AppError;
use crate::ui::Tone;
use domain::access::{Flags, Role};
use domain::account::EmailChangeRefused;
use domain::deletion::Restored;
use domain::invitation::InvitationStatus;
use domain::users::{Assessed, Standing};

/// "Admin" or "Carer".
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Admin => "Admin",
        Role::Carer => "Carer",
    }
}

/// The extra rights that are set.
pub fn rights(flags: Flags) -> Vec<&'static str> {
    let all = [
        (flags.can_manage_admins, "Manages admins"),
        (flags.can_view_audit, "Views the audit"),
        (flags.can_erase, "Erases and deletes for good"),
        (flags.can_manage_settings, "Changes settings"),
    ];
    all.into_iter().filter(|(is_set, _)| *is_set).map(|(_, words)| words).collect()
}

/// The status of an account.
pub const fn standing(standing: Standing) -> (&'static str, Tone) {
    match standing {
        Standing::Active => ("Active", Tone::Green),
        Standing::Inactive => ("Inactive", Tone::Grey),
        Standing::Deleted => ("Deleted", Tone::Grey),
    }
}

/// What the ratings of a carer's tasks come to (R-ACC-4).
pub const fn assessed(assessed: Assessed) -> Option<(&'static str, Tone)> {
    match assessed {
        Assessed { is_qualified_for_all: true, .. } => Some(("Qualified for all", Tone::Green)),
        Assessed { is_fully_assessed: true, .. } => Some(("Fully assessed", Tone::Blue)),
        Assessed { .. } => None,
    }
}

/// What came back with somebody: what could not is named (R-BIN-4).
pub fn restored(back: &Restored) -> String {
    let packages = counted(back.carers, "care package", "care packages");
    let with = if back.carers == 0 { String::new() } else { format!(", in {packages}") };
    let without = if back.skipped.is_empty() {
        String::new()
    } else {
        format!(". Left out, because deleted: {}", back.skipped.join(", "))
    };
    format!("{} is back{with}{without}", back.name)
}

/// The status of an invitation.
pub const fn invitation(status: InvitationStatus) -> (&'static str, Tone) {
    match status {
        InvitationStatus::Pending => ("Pending", Tone::Yellow),
        InvitationStatus::Accepted => ("Accepted", Tone::Green),
        InvitationStatus::Declined => ("Declined", Tone::Grey),
        InvitationStatus::Cancelled => ("Cancelled", Tone::Grey),
        InvitationStatus::Expired => ("Expired", Tone::Grey),
    }
}

/// Why somebody was not deleted, deactivated or stripped of a right (R-ACC-1).
pub fn ending(refused: domain::account::Refused) -> AppError {
    use domain::account::Refused;
    let (code, message) = match refused {
        Refused::Oneself => {
            ("account.oneself", "You cannot delete or deactivate your own account. Ask another admin.")
        }
        Refused::LastAdmin => {
            ("account.last_admin", "This is the last active admin. Make another admin active first.")
        }
        Refused::LastManaging => {
            ("account.last_managing", "Nobody else can manage admins. Give another admin that right first.")
        }
    };
    AppError::new(code, 409, message)
}

/// Why an address was not changed (R-EML-1).
pub fn email_change(refused: EmailChangeRefused) -> AppError {
    let of_field = |code, message: &str| AppError::at_field(code, "email", message);
    match refused {
        EmailChangeRefused::SameAddress => {
            of_field("email_change.same", "This is the address already. Enter another")
        }
        EmailChangeRefused::AddressTaken => {
            of_field("email_change.taken", "This address cannot be used. Choose another")
        }
        EmailChangeRefused::TakenMeanwhile => AppError::new(
            "email_change.taken_meanwhile",
            409,
            "This address cannot be used any more. Ask for the change again, with another one.",
        ),
        EmailChangeRefused::Verified => {
            AppError::new("email_change.verified", 409, "This change is done. Sign in with the new address.")
        }
        EmailChangeRefused::Cancelled => AppError::new(
            "email_change.cancelled",
            409,
            "This change was stopped. The address stays as it is.",
        ),
        EmailChangeRefused::Expired => {
            AppError::new("email_change.expired", 409, "This link has run out. Ask for the change again.")
        }
    }
}
