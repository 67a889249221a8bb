//! The people of an organisation as admins see and change them (R-ACC, R-INV-5, R-PER).

mod drafts;
mod views;

pub use drafts::{RightsDraft, UserDraft, UserEdit, UserFilter, UserQuery};
pub use views::{Assessed, DeletionImpact, Membership, PendingEmail, Standing, TabCounts, UserRow, UserView};
