//! Typed ids: one newtype per kind of thing, so a shift cannot be passed where a carer is meant.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }

        /// A uuid key is never counted up by the database.
        #[cfg(feature = "db")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

ids! {
    /// The provider; the tenant that owns all data.
    OrganisationId,
    /// A stored setting of an organisation.
    SettingId,
    /// A person's identity and sign-in: an admin or a carer.
    AccountId,
    /// A signed-in browser.
    SessionId,
    /// The only way to get an account.
    InvitationId,
    /// A request for a new password.
    PasswordResetId,
    /// A request for another e-mail address.
    EmailChangeId,
    /// The one-time code of the first set-up.
    SetupCodeId,
    /// A name as it was from some moment on.
    PersonNameId,
    /// A personal text that evidence refers to and erasure blanks.
    PersonalValueId,
    /// A place or service of care.
    PackageId,
    /// Something a carer must be able to do.
    TaskId,
    /// A period in which a carer belongs to a package.
    CarerAssignmentId,
    /// A period in which a task belongs to a package.
    TaskAssignmentId,
    /// The form of an assessment.
    TemplateId,
    /// An immutable edition of a template.
    TemplateVersionId,
    /// One question, skill or scenario.
    TemplateItemId,
    /// The one event that a group may be assessed.
    ReadyId,
    /// An unfinished assessment.
    DraftId,
    /// One finished, immutable assessment of one carer.
    AssessmentId,
    /// One answer of an assessment.
    AnswerId,
    /// One task of an assessment.
    AssessmentTaskId,
    /// One logged entry of doing a task.
    CompletionId,
    /// The running count of one carer in one task.
    ProgressId,
    /// One level given to a carer for a task at a time.
    RatingId,
    /// One thing that happened to a rating.
    RatingEventId,
    /// The ratings of one carer and task that count or wait.
    CompetencyId,
    /// The carer's own legal act that puts a rating in force.
    AcknowledgmentId,
    /// One rating that an acknowledgment covers.
    AcknowledgmentRatingId,
    /// A numbered wording of the statement.
    AcknowledgmentTextId,
    /// The carer's note against a rating.
    ConcernId,
    /// One vacancy offered.
    ShiftId,
    /// A task that a shift requires.
    ShiftTaskId,
    /// An offer of a shift to one carer.
    DistributionId,
    /// A carer's "Confirm Interest" in a shift.
    ApplicationId,
    /// One carer's planned work.
    RotaEntryId,
    /// An error accepted with a reason.
    OverrideId,
    /// The setting of a rota rule.
    RuleSettingId,
    /// A soft-deleted item.
    DeletionId,
    /// One append-only record of what was done.
    AuditId,
    /// A signed point of a chain of the trail.
    CheckpointId,
    /// One removal of old append-only rows.
    RetentionRunId,
    /// A finding to be acknowledged by an admin.
    AlertId,
    /// A mail stored with the change and sent afterwards.
    OutboxId,
    /// An in-app message to one account.
    NoticeId,
    /// What makes a repeated post one act.
    SubmissionId,
    /// One run of a periodic job.
    JobRunId,
    /// What one request is called in logs and audit.
    RequestId,
}
