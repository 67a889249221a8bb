//! What each list can be sorted by: closed lists of columns, and which way (R-GEN-13).
//!
//! In an address a sort is the code of its column, with a minus sign when the largest, latest or last comes first.

use crate::problems::Problem;

/// The columns that a list can be sorted by.
pub trait SortKey: Copy + PartialEq + 'static {
    /// All of them.
    const ALL: &'static [Self];
    /// How the list is sorted when nobody asks for anything.
    const OWN: Sort<Self>;

    /// As it stands in an address.
    fn code(self) -> &'static str;
}

/// What a list is sorted by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort<K> {
    /// The column.
    pub by: K,
    /// The largest, latest or last first.
    pub is_descending: bool,
}

impl<K: SortKey> Sort<K> {
    /// The smallest, earliest or A first.
    pub const fn up(by: K) -> Self {
        Self { by, is_descending: false }
    }

    /// The largest, latest or Z first.
    pub const fn down(by: K) -> Self {
        Self { by, is_descending: true }
    }

    /// The same column the other way round.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { by: self.by, is_descending: !self.is_descending }
    }

    /// As it stands in an address.
    pub fn code(self) -> String {
        let sign = if self.is_descending { "-" } else { "" };
        format!("{sign}{}", self.by.code())
    }

    /// Reads it from an address; empty is the list's own sort.
    ///
    /// # Errors
    /// [`Problem::Unreadable`] when the list cannot be sorted so.
    pub fn read(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(K::OWN);
        }
        let code = typed.strip_prefix('-');
        let by = K::ALL.iter().copied().find(|by| by.code() == code.unwrap_or(typed));
        let by = by.ok_or(Problem::Unreadable)?;
        Ok(Self { by, is_descending: code.is_some() })
    }
}

macro_rules! sort_keys {
    ($($(#[$doc:meta])* $name:ident, own $way:ident $own:ident { $($case:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is the column of its name")]
        pub enum $name { $($case),+ }

        impl SortKey for $name {
            const ALL: &'static [Self] = &[$(Self::$case),+];
            const OWN: Sort<Self> = Sort::$way(Self::$own);

            fn code(self) -> &'static str {
                match self { $(Self::$case => $code),+ }
            }
        }
    )+};
}

sort_keys! {
    /// Carers and admins.
    UserSort, own up Name {
        Name = "name", Email = "email", Status = "status", LastSignIn = "last_sign_in", Created = "created",
    }
    /// Invitations.
    InvitationSort, own down Sent {
        Name = "name", Email = "email", Role = "role", Sent = "sent", Expires = "expires",
    }
    /// Care packages.
    PackageSort, own up Name { Name = "name", Area = "area", Status = "status", Created = "created" }
    /// Tasks.
    TaskSort, own up Name {
        Name = "name", Target = "target", Again = "again", Status = "status", Created = "created",
    }
    /// Templates of assessments.
    TemplateSort, own up Name { Name = "name", Status = "status", Created = "created" }
    /// Carers to choose from.
    CarerSort, own up Name { Name = "name", Status = "status" }
    /// Who or what belongs to a care package now.
    PeriodSort, own up Name { Name = "name", Status = "status" }
    /// Assessments that may be done.
    DueSort, own up Since { Since = "since", Carer = "carer", Template = "template" }
    /// Assessments that are done.
    DoneSort, own down Done { Done = "done" }
    /// Ratings that wait for their carers.
    WaitingSort, own up Since { Since = "since" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_gen_13_a_sort_is_one_of_the_lists_own_columns_and_a_way() {
        let read = Sort::<TaskSort>::read;
        assert_eq!(read(""), Ok(Sort::up(TaskSort::Name)));
        assert_eq!(read("-target"), Ok(Sort::down(TaskSort::Target)));
        assert!(read("sent").is_err() && read("--target").is_err() && read("-").is_err());
        assert_eq!(Sort::<InvitationSort>::read(""), Ok(Sort::down(InvitationSort::Sent)));
    }

    #[test]
    fn r_gen_13_every_column_reads_back_from_its_address_both_ways() {
        for &by in UserSort::ALL {
            let sort = Sort::up(by);
            assert_eq!(Sort::read(&sort.code()), Ok(sort));
            assert_eq!(Sort::read(&sort.turned().code()), Ok(sort.turned()));
        }
    }
}
