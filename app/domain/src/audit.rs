//! What the trail can record: every action of R-AUD-1 with its category and severity, in one table.
//!
//! The backend writes no other action, and the filters offer exactly these (R-AUD-6).

use serde::{Deserialize, Serialize};

/// How much an entry matters, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Ordinary work.
    Info,
    /// Somebody may want to look.
    Warning,
    /// Something did not work.
    Error,
    /// Somebody must look now.
    Critical,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Success,
    /// It was tried and did not work.
    Failure,
    /// A rule or the policy said no.
    Refused,
}

/// Who acted, as far as the trail needs to know without naming anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A signed-in admin.
    Admin,
    /// A signed-in carer.
    Carer,
    /// A job of the server.
    System,
    /// Somebody who was not signed in.
    Anonymous,
}

macro_rules! catalogue {
    ($($(#[$about:meta])* $category:ident { $($action:ident $name:literal $severity:ident,)+ })+) => {
        /// What an action is about; the first column of the catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(
            feature = "db",
            derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
            sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Category {
            $($(#[$about])* $category,)+
        }

        impl Category {
            /// Every category, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$category),+];
        }

        /// Everything an audit entry can say was done (R-AUD-1).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(
            feature = "db",
            derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
            sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
        )]
        #[serde(rename_all = "snake_case")]
        pub enum AuditAction {
            $($(#[doc = concat!("Recorded as `", $name, "`.")] $action,)+)+
        }

        impl AuditAction {
            /// Every action, in the order of the catalogue.
            pub const ALL: &[Self] = &[$($(Self::$action),+),+];

            /// As it is stored and exported.
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Self::$action => $name,)+)+
                }
            }

            /// What it is about.
            pub const fn category(self) -> Category {
                match self {
                    $($(Self::$action => Category::$category,)+)+
                }
            }

            /// How much it matters as a rule; see [`Self::severity_when_grave`] for the two exceptions.
            pub const fn severity(self) -> Severity {
                match self {
                    $($(Self::$action => Severity::$severity,)+)+
                }
            }
        }
    };
}

