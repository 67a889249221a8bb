//! What all lists of things share: their filters from the address, their pages, the bin, and a few words in their cells.

use domain::deletion::Binned;
use domain::list::{Asked, Few};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::forms::PostForm;
use crate::ssr;
use crate::ui::{
    ButtonKind, Choice, Column, DataTable, HiddenField, Pagination, Row, SubmitButton, Tag, Tone,
};
use crate::words::{dates, numbers};

/// What the address asks for.
pub fn asked() -> Asked {
    Asked { q: value("q"), status: value("status"), after: value("after"), before: value("before") }
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

/// The pages before and after this one, with the same filters.
#[component]
pub fn Pages(
    base: &'static str,
    filters: Vec<(String, String)>,
    previous: Option<String>,
    next: Option<String>,
) -> impl IntoView {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let filters = query.extend_pairs(filters).finish();
    let address = |name: &str, key: String| {
        let mut query = form_urlencoded::Serializer::new(filters.clone());
        format!("{base}?{}", query.append_pair(name, &key).finish())
    };
    let previous = previous.map(|key| address("before", key));
    let next = next.map(|key| address("after", key));
    view! { <Pagination previous next/> }
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
pub fn BinTable(caption: &'static str, operation: &'static str, items: Vec<InBin>) -> impl IntoView {
    let columns = vec![
        Column::new("Name"),
        Column::new("Deleted"),
        Column::new("By"),
        Column::number("Days left"),
        Column::actions("Restore"),
    ];
    let rows = items.into_iter().map(|item| bin_row(operation, item)).collect();
    view! { <DataTable caption columns rows is_caption_hidden=true/> }
}

fn bin_row(operation: &'static str, (id, name, binned): InBin) -> Row {
    let (zone, now) = ssr::wall();
    let at = binned.as_ref().map(|binned| dates::short(zone.date(binned.at))).unwrap_or_default();
    let left = binned.as_ref().and_then(|binned| binned.days_left(now)).map(numbers::thousands);
    let restored = name.clone();
    Row::new(name)
        .cell(at)
        .cell(binned.map(|binned| binned.by).unwrap_or_default())
        .cell(left.unwrap_or_else(|| "kept".into()))
        .cell(view! {
            <PostForm operation id=format!("restore-{id}")>
                <HiddenField name="id" value=id.clone()/>
                <SubmitButton text="Restore" hidden=restored.clone() kind=ButtonKind::Secondary/>
            </PostForm>
        })
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
