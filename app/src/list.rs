//! What all lists share: filters and sort from the address, pages, the bin, and a few words in their cells.

use domain::deletion::Binned;
use domain::list::{Asked, Few, Sort, SortKey};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::forms::PostForm;
use crate::islands::Live;
use crate::ssr;
use crate::ui::{
    ButtonKind, Choice, Column, DataTable, FilterForm, HiddenField, Link, Order, Pagination, Row,
    SubmitButton, Tag, Tone,
};
use crate::words::{dates, numbers};

/// What the address asks for.
pub fn asked() -> Asked {
    Asked {
        q: value("q"),
        status: value("status"),
        sort: value("sort"),
        after: value("after"),
        before: value("before"),
    }
}

/// One value of the address; empty when it is not there.
pub fn value(name: &str) -> String {
    use_query_map().read_untracked().get(name).unwrap_or_default()
}

/// The filters in force, for the fields and for the addresses of other pages. Empty ones are left out.
pub fn filters(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let filled = pairs.iter().filter(|(_, value)| !value.trim().is_empty());
    filled.map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// An address of a list with its filters and one more value.
pub fn address(base: &str, filters: &[(String, String)], name: &str, value: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("{base}?{}", query.extend_pairs(filters).append_pair(name, value).finish())
}

/// A list with all that stands around it: the filters, how many were found, and the pages before and after. The
/// children are the fields of the filters.
///
/// The filters stay outside the part that renews itself (R-GEN-12), so that nothing typed is lost.
#[component]
pub fn Found(
    #[prop(into)] base: String,
    /// What is always in the address, such as the tab.
    #[prop(optional)]
    kept: Vec<(String, String)>,
    /// The filters in force.
    filters: Vec<(String, String)>,
    /// The sort that was asked for.
    #[prop(optional, into)]
    sort: String,
    /// How many were found, in words.
    results: String,
    /// What makes the list renew itself; nothing, and it stays as it is.
    #[prop(optional)]
    topics: &'static str,
    /// The table, or what to say when there is nothing.
    body: AnyView,
    previous: Option<String>,
    next: Option<String>,
    children: Children,
) -> impl IntoView {
    let clear = (!filters.is_empty()).then(|| with(&base, &kept));
    let mut hidden = kept;
    if !sort.is_empty() {
        hidden.push(("sort".to_owned(), sort));
    }
    let all = hidden.iter().cloned().chain(filters.iter().cloned()).collect();
    let hidden =
        hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    let hidden = hidden.collect_view();
    let live = (!topics.is_empty()).then(|| view! { <Live region="list" topics/> });
    view! {
        <FilterForm form_id="find" action=base.clone() values=filters clear>
            {hidden}
            {children()}
        </FilterForm>
        {live}
        <div id="list">
            <p class="app-results" role="status">{results}</p>
            {body}
            <Pages base filters=all previous next/>
        </div>
    }
}

/// An address with these values.
fn with(base: &str, values: &[(String, String)]) -> String {
    if values.is_empty() {
        return base.to_owned();
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("{base}?{}", query.extend_pairs(values).finish())
}

/// The pages before and after this one, with the same filters.
#[component]
pub fn Pages(
    #[prop(into)] base: String,
    #[prop(optional)] filters: Vec<(String, String)>,
    previous: Option<String>,
    next: Option<String>,
) -> impl IntoView {
    let to = move |name, key: String| address(&base, &filters, name, &key);
    let previous = previous.map(|key| to("before", key));
    let next = next.map(|key| to("after", key));
    view! { <Pagination previous next/> }
}

/// How a list is sorted, for the heads of its columns.
pub struct Sorting<K> {
    base: String,
    filters: Vec<(String, String)>,
    now: Sort<K>,
}

impl<K: SortKey> Sorting<K> {
    /// The sort that was asked for, and the filters that stay in force when the list is sorted anew.
    pub fn new(base: impl Into<String>, filters: &[(String, String)], asked: &str) -> Self {
        Self { base: base.into(), filters: filters.to_owned(), now: Sort::read(asked).unwrap_or(K::OWN) }
    }

    /// A column that can be sorted by: its head says how it is, and leads to the other way.
    pub fn by(&self, key: K, column: Column) -> Column {
        let is_now = self.now.by == key;
        let order =
            is_now.then_some(if self.now.is_descending { Order::Descending } else { Order::Ascending });
        let next = if is_now { self.now.turned() } else { Sort::up(key) };
        column.sorted_by(address(&self.base, &self.filters, "sort", &next.code()), order)
    }
}

/// The two states of what can be in use or not.
pub fn statuses() -> Vec<Choice> {
    vec![Choice::new("active", "Active"), Choice::new("inactive", "Inactive")]
}

/// The same with those in the recycle bin.
pub fn statuses_and_bin() -> Vec<Choice> {
    let mut all = statuses();
    all.push(Choice::new("deleted", "Deleted"));
    all
}

/// Something in the bin: its id, its name, and when it was deleted.
pub type InBin = (String, String, Option<Binned>);

/// What lies in the bin, each with the button that brings it back by `operation`.
#[component]
pub fn BinTable(
    caption: &'static str,
    operation: &'static str,
    items: Vec<InBin>,
    /// The reader may not restore these.
    #[prop(optional)]
    is_locked: bool,
) -> impl IntoView {
    let columns = vec![
        Column::new("Name"),
        Column::new("Deleted"),
        Column::new("By"),
        Column::number("Days left"),
        Column::actions("Restore"),
    ];
    let rows = items.into_iter().map(|item| bin_row(operation, item, is_locked)).collect();
    view! { <DataTable caption columns rows is_caption_hidden=true/> }
}

fn bin_row(operation: &'static str, (id, name, binned): InBin, is_locked: bool) -> Row {
    let (zone, now) = ssr::wall();
    let at = binned.as_ref().map(|binned| dates::short(zone.date(binned.at))).unwrap_or_default();
    let left = binned.as_ref().and_then(|binned| binned.days_left(now)).map(numbers::thousands);
    let restored = name.clone();
    Row::new(name)
        .cell(at)
        .cell(binned.map(|binned| binned.by).unwrap_or_default())
        .cell(left.unwrap_or_else(|| "kept".into()))
        .cell((!is_locked).then(|| {
            view! {
                <PostForm operation id=format!("restore-{id}")>
                    <HiddenField name="id" value=id.clone()/>
                    <SubmitButton text="Restore" hidden=restored.clone() kind=ButtonKind::Secondary/>
                </PostForm>
            }
        }))
}

/// Whether something is in use, in a word, a mark and a colour.
#[component]
pub fn StatusTag(active: bool) -> impl IntoView {
    let (text, tone) = if active { ("Active", Tone::Green) } else { ("Inactive", Tone::Grey) };
    view! { <Tag text tone/> }
}

/// "Ann Brown, Ben Dale and 3 more"; a dash when there is none.
pub fn few(few: &Few) -> String {
    let more = few.of.saturating_sub(few.first.len() as u64);
    match (few.first.is_empty(), more) {
        (true, _) => "–".to_owned(),
        (false, 0) => few.first.join(", "),
        (false, more) => format!("{} and {more} more", few.first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_stand_for_many() {
        let of =
            |names: &[&str], of| few(&Few { first: names.iter().map(|&name| name.into()).collect(), of });
        assert_eq!(of(&[], 0), "–");
        assert_eq!(of(&["Ann", "Ben"], 2), "Ann, Ben");
        assert_eq!(of(&["Ann", "Ben"], 5), "Ann, Ben and 3 more");
    }

    #[test]
    fn empty_filters_stay_out_of_the_address() {
        assert_eq!(
            filters(&[("q", " "), ("status", "active")]),
            [("status".to_owned(), "active".to_owned())]
        );
    }
}

/// Says that a list which holds forms is not what it was; nothing moves under a finger (ux §1.6). `shown` is a mark of
/// what the page shows, `here` its address.
#[component]
pub fn ChangedLine(shown: String, words: &'static str, #[prop(into)] here: String) -> impl IntoView {
    view! {
        <div role="status" data-list=shown>
            <div class="app-banner app-banner--note" data-list-changed hidden>
                <p class="app-banner__text">{words}" "<Link href=here text="Show"/></p>
            </div>
        </div>
    }
}