catalogue! {
    /// Signing in and out, and passwords.
    Auth {
        SignIn "sign_in" Info,
        SignOut "sign_out" Info,
        SessionExpired "session_expired" Info,
        SessionRevoked "session_revoked" Info,
        SessionLimitReached "session_limit_reached" Warning,
        SignInFailed "sign_in_failed" Warning,
        AccountLocked "account_locked" Warning,
        AccountUnlocked "account_unlocked" Info,
        PasswordResetRequested "password_reset_requested" Info,
        PasswordResetCompleted "password_reset_completed" Info,
        PasswordResetFailed "password_reset_failed" Warning,
        PasswordChanged "password_changed" Info,
    }
    /// People and their rights.
    User {
        InvitationSent "invitation_sent" Info,
        InvitationResent "invitation_resent" Info,
        InvitationCancelled "invitation_cancelled" Info,
        InvitationAccepted "invitation_accepted" Info,
        InvitationDeclined "invitation_declined" Info,
        InvitationExpired "invitation_expired" Info,
        AccountCreated "account_created" Info,
        AccountUpdated "account_updated" Info,
        AccountActivated "account_activated" Info,
        AccountDeactivated "account_deactivated" Info,
        AccountDeleted "account_deleted" Info,
        AccountRestored "account_restored" Info,
        AccountPurged "account_purged" Warning,
        AccountErased "account_erased" Warning,
        EmailChangeRequested "email_change_requested" Info,
        EmailChangeVerified "email_change_verified" Info,
        EmailChangeCancelled "email_change_cancelled" Info,
        EmailChangeExpired "email_change_expired" Info,
        PermissionChanged "permission_changed" Warning,
    }
    /// Packages, tasks and templates.
    Care {
        PackageCreated "package_created" Info,
        PackageUpdated "package_updated" Info,
        PackageDeleted "package_deleted" Info,
        PackageRestored "package_restored" Info,
        PackagePurged "package_purged" Warning,
        TaskCreated "task_created" Info,
        TaskUpdated "task_updated" Info,
        TaskDeleted "task_deleted" Info,
        TaskRestored "task_restored" Info,
        TaskPurged "task_purged" Warning,
        TemplateCreated "template_created" Info,
        TemplateUpdated "template_updated" Info,
        TemplateDeleted "template_deleted" Info,
        TemplateRestored "template_restored" Info,
        TemplatePurged "template_purged" Warning,
        TemplateVersioned "template_versioned" Info,
    }
    /// Who and what belongs to a package.
    Assign {
        CarerAssigned "carer_assigned" Info,
        CarerUnassigned "carer_unassigned" Info,
        TaskAssigned "task_assigned" Info,
        TaskUnassigned "task_unassigned" Info,
    }
    /// Counting completions.
    Progress {
        CompletionLogged "completion_logged" Info,
        ProgressAdjusted "progress_adjusted" Warning,
        ProgressReset "progress_reset" Warning,
    }
    /// Assessments, ratings and acknowledgments.
    Competency {
        AssessmentAvailable "assessment_available" Info,
        DraftSaved "draft_saved" Info,
        AssessmentSubmitted "assessment_submitted" Info,
        AssessmentAmended "assessment_amended" Warning,
        RatingPending "rating_pending" Info,
        RatingAcknowledged "rating_acknowledged" Info,
        RatingWithdrawn "rating_withdrawn" Warning,
        RatingSuperseded "rating_superseded" Info,
        RatingManual "rating_manual" Warning,
        RatingFastTrack "rating_fast_track" Warning,
        RatingNotAssessed "rating_not_assessed" Warning,
        RatingValidityChanged "rating_validity_changed" Warning,
        RatingLapsed "rating_lapsed" Info,
        ReminderSent "reminder_sent" Info,
        ConcernRaised "concern_raised" Info,
        ConcernAnswered "concern_answered" Info,
    }
    /// Shifts and applications.
    Shift {
        ShiftCreated "shift_created" Info,
        ShiftDeleted "shift_deleted" Info,
        ShiftSent "shift_sent" Info,
        ShiftViewed "shift_viewed" Info,
        ShiftApplied "shift_applied" Info,
        ShiftSelected "shift_selected" Info,
        ShiftRejected "shift_rejected" Info,
        ShiftCancelled "shift_cancelled" Warning,
        ShiftReopened "shift_reopened" Info,
        ShiftExpired "shift_expired" Info,
        ShiftCompleted "shift_completed" Info,
        ApplicationRemoved "application_removed" Warning,
    }
    /// The rota and its rules.
    Rota {
        EntryCreated "entry_created" Info,
        EntryMoved "entry_moved" Info,
        EntryEdited "entry_edited" Info,
        EntryConfirmed "entry_confirmed" Info,
        EntryUnconfirmed "entry_unconfirmed" Info,
        EntryDeleted "entry_deleted" Info,
        WeekCleared "week_cleared" Warning,
        RuleOverridden "rule_overridden" Warning,
        RotaExported "rota_exported" Info,
        RotaMailed "rota_mailed" Info,
        RotaArchived "rota_archived" Info,
        RuleSettingsChanged "rule_settings_changed" Warning,
    }
    /// Documents that left the system.
    File {
        PdfGenerated "pdf_generated" Info,
        AuditExported "audit_exported" Info,
        ReportGenerated "report_generated" Info,
        ScheduleDownloaded "schedule_downloaded" Info,
    }
    /// Mails.
    Email {
        MailQueued "mail_queued" Info,
        MailSent "mail_sent" Info,
        MailFailed "mail_failed" Warning,
        MailGivenUp "mail_given_up" Error,
    }
    /// Reading what only few may read.
    Access {
        CarerRecordViewed "carer_record_viewed" Info,
        AuditViewed "audit_viewed" Info,
    }
    /// What may be an attack.
    Security {
        PermissionViolation "permission_violation" Warning,
        SuspiciousPattern "suspicious_pattern" Warning,
        NewDevice "new_device" Warning,
        AlertRaised "alert_raised" Warning,
        AlertAcknowledged "alert_acknowledged" Info,
        ChainCheckFailed "chain_check_failed" Critical,
        BreachRecorded "breach_recorded" Critical,
    }
    /// The system itself.
    System {
        OrganisationCreated "organisation_created" Info,
        SettingsChanged "settings_changed" Warning,
        CleanupRun "cleanup_run" Info,
        DeletionWarningSent "deletion_warning_sent" Info,
        IntegrityCheck "integrity_check" Info,
        BackupStarted "backup_started" Info,
        BackupFinished "backup_finished" Info,
        BackupFailed "backup_failed" Error,
        BackupRestored "backup_restored" Warning,
        Error "error" Error,
    }
}

impl AuditAction {
    /// How much it matters in its grave form: a lock of 60 minutes, a failed integrity check.
    pub const fn severity_when_grave(self) -> Severity {
        match self {
            Self::AccountLocked => Severity::Critical,
            Self::IntegrityCheck => Severity::Error,
            other => other.severity(),
        }
    }

    /// The action of a stored or typed name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_aud_6_each_name_stands_once_and_names_its_action() {
        for &action in AuditAction::ALL {
            assert_eq!(AuditAction::named(action.name()), Some(action));
        }
    }

    #[test]
    fn r_aud_1_what_travels_as_json_is_the_name() {
        for &action in AuditAction::ALL {
            let json = serde_json::to_string(&action).expect("json");
            assert_eq!(json, format!("\"{}\"", action.name()));
        }
    }

    #[cfg(feature = "db")]
    #[test]
    fn r_aud_1_what_the_database_keeps_is_the_name() {
        use sea_orm::ActiveEnum;
        for action in AuditAction::ALL {
            assert_eq!(action.to_value(), action.name());
        }
    }

    #[test]
    fn r_aud_1_the_catalogue_is_complete() {
        let of = |category| AuditAction::ALL.iter().filter(|a| a.category() == category).count();
        let counts: Vec<_> = Category::ALL.iter().map(|&category| of(category)).collect();
        assert_eq!(counts, [12, 19, 16, 4, 3, 16, 12, 12, 4, 4, 2, 7, 10]);
    }

    #[test]
    fn r_sin_6_a_lock_of_an_hour_is_critical_and_one_of_fifteen_minutes_a_warning() {
        assert_eq!(AuditAction::AccountLocked.severity(), Severity::Warning);
        assert_eq!(AuditAction::AccountLocked.severity_when_grave(), Severity::Critical);
        assert_eq!(AuditAction::IntegrityCheck.severity_when_grave(), Severity::Error);
        assert_eq!(AuditAction::SignIn.severity_when_grave(), Severity::Info);
    }
}
