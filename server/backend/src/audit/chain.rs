//! The canonical form of an entry and its hash: SHA-256(prev_hash ‖ canonical entry) (R-AUD-2, domain §9).

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::entity::audit_entry::Model;

/// What stands before the first entry.
pub(super) const FIRST: [u8; 32] = [0; 32];

/// The form written below. A change of form gets a new number and keeps the old one readable.
const FORMAT: i64 = 1;

/// The hash of an entry, from every field but the two hashes, and from the hash before it.
pub(super) fn hash(row: &Model) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(&row.prev_hash);
    hash.update(canonical(row));
    hash.finalize().to_vec()
}

/// Every field in a fixed order, each with its byte length before it; null is marked.
fn canonical(row: &Model) -> Vec<u8> {
    let mut form = Form(Vec::with_capacity(512));
    form.number(FORMAT).bytes(row.organisation_id.0.as_bytes()).number(row.seq);
    form.bytes(row.id.0.as_bytes()).number(row.at.0);
    form.maybe(row.actor_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
    for text in [&row.actor_kind, &row.action, &row.category, &row.severity, &row.outcome] {
        form.bytes(text.as_bytes());
    }
    form.maybe(row.entity_type.as_deref().map(str::as_bytes));
    form.maybe(row.entity_id.as_ref().map(|id| id.as_bytes().as_slice()));
    form.maybe(row.before.as_deref().map(str::as_bytes));
    form.maybe(row.after.as_deref().map(str::as_bytes));
    form.maybe(row.origin_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
    form.maybe(row.session_id.as_ref().map(|id| id.0.as_bytes().as_slice()));
    form.bytes(row.correlation_id.0.as_bytes());
    form.maybe(row.imported_action.as_deref().map(str::as_bytes));
    form.0
}

struct Form(Vec<u8>);

impl Form {
    fn number(&mut self, number: i64) -> &mut Self {
        self.bytes(&number.to_be_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    fn maybe(&mut self, bytes: Option<&[u8]>) -> &mut Self {
        if let Some(bytes) = bytes {
            self.bytes(bytes)
        } else {
            self.0.extend_from_slice(&u64::MAX.to_be_bytes());
            self
        }
    }
}

/// JSON as it is stored and hashed: keys sorted, whole numbers only, written once.
pub(super) fn canonical_json(value: &Value) -> Result<String, Error> {
    if has_fraction(value) {
        return Err(Error::fault("writing an audit entry", "a number that is not whole"));
    }
    serde_json::to_string(&sorted(value)).map_err(|error| Error::fault("writing an audit entry", error))
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(fields) => fields.values().any(has_fraction),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// A map keeps the order in which it was filled when some crate asks serde_json for that, so it is filled sorted.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<_> = fields.iter().collect();
            keys.sort_by_key(|(key, _)| key.as_str());
            Value::Object(keys.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{AuditId, OrganisationId, RequestId};
    use domain::time::Instant;
    use serde_json::json;
    use uuid::Uuid;

    /// The fixed sample of domain §9. Its hash may never change, on either database.
    fn sample() -> Model {
        Model {
            id: AuditId(Uuid::from_u128(2)),
            organisation_id: OrganisationId(Uuid::from_u128(1)),
            seq: 1,
            at: Instant(1_772_442_000_000),
            actor_id: None,
            actor_kind: "system".into(),
            action: "settings_changed".into(),
            category: "SYSTEM".into(),
            severity: "WARNING".into(),
            outcome: "success".into(),
            entity_type: Some("task".into()),
            entity_id: Some(Uuid::from_u128(3)),
            before: None,
            after: Some(r#"{"a":1}"#.into()),
            origin_id: None,
            session_id: None,
            correlation_id: RequestId(Uuid::from_u128(4)),
            imported_action: None,
            prev_hash: FIRST.to_vec(),
            hash: Vec::new(),
        }
    }

    #[test]
    fn r_aud_2_the_fixed_sample_has_its_fixed_hash() {
        assert_eq!(
            crate::audit::hex(&hash(&sample())),
            "189b55ce67f8993f8a99b42c3d5ba4f8290f4cfb56b49186e868c26ba48c6277"
        );
    }

    #[test]
    fn r_aud_2_each_field_changes_the_hash() {
        let first = hash(&sample());
        let altered = [
            Model { seq: 2, ..sample() },
            Model { action: "settings_change".into(), category: "dSYSTEM".into(), ..sample() },
            Model { before: Some(String::new()), ..sample() },
            Model { after: None, before: Some(r#"{"a":1}"#.into()), ..sample() },
            Model { prev_hash: vec![1; 32], ..sample() },
        ];
        for row in altered {
            assert_ne!(hash(&row), first, "{row:?}");
        }
    }

    #[test]
    fn json_is_written_with_sorted_keys_and_whole_numbers() {
        assert_eq!(
            canonical_json(&json!({"b": [{"z": 1, "a": null}], "a": "x"})).unwrap(),
            r#"{"a":"x","b":[{"a":null,"z":1}]}"#
        );
        assert!(canonical_json(&json!({"a": 0.5})).is_err());
    }
}
