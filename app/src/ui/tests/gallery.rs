//! Pages made of every component in every state, to test their markup and to look at them.

use super::super::*;
use crate::shell::{
    ADMIN_SECTIONS, AdminShell, CarerShell, Counts, PublicShell, SETTINGS, SignOutButton, Viewer,
};
use domain::access::{Flags, Role};
use domain::competency::Level;
use leptos::context::Provider;
use leptos::prelude::*;

type Page = fn() -> AnyView;

/// Every page, by the name of its file. They are also written to the folder that GALLERY names.
pub fn pages() -> Vec<(&'static str, String)> {
    let pages: [(&str, Page); 10] = [
        ("admin-start", admin_start),
        ("admin-list", admin_list),
        ("admin-empty", admin_empty),
        ("admin-form", || admin_form(FormState::blank("invite"))),
        ("admin-form-refused", || admin_form(refused())),
        ("admin-facts", admin_facts),
        ("carer-today", || carer_today(false)),
        ("carer-shared", || carer_today(true)),
        ("carer-log", carer_log),
        ("sign-in", sign_in),
    ];
    let made: Vec<_> = pages
        .into_iter()
        .map(|(name, body)| (name, document(&Owner::new().with(|| body().to_html()))))
        .collect();
    if let Ok(folder) = std::env::var("GALLERY") {
        for (name, html) in &made {
            std::fs::write(format!("{folder}/{name}.html"), html).expect("a folder to write to");
        }
    }
    made
}

fn document(body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-GB\" class=\"govuk-template\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Gallery</title>\
         <link rel=\"stylesheet\" href=\"style.css\"></head><body class=\"govuk-template__body\">{body}</body></html>"
    )
}

fn viewer(role: Role, name: &str) -> Viewer {
    Viewer {
        name: name.to_owned(),
        role,
        flags: Flags { can_manage_settings: true, ..Flags::default() },
        organisation: "Willow and Ashdown Community Care".to_owned(),
        logo: None,
        help_line: Some("0161 496 0000".to_owned()),
        shared_device: false,
        session: crate::shell::SessionEnds::default(),
        counts: Counts { notices: 12, acknowledgments: 2 },
    }
}

fn sign_out(shared_device: bool) -> AnyView {
    view! { <form method="post" action="/sign-out"><SignOutButton shared_device/></form> }.into_any()
}

fn demo() -> AnyView {
    view! { <p>"Demo with sample data. "<Link href="/demo" text="Change who you are"/></p> }.into_any()
}

fn done(text: &'static str) -> AnyView {
    view! { <NotificationBanner text/> }.into_any()
}

#[component]
fn AdminPage(
    path: &'static str,
    #[prop(optional_no_strip)] message: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let crumbs = vec![Crumb::new("Start", "/admin"), Crumb::new("Users", "/admin/users")];
    let viewer = viewer(Role::Admin, "Samantha Featherstonehaugh-Reed");
    view! { <AdminShell viewer path crumbs sign_out=Some(sign_out(false)) demo=Some(demo()) message>{children()}</AdminShell> }
}

fn admin_start() -> AnyView {
    let cards = ADMIN_SECTIONS.iter().chain([&SETTINGS]).enumerate().map(|(at, section)| {
        let locked = (section.title == "Audit").then(|| "Needs the right to view the audit".to_owned());
        let count = (at % 3 == 0).then_some(at as u64 * 4 + 1);
        view! { <li><StartCard glyph=section.glyph title=section.title line=section.line href=section.href count locked/></li> }
    });
    view! {
        <AdminPage path="/admin">
            <PageHeading text="Good morning, Samantha" lead="Thursday 6 August. 3 things need you."/>
            <div class="app-tiles">
                <Tile figure="7" label="Carers ready for assessment" href="/admin/progress/assess"/>
                <Tile figure="1,204" label="Confirmed shifts" href="/admin/shifts?state=confirmed"/>
                <Tile figure="94.0 %" label="Competent or above"/>
            </div>
            <h2 class="govuk-heading-m">"All parts"</h2>
            <ul class="app-starts">{cards.collect_view()}</ul>
        </AdminPage>
    }
    .into_any()
}

