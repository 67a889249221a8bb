//! What a form on the page knows about itself: what was typed, and what was wrong with it.

/// The state of one form, given to its fields as a context. An untouched form is the default with its id.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    /// Unique on the page; every id inside the form begins with it.
    pub form_id: String,
    values: Vec<(String, String)>,
    problems: Vec<(String, String)>,
}

impl FormState {
    /// A form that was sent and refused: the fields as they came, and one worded problem per field.
    pub fn new(
        form_id: impl Into<String>,
        values: Vec<(String, String)>,
        problems: Vec<(String, String)>,
    ) -> Self {
        Self { form_id: form_id.into(), values, problems }
    }

    /// A form that nobody has sent yet.
    pub fn blank(form_id: impl Into<String>) -> Self {
        Self::new(form_id, Vec::new(), Vec::new())
    }

    /// What was typed into a field, if this form was refused.
    pub fn value(&self, name: &str) -> Option<String> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// What is wrong with a field, in words.
    pub fn problem(&self, name: &str) -> Option<String> {
        let name = plain(name);
        self.problems.iter().find(|(key, _)| key == name).map(|(_, words)| words.clone())
    }

    /// Everything that is wrong, in the order of the form. A problem of the whole form has no name.
    pub fn problems(&self) -> &[(String, String)] {
        &self.problems
    }

    /// Everything that came under one name: the boxes that were ticked.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether this form comes back with what was typed. A box that is then not among the values was left empty.
    pub fn is_refused(&self) -> bool {
        !self.values.is_empty()
    }

    /// The id of a field of this form.
    pub fn id_of(&self, name: &str) -> String {
        field_id(&self.form_id, name)
    }
}

/// The id of a field: the form's id, a hyphen, the field's name with a hyphen for each bracket.
pub fn field_id(form_id: &str, name: &str) -> String {
    format!("{form_id}-{}", plain(name).replace(['[', ']'], "-"))
}

/// The name without the brackets that make several answers a list: problems are named without them.
pub(super) fn plain(name: &str) -> &str {
    name.strip_suffix("[]").unwrap_or(name)
}
