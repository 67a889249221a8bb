//! `/admin/assignments/{id}`: the carers or the tasks of one care package, now or before, and a tick list to add more.

use std::fmt::Display;
use std::str::FromStr;

use domain::assignment::{Belonging, Period, PeriodsAsked};
use domain::id::PackageId;
use domain::list::{Listed, PeriodSort};
use domain::text::name_key;
use leptos::prelude::*;

use super::api::{carers, tasks};
use crate::forms::{self, PostForm, REDRAW};
use crate::list::{self, Found, Sorting, StatusTag};
use crate::page::{self, Content};
use crate::ssr;
use crate::ui::{
    Banner, ButtonGroup, ButtonKind, CheckboxList, Choice, Column, Crumb, DataTable, Empty, EnterButton,
    Glyph, HiddenField, Link, NotificationBanner, PageHeading, RedrawButton, Row, SubmitButton, Tab, Tabs,
    TextField,
};
use crate::words::{dates, numbers};

/// The form's id, and the two buttons that tick everything shown or nothing.
const FORM: &str = "add";
const ALL: &str = "all";
const NONE: &str = "none";

/// The words and addresses of one of the two tabs.
#[derive(Clone, Copy)]
struct Words {
    tab: &'static str,
    one: &'static str,
    many: &'static str,
    /// The field of the tick list.
    field: &'static str,
    operation: &'static str,
    none: &'static str,
    none_free: &'static str,
}

const CARERS: Words = Words {
    tab: "carers",
    one: "carer",
    many: "carers",
    field: "carers[]",
    operation: "/api/assignment/add_carers",
    none: "No carers in this package",
    none_free: "Every active carer is in this package already.",
};

const TASKS: Words = Words {
    tab: "tasks",
    one: "task",
    many: "tasks",
    field: "tasks[]",
    operation: "/api/assignment/add_tasks",
    none: "No tasks in this package",
    none_free: "Every active task is in this package already.",
};

/// The page.
#[component]
pub fn AssignmentsOfPackagePage() -> impl IntoView {
    let id = page::named::<PackageId>("id");
    let is_tasks = list::value("tab") == "tasks";
    let ticking = Ticking::posted(if is_tasks { TASKS } else { CARERS });
    let asked = asked();
    page::private(async move {
        let (id, find) = (id?, ticking.find.clone());
        if is_tasks {
            let found = tasks(id, find, ticking.chosen(), asked.clone()).await?;
            Ok(content(found, TASKS, &asked, ticking))
        } else {
            let found = carers(id, find, ticking.chosen(), asked.clone()).await?;
            Ok(content(found, CARERS, &asked, ticking))
        }
    })
}

/// What the address asks for.
fn asked() -> PeriodsAsked {
    PeriodsAsked {
        past: list::value("past"),
        q: list::value("q"),
        sort: list::value("sort"),
        after: list::value("after"),
        before: list::value("before"),
    }
}

/// The tick list as it stands: what was looked for, what is ticked, and whether everything shown is to be.
struct Ticking {
    find: String,
    ticks: Vec<String>,
    has_all: bool,
}

impl Ticking {
    /// As the form was last posted; empty on a first visit.
    fn posted(words: Words) -> Self {
        let values = forms::posted(FORM).map(|posted| posted.values).unwrap_or_default();
        let all = |name: &str| -> Vec<String> {
            values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
        };
        let asked = all(REDRAW).pop().unwrap_or_default();
        Self {
            find: all("find").pop().unwrap_or_default(),
            ticks: if asked == NONE { Vec::new() } else { all(words.field) },
            has_all: asked == ALL,
        }
    }

    /// The ticks that name something.
    fn chosen<Id: FromStr>(&self) -> Vec<Id> {
        self.ticks.iter().filter_map(|tick| tick.parse().ok()).collect()
    }
}

