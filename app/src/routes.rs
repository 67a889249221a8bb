//! Every address of the site in one place, and the document around each page.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::{HashedStylesheet, MetaTags, provide_meta_context};
use leptos_router::SsrMode::Async;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::account::email::{EmailChangePage, EmailPage};
use crate::account::forgotten::{ForgottenPasswordPage, ResetPasswordPage};
use crate::account::password::PasswordPage;
use crate::account::profile::ProfilePage;
use crate::account::sessions::{EndSessionsPage, SessionsPage};
use crate::account::sign_in::{FrontDoor, SignInPage};
use crate::assessment::{
    amend::AmendPage, due::DuePage, finished::FinishedPage, review::ReviewPage, sheet::SheetPage,
};
use crate::assignment::of_package::AssignmentsOfPackagePage;
use crate::assignment::remove::{RemoveCarerPage, RemoveTaskPage};
use crate::assignment::start::AssignmentsPage;
use crate::audit::entry::AuditEntryPage;
use crate::audit::trail::AuditPage;
use crate::competency::{
    acknowledgments::AcknowledgmentsPage, rate::RatePage, waiting::WaitingPage, waits::WaitsPage,
};

use crate::invitation::answer::{DeclinePage, InvitationPage, JoinPage};
use crate::invitation::cancel::CancelInvitationPage;
use crate::invitation::invite::InvitePage;
use crate::notice::inbox::NoticesPage;

use crate::demo::entrance::EntrancePage;
use crate::demo::outbox::OutboxPage;
use crate::forms::Shown;
use crate::library::shelf::LibraryPage;
use crate::offline::OfflinePage;
use crate::organisation::set_up::SetUpPage;
use crate::package::delete::DeletePackagePage;
use crate::package::form::{EditPackagePage, NewPackagePage};
use crate::package::list::PackagesPage;
use crate::package::show::PackagePage;
use crate::page;
use crate::progress::{
    choose::ChooseCarerPage, correct::CorrectCountPage, daily_tasks::DailyTasksPage, mine::MyProgressPage,
    of_carer::CarerProgressPage, reset::ResetCountPage,
};
use crate::start::{admin::AdminStartPage, more::MorePage, today::TodayPage};

use crate::rota::schedule::SchedulePage;
use crate::settings::page::SettingsPage;
use crate::shift::acts::ShiftActPage;
use crate::shift::board::BoardPage;
use crate::shift::detail::ShiftPage;
use crate::shift::interest::InterestPage;
use crate::shift::list::ShiftsPage;
use crate::shift::new::NewShiftPage;
use crate::shift::selection::{RemoveApplicationPage, SelectPage};
use crate::task::delete::DeleteTaskPage;
use crate::task::form::{EditTaskPage, NewTaskPage};
use crate::task::list::TasksPage;
use crate::task::show::TaskPage;
use crate::template::delete::DeleteTemplatePage;
use crate::template::form::{EditTemplatePage, NewTemplatePage};
use crate::template::list::TemplatesPage;
use crate::template::show::TemplatePage;
use crate::ui::DocumentLinks;
use crate::users::ending::{DeactivatePage, DeletePage, EndSessionsPage as EndUserSessionsPage};
use crate::users::form::{EditUserPage, UserEmailPage};
use crate::users::list::UsersPage;
use crate::users::rights::RightsPage;
use crate::users::show::UserPage;

/// The HTML document, with its content policy (WB5).
pub fn document(options: LeptosOptions) -> impl IntoView {
    set_content_policy();
    view! {
        <!DOCTYPE html>
        <html lang="en-GB" class="govuk-template">
            <head>
                <meta charset="utf-8"/>
                <DocumentLinks/>
                <HashedStylesheet options=options.clone() id="style"/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
            </head>
            <body class="govuk-template__body">
                <App/>
            </body>
        </html>
    }
}

