//! Who may do what: one function decides, one table lists every door (R-GEN-2, AZ1).

mod operations;

use serde::{Deserialize, Serialize};

pub use operations::{Kind, OPERATIONS, Object, Operation, operation};

use crate::id::{AccountId, OrganisationId};

/// The two kinds of account. A role never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A manager, coordinator or assessor.
    Admin,
    /// Somebody who cares for people.
    Carer,
}

/// One of the four extra rights of an admin (R-PER-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Invites, edits and deletes admins, sets flags, ends anyone's sessions.
    ManageAdmins,
    /// Reads the audit trail.
    ViewAudit,
    /// Erases people and deletes for good.
    Erase,
    /// Changes settings, rota rules, document templates and the statement.
    ManageSettings,
}

/// The flags of one admin; a carer has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "four independent rights, as R-PER-1 names them")]
pub struct Flags {
    /// See [`Flag::ManageAdmins`].
    pub can_manage_admins: bool,
    /// See [`Flag::ViewAudit`].
    pub can_view_audit: bool,
    /// See [`Flag::Erase`].
    pub can_erase: bool,
    /// See [`Flag::ManageSettings`].
    pub can_manage_settings: bool,
}

impl Flags {
    /// Those of the first admin (R-PER-1).
    pub const ALL: Self =
        Self { can_manage_admins: true, can_view_audit: true, can_erase: true, can_manage_settings: true };

    /// Whether a flag is set.
    pub const fn has(self, flag: Flag) -> bool {
        match flag {
            Flag::ManageAdmins => self.can_manage_admins,
            Flag::ViewAudit => self.can_view_audit,
            Flag::Erase => self.can_erase,
            Flag::ManageSettings => self.can_manage_settings,
        }
    }
}

/// A signed-in person, as read from the account at the start of the request (R-SES-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The account.
    pub id: AccountId,
    /// The one organisation whose data there is for this person (R-GEN-1).
    pub organisation: OrganisationId,
    /// Admin or carer.
    pub role: Role,
    /// The extra rights of an admin.
    pub flags: Flags,
}

/// Who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who is not signed in.
    Nobody,
    /// A job of the server itself.
    System,
    /// Somebody signed in.
    Person(Person),
}

/// Everything that can be asked for. One permission decision each; several operations may share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Make the first organisation with the one-time code (R-GEN-17).
    SetUp,
    /// Sign in (R-SIN-1).
    SignIn,
    /// Ask for a link to set a new password (R-PWD-3).
    AskReset,
    /// Set a new password by such a link.
    ResetPassword,
    /// Read, accept or decline one's own invitation (R-INV-4).
    AnswerInvitation,
    /// Read, verify or cancel a change of address by its mailed link (R-EML-1).
    AnswerEmailChange,
    /// Enter the demo as one of its people.
    EnterDemo,
    /// Sign out.
    SignOut,
    /// See and edit one's own account.
    OwnAccount,
    /// Change one's own password (R-PWD-4).
    ChangePassword,
    /// See and end one's own sessions (R-SES-8).
    OwnSessions,
    /// Read one's own notices.
    OwnNotices,

    /// See the admins' start page.
    ReadStart,
    /// List people and invitations.
    ReadUsers,
    /// Invite a carer; resend and cancel such an invitation (R-INV-1).
    InviteCarer,
    /// Invite an admin; resend and cancel such an invitation (R-PER-1).
    InviteAdmin,
    /// Edit, deactivate, reactivate, delete or restore a carer.
    EditCarer,
    /// The same for an admin; set flags (R-PER-1).
    EditAdmin,
    /// End another person's sessions (R-SES-8).
    EndSessions,
    /// See care packages.
    ReadPackages,
    /// Create and edit care packages.
    ManagePackages,
    /// See tasks.
    ReadTasks,
    /// Create and edit tasks.
    ManageTasks,
    /// Assign carers and tasks to packages, and end assignments.
    ManageAssignments,
    /// See assessment templates.
    ReadTemplates,
    /// Create and edit assessment templates.
    ManageTemplates,
    /// Read the progress and ratings of carers.
    ReadProgress,
    /// Set or reset a count (R-PRG-8).
    AdjustProgress,
    /// Assess a carer (R-ASM-3).
    Assess,
    /// Rate by hand, withdraw, remind, answer concerns.
    Rate,
    /// See shifts and their applications.
    ReadShifts,
    /// Create, send and cancel shifts; select applicants.
    ManageShifts,
    /// Read the audit trail (R-AUD-5).
    ReadAudit,
    /// Change settings.
    ManageSettings,

    /// See one's own day: tasks, shifts, notices.
    OwnDay,
    /// Log completions of one's own tasks (R-PRG-8).
    LogCompletion,
    /// Read one's own progress and ratings.
    OwnProgress,
    /// Acknowledge one's own ratings, or raise a concern (R-ACK-1).
    Acknowledge,
    /// See the shift board.
    ReadBoard,
    /// Confirm interest in a shift (R-APP-1).
    ConfirmInterest,
    /// See one's own schedule.
    OwnSchedule,

    /// Run a periodic job (R-OPS-1).
    RunJob,
}

/// Who may do a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Everybody who is signed in, for his or her own data.
    SignedIn,
    /// Carers, for their own data only.
    Carer,
    /// Every admin.
    Admin,
    /// Admins who hold a flag.
    AdminWith(Flag),
    /// The server's own jobs.
    System,
}

