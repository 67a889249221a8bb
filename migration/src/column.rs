//! One column, written as the specification writes it: `note?` may be null, `active = true` has a default.

use crate::dialect::Dialect;

/// What a column holds, whatever each database calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Id,
    Text,
    Int,
    Big,
    Bool,
    Date,
    Bytes,
}

#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    kind: Kind,
    may_be_null: bool,
    default: Option<&'static str>,
}

impl Column {
    pub(crate) fn read(words: &'static str, kind: Kind) -> Self {
        let (words, default) = match words.split_once(" = ") {
            Some((name, default)) => (name, Some(default)),
            None => (words, None),
        };
        let name = words.trim_end_matches('?');
        Self { name, kind, may_be_null: name != words, default }
    }

    pub(crate) fn sql(&self, dialect: Dialect) -> String {
        let null = if self.may_be_null { "" } else { " NOT NULL" };
        let default = self.default.map(|value| format!(" DEFAULT {value}")).unwrap_or_default();
        let check = dialect
            .what_its_types_let_through(self.name, self.kind)
            .map(|check| format!(" CHECK ({check})"))
            .unwrap_or_default();
        format!("\"{}\" {}{null}{default}{check}", self.name, dialect.column_type(self.kind))
    }
}
