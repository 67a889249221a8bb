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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_bin_1_everything_but_a_carer_is_purged_so_many_days_later() {
        let now = Instant(1_800_000_000_000);
        assert_eq!(ItemType::Carer.purge_after(now, 30), None);
        for item in [ItemType::Admin, ItemType::Package, ItemType::Task, ItemType::Template] {
            assert_eq!(item.purge_after(now, 30), Some(now.plus_hours(720)), "{item:?}");
        }
    }
}