fn people() -> Vec<Row> {
    let person = |name: &'static str, email: &'static str, tone, status: &'static str, tenths, level| {
        Row::new(view! { <Link href="/admin/users/1" text=name/> })
            .cell(email)
            .cell(view! { <ProgressBar label=format!("Progress of {name}") tenths/> })
            .cell(view! { <LevelTag level/> })
            .cell(view! { <Tag text=status tone/> })
            .cell("1,204")
            .cell(view! { <Link href="/admin/users/1/edit" text="Edit" hidden=name/> })
    };
    vec![
        person("Amara Obi", "amara@example.org", Tone::Green, "Active", 940, Level::Expert),
        person(
            "Wilhelmina Anastasia Papadopoulou-Worthington",
            "wilhelmina.papadopoulou-worthington@willow-and-ashdown.example.org",
            Tone::Yellow,
            "Pending invitation",
            100,
            Level::NotAssessed,
        ),
        person("李小龙", "li@example.org", Tone::Grey, "Inactive", 300, Level::AdvancedBeginner),
        person("Jo Hall", "jo@example.org", Tone::Red, "Expired, not filled", 1000, Level::NonCompetent),
    ]
}

fn admin_list() -> AnyView {
    let tabs = vec![
        Tab::new("Carers", "?tab=carers", true).with_count(24),
        Tab::new("Admins", "?tab=admins", false).with_count(3),
        Tab::new("Invitations", "?tab=invitations", false).with_count(1),
    ];
    let columns = || {
        vec![
            Column::new("Name").sorted_by("?sort=-name", Some(Order::Ascending)),
            Column::new("E-mail"),
            Column::new("Progress").sorted_by("?sort=progress", None),
            Column::new("Level"),
            Column::new("Status"),
            Column::number("Count").sorted_by("?sort=count", Some(Order::Descending)),
            Column::actions("Acts"),
        ]
    };
    let statuses = vec![Choice::new("active", "Active"), Choice::new("inactive", "Inactive")];
    view! {
        <AdminPage path="/admin/users" message=Some(done("Amara Obi is added to Rose House"))>
            <PageHeading text="Users">
                <LinkButton href="/admin/users/invite" text="Invite a carer" icon=Glyph::Plus/>
            </PageHeading>
            <Tabs label="Kinds of users" tabs/>
            <FilterForm form_id="find" action="/admin/users" clear=Some("/admin/users".to_owned()) results="4 carers"
                values=vec![("status".to_owned(), "active".to_owned())]>
                <TextField name="q" label="Name or e-mail" autocomplete="off"/>
                <SelectField name="status" label="Status" choices=statuses prompt="Any status"/>
            </FilterForm>
            <DataTable caption="Carers" columns=columns() rows=people() is_caption_hidden=true wide=true/>
            <DataTable caption="Carers as cards on phones" columns=columns() rows=people()/>
            <Pagination previous=Some("?before=a".to_owned()) next=Some("?after=z".to_owned())/>
        </AdminPage>
    }
    .into_any()
}

fn admin_empty() -> AnyView {
    view! {
        <AdminPage path="/admin/packages">
            <PageHeading text="Care packages"/>
            <Empty title="No care packages yet" text="A care package is a place or a service of care. Carers and tasks are assigned to it." icon=Glyph::House>
                <LinkButton href="/admin/packages/new" text="Add a care package" icon=Glyph::Plus/>
            </Empty>
            <Empty title="No carer matches" text="No carer has these words in their name or e-mail."/>
        </AdminPage>
    }
    .into_any()
}

fn refused() -> FormState {
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let values = pairs(&[("email", "amara"), ("note", "Two\nlines"), ("role", "carer"), ("days[]", "mon")]);
    let problems = pairs(&[
        ("email", "Enter an e-mail address like name@example.org"),
        ("password", "Use 12 characters or more"),
        ("count", "Enter a whole number from 1 to 100"),
        ("package", "Choose a care package"),
        ("start", "Choose a start in the future"),
        ("kind", "Choose a kind"),
        ("note", "Give a reason of 10 characters or more"),
        ("agree", "Tick the box to say that you have read the statement"),
        ("", "This makes 40 hours in the week. The limit is 36. To go over it, give a reason"),
    ]);
    FormState::new("invite", values, problems)
}

