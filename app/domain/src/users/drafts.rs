//! What admins type about people: the filters of the lists, and the forms that change one of them.

use serde::{Deserialize, Serialize};

use super::Standing;
use crate::access::{Flags, Role};
use crate::account::person_name;
use crate::list::{Asked, Sort, UserSort};
use crate::problems::{Problem, Problems};
use crate::text::{coded, date, if_given, name_key, optional, ticked, version};
use crate::time::Date;

/// The filters of a list of people, as they stand in its address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserQuery {
    /// "carer" or "admin".
    pub role: String,
    /// Part of a name or an address.
    pub q: String,
    /// The code of a [`Standing`]; empty for everybody who is not deleted.
    pub status: String,
    /// Ticked for fully assessed carers only (R-ACC-4).
    pub assessed: String,
    /// The code of a [`Sort`]; empty for by name.
    pub sort: String,
    /// The place of the person before the first of the page.
    pub after: String,
    /// The place of the person after the last of the page, going backwards.
    pub before: String,
}

/// What of the people is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFilter {
    /// Carers or admins.
    pub role: Role,
    /// The words, written like the keys of names.
    pub words: String,
    /// Only those whose account stands so; `None` for everybody who is not deleted.
    pub standing: Option<Standing>,
    /// Only fully assessed carers.
    pub is_fully_assessed: bool,
    /// What they are sorted by.
    pub sort: Sort<UserSort>,
}

impl UserQuery {
    /// Reads the filters; the places of pages are read with the list.
    pub fn parse(&self) -> Result<UserFilter, Problems> {
        let mut problems = Problems::default();
        let role = problems.field("role", coded(&self.role));
        let standing = problems.field("status", if_given(coded(&self.status)));
        let sort = problems.field("sort", Sort::read(&self.sort));
        let filter = || {
            Some(UserFilter {
                sort: sort?,
                role: role?,
                words: name_key(&self.q),
                standing: standing?,
                is_fully_assessed: ticked(&self.assessed),
            })
        };
        problems.finish(filter())
    }

    /// Which page of the list is asked for.
    pub fn page(&self) -> Asked {
        let Self { sort, after, before, .. } = self.clone();
        Asked { sort, after, before, ..Asked::default() }
    }

    /// Whether anybody is left out of the list.
    pub fn is_filtered(&self) -> bool {
        !name_key(&self.q).is_empty() || !self.status.is_empty() || ticked(&self.assessed)
    }
}

/// What an admin types about somebody. An admin's page has the name only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserDraft {
    /// The name.
    pub name: String,
    /// What the carer is employed as.
    pub job_role: String,
    /// The first day of employment.
    pub employment_start: String,
    /// The last day of employment.
    pub employment_end: String,
    /// The first day of the opt-out from the 48-hour week.
    pub wtr_opt_out_from: String,
    /// Its last day.
    pub wtr_opt_out_until: String,
    /// The version that was shown (R-GEN-7).
    pub version: String,
}

/// What an admin may change about somebody (R-INV-5); what the role does not have is left unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserEdit {
    /// The name, 2 to 100 characters.
    pub name: String,
    /// What the carer is employed as, at most 100 characters.
    pub job_role: Option<String>,
    /// The first and last day of employment; the last is not before the first.
    pub employment: (Option<Date>, Option<Date>),
    /// The first and last day of the opt-out; there is no last without a first.
    pub wtr_opt_out: (Option<Date>, Option<Date>),
    /// The version that was shown.
    pub version: Option<i32>,
}

impl UserDraft {
    /// Reads the form, or says everything that is wrong with it.
    pub fn parse(&self) -> Result<UserEdit, Problems> {
        let mut problems = Problems::default();
        let name = problems.field("name", person_name(&self.name));
        let job_role = problems.field("job_role", optional(&self.job_role, 100));
        let employment =
            (&*self.employment_start, "employment_start", &*self.employment_end, "employment_end");
        let employment = span(&mut problems, employment, false);
        let opt_out =
            (&*self.wtr_opt_out_from, "wtr_opt_out_from", &*self.wtr_opt_out_until, "wtr_opt_out_until");
        let wtr_opt_out = span(&mut problems, opt_out, true);
        let version = problems.field("version", version(&self.version));
        let edit = || {
            Some(UserEdit {
                name: name?,
                job_role: job_role?,
                employment: employment?,
                wtr_opt_out: wtr_opt_out?,
                version: version?,
            })
        };
        problems.finish(edit())
    }
}