fn content<Id: Display + 'static>(
    found: Belonging<Id>,
    words: Words,
    asked: &PeriodsAsked,
    ticking: Ticking,
) -> Content {
    let title = format!("Assignments of {}", found.package.name);
    let caption = format!("Care package in {}", found.postcode_area);
    let package = found.package.id;
    let to_package = format!("/admin/packages/{package}");
    let inactive = (!found.is_active).then(|| {
        let text = "This care package is inactive. Nothing can be added until it is active.";
        view! { <NotificationBanner text kind=Banner::Note/> }
    });
    let adding = (found.is_active && !asked.is_past()).then(|| add(&found, words, ticking));
    let crumbs = vec![Crumb::new("Assignments", "/admin/assignments")];
    let (tabs, other) = (tabs(&found, words), other(found.past, words, asked.is_past()));
    let periods = periods(package, found.periods, words, asked);
    let body = view! {
        <PageHeading text=found.package.name.clone() caption=caption/>
        <p class="govuk-body"><Link href=to_package text="About this care package"/></p>
        {tabs}
        {inactive}
        {other}
        {periods}
        {adding}
    };
    Content::new(title, body).crumbs(crumbs)
}

fn tabs<Id>(found: &Belonging<Id>, words: Words) -> impl IntoView + use<Id> {
    let tabs = vec![
        Tab::new("Carers", "?tab=carers", words.tab == "carers").with_count(found.carers),
        Tab::new("Tasks", "?tab=tasks", words.tab == "tasks").with_count(found.tasks),
    ];
    view! { <Tabs label="What belongs to this care package" tabs/> }
}

/// The way from those that belong to it now to those that did, and back.
fn other(past: u64, words: Words, is_past: bool) -> Option<AnyView> {
    let (href, text) = if is_past {
        (format!("?tab={}", words.tab), format!("Show the {} now", words.many))
    } else {
        let count = numbers::counted(past, "period", "periods");
        (format!("?tab={}&past=true", words.tab), format!("Earlier {}: {count}", words.many))
    };
    (past > 0 || is_past).then(|| view! { <p class="govuk-body"><Link href text/></p> }.into_any())
}

/// A page of the periods that were asked for, with its search.
fn periods<Id: Display + 'static>(
    package: PackageId,
    found: Listed<Period<Id>>,
    words: Words,
    asked: &PeriodsAsked,
) -> AnyView {
    let here = format!("/admin/assignments/{package}");
    let kept = list::filters(&[("tab", words.tab), ("past", &asked.past)]);
    let filters = list::filters(&[("q", &asked.q)]);
    let sorting = Sorting::new(here.as_str(), &[kept.as_slice(), &filters].concat(), &asked.sort);
    let results = if asked.is_past() {
        numbers::counted(found.found, "earlier period", "earlier periods")
    } else {
        numbers::counted(found.found, words.one, words.many)
    };
    let (previous, next) = (found.previous, found.next);
    let body = match (found.rows.is_empty(), filters.is_empty(), asked.is_past()) {
        (true, true, false) => {
            let text = format!("Add {} with the list below.", words.many);
            view! { <Empty title=words.none text/> }.into_any()
        }
        (true, _, _) => {
            let title = format!("No {} matches", words.one);
            view! { <Empty title text="Write less of the name, or clear the filters."/> }.into_any()
        }
        (false, _, false) => current(package, found.rows, words, &sorting),
        (false, _, true) => past(found.rows, words),
    };
    let (sort, label) = (asked.sort.clone(), format!("Name of the {}", words.one));
    view! {
        <Found base=here kept filters sort results topics="assignment" body previous next>
            <TextField name="q" label autocomplete="off"/>
        </Found>
    }
    .into_any()
}

fn current<Id: Display>(
    package: PackageId,
    current: Vec<Period<Id>>,
    words: Words,
    sorting: &Sorting<PeriodSort>,
) -> AnyView {
    let columns = vec![
        sorting.by(PeriodSort::Name, Column::new("Name")),
        Column::new("Since"),
        sorting.by(PeriodSort::Status, Column::new("Status")),
        Column::actions("Remove"),
    ];
    let row = |period: Period<Id>| {
        let Period { subject, is_active, from_at, .. } = period;
        let remove = format!("/admin/assignments/{package}/{}/{}/remove", words.tab, subject.id);
        Row::new(subject.name.clone())
            .cell(dates::short(ssr::zone().date(from_at)))
            .cell(view! { <StatusTag active=is_active/> })
            .cell(view! { <Link href=remove text="Remove" hidden=subject.name/> })
    };
    let rows = current.into_iter().map(row).collect();
    let caption = format!("Now in this package: {}", words.many);
    view! { <DataTable caption columns rows is_caption_hidden=true/> }.into_any()
}

