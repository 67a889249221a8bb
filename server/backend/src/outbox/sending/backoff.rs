//! How long a mail waits after a failure: 1 min, 5 min, 15 min, 1 h, 3 h, 6 h, 12 h, then no more (R-MAI-2).

use crate::{Error, token};

/// The waits, in seconds, after the first failure, the second and so on.
const WAITS: [i64; 7] = [60, 300, 900, 3_600, 10_800, 21_600, 43_200];

/// The wait may be shorter by up to a tenth, so that mails which failed together do not come back together.
const JITTER: i64 = 10;

/// The wait after so many attempts; `None` when the mail is given up.
pub(super) fn wait_seconds(attempts: i32) -> Result<Option<i64>, Error> {
    let [chance] = token::random::<1>()?;
    Ok(wait(attempts, chance))
}

fn wait(attempts: i32, chance: u8) -> Option<i64> {
    let failures_before = usize::try_from(attempts - 1).unwrap_or_default();
    let wait = WAITS.get(failures_before)?;
    Some(wait - wait / JITTER * i64::from(chance) / 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_mai_2_the_waits_are_those_of_the_rule_and_jitter_only_shortens_them() {
        let longest: Vec<_> = (1..=8).map(|attempts| wait(attempts, 0)).collect();
        let minutes: Vec<_> = longest.iter().map(|wait| wait.map(|wait| wait / 60)).collect();
        assert_eq!(minutes, [Some(1), Some(5), Some(15), Some(60), Some(180), Some(360), Some(720), None]);
        for (attempts, longest) in (1..=7).zip(longest) {
            let shortest = wait(attempts, 255).unwrap();
            assert_eq!(shortest, longest.unwrap() * 9 / 10);
        }
    }
}
