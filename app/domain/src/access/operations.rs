//! Every door of the site: one line each. The guard test proves that the list is complete and true (AZ1).

use super::Action;

/// How an operation is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A server function that reads: POST to `/api/…`, nothing changes.
    Read,
    /// A server function that changes something: POST to `/api/…`, or a form post to a page.
    Write,
    /// A page, a download or a stream: GET.
    Get,
}

/// Which objects an operation may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// It names none.
    None,
    /// Those of the actor; another's is not found.
    Own,
    /// Those of the actor's organisation; a foreign one is not found (R-GEN-1).
    Organisation,
    /// The one that an unguessable token in the address names.
    Token,
}

/// One door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its address; `{…}` stands for one part of the path.
    pub path: &'static str,
    /// How it is reached.
    pub kind: Kind,
    /// The permission it asks for.
    pub action: Action,
    /// Which objects it may name.
    pub object: Object,
    /// Needs a password given at most ten minutes ago (AU10).
    pub step_up: bool,
    /// The largest body it takes, in KiB (IN1).
    pub body_kib: usize,
}

/// The largest body of an ordinary form, in KiB (IN1).
const FORM: usize = 64;

const fn read(path: &'static str, action: Action, object: Object) -> Operation {
    Operation { path, kind: Kind::Read, action, object, step_up: false, body_kib: FORM }
}

const fn write(path: &'static str, action: Action, object: Object) -> Operation {
    Operation { path, kind: Kind::Write, action, object, step_up: false, body_kib: FORM }
}

/// A form that needs a password given at most ten minutes ago, or with it (AU10).
const fn stepped_up(operation: Operation) -> Operation {
    Operation { step_up: true, ..operation }
}

/// A form, or a page with one, that holds long texts.
const fn long(operation: Operation) -> Operation {
    Operation { body_kib: 1024, ..operation }
}

const fn get(path: &'static str, action: Action, object: Object) -> Operation {
    Operation { path, kind: Kind::Get, action, object, step_up: false, body_kib: FORM }
}

