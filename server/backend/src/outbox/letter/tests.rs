//! What no mail may hold, tried on every one of them (R-MAI-1, EM5).

use domain::hours::Period;
use domain::time::Instant;

use super::*;

/// What stands for the secret of a link.
const TOKEN: &str = "secret-token";

/// The mails a mail must be among, so that a new one is tried here too.
fn is_tried(mail: &Mail) -> bool {
    match mail {
        Mail::Invitation { .. }
        | Mail::PasswordReset { .. }
        | Mail::AccountLocked { .. }
        | Mail::AssessmentReady { .. }
        | Mail::RatingToAcknowledge { .. }
        | Mail::ConcernRaised { .. }
        | Mail::ConcernAnswered { .. }
        | Mail::AlertRaised { .. }
        | Mail::RatingsLapsing { .. }
        | Mail::CarersLapsing { .. }
        | Mail::AssessmentDigest { .. }
        | Mail::Account(_)
        | Mail::PasswordChanged { .. }
        | Mail::Schedule(_)
        | Mail::Shift(_) => true,
    }
}

fn every_mail() -> Vec<Mail> {
    let name = || "Ann Brown".to_owned();
    let token = || TOKEN.to_owned();
    let ratings = || vec![("Give oral medicines".to_owned(), Level::Competent)];
    let lapsing = || {
        [true, false].map(|has_lapsed| Lapsing {
            carer: "Bea Cole".into(),
            task: "Give oral medicines".into(),
            level: Level::Competent,
            has_lapsed,
        })
    };
    let lapsing = || lapsing().to_vec();
    let account = |news| Mail::Account(AccountMail { name: name(), news });
    let shift = |news| {
        let period = Period { start: Instant(1_800_000_000_000), end: Instant(1_800_028_800_000) };
        Mail::Shift(ShiftMail { name: name(), package: "Larkfield".into(), period, news })
    };
    vec![
        Mail::Invitation { name: name(), organisation: "Larkfield Care".into(), token: token() },
        Mail::PasswordReset { name: name(), token: token() },
        Mail::AccountLocked { name: name(), minutes: 15 },
        Mail::AssessmentReady {
            name: name(),
            carer: "Bea Cole".into(),
            tasks: vec!["Give oral medicines".into()],
        },
        Mail::RatingToAcknowledge { name: name(), ratings: ratings(), is_reminder: false },
        Mail::RatingToAcknowledge { name: name(), ratings: ratings(), is_reminder: true },
        Mail::ConcernRaised { name: name(), carer: "Bea Cole".into() },
        Mail::ConcernAnswered { name: name() },
        Mail::AlertRaised { name: name(), title: "A job failed".into() },
        Mail::RatingsLapsing { name: name(), ratings: lapsing() },
        Mail::CarersLapsing { name: name(), ratings: lapsing() },
        Mail::AssessmentDigest { name: name(), ready: vec![("Bea Cole".into(), "Medicines".into())] },
        account(AccountNews::VerifyEmail(token())),
        account(AccountNews::EmailChanges(token())),
        account(AccountNews::NewDevice),
        Mail::PasswordChanged { name: name() },
        Mail::Schedule(ScheduleMail {
            name: name(),
            package: "Larkfield".into(),
            removed: vec![Period { start: Instant(1_800_000_000_000), end: Instant(1_800_028_800_000) }],
            reason: "The care package was closed.".into(),
        }),
        shift(ShiftNews::Open(Instant(1_799_900_000_000))),
        shift(ShiftNews::Selected),
        shift(ShiftNews::NotSelected),
        shift(ShiftNews::Cancelled("The client is away".into())),
        shift(ShiftNews::ApplicationRemoved("Asked to be left out".into())),
        shift(ShiftNews::EntryRemoved("The client is away".into())),
    ]
}

#[test]
fn s142_no_mail_holds_figures_of_competence_answers_or_notes() {
    for mail in every_mail() {
        assert!(is_tried(&mail));
        let letter = mail.write("https://care.example", Zone::LONDON);
        let text = format!("{}\n{}", letter.subject, letter.body);
        for figure in [" %", "\u{a0}%", "percent", " of 5", "/50"] {
            assert!(!text.contains(figure), "{}: {text}", mail.name());
        }
        let is_about_competence = matches!(
            mail,
            Mail::AssessmentReady { .. }
                | Mail::RatingToAcknowledge { .. }
                | Mail::ConcernRaised { .. }
                | Mail::ConcernAnswered { .. }
                | Mail::RatingsLapsing { .. }
                | Mail::CarersLapsing { .. }
                | Mail::AssessmentDigest { .. }
        );
        assert!(!is_about_competence || !text.chars().any(|c| c.is_ascii_digit()), "{}: {text}", mail.name());
    }
}

#[test]
fn em5_nothing_in_a_mail_is_secret_but_the_link_and_every_link_is_ours() {
    for mail in every_mail() {
        let letter = mail.write("https://care.example", Zone::LONDON);
        assert!(!letter.subject.contains(TOKEN), "{}", mail.name());
        assert!(letter.body.matches(TOKEN).count() <= 1, "{}: once at most", mail.name());
        let links: Vec<_> = letter.body.split_whitespace().filter(|word| word.contains("://")).collect();
        assert!(links.iter().all(|link| link.starts_with("https://care.example/")), "{links:?}");
        assert!(!letter.subject.contains('\n') && letter.subject.chars().count() <= 100, "{}", mail.name());
        assert!(letter.body.starts_with("Hello Ann Brown,"), "{}: {}", mail.name(), letter.body);
    }
}
