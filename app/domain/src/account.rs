//! A person's identity: address, sign-in and its lockout, sessions, passwords, and who may be ended by whom.

mod drafts;
mod email;
mod email_change;
mod lockout;
mod password;
mod session;
mod views;
mod watch;

use serde::{Deserialize, Serialize};

pub(crate) use drafts::new_password;
pub use drafts::{
    ChangedPassword, ForgottenPasswordDraft, NewPassword, PasswordChangeDraft, PasswordResetDraft, Profile,
    ProfileDraft, SetUp, SetUpDraft, SignIn, SignInDraft,
};
pub use email::Email;
pub use email_change::{EMAIL_CHANGE_HOURS, EmailChangeDraft, EmailChangeRefused, EmailChangeStatus};
pub use lockout::{Failed, Lock, Lockout};
pub use password::{Password, Personal, TypedSecret};
pub use session::{Lifetime, SessionEnd, is_fresh, over_limit};
pub use views::{Details, EmailLink, EmailOffer, OpenSession, OwnAccount};
pub use watch::{DayOfActs, Unusual, is_office_hour};

use crate::access::Role;
use crate::competency::{Level, is_valid_on};
use crate::id::AccountId;
use crate::problems::Problem;
use crate::text::text;
use crate::time::Date;

/// Minutes for which a link to set a new password works (R-PWD-3).
pub const RESET_MINUTES: i64 = 15;

/// Mails with such a link per account and hour (R-PWD-3).
pub const RESETS_PER_HOUR: u32 = 3;

/// Reads a person's name: 2 to 100 characters in one line.
pub fn person_name(typed: &str) -> Result<String, Problem> {
    let name = text(typed, 2..=100)?;
    if name.contains(['\n', '\t']) { Err(Problem::NotPrintable) } else { Ok(name) }
}

/// What is done to an account that may leave nobody in charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It goes to the recycle bin.
    Delete,
    /// It can no longer sign in.
    Deactivate,
    /// It loses `can_manage_admins`.
    StripManaging,
}

/// The account something is done to, as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Which account.
    pub id: AccountId,
    /// Admin or carer.
    pub role: Role,
    /// It is live and active.
    pub is_active: bool,
    /// It holds `can_manage_admins`.
    pub manages_admins: bool,
}

/// How many live, active admins there are beside the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Others {
    /// All of them.
    pub admins: u64,
    /// Those with `can_manage_admins`.
    pub managing: u64,
}

/// Why an account was not ended, or its rights not taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// Nobody deletes or deactivates himself or herself.
    #[error("nobody deletes or deactivates their own account")]
    Oneself,
    /// Nobody could sign in as an admin any more.
    #[error("this is the last active admin")]
    LastAdmin,
    /// Nobody could manage admins any more.
    #[error("this is the last admin who can manage admins")]
    LastManaging,
}

/// Whether an account may be deleted, deactivated or stripped of `can_manage_admins` (R-ACC-1).
///
/// The counts must be read under a lock of the organisation, or two admins could end each other at once.
pub fn may_end(ending: Ending, by: AccountId, subject: Subject, others: Others) -> Result<(), Refused> {
    let ends = matches!(ending, Ending::Delete | Ending::Deactivate);
    if ends && by == subject.id {
        return Err(Refused::Oneself);
    }
    let counts = subject.role == Role::Admin && subject.is_active;
    if counts && ends && others.admins == 0 {
        return Err(Refused::LastAdmin);
    }
    if counts && subject.manages_admins && others.managing == 0 {
        return Err(Refused::LastManaging);
    }
    Ok(())
}

/// The level and last date of a carer's rating in force for one assigned task; none where there is none.
pub type Held = Option<(Level, Option<Date>)>;

/// Whether a carer is fully assessed: every distinct assigned task has a rating in force above Not
/// Assessed that has not lapsed, and there is at least one task (R-ACC-4).
pub fn is_fully_assessed(tasks: &[Held], today: Date) -> bool {
    holds_all(tasks, today, |level| level > Level::NotAssessed)
}