/// Every server function, page, download and stream. What is not here does not exist.
pub const OPERATIONS: &[Operation] = &[
    get("/", Action::SignIn, Object::None),
    get("/sign-in", Action::SignIn, Object::None),
    get("/account", Action::OwnAccount, Object::Own),
    get("/account/email", Action::OwnAccount, Object::Own),
    get("/account/password", Action::ChangePassword, Object::Own),
    get("/account/sessions", Action::OwnSessions, Object::Own),
    get("/account/sessions/end", Action::OwnSessions, Object::Own),
    get("/email-change/{token}", Action::AnswerEmailChange, Object::Token),
    get("/forgot-password", Action::AskReset, Object::None),
    get("/reset-password/{token}", Action::ResetPassword, Object::Token),
    stepped_up(write("/api/account/ask_email_change", Action::OwnAccount, Object::Own)),
    write("/api/account/ask_reset", Action::AskReset, Object::None),
    write("/api/account/cancel_email_change", Action::AnswerEmailChange, Object::Token),
    write("/api/account/change_password", Action::ChangePassword, Object::Own),
    read("/api/account/email_change", Action::AnswerEmailChange, Object::Token),
    write("/api/account/end_other_sessions", Action::OwnSessions, Object::Own),
    write("/api/account/end_session", Action::OwnSessions, Object::Own),
    read("/api/account/profile", Action::OwnAccount, Object::Own),
    write("/api/account/reset_password", Action::ResetPassword, Object::Token),
    read("/api/account/sessions", Action::OwnSessions, Object::Own),
    write("/api/account/sign_in", Action::SignIn, Object::None),
    write("/api/account/sign_out", Action::SignOut, Object::Own),
    write("/api/account/update", Action::OwnAccount, Object::Own),
    write("/api/account/verify_email_change", Action::AnswerEmailChange, Object::Token),
    write("/api/account/withdraw_email_change", Action::OwnAccount, Object::Own),
    get("/admin/assignments", Action::ManageAssignments, Object::None),
    get("/admin/assignments/{id}", Action::ManageAssignments, Object::Organisation),
    get("/admin/assignments/{id}/carers/{carer}/remove", Action::ManageAssignments, Object::Organisation),
    get("/admin/assignments/{id}/tasks/{task}/remove", Action::ManageAssignments, Object::Organisation),
    write("/api/assignment/add_carers", Action::ManageAssignments, Object::Organisation),
    write("/api/assignment/add_tasks", Action::ManageAssignments, Object::Organisation),
    read("/api/assignment/carer", Action::ManageAssignments, Object::Organisation),
    read("/api/assignment/carers", Action::ManageAssignments, Object::Organisation),
    write("/api/assignment/end_carer", Action::ManageAssignments, Object::Organisation),
    write("/api/assignment/end_task", Action::ManageAssignments, Object::Organisation),
    read("/api/assignment/task", Action::ManageAssignments, Object::Organisation),
    read("/api/assignment/tasks", Action::ManageAssignments, Object::Organisation),
    get("/admin/audit", Action::ReadAudit, Object::None),
    get("/admin/audit/{id}", Action::ReadAudit, Object::Organisation),
    read("/api/audit/entry", Action::ReadAudit, Object::Organisation),
    read("/api/audit/trail", Action::ReadAudit, Object::None),
    get("/admin", Action::ReadStart, Object::None),
    get("/admin/assessments/{id}", Action::ReadProgress, Object::Organisation),
    long(get("/admin/assessments/{id}/amend", Action::Assess, Object::Organisation)),
    get("/admin/progress", Action::ReadProgress, Object::None),
    get("/admin/progress/acknowledgments", Action::Rate, Object::None),
    get("/admin/progress/acknowledgments/{rating}", Action::Rate, Object::Organisation),
    get("/admin/progress/assess", Action::Assess, Object::None),
    long(get("/admin/progress/assess/{carer_id}/{template_id}", Action::Assess, Object::Organisation)),
    get("/admin/progress/assess/{carer_id}/{template_id}/review", Action::Assess, Object::Organisation),
    get("/admin/progress/ratings/{carer_id}", Action::Rate, Object::Organisation),
    get("/admin/progress/{carer_id}", Action::ReadProgress, Object::Organisation),
    get("/admin/progress/{carer_id}/tasks/{task_id}", Action::AdjustProgress, Object::Organisation),
    get("/admin/progress/{carer_id}/tasks/{task_id}/reset", Action::AdjustProgress, Object::Organisation),
    long(write("/api/assessment/amend", Action::Assess, Object::Organisation)),
    read("/api/assessment/done", Action::ReadProgress, Object::Organisation),
    read("/api/assessment/due", Action::Assess, Object::None),
    read("/api/assessment/finished", Action::ReadProgress, Object::Organisation),
    write("/api/assessment/review", Action::Assess, Object::Organisation),
    long(write("/api/assessment/save_draft", Action::Assess, Object::Organisation)),
    read("/api/assessment/sheet", Action::Assess, Object::Organisation),
    write("/api/competency/acknowledge", Action::Acknowledge, Object::Own),
    write("/api/competency/answer_concern", Action::Rate, Object::Organisation),
    read("/api/competency/concerns", Action::Rate, Object::None),
    read("/api/competency/history", Action::ReadProgress, Object::Organisation),
    read("/api/competency/own_rating", Action::Acknowledge, Object::Own),
    read("/api/competency/past", Action::Acknowledge, Object::Own),
    write("/api/competency/raise_concern", Action::Acknowledge, Object::Own),
    write("/api/competency/rate", Action::Rate, Object::Organisation),
    write("/api/competency/remind", Action::Rate, Object::Organisation),
    read("/api/competency/task_ratings", Action::Rate, Object::Organisation),
    read("/api/competency/todo", Action::Acknowledge, Object::Own),
    read("/api/competency/waiting", Action::Rate, Object::None),
    read("/api/competency/waits", Action::Rate, Object::Organisation),
    write("/api/competency/withdraw", Action::Rate, Object::Organisation),
    write("/api/progress/adjust", Action::AdjustProgress, Object::Organisation),
    read("/api/progress/choose", Action::ReadProgress, Object::None),
    read("/api/progress/day", Action::OwnDay, Object::Own),
    read("/api/progress/lines", Action::ReadProgress, Object::Organisation),
    write("/api/progress/log_completion", Action::LogCompletion, Object::Own),
    read("/api/progress/mine", Action::OwnProgress, Object::Own),
    read("/api/progress/of_carer", Action::ReadProgress, Object::Organisation),
    write("/api/progress/reset", Action::AdjustProgress, Object::Organisation),
    read("/api/progress/to_correct", Action::AdjustProgress, Object::Organisation),
    read("/api/progress/today", Action::OwnProgress, Object::Own),
    read("/api/start/figures", Action::ReadStart, Object::None),
    read("/api/start/latest", Action::ReadStart, Object::None),
    get("/carer", Action::OwnDay, Object::Own),
    get("/carer/acknowledgments", Action::Acknowledge, Object::Own),
    get("/carer/more", Action::OwnDay, Object::None),
    get("/carer/progress", Action::OwnProgress, Object::Own),
    get("/carer/tasks", Action::OwnDay, Object::Own),
    get("/demo", Action::EnterDemo, Object::None),
    get("/demo/outbox", Action::EnterDemo, Object::None),
    write("/api/demo/enter", Action::EnterDemo, Object::Organisation),
    get("/events", Action::OwnAccount, Object::None),
    get("/admin/users/invite", Action::InviteCarer, Object::None),
    get("/invitation/{token}", Action::AnswerInvitation, Object::Token),
    get("/invitation/{token}/decline", Action::AnswerInvitation, Object::Token),
    get("/invitation/{token}/join", Action::AnswerInvitation, Object::Token),
    get("/admin/users/{id}/sessions/end", Action::EndSessions, Object::Organisation),
    get("/admin/users/invitations/{id}/cancel", Action::InviteCarer, Object::Organisation),
    write("/api/invitation/accept", Action::AnswerInvitation, Object::Token),
    write("/api/invitation/cancel", Action::InviteCarer, Object::Organisation),
    write("/api/invitation/decline", Action::AnswerInvitation, Object::Token),
    // For an admin only: inviting one opens the organisation to somebody.
    stepped_up(write("/api/invitation/invite", Action::InviteCarer, Object::None)),
    read("/api/invitation/offer", Action::AnswerInvitation, Object::Token),
    stepped_up(write("/api/invitation/resend", Action::InviteCarer, Object::Organisation)),
    read("/api/library/shelf", Action::ManageTasks, Object::None),
    write("/api/library/take", Action::ManageTasks, Object::None),
    get("/account/notices", Action::OwnNotices, Object::Own),
    read("/api/notice/inbox", Action::OwnNotices, Object::Own),
    get("/offline", Action::SignIn, Object::None),
    get("/admin/packages", Action::ReadPackages, Object::None),
    get("/admin/packages/new", Action::ManagePackages, Object::None),
    get("/admin/packages/{id}", Action::ReadPackages, Object::Organisation),
    get("/admin/packages/{id}/delete", Action::ManagePackages, Object::Organisation),
    get("/admin/packages/{id}/edit", Action::ManagePackages, Object::Organisation),
    write("/api/package/create", Action::ManagePackages, Object::None),
    write("/api/package/delete", Action::ManagePackages, Object::Organisation),
    read("/api/package/impact", Action::ManagePackages, Object::Organisation),
    read("/api/package/list", Action::ReadPackages, Object::None),
    write("/api/package/restore", Action::ManagePackages, Object::Organisation),
    read("/api/package/show", Action::ReadPackages, Object::Organisation),
    write("/api/package/update", Action::ManagePackages, Object::Organisation),
    get("/admin/tasks", Action::ReadTasks, Object::None),
    get("/admin/tasks/library", Action::ManageTasks, Object::None),
    get("/admin/tasks/new", Action::ManageTasks, Object::None),
    get("/admin/tasks/{id}", Action::ReadTasks, Object::Organisation),
    get("/admin/tasks/{id}/delete", Action::ManageTasks, Object::Organisation),
    get("/admin/tasks/{id}/edit", Action::ManageTasks, Object::Organisation),
    write("/api/task/create", Action::ManageTasks, Object::None),
    write("/api/task/delete", Action::ManageTasks, Object::Organisation),
    read("/api/task/effect", Action::ManageTasks, Object::Organisation),
    read("/api/task/list", Action::ReadTasks, Object::None),
    write("/api/task/restore", Action::ManageTasks, Object::Organisation),
    read("/api/task/show", Action::ReadTasks, Object::Organisation),
    write("/api/task/update", Action::ManageTasks, Object::Organisation),
    get("/admin/templates", Action::ReadTemplates, Object::None),
    long(get("/admin/templates/new", Action::ManageTemplates, Object::None)),
    get("/admin/templates/{id}", Action::ReadTemplates, Object::Organisation),
    get("/admin/templates/{id}/delete", Action::ManageTemplates, Object::Organisation),
    long(get("/admin/templates/{id}/edit", Action::ManageTemplates, Object::Organisation)),
    long(write("/api/template/create", Action::ManageTemplates, Object::Organisation)),
    write("/api/template/delete", Action::ManageTemplates, Object::Organisation),
    read("/api/template/impact", Action::ManageTemplates, Object::Organisation),
    read("/api/template/list", Action::ReadTemplates, Object::None),
    write("/api/template/restore", Action::ManageTemplates, Object::Organisation),
    write("/api/template/set_active", Action::ManageTemplates, Object::Organisation),
    read("/api/template/show", Action::ReadTemplates, Object::Organisation),
    read("/api/template/tasks", Action::ManageTemplates, Object::None),
    long(write("/api/template/update", Action::ManageTemplates, Object::Organisation)),
    get("/admin/settings", Action::ManageSettings, Object::None),
    write("/api/settings/change", Action::ManageSettings, Object::None),
    write("/api/settings/publish_statement", Action::ManageSettings, Object::None),
    read("/api/settings/shown", Action::ManageSettings, Object::None),
    read("/api/settings/statement", Action::ManageSettings, Object::None),
    get("/setup", Action::SetUp, Object::None),
    write("/api/organisation/set_up", Action::SetUp, Object::None),
    get("/admin/users", Action::ReadUsers, Object::None),
    get("/admin/users/{id}", Action::ReadUsers, Object::Organisation),
    get("/admin/users/{id}/deactivate", Action::EditCarer, Object::Organisation),
    get("/admin/users/{id}/delete", Action::EditCarer, Object::Organisation),
    get("/admin/users/{id}/edit", Action::EditCarer, Object::Organisation),
    get("/admin/users/{id}/email", Action::EditCarer, Object::Organisation),
    get("/admin/users/{id}/rights", Action::EditAdmin, Object::Organisation),
    write("/api/users/activate", Action::EditCarer, Object::Organisation),
    stepped_up(write("/api/users/ask_email_change", Action::EditCarer, Object::Organisation)),
    read("/api/users/counts", Action::ReadUsers, Object::None),
    write("/api/users/deactivate", Action::EditCarer, Object::Organisation),
    write("/api/users/delete", Action::EditCarer, Object::Organisation),
    write("/api/users/end_session", Action::EndSessions, Object::Organisation),
    write("/api/users/end_sessions", Action::EndSessions, Object::Organisation),
    read("/api/users/impact", Action::EditCarer, Object::Organisation),
    read("/api/users/invitations", Action::ReadUsers, Object::None),
    read("/api/users/page", Action::ReadUsers, Object::None),
    write("/api/users/restore", Action::EditCarer, Object::Organisation),
    read("/api/users/sessions", Action::EndSessions, Object::Organisation),
    write("/api/users/send_reset", Action::EditCarer, Object::Organisation),
    stepped_up(write("/api/users/set_rights", Action::EditAdmin, Object::Organisation)),
    read("/api/users/show", Action::ReadUsers, Object::Organisation),
    write("/api/users/update", Action::EditCarer, Object::Organisation),
    write("/api/users/withdraw_email_change", Action::EditCarer, Object::Organisation),
    get("/admin/shifts", Action::ReadShifts, Object::None),
    get("/admin/shifts/new", Action::ManageShifts, Object::None),
    get("/admin/shifts/{id}", Action::ReadShifts, Object::Organisation),
    get("/admin/shifts/{id}/{act}", Action::ManageShifts, Object::Organisation),
    get("/admin/shifts/{id}/applications/{application}", Action::ManageShifts, Object::Organisation),
    get("/admin/shifts/{id}/applications/{application}/remove", Action::ManageShifts, Object::Organisation),
    get("/carer/schedule", Action::OwnSchedule, Object::Own),
    get("/carer/shifts", Action::ReadBoard, Object::Own),
    get("/carer/shifts/{id}", Action::ReadBoard, Object::Own),
    read("/api/rota/next", Action::OwnSchedule, Object::Own),
    read("/api/rota/week", Action::OwnSchedule, Object::Own),
    read("/api/shift/board", Action::ReadBoard, Object::Own),
    write("/api/shift/cancel", Action::ManageShifts, Object::Organisation),
    read("/api/shift/choices", Action::ReadShifts, Object::None),
    write("/api/shift/confirm_interest", Action::ConfirmInterest, Object::Own),
    write("/api/shift/create", Action::ManageShifts, Object::Organisation),
    write("/api/shift/delete", Action::ManageShifts, Object::Organisation),
    read("/api/shift/detail", Action::ReadShifts, Object::Organisation),
    read("/api/shift/list", Action::ReadShifts, Object::None),
    read("/api/shift/offered", Action::ReadBoard, Object::Own),
    write("/api/shift/remove_application", Action::ManageShifts, Object::Organisation),
    write("/api/shift/reopen", Action::ManageShifts, Object::Organisation),
    write("/api/shift/select", Action::ManageShifts, Object::Organisation),
    read("/api/shift/selecting", Action::ReadShifts, Object::Organisation),
    write("/api/shift/send", Action::ManageShifts, Object::Organisation),
    write("/api/shift/take_off", Action::ManageShifts, Object::Organisation),
];

/// The line of an address, if it has one. `{…}` in a line matches one part of the path.
pub fn operation(path: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| matches(operation.path, path))
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(want), Some(have)) if want == have || (want.starts_with('{') && !have.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_stands_twice() {
        let mut paths: Vec<_> = OPERATIONS.iter().map(|operation| operation.path).collect();
        paths.sort_unstable();
        let all = paths.len();
        paths.dedup();
        assert_eq!(paths.len(), all);
    }

    #[test]
    fn a_part_in_braces_is_one_part_of_the_path() {
        assert!(matches("/admin/tasks/{id}", "/admin/tasks/1"));
        assert!(!matches("/admin/tasks/{id}", "/admin/tasks/"));
        assert!(!matches("/admin/tasks/{id}", "/admin/tasks/1/edit"));
        assert!(!matches("/admin/tasks", "/admin/Tasks"));
    }
}