impl Action {
    /// The decision: who may do this. A new action does not compile until it is answered here.
    pub const fn who(self) -> Who {
        match self {
            Self::SetUp
            | Self::SignIn
            | Self::AskReset
            | Self::ResetPassword
            | Self::AnswerInvitation
            | Self::AnswerEmailChange
            | Self::EnterDemo => Who::Anyone,
            Self::SignOut
            | Self::OwnAccount
            | Self::ChangePassword
            | Self::OwnSessions
            | Self::OwnNotices => Who::SignedIn,
            Self::ReadStart
            | Self::ReadUsers
            | Self::InviteCarer
            | Self::EditCarer
            | Self::ReadPackages
            | Self::ManagePackages
            | Self::ReadTasks
            | Self::ManageTasks
            | Self::ManageAssignments
            | Self::ReadTemplates
            | Self::ManageTemplates
            | Self::ReadProgress
            | Self::AdjustProgress
            | Self::Assess
            | Self::Rate
            | Self::ReadShifts
            | Self::ManageShifts => Who::Admin,
            Self::InviteAdmin | Self::EditAdmin | Self::EndSessions => Who::AdminWith(Flag::ManageAdmins),
            Self::ReadAudit => Who::AdminWith(Flag::ViewAudit),
            Self::ManageSettings => Who::AdminWith(Flag::ManageSettings),
            Self::OwnDay
            | Self::LogCompletion
            | Self::OwnProgress
            | Self::Acknowledge
            | Self::ReadBoard
            | Self::ConfirmInterest
            | Self::OwnSchedule => Who::Carer,
            Self::RunJob => Who::System,
        }
    }
}

/// The policy said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is signed in, and this needs somebody.
    #[error("sign in first")]
    SignedOut,
    /// Wrong role, or a missing flag.
    #[error("not allowed")]
    Forbidden,
}

/// Proof that the policy was asked and agreed. Without one nothing is read or written.
///
/// Its fields are private and [`Actor::may`] is its only maker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permit {
    actor: Actor,
    organisation: OrganisationId,
    action: Action,
}

impl Actor {
    /// Asks the policy for one action in one organisation.
    ///
    /// # Errors
    /// [`Denied`] when the role or a flag is missing, or when the organisation is not one's own.
    pub fn may(&self, action: Action, organisation: OrganisationId) -> Result<Permit, Denied> {
        let allowed = match (action.who(), self) {
            (Who::Anyone, _) | (Who::System, Self::System) => true,
            (_, Self::Nobody) => return Err(Denied::SignedOut),
            (_, Self::System) | (Who::System, _) => false,
            (who, Self::Person(person)) => person.organisation == organisation && person.meets(who),
        };
        if allowed { Ok(Permit { actor: *self, organisation, action }) } else { Err(Denied::Forbidden) }
    }
}

impl Person {
    const fn meets(&self, who: Who) -> bool {
        match (who, self.role) {
            (Who::Anyone | Who::SignedIn, _) | (Who::Carer, Role::Carer) | (Who::Admin, Role::Admin) => true,
            (Who::AdminWith(flag), Role::Admin) => self.flags.has(flag),
            (Who::Carer | Who::Admin | Who::AdminWith(_) | Who::System, _) => false,
        }
    }
}

impl Permit {
    /// Who asked.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// In which organisation, and no other.
    pub const fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// For what.
    pub const fn action(&self) -> Action {
        self.action
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const HERE: OrganisationId = OrganisationId(Uuid::from_u128(1));
    const ELSEWHERE: OrganisationId = OrganisationId(Uuid::from_u128(2));

    fn person(role: Role, flags: Flags) -> Actor {
        Actor::Person(Person { id: AccountId(Uuid::from_u128(9)), organisation: HERE, role, flags })
    }

    #[test]
    fn r_gen_2_the_policy_is_a_table_an_admin_can_read() {
        let row = |name: &str, actor: Actor, at: OrganisationId| {
            let cell = |action| if actor.may(action, at).is_ok() { "yes" } else { " - " };
            let asked = [
                Action::SignIn,
                Action::OwnAccount,
                Action::LogCompletion,
                Action::Acknowledge,
                Action::ManageTasks,
                Action::InviteAdmin,
                Action::ReadAudit,
                Action::RunJob,
            ];
            format!("{name:9} {}", asked.map(cell).join(" "))
        };
        let flagged = Flags { can_view_audit: true, ..Flags::default() };
        //                   sign account log ack tasks invite audit job
        assert_eq!(row("nobody", Actor::Nobody, HERE), "nobody    yes  -   -   -   -   -   -   - ");
        assert_eq!(
            row("carer", person(Role::Carer, Flags::default()), HERE),
            "carer     yes yes yes yes  -   -   -   - "
        );
        assert_eq!(
            row("admin", person(Role::Admin, Flags::default()), HERE),
            "admin     yes yes  -   -  yes  -   -   - "
        );
        assert_eq!(
            row("auditor", person(Role::Admin, flagged), HERE),
            "auditor   yes yes  -   -  yes  -  yes  - "
        );
        assert_eq!(
            row("first", person(Role::Admin, Flags::ALL), HERE),
            "first     yes yes  -   -  yes yes yes  - "
        );
        assert_eq!(
            row("foreign", person(Role::Admin, Flags::ALL), ELSEWHERE),
            "foreign   yes  -   -   -   -   -   -   - "
        );
        assert_eq!(row("job", Actor::System, HERE), "job       yes  -   -   -   -   -   -  yes");
    }

    #[test]
    fn r_per_1_a_carers_flags_open_nothing() {
        let carer = person(Role::Carer, Flags::ALL);
        assert_eq!(carer.may(Action::ReadAudit, HERE), Err(Denied::Forbidden));
    }

    #[test]
    fn r_ack_1_no_admin_acknowledges_for_a_carer() {
        let admin = person(Role::Admin, Flags::ALL);
        assert_eq!(admin.may(Action::Acknowledge, HERE), Err(Denied::Forbidden));
    }
}