/// Whether a carer is qualified for all: the same with Competent+ (R-ACC-4).
pub fn is_qualified_for_all(tasks: &[Held], today: Date) -> bool {
    holds_all(tasks, today, Level::is_competent)
}

fn holds_all(tasks: &[Held], today: Date, suffices: impl Fn(Level) -> bool) -> bool {
    let holds = |held: &Held| held.is_some_and(|(level, until)| suffices(level) && is_valid_on(until, today));
    !tasks.is_empty() && tasks.iter().all(holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const HER: AccountId = AccountId(Uuid::from_u128(1));
    const HIM: AccountId = AccountId(Uuid::from_u128(2));
    const NOBODY: Others = Others { admins: 0, managing: 0 };

    fn admin(id: AccountId) -> Subject {
        Subject { id, role: Role::Admin, is_active: true, manages_admins: true }
    }

    fn day(day: u32) -> Date {
        Date::from_ymd_opt(2026, 6, day).expect("a date")
    }

    #[test]
    fn r_acc_1_nobody_ends_the_own_account() {
        let many = Others { admins: 5, managing: 5 };
        assert_eq!(may_end(Ending::Delete, HER, admin(HER), many), Err(Refused::Oneself));
        assert_eq!(may_end(Ending::Deactivate, HER, admin(HER), many), Err(Refused::Oneself));
        assert_eq!(may_end(Ending::StripManaging, HER, admin(HER), many), Ok(()));
    }

    #[test]
    fn r_acc_1_the_last_active_admin_stays() {
        assert_eq!(may_end(Ending::Deactivate, HIM, admin(HER), NOBODY), Err(Refused::LastAdmin));
        let inactive = Subject { is_active: false, ..admin(HER) };
        assert_eq!(may_end(Ending::Delete, HIM, inactive, NOBODY), Ok(()));
        let carer = Subject { role: Role::Carer, manages_admins: false, ..admin(HER) };
        assert_eq!(may_end(Ending::Delete, HIM, carer, NOBODY), Ok(()));
    }

    #[test]
    fn r_acc_1_the_last_who_manages_admins_stays_and_keeps_the_flag() {
        let others = Others { admins: 3, managing: 0 };
        for ending in [Ending::Delete, Ending::Deactivate, Ending::StripManaging] {
            assert_eq!(may_end(ending, HIM, admin(HER), others), Err(Refused::LastManaging));
        }
        let ordinary = Subject { manages_admins: false, ..admin(HER) };
        assert_eq!(may_end(Ending::Delete, HIM, ordinary, others), Ok(()));
    }

    #[test]
    fn r_acc_4_fully_assessed_is_every_task_and_at_least_one() {
        let low = Some((Level::NonCompetent, None));
        assert!(!is_fully_assessed(&[], day(1)));
        assert!(is_fully_assessed(&[low, Some((Level::Expert, None))], day(1)));
        assert!(!is_fully_assessed(&[low, None], day(1)));
        assert!(!is_fully_assessed(&[Some((Level::NotAssessed, None))], day(1)));
    }

    #[test]
    fn r_acc_4_a_lapsed_rating_does_not_count() {
        let held = [Some((Level::Competent, Some(day(10))))];
        assert!(is_fully_assessed(&held, day(10)) && is_qualified_for_all(&held, day(10)));
        assert!(!is_fully_assessed(&held, day(11)) && !is_qualified_for_all(&held, day(11)));
    }

    #[test]
    fn r_acc_4_qualified_for_all_needs_competent_or_above() {
        let held = [Some((Level::AdvancedBeginner, None)), Some((Level::Expert, None))];
        assert!(is_fully_assessed(&held, day(1)) && !is_qualified_for_all(&held, day(1)));
    }

    #[test]
    fn r_inv_1_a_name_has_two_to_a_hundred_characters_in_one_line() {
        assert_eq!(person_name(" Li "), Ok("Li".into()));
        assert_eq!(person_name("L"), Err(Problem::TooShort { least: 2 }));
        assert_eq!(person_name(&"x".repeat(101)), Err(Problem::TooLong { most: 100 }));
        assert_eq!(person_name("Ann\nAdmin"), Err(Problem::NotPrintable));
    }
}
