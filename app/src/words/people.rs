//! The words of people's roles, rights and states.

use crate::ui::Tone;
use domain::access::{Flags, Role};
use domain::invitation::InvitationStatus;

/// "carer" or "admin".
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
pub const fn account(is_active: bool) -> (&'static str, Tone) {
    if is_active { ("Active", Tone::Green) } else { ("Inactive", Tone::Grey) }
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
