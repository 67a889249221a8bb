//! The password policy as the server applies it: the rule of `domain` with the list of common passwords (R-PWD-1).

use std::sync::LazyLock;

use domain::account::{Password, Personal};
use domain::problems::Problems;

use crate::{Cx, Error};

/// One a line, in lower case and sorted by bytes. Whose it is, and its licence, stand beside it.
static COMMON: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Applies the policy to a new password and hashes it.
///
/// # Errors
/// [`Error::Invalid`] with the problem of the field `password`.
pub(crate) async fn hash_new(cx: &Cx, new: &Password, personal: Personal<'_>) -> Result<String, Error> {
    new.check(personal, is_common).map_err(|problem| Problems::one("password", problem))?;
    cx.platform().passwords.hash(text(new)).await
}

/// What is hashed and compared.
pub(super) fn text(password: &Password) -> String {
    String::from_utf8_lossy(password.reveal()).into_owned()
}

fn is_common(lower_case: &str) -> bool {
    COMMON.binary_search(&lower_case).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_pwd_1_the_list_is_sorted_and_whole_so_that_a_search_finds_what_is_in_it() {
        assert!(COMMON.len() > 10_000, "{}", COMMON.len());
        assert!(COMMON.windows(2).all(|pair| matches!(pair, [one, next] if one < next)));
        assert!(is_common("password1234") && is_common("qwertyuiop123"));
        assert!(!is_common("a long enough passphrase") && !is_common(""));
    }
}