fn admin_form(state: FormState) -> AnyView {
    let kinds = vec![
        Choice::new("competent", "Competent")
            .with_hint("Only carers who are Competent or above in each task"),
        Choice::new("other", "Non-Competent"),
        Choice::new("x", "Closed").disabled("Needs a task"),
    ];
    let days = vec![Choice::new("mon", "Monday"), Choice::new("tue", "Tuesday")];
    let packages = vec![Choice::new("1", "Rose House, M14"), Choice::new("2", "Ashdown Court, SK4")];
    let yes_no = vec![Choice::new("yes", "Yes"), Choice::new("no", "No")];
    view! {
        <AdminPage path="/admin/users/invite">
            <BackLink href="/admin/users"/>
            <Provider value=state>
                <ErrorSummary/>
                <PageHeading text="Invite a carer" caption="Users"/>
                <form method="post" novalidate>
                    <TextField name="name" label="Name" autocomplete="off" value="Amara Obi"/>
                    <EmailField name="email" label="E-mail address" hint="The invitation goes there" autocomplete="off"/>
                    <PasswordField name="password" label="New password" hint="12 characters or more" usage=PasswordUse::New/>
                    <NumberField name="count" label="Target" unit="times" value="50"/>
                    <SelectField name="package" label="Care package" choices=packages prompt="Choose a care package"/>
                    <DateField name="start" label="First day" hint="The day the contract starts" value="2026-08-06"/>
                    <TimeField name="from" label="Start" value="21:00"/>
                    <RadioGroup name="kind" label="Kind of shift" choices=kinds/>
                    <RadioGroup name="role" label="Done today?" choices=yes_no inline=true/>
                    <CheckboxList name="days[]" label="Days" hint="Choose all that apply" choices=days/>
                    <TextArea name="note" label="Reason" hint="Do not write names here." limit=500/>
                    <CheckboxField name="agree" label="I have read the statement" hint="It counts from today"/>
                    <ButtonGroup>
                        <SubmitButton text="Send invitation"/>
                        <SubmitButton text="Save as draft" kind=ButtonKind::Secondary name="act" value="draft"/>
                        <LinkButton href="/admin/users" text="Cancel" kind=ButtonKind::Quiet/>
                    </ButtonGroup>
                </form>
            </Provider>
        </AdminPage>
    }
    .into_any()
}

fn admin_facts() -> AnyView {
    let rows = vec![
        SummaryRow::new("Name", "Amara Obi").with_change("/a", "name"),
        SummaryRow::new(
            "E-mail address",
            "wilhelmina.papadopoulou-worthington@willow-and-ashdown.example.org",
        ),
        SummaryRow::new("Status", view! { <Tag text="Active" tone=Tone::Green/> })
            .with_change("/b", "status"),
    ];
    let states = crate::words::states::PARTS;
    let tasks = vec![
        TaskItem::counted("Knowledge", "#k", Counter { code: "knowledge", answered: 8, of: 8, states }),
        TaskItem::counted("Practical", "#p", Counter { code: "practical", answered: 3, of: 12, states }),
        TaskItem::plain("Emergency", "Nothing to answer"),
        TaskItem::new("Review", "#r", Tone::Grey, "Not yet started"),
    ];
    let levels = Level::ALL.map(|level| view! { <LevelTag level/>" " });
    let tones = [
        (Tone::Grey, "Locked, 2 of 5"),
        (Tone::Blue, "In progress"),
        (Tone::Yellow, "Waiting for the carer"),
        (Tone::Green, "In force"),
        (Tone::Orange, "Lapses 3 June"),
        (Tone::Red, "Critical"),
    ];
    let tags = tones.map(|(tone, text)| view! { <Tag text tone/>" " });
    let bars = [(30, 3), (300, 15), (700, 35), (940, 47), (1000, 50)]
        .map(|(tenths, count)| view! { <p><ProgressBar label="Medicines" tenths counted=(count, 50)/></p> });
    view! {
        <AdminPage path="/admin/progress">
            <PageHeading text="Amara Obi" caption="Carer at Rose House"/>
            <NotificationBanner text="You can edit this until Friday" kind=Banner::Note/>
            <NotificationBanner text="Not saved. Sam Reed changed this at 2:14pm" kind=Banner::Warning/>
            <SummaryList rows/>
            <WarningText text="Deleting Rose House ends 3 assignments. It cannot be taken back."/>
            <p>{levels.collect_view()}<LevelTag level=Level::Competent lapsed="3 June"/></p>
            <p>{tags.collect_view()}</p>
            {bars.collect_view()}
            <TaskList id="sections" items=tasks/>
            <Inset><p>"A rating counts from the moment it is acknowledged."</p></Inset>
            <Details summary="What is a rating"><p>"One level for one task at a time."</p></Details>
            <ButtonGroup>
                <SubmitButton text="Delete package" kind=ButtonKind::Warning/>
                <SubmitButton text="Not now" kind=ButtonKind::Secondary/>
                <SubmitButton text="Publish week" kind=ButtonKind::Secondary disabled=true/>
            </ButtonGroup>
        </AdminPage>
    }
    .into_any()
}

