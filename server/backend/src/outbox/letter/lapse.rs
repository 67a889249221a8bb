//! The daily mails about competence: what lapses, and who is ready for assessment. Task names and levels, no dates and
//! no figures (R-MAI-1).

use domain::competency::Level;
use serde::{Deserialize, Serialize};

use super::Letter;

/// A rating that lapses soon or has lapsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapsing {
    /// Whose.
    pub carer: String,
    /// In which task.
    pub task: String,
    /// Its level.
    pub level: Level,
    /// Whether it counts no longer.
    pub has_lapsed: bool,
}

pub(super) fn to_carer(name: &str, ratings: &[Lapsing], site: &str) -> Letter {
    let line = |rating: &Lapsing| format!("{}: {}", rating.task, rating.level.label());
    let subject = if ratings.iter().any(|rating| rating.has_lapsed) {
        "A rating of yours has lapsed"
    } else {
        "A rating of yours lapses soon"
    };
    let mut parts = vec![format!("Hello {name},")];
    parts.extend(lists(ratings, line));
    parts.push(
        "Ask an admin for a new assessment. A rating that has lapsed does not count for shifts.".into(),
    );
    parts.push(format!("See your progress: {site}/carer/progress"));
    letter(subject, &parts)
}

pub(super) fn to_admin(name: &str, ratings: &[Lapsing], site: &str) -> Letter {
    let line = |rating: &Lapsing| format!("{}, {}: {}", rating.carer, rating.task, rating.level.label());
    let mut parts = vec![format!("Hello {name},")];
    parts.extend(lists(ratings, line));
    parts.push(format!("See how each carer stands, and plan a new assessment: {site}/admin/progress"));
    letter("Ratings of carers lapse", &parts)
}

pub(super) fn digest(name: &str, ready: &[(String, String)], site: &str) -> Letter {
    let lines: Vec<_> = ready.iter().map(|(carer, template)| format!("{carer}: {template}")).collect();
    let parts = [
        format!("Hello {name},"),
        format!("These carers are ready for assessment:\n{}", lines.join("\n")),
        format!("Assess them: {site}/admin/progress/assess"),
    ];
    letter("Carers are ready for assessment", &parts)
}

/// What has lapsed, then what lapses soon; a list that would be empty is left out.
fn lists(ratings: &[Lapsing], line: impl Fn(&Lapsing) -> String) -> Vec<String> {
    let list = |heading: &str, has_lapsed: bool| {
        let lines: Vec<_> =
            ratings.iter().filter(|rating| rating.has_lapsed == has_lapsed).map(&line).collect();
        (!lines.is_empty()).then(|| format!("{heading}\n{}", lines.join("\n")))
    };
    [list("Lapsed:", true), list("Lapse soon:", false)].into_iter().flatten().collect()
}

fn letter(subject: &str, parts: &[String]) -> Letter {
    Letter { subject: subject.to_owned(), body: parts.join("\n\n") + "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(carer: &str, task: &str, has_lapsed: bool) -> Lapsing {
        Lapsing { carer: carer.into(), task: task.into(), level: Level::Competent, has_lapsed }
    }

    #[test]
    fn r_mai_1_a_carer_reads_what_has_lapsed_before_what_will() {
        let ratings = [rating("Ann", "Washing", false), rating("Ann", "Medicines", true)];
        let letter = to_carer("Ann", &ratings, "https://care.example");
        assert_eq!(letter.subject, "A rating of yours has lapsed");
        let (lapsed, soon) =
            (letter.body.find("Lapsed:\nMedicines: Competent"), letter.body.find("Lapse soon:"));
        assert!(lapsed.is_some() && lapsed < soon, "{}", letter.body);
        assert!(!letter.body.contains(char::is_numeric), "{}", letter.body);
    }

    #[test]
    fn r_val_3_admins_read_whose_rating_it_is() {
        let letter = to_admin("Office", &[rating("Ann Brown", "Washing", false)], "https://care.example");
        assert!(letter.body.contains("Ann Brown, Washing: Competent"), "{}", letter.body);
        assert!(!letter.body.contains("Lapsed:"));
    }
}
