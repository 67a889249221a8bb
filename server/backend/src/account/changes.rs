//! What an edit of somebody changed, as the trail may hold it: personal texts by reference, everything else as it is.

use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::Error;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::personal::Kind;

/// The fields that differ, before and after.
pub(crate) struct Changes<'a> {
    tx: &'a Tx,
    subject: Uuid,
    before: Map<String, Value>,
    after: Map<String, Value>,
}

impl<'a> Changes<'a> {
    /// None yet.
    pub(crate) fn of(tx: &'a Tx, subject: Uuid) -> Self {
        Self { tx, subject, before: Map::new(), after: Map::new() }
    }

    /// Whether nothing differs.
    pub(crate) fn is_empty(&self) -> bool {
        self.after.is_empty()
    }

    /// Whether a field differs.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.after.contains_key(field)
    }

    /// Notes a personal text when it is not what it was.
    pub(crate) async fn text(
        &mut self,
        field: &str,
        kind: Kind,
        old: Option<&String>,
        new: Option<&String>,
    ) -> Result<(), Error> {
        if old == new {
            return Ok(());
        }
        let (before, after) = (self.reference(kind, old).await?, self.reference(kind, new).await?);
        self.before.insert(field.to_owned(), before);
        self.after.insert(field.to_owned(), after);
        Ok(())
    }

    /// Notes a date, a number or a code when it is not what it was.
    pub(crate) fn plain<T: Copy + PartialEq + Serialize>(&mut self, field: &str, old: T, new: T) {
        if old != new {
            self.before.insert(field.to_owned(), json!(old));
            self.after.insert(field.to_owned(), json!(new));
        }
    }

    /// Writes both sides into an entry.
    pub(crate) fn into_entry(self, entry: Entry) -> Result<Entry, Error> {
        entry.before(Value::Object(self.before))?.after(Value::Object(self.after))
    }

    async fn reference(&self, kind: Kind, text: Option<&String>) -> Result<Value, Error> {
        match text {
            Some(text) => Ok(json!(self.tx.personal(kind, Some(self.subject), text).await?)),
            None => Ok(Value::Null),
        }
    }
}