#[component]
fn CarerPage(
    path: &'static str,
    shared_device: bool,
    #[prop(optional_no_strip)] message: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let viewer = Viewer { shared_device, ..viewer(Role::Carer, "Amara Obi-Featherstonehaugh") };
    view! { <CarerShell viewer path sign_out=Some(sign_out(shared_device)) demo=Some(demo()) message>{children()}</CarerShell> }
}

fn carer_today(shared_device: bool) -> AnyView {
    let waiting = || view! { <Tag text="Waiting for you" tone=Tone::Yellow/> };
    view! {
        <CarerPage path="/carer" shared_device message=Some(done("Logged: now 50 of 50 (100.0 %). Medicines is complete"))>
            <PageHeading text="Today" lead="Thursday 6 August"/>
            <div class="app-cards">
                <Card title="Rating to acknowledge" aside=waiting>
                    <p class="govuk-body">"Medicines: "<LevelTag level=Level::AdvancedBeginner/>" to "<LevelTag level=Level::Competent/></p>
                    <LinkButton href="/carer/acknowledgments" text="Read and acknowledge"/>
                </Card>
                <Card title="Next shift">
                    <p class="govuk-body">"Friday 9pm to Saturday 7am at Rose House, M14. 10 hours."</p>
                    <LinkButton href="/carer/schedule" text="Open my schedule" kind=ButtonKind::Secondary/>
                </Card>
                <Card title="How far you are" href="/carer/progress">
                    <ProgressBar label="All tasks" tenths=423/>
                </Card>
            </div>
        </CarerPage>
    }
    .into_any()
}

fn carer_log() -> AnyView {
    let days = || {
        vec![Choice::new("today", "Today"), Choice::new("yesterday", "Yesterday").with_hint("Until midday")]
    };
    let values = vec![("count".to_owned(), "20".to_owned())];
    let problems = vec![("count".to_owned(), "You can add 12 more for this day. You entered 20".to_owned())];
    view! {
        <CarerPage path="/carer/tasks" shared_device=false>
            <PageHeading text="Daily tasks"/>
            <div class="app-cards">
                <Card title="Medicines">
                    <ProgressBar label="Medicines" tenths=940 counted=(47, 50)/>
                    <Provider value=FormState::blank("log-a")>
                        <form method="post" novalidate>
                            <StepperField name="count" label="How many times?" hint="12 left today" value="1"/>
                            <RadioGroup name="day" label="Day" choices=days() value="today"/>
                            <TextArea name="note" label="Note (optional)" hint="Do not write names here." limit=500 rows=2/>
                            <SubmitButton text="Log Medicines"/>
                        </form>
                    </Provider>
                </Card>
                <Card title="Moving and handling with the standing hoist">
                    <ProgressBar label="Moving" tenths=210 counted=(42, 200)/>
                    <Provider value=FormState::new("log-b", values, problems)>
                        <form method="post" novalidate>
                            <StepperField name="count" label="How many times?" hint="12 left today" value="1"/>
                            <CheckboxField name="agree" label="I have read the statement"/>
                            <SubmitButton text="Log Moving and handling"/>
                        </form>
                    </Provider>
                </Card>
            </div>
            <Empty title="All complete 100.0 %" text="There is nothing left to log." icon=Glyph::Ticked/>
        </CarerPage>
    }
    .into_any()
}

fn sign_in() -> AnyView {
    let problems = vec![(String::new(), "E-mail or password is not right, or sign-in is paused".to_owned())];
    view! {
        <PublicShell demo=Some(demo())>
            <Provider value=FormState::new("sign-in", Vec::new(), problems)>
                <ErrorSummary/>
                <PageHeading text="Sign in"/>
                <form method="post" novalidate>
                    <EmailField name="email" label="E-mail address" autocomplete="username"/>
                    <PasswordField name="password" label="Password"/>
                    <CheckboxField name="shared" label="This is a shared device" hint="It locks after 5 minutes without use"/>
                    <SubmitButton text="Sign in"/>
                    <p><Link href="/forgot-password" text="Forgotten your password?"/></p>
                </form>
            </Provider>
        </PublicShell>
    }
    .into_any()
}
