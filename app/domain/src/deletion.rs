//! The recycle bin: what can lie in it, and until when (R-BIN-1).

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// What a deletion took away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
)]
#[serde(rename_all = "snake_case")]
pub enum ItemType {
    /// A carer's account.
    Carer,
    /// An admin's account.
    Admin,
    /// A care package.
    Package,
    /// A task.
    Task,
    /// An assessment template.
    Template,
}

impl ItemType {
    /// When an item deleted now is purged, the setting's days of 24 hours later. Carers never are (R-BIN-1).
    pub fn purge_after(self, deleted_at: Instant, bin_days: u32) -> Option<Instant> {
        match self {
            Self::Carer => None,
            Self::Admin | Self::Package | Self::Task | Self::Template => {
                Some(deleted_at.plus_hours(24 * i64::from(bin_days)))
            }
        }
    }
}

/// When something was deleted, by whom, and when it goes for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binned {
    /// When it was deleted.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// When it is purged; none for carers.
    pub purge_after: Option<Instant>,
}

impl Binned {
    /// How many days are left to restore it, a begun one counted whole.
    pub fn days_left(&self, now: Instant) -> Option<u64> {
        let minutes = self.purge_after?.minutes_since(now).max(0);
        Some(minutes.unsigned_abs().div_ceil(24 * 60))
    }
}

/// What a restore brought back (R-BIN-4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The name of what is back.
    pub name: String,
    /// How many assignments of carers are back.
    pub carers: u64,
    /// How many assignments of tasks are back.
    pub tasks: u64,
    /// The name of the template that a task is back in.
    pub template: Option<String>,
    /// The names of what could not be joined to it again, because it is deleted itself.
    pub skipped: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_bin_1_a_begun_day_counts_and_a_carer_has_no_last_one() {
        let now = Instant(0);
        let left = |hours: i64| {
            let binned = Binned { at: now, by: String::new(), purge_after: Some(now.plus_hours(hours)) };
            binned.days_left(now)
        };
        let days = [left(30 * 24), left(25), left(24), left(1), left(-5)];
        assert_eq!(days.map(Option::unwrap_or_default), [30, 2, 1, 1, 0]);
        assert_eq!(Binned { at: now, by: String::new(), purge_after: None }.days_left(now), None);
    }

    #[test]
    fn r_bin_1_everything_but_a_carer_is_purged_so_many_days_later() {
        let now = Instant(1_800_000_000_000);
        assert_eq!(ItemType::Carer.purge_after(now, 30), None);
        for item in [ItemType::Admin, ItemType::Package, ItemType::Task, ItemType::Template] {
            assert_eq!(item.purge_after(now, 30), Some(now.plus_hours(720)), "{item:?}");
        }
    }
}
