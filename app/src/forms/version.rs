//! What a form knows of the thing it edits: the version it began with, which stays until the reader has been told of
//! a newer one, and what is different since then (R-GEN-7).

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;

use super::{is_stale, posted};
use crate::ui::{FormState, HiddenField, Inset, SummaryList, SummaryRow};

/// The hidden field that says, in short, how everything stood when the form was made.
const BEGAN: &str = "_began";

/// Something that a form changes, as it is kept now.
#[derive(Clone, Debug)]
pub struct Fact {
    label: String,
    words: String,
    mark: u64,
}

impl Fact {
    /// A fact under the label of its field; nothing reads "none".
    pub fn new(label: impl Into<String>, words: impl Into<String>) -> Self {
        let (label, words) = (label.into(), words.into());
        Self { label, mark: mark(&words), words: if words.is_empty() { "none".to_owned() } else { words } }
    }

    /// A tick.
    pub fn tick(label: impl Into<String>, is_ticked: bool) -> Self {
        Self::new(label, if is_ticked { "yes" } else { "no" })
    }

    /// With more that counts as a change of it, and is too long to be shown.
    #[must_use]
    pub fn with(self, more: &str) -> Self {
        Self { mark: mark(&(self.mark, more)), ..self }
    }
}

fn mark(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The version that a form edits. A form that is drawn again keeps the one it began with, or the edit of somebody
/// else would be overwritten unseen; only one that was refused as stale takes the newest, and shows what changed.
#[component]
pub fn VersionField(version: i32, #[prop(optional)] facts: Vec<Fact>) -> impl IntoView {
    let form = use_context::<FormState>().unwrap_or_default().form_id;
    let typed = posted(&form).map(|posted| posted.values).unwrap_or_default();
    let typed = |name: &str| typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let is_stale = is_stale(&form);
    let (before, has_facts) = (typed(BEGAN), !facts.is_empty());
    let again = |value: Option<String>| value.filter(|_| !is_stale);
    let version = again(typed("version")).unwrap_or_else(|| version.to_string());
    let began = has_facts.then(|| {
        let value = again(before.clone()).unwrap_or_else(|| written(&facts));
        view! { <HiddenField name=BEGAN value/> }
    });
    let changed = (is_stale && has_facts).then(|| different(facts, before.as_deref()));
    view! { <HiddenField name="version" value=version/> {began} {changed.map(shown)} }
}

fn shown(changed: Vec<(String, String)>) -> impl IntoView {
    if changed.is_empty() {
        return view! { <Inset>"Everything in this form is as it was when you began."</Inset> }.into_any();
    }
    let rows = changed.into_iter().map(|(label, now)| SummaryRow::new(label, now)).collect();
    view! { <h2 class="govuk-heading-m">"What is different now"</h2> <SummaryList rows/> }.into_any()
}

/// "Name=a2f;Target=01c"
fn written(facts: &[Fact]) -> String {
    facts.iter().map(|fact| format!("{}={:x}", fact.label, fact.mark)).collect::<Vec<_>>().join(";")
}

/// What is not as it was, with what it is now. A form that does not say how it began is shown everything.
fn different(facts: Vec<Fact>, began: Option<&str>) -> Vec<(String, String)> {
    let before: Vec<(&str, &str)> =
        began.unwrap_or_default().split(';').filter_map(|one| one.rsplit_once('=')).collect();
    let is_there = |name: &str| facts.iter().any(|fact| fact.label == name);
    let gone = before.iter().filter(|(name, _)| !is_there(name)).map(|(name, _)| (*name).to_owned());
    let gone: Vec<_> = gone.map(|name| (name, "removed".to_owned())).collect();
    let is_same = |fact: &Fact| before.contains(&(fact.label.as_str(), format!("{:x}", fact.mark).as_str()));
    let changed = facts.into_iter().filter(|fact| !is_same(fact));
    changed.map(|fact| (fact.label, fact.words)).chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(number: u8, prompt: &str, answer: &str) -> Fact {
        Fact::new(format!("Question {number}"), prompt).with(answer)
    }

    #[test]
    fn r_gen_7_only_what_is_different_is_shown_and_what_is_gone_is_named() {
        let began = written(&[
            Fact::new("Name", "Washing"),
            Fact::tick("Active", true),
            question(1, "When?", "At nine"),
            question(2, "Why?", "So"),
            question(3, "Who?", "You"),
        ]);
        let now = [
            Fact::new("Name", "Washing"),
            Fact::tick("Active", false),
            question(1, "When?", "At ten"),
            question(2, "Why?", "So"),
        ];
        let seen = different(now.to_vec(), Some(&began));
        let seen: Vec<_> = seen.iter().map(|(label, now)| (label.as_str(), now.as_str())).collect();
        assert_eq!(seen, [("Active", "no"), ("Question 1", "When?"), ("Question 3", "removed")]);
        assert!(different(now.to_vec(), Some(&written(&now))).is_empty());
    }

    #[test]
    fn r_gen_7_a_form_that_does_not_say_how_it_began_is_shown_everything() {
        let now = [Fact::new("Name", "Washing"), Fact::new("Description", "")];
        let seen = different(now.to_vec(), None);
        assert_eq!(seen, [("Name".into(), "Washing".into()), ("Description".into(), "none".to_owned())]);
    }
}
