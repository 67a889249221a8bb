//! Proving that nobody altered the trail: the chain is walked from its beginning and every hash made again (R-AUD-3).

use domain::id::OrganisationId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::chain;
use crate::entity::{audit_entry, audit_head};
use crate::{Error, Platform};

/// How many entries are read at a time.
const BATCH: u64 = 1_000;

/// What walking one chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Whose chain.
    pub organisation: OrganisationId,
    /// How many entries hold.
    pub count: i64,
    /// The position of the first entry that does not, and why.
    pub broken: Option<(i64, &'static str)>,
}

/// Walks every chain of the deployment.
///
/// # Errors
/// [`Error::Database`] when a chain cannot be read, which is a failed check and not a good result.
pub async fn all(platform: &Platform) -> Result<Vec<Verified>, Error> {
    let db = platform.db.reader();
    let heads = audit_head::Entity::find().order_by_asc(audit_head::Column::OrganisationId).all(db).await?;
    let mut results = Vec::with_capacity(heads.len());
    for head in heads {
        results.push(one(platform, &head).await?);
    }
    Ok(results)
}

/// Walks the chain of one organisation; none when it has none yet.
pub(crate) async fn of(platform: &Platform, organisation: OrganisationId) -> Result<Option<Verified>, Error> {
    let head = audit_head::Entity::find_by_id(organisation).one(platform.db.reader()).await?;
    match head {
        Some(head) => one(platform, &head).await.map(Some),
        None => Ok(None),
    }
}

async fn one(platform: &Platform, head: &audit_head::Model) -> Result<Verified, Error> {
    let (mut seq, mut prev) = (0, chain::FIRST.to_vec());
    let found = |count, broken| Verified { organisation: head.organisation_id, count, broken };
    loop {
        let batch = audit_entry::Entity::find()
            .filter(audit_entry::Column::OrganisationId.eq(head.organisation_id))
            .filter(audit_entry::Column::Seq.gt(seq))
            // What is appended while this walks is for the next walk.
            .filter(audit_entry::Column::Seq.lte(head.last_seq))
            .order_by_asc(audit_entry::Column::Seq)
            .limit(BATCH)
            .all(platform.db.reader())
            .await?;
        if batch.is_empty() {
            break;
        }
        for row in batch {
            let why = fault(&row, seq, &prev);
            if let Some(why) = why {
                return Ok(found(seq, Some((seq + 1, why))));
            }
            seq = row.seq;
            prev = row.hash;
        }
    }
    if seq != head.last_seq || prev != head.last_hash {
        return Ok(found(seq, Some((seq + 1, "the end of the chain is missing"))));
    }
    Ok(found(seq, None))
}

fn fault(row: &audit_entry::Model, before: i64, prev: &[u8]) -> Option<&'static str> {
    if row.seq != before + 1 {
        return Some("an entry is missing");
    }
    if row.prev_hash != prev {
        return Some("the entry does not follow the one before it");
    }
    (row.hash != chain::hash(row)).then_some("the entry was altered")
}