/// Every page. They are rendered whole before they are sent, so that each can set its status and works without
/// scripts.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Shown::default());
    provide_context(page::HasLive::default());
    view! {
        <Router>
            <FlatRoutes fallback=page::not_found>
                <Route path=path!("/") view=FrontDoor ssr=Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=Async/>
                <Route path=path!("/email-change/:token") view=EmailChangePage ssr=Async/>
                <Route path=path!("/forgot-password") view=ForgottenPasswordPage ssr=Async/>
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=Async/>
                <Route path=path!("/invitation/:token/join") view=JoinPage ssr=Async/>
                <Route path=path!("/invitation/:token/decline") view=DeclinePage ssr=Async/>

                <Route path=path!("/demo") view=EntrancePage ssr=Async/>
                <Route path=path!("/demo/outbox") view=OutboxPage ssr=Async/>
                <Route path=path!("/offline") view=OfflinePage ssr=Async/>
                <Route path=path!("/reset-password/:token") view=ResetPasswordPage ssr=Async/>
                <Route path=path!("/setup") view=SetUpPage ssr=Async/>

                <Route path=path!("/account") view=ProfilePage ssr=Async/>
                <Route path=path!("/account/notices") view=NoticesPage ssr=Async/>
                <Route path=path!("/account/email") view=EmailPage ssr=Async/>
                <Route path=path!("/account/password") view=PasswordPage ssr=Async/>
                <Route path=path!("/account/sessions/end") view=EndSessionsPage ssr=Async/>
                <Route path=path!("/account/sessions") view=SessionsPage ssr=Async/>

                <Route path=path!("/admin/assignments") view=AssignmentsPage ssr=Async/>
                <Route path=path!("/admin/assignments/:id") view=AssignmentsOfPackagePage ssr=Async/>
                <Route path=path!("/admin/assignments/:id/carers/:carer/remove") view=RemoveCarerPage ssr=Async/>
                <Route path=path!("/admin/assignments/:id/tasks/:task/remove") view=RemoveTaskPage ssr=Async/>
                <Route path=path!("/admin/audit") view=AuditPage ssr=Async/>
                <Route path=path!("/admin/audit/:id") view=AuditEntryPage ssr=Async/>
                <Route path=path!("/admin/packages") view=PackagesPage ssr=Async/>
                <Route path=path!("/admin/packages/new") view=NewPackagePage ssr=Async/>
                <Route path=path!("/admin/packages/:id") view=PackagePage ssr=Async/>
                <Route path=path!("/admin/packages/:id/delete") view=DeletePackagePage ssr=Async/>
                <Route path=path!("/admin/packages/:id/edit") view=EditPackagePage ssr=Async/>
                <Route path=path!("/admin/settings") view=SettingsPage ssr=Async/>
                <Route path=path!("/admin/tasks") view=TasksPage ssr=Async/>
                <Route path=path!("/admin/tasks/library") view=LibraryPage ssr=Async/>
                <Route path=path!("/admin/tasks/new") view=NewTaskPage ssr=Async/>
                <Route path=path!("/admin/tasks/:id") view=TaskPage ssr=Async/>
                <Route path=path!("/admin/tasks/:id/delete") view=DeleteTaskPage ssr=Async/>
                <Route path=path!("/admin/tasks/:id/edit") view=EditTaskPage ssr=Async/>
                <Route path=path!("/admin/templates") view=TemplatesPage ssr=Async/>
                <Route path=path!("/admin/templates/new") view=NewTemplatePage ssr=Async/>
                <Route path=path!("/admin/templates/:id") view=TemplatePage ssr=Async/>
                <Route path=path!("/admin/templates/:id/delete") view=DeleteTemplatePage ssr=Async/>
                <Route path=path!("/admin/templates/:id/edit") view=EditTemplatePage ssr=Async/>

                <Route path=path!("/admin") view=AdminStartPage ssr=Async/>
                <Route path=path!("/admin/assessments/:id") view=FinishedPage ssr=Async/>
                <Route path=path!("/admin/assessments/:id/amend") view=AmendPage ssr=Async/>
                <Route path=path!("/admin/progress") view=ChooseCarerPage ssr=Async/>
                <Route path=path!("/admin/progress/acknowledgments") view=WaitingPage ssr=Async/>
                <Route path=path!("/admin/progress/acknowledgments/:rating") view=WaitsPage ssr=Async/>
                <Route path=path!("/admin/progress/assess") view=DuePage ssr=Async/>
                <Route path=path!("/admin/progress/assess/:carer_id/:template_id") view=SheetPage ssr=Async/>
                <Route path=path!("/admin/progress/assess/:carer_id/:template_id/review") view=ReviewPage ssr=Async/>
                <Route path=path!("/admin/progress/ratings/:carer_id") view=RatePage ssr=Async/>
                <Route path=path!("/admin/progress/:carer_id") view=CarerProgressPage ssr=Async/>
                <Route path=path!("/admin/progress/:carer_id/tasks/:task_id") view=CorrectCountPage ssr=Async/>
                <Route path=path!("/admin/progress/:carer_id/tasks/:task_id/reset") view=ResetCountPage ssr=Async/>
                <Route path=path!("/carer") view=TodayPage ssr=Async/>
                <Route path=path!("/carer/acknowledgments") view=AcknowledgmentsPage ssr=Async/>
                <Route path=path!("/carer/more") view=MorePage ssr=Async/>
                <Route path=path!("/carer/progress") view=MyProgressPage ssr=Async/>
                <Route path=path!("/carer/tasks") view=DailyTasksPage ssr=Async/>

                <Route path=path!("/admin/users") view=UsersPage ssr=Async/>
                <Route path=path!("/admin/users/:id/sessions/end") view=EndUserSessionsPage ssr=Async/>
                <Route path=path!("/admin/users/invitations/:id/cancel") view=CancelInvitationPage ssr=Async/>
                <Route path=path!("/admin/users/invite") view=InvitePage ssr=Async/>
                <Route path=path!("/admin/users/:id") view=UserPage ssr=Async/>
                <Route path=path!("/admin/users/:id/deactivate") view=DeactivatePage ssr=Async/>
                <Route path=path!("/admin/users/:id/delete") view=DeletePage ssr=Async/>
                <Route path=path!("/admin/users/:id/edit") view=EditUserPage ssr=Async/>
                <Route path=path!("/admin/users/:id/email") view=UserEmailPage ssr=Async/>
                <Route path=path!("/admin/users/:id/rights") view=RightsPage ssr=Async/>

                <Route path=path!("/admin/shifts") view=ShiftsPage ssr=Async/>
                <Route path=path!("/admin/shifts/new") view=NewShiftPage ssr=Async/>
                <Route path=path!("/admin/shifts/:id") view=ShiftPage ssr=Async/>
                <Route path=path!("/admin/shifts/:id/:act") view=ShiftActPage ssr=Async/>
                <Route path=path!("/admin/shifts/:id/applications/:application") view=SelectPage ssr=Async/>
                <Route path=path!("/admin/shifts/:id/applications/:application/remove") view=RemoveApplicationPage ssr=Async/>
                <Route path=path!("/carer/schedule") view=SchedulePage ssr=Async/>
                <Route path=path!("/carer/shifts") view=BoardPage ssr=Async/>
                <Route path=path!("/carer/shifts/:id") view=InterestPage ssr=Async/>
            </FlatRoutes>
        </Router>
    }
}

fn set_content_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = http::HeaderValue::from_str(&policy) {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, policy);
    }
}