/// The tick list, searched on the server. Looking for names and ticking all shown only draw the form again; what is
/// ticked stays ticked, whatever is looked for next.
fn add<Id: Display>(found: &Belonging<Id>, words: Words, ticking: Ticking) -> impl IntoView + use<Id> {
    let heading = view! { <h2 class="govuk-heading-m">{format!("Add {}", words.many)}</h2> };
    if found.free.is_empty() && ticking.find.trim().is_empty() {
        return view! { {heading} <p class="govuk-body">{words.none_free}</p> }.into_any();
    }
    let looked_for = name_key(&ticking.find);
    let shown = found.free.iter().filter(|free| name_key(&free.name).contains(&looked_for)).count() as u64;
    let lost =
        ticking.ticks.iter().filter(|tick| found.free.iter().all(|free| free.id.to_string() != **tick));
    let lost = (lost.count() as u64, words.one, words.many);
    let choices: Vec<_> =
        found.free.iter().map(|free| Choice::new(free.id.to_string(), free.name.clone())).collect();
    let values = if ticking.has_all {
        found.free.iter().map(|free| free.id.to_string()).collect()
    } else {
        ticking.ticks
    };
    let chosen =
        values.iter().filter(|value| found.free.iter().any(|free| free.id.to_string() == **value)).count();
    let package = found.package.id.to_string();
    let label = format!("Which {} to add", words.many);
    let more = found.found.saturating_sub(shown);
    let hint = match (found.found, more) {
        (0, _) => format!("No {} not in this package has such a name", words.one),
        (of, 0) => numbers::counted(of, words.one, words.many) + " not in this package yet",
        (of, _) => format!(
            "{shown} of {}. Look for a name to see others",
            numbers::counted(of, words.one, words.many)
        ),
    };
    let find = format!("Find {} by name", words.many);
    view! {
        {heading}
        <PostForm operation=words.operation id=FORM once=true is_read=true>
            <EnterButton/>
            <HiddenField name="package" value=package/>
            <TextField name="find" label=find value=ticking.find autocomplete="off"/>
            <ButtonGroup>
                <RedrawButton text="Find" value="find" to=FORM kind=ButtonKind::Secondary icon=Glyph::Search/>
                <RedrawButton text="Select all shown" value=ALL to=FORM/>
                <RedrawButton text="Select none" value=NONE to=FORM/>
            </ButtonGroup>
            <div class="app-ticks"><CheckboxList name=words.field label hint choices values/></div>
            <p class="govuk-body">
                "Chosen: "<span data-sum=format!("[name=\"{}\"]:checked", words.field)>{chosen.to_string()}</span>
                {left_out(lost)}
            </p>
            <SubmitButton text=format!("Add the chosen {}", words.many)/>
        </PostForm>
    }
    .into_any()
}

/// Ticks of before that cannot be added any more are said, not dropped in silence (UX-39).
fn left_out((number, one, many): (u64, &str, &str)) -> Option<String> {
    let who = numbers::counted(number, one, many);
    (number > 0)
        .then(|| format!(". {who} chosen before cannot be added now: already in this package, or not in use"))
}

fn past<Id>(past: Vec<Period<Id>>, words: Words) -> AnyView {
    let day = |at| dates::short(ssr::zone().date(at));
    let row = |period: Period<Id>| {
        Row::new(period.subject.name)
            .cell(day(period.from_at))
            .cell(period.to_at.map(day).unwrap_or_default())
    };
    let rows = past.into_iter().map(row).collect();
    let columns = vec![Column::new("Name"), Column::new("From"), Column::new("Until")];
    let caption = format!("Earlier {}, the last to leave first", words.many);
    view! { <DataTable caption columns rows is_caption_hidden=true/> }.into_any()
}