/// Reads two days of which the second is not before the first. `needs_first`: none has a second alone.
fn span(
    problems: &mut Problems,
    (first, first_name, last, last_name): (&str, &str, &str, &str),
    needs_first: bool,
) -> Option<(Option<Date>, Option<Date>)> {
    let from = problems.field(first_name, day(first));
    let until = problems.field(last_name, day(last));
    let (from, until) = (from?, until?);
    match (from, until) {
        (Some(from), Some(until)) if until < from => {
            problems.add(last_name, Problem::WrongTimes);
            None
        }
        (None, Some(_)) if needs_first => {
            problems.add(first_name, Problem::Missing);
            None
        }
        span => Some(span),
    }
}

fn day(typed: &str) -> Result<Option<Date>, Problem> {
    if_given(date(typed))
}

/// The extra rights of an admin as they are ticked (R-PER-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RightsDraft {
    /// See [`Flags`].
    pub can_manage_admins: String,
    /// See [`Flags`].
    pub can_view_audit: String,
    /// See [`Flags`].
    pub can_erase: String,
    /// See [`Flags`].
    pub can_manage_settings: String,
    /// The version that was shown (R-GEN-7).
    pub version: String,
}

impl RightsDraft {
    /// Reads the rights and the version that was shown.
    pub fn parse(&self) -> Result<(Flags, Option<i32>), Problems> {
        let mut problems = Problems::default();
        let version = problems.field("version", version(&self.version));
        let flags = Flags {
            can_manage_admins: ticked(&self.can_manage_admins),
            can_view_audit: ticked(&self.can_view_audit),
            can_erase: ticked(&self.can_erase),
            can_manage_settings: ticked(&self.can_manage_settings),
        };
        problems.finish(version.map(|version| (flags, version)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(from: &str, until: &str) -> UserDraft {
        UserDraft {
            name: "Ann".into(),
            employment_start: from.into(),
            employment_end: until.into(),
            version: "3".into(),
            ..UserDraft::default()
        }
    }

    #[test]
    fn r_inv_5_the_last_day_of_employment_is_not_before_the_first() {
        let wrong = typed("2026-04-01", "2026-03-31").parse().unwrap_err();
        assert_eq!(wrong.of("employment_end"), Some(Problem::WrongTimes));
        let same_day = typed("2026-04-01", "2026-04-01").parse().expect("one day is a day");
        assert_eq!((same_day.employment.0, same_day.version), (same_day.employment.1, Some(3)));
        assert_eq!(typed("", "").parse().expect("both are optional").employment, (None, None));
        assert!(typed("2026-02-29", "").parse().is_err(), "there is no such day");
    }

    #[test]
    fn r_rul_15_an_opt_out_that_ends_has_begun() {
        let ends_only = UserDraft { wtr_opt_out_until: "2026-12-31".into(), ..typed("", "") };
        assert_eq!(ends_only.parse().unwrap_err().of("wtr_opt_out_from"), Some(Problem::Missing));
        let open = UserDraft { wtr_opt_out_from: "2026-01-01".into(), ..typed("", "") };
        assert_eq!(open.parse().expect("without an end").wtr_opt_out.1, None);
    }

    #[test]
    fn r_gen_13_the_filters_are_read_from_the_address() {
        let query = UserQuery { role: "carer".into(), q: " ANN ".into(), ..UserQuery::default() };
        let filter = query.parse().expect("readable");
        assert_eq!((filter.words.as_str(), filter.standing), ("ann", None));
        assert!(query.is_filtered());
        let deleted = UserQuery { status: "deleted".into(), ..query.clone() };
        assert_eq!(deleted.parse().expect("readable").standing, Some(Standing::Deleted));
        assert!(UserQuery { status: "gone".into(), ..query }.parse().is_err());
        assert!(UserQuery::default().parse().is_err(), "carers or admins");
    }

    #[test]
    fn r_per_1_a_right_is_given_by_a_tick_and_by_nothing_else() {
        let ticked =
            RightsDraft { can_erase: "true".into(), can_view_audit: "no".into(), ..RightsDraft::default() };
        let (flags, version) = ticked.parse().expect("readable");
        assert_eq!(flags, Flags { can_erase: true, ..Flags::default() });
        assert_eq!(version, None);
    }
}
