//! The program itself: its commands, its exit statuses, and what it refuses to start with (security §5, T106).

mod run;

use std::time::{Duration, Instant};

use run::{Home, KEY};

/// Flags, settings, and what the refusal must name.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

#[test]
fn t106_what_is_not_understood_stops_the_start_and_is_named() {
    let home = Home::new();
    let cases: &[Case] = &[
        (&[], &[("CARETRACK_COLOUR", "red")], "CARETRACK_COLOUR"),
        (&["--colour", "red"], &[], "--colour"),
        (&[], &[("CARETRACK_ADDR", "somewhere")], "CARETRACK_ADDR"),
        (&["--addr", "somewhere"], &[], "CARETRACK_ADDR"),
        (&["--addr", "0.0.0.0:0"], &[], "CARETRACK_ADDR"),
        (&[], &[("CARETRACK_PUBLIC_URL", "http://care.example")], "CARETRACK_PUBLIC_URL"),
        (&[], &[("CARETRACK_PUBLIC_URL", "https://care.example")], "CARETRACK_KEY"),
        (&[], &[("CARETRACK_KEY", &KEY[..62])], "CARETRACK_KEY"),
        (
            &[],
            &[("CARETRACK_KEY", "0000000000000000000000000000000000000000000000000000000000000000")],
            "CARETRACK_KEY",
        ),
        (&["--key", KEY], &[], "CARETRACK_KEY"),
        (&["--database-url", "sqlite:x.db"], &[], "DATABASE_URL"),
        (&[], &[("DATABASE_URL", "mysql://u:secret@host/x")], "DATABASE_URL"),
        (&[], &[("SMTP_URL", "mail:secret")], "SMTP_URL"),
        (&[], &[("CARETRACK_SITE", "nowhere")], "CARETRACK_SITE"),
        (&[], &[("CARETRACK_LOG", "loud=very")], "CARETRACK_LOG"),
        (&[], &[("CARETRACK_LOG_FORMAT", "xml")], "CARETRACK_LOG_FORMAT"),
        (&[], &[("CARETRACK_CONNECTIONS", "3")], "CARETRACK_CONNECTIONS"),
        (&[], &[("CARETRACK_TRUSTED_PROXIES", "proxy")], "CARETRACK_TRUSTED_PROXIES"),
        (&[], &[], "DATABASE_URL"),
    ];
    for (flags, env, named) in cases {
        let begun = Instant::now();
        let ended = home.run(&[&["serve"], *flags].concat(), env);
        assert!(begun.elapsed() < Duration::from_secs(5), "{named}");
        assert_ne!(ended.status, 0, "{named}");
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(ended.err.contains(&format!(" {named}")), "{named}: {}", ended.err);
        assert!(!ended.err.contains("secret") || ended.err.contains("is a secret"), "{}", ended.err);
        assert!(!ended.err.contains(KEY), "{}", ended.err);
        assert_eq!(home.files(), Vec::<String>::new(), "nothing was written for {named}");
    }
}

#[test]
fn t106_the_wrong_key_is_refused() {
    let home = Home::with_database();
    assert_eq!(home.run(&["migrate"], &[]).status, 0);
    let ended = home.run(&["serve"], &[("CARETRACK_KEY", KEY)]);
    assert_eq!(
        (ended.status, ended.err.as_str()),
        (2, "caretrack: CARETRACK_KEY: is not the key of this database\n")
    );
    assert_eq!(home.run(&["jobs", "run", "outbox"], &[("CARETRACK_KEY", KEY)]).status, 2);
    assert_eq!(home.run(&["audit", "verify"], &[]).status, 0, "the right one still works");
}

#[test]
fn the_commands_of_a_fresh_installation_do_what_they_say() {
    let home = Home::with_database();
    let migrated = home.run(&["migrate"], &[]);
    assert!(migrated.out.ends_with("migrations were applied.\n"), "{}", migrated.out);
    assert_eq!(home.run(&["migrate"], &[]).out, "The database was up to date.\n");

    let code = home.run(&["bootstrap-admin"], &[]);
    assert_eq!((code.status, code.out.trim().len()), (0, 43), "256 bits in base64: {}", code.out);
    assert_eq!(code.err, "", "the code stands on standard output only");
    assert!(!home.text_of_files().contains(code.out.trim()), "it is kept as a hash");

    let verified = home.run(&["audit", "verify"], &[]);
    assert!(verified.out.ends_with("entries hold.\n"), "{}", verified.out);

    let ran = home.run(&["jobs", "run", "outbox"], &[]);
    assert_eq!(ran.out, "outbox: 0 sent, 0 failed, 0 given up, 0 expired\n");
    let unknown = home.run(&["jobs", "run", "nonsense"], &[]);
    assert_eq!(unknown.status, 2);
    assert!(
        unknown.err.starts_with("caretrack: there is no job nonsense; there are ")
            && unknown.err.contains("outbox"),
        "{}",
        unknown.err
    );
    assert_ne!(home.run(&["dance"], &[]).status, 0);
    assert_eq!(home.run(&["--help"], &[]).status, 0);
}

#[test]
fn r_aud_3_verify_names_the_first_entry_that_somebody_altered() {
    let home = Home::with_database();
    assert_eq!(home.run(&["migrate"], &[]).status, 0);
    for _ in 0..3 {
        assert_eq!(home.run(&["bootstrap-admin"], &[]).status, 0);
    }
    home.alter("UPDATE audit_entry SET outcome = 'refused' WHERE seq = 2");
    let verified = home.run(&["audit", "verify"], &[]);
    assert_eq!(verified.status, 1);
    assert!(verified.err.ends_with("is broken at sequence 2: the entry was altered\n"), "{}", verified.err);
}

#[test]
fn r_aud_7_the_check_of_integrity_ends_with_a_failure_where_it_finds_something() {
    let home = Home::with_database();
    assert_eq!(home.run(&["migrate"], &[]).status, 0);
    assert_eq!(home.run(&["bootstrap-admin"], &[]).status, 0);
    let clean = home.run(&["jobs", "run", "integrity"], &[]);
    assert_eq!((clean.status, clean.err.as_str()), (0, ""), "{}", clean.out);

    home.alter("UPDATE audit_entry SET outcome = 'refused' WHERE seq = 1");
    let found = home.run(&["jobs", "run", "integrity"], &[]);

    assert_eq!(
        (found.status, found.err.as_str()),
        (1, "caretrack: integrity has findings\n"),
        "{}",
        found.out
    );
    assert!(found.out.starts_with("integrity: 1 found"), "{}", found.out);
}

#[test]
fn db6_of_many_who_migrate_at_once_all_find_it_done() {
    let home = Home::with_database();
    let ended = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..4).map(|_| scope.spawn(|| home.run(&["migrate"], &[]))).collect();
        tries.into_iter().map(|each| each.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(ended.iter().all(|each| each.status == 0), "{ended:?}");
    assert_eq!(home.run(&["migrate"], &[]).out, "The database was up to date.\n");
}

#[test]
fn op6_config_check_prints_every_setting_and_no_secret() {
    let home = Home::new();
    let env = [("CARETRACK_KEY", KEY), ("DATABASE_URL", "postgres://u:pass-word@localhost/x")];
    let checked = home.run(&["config", "check", "--addr", "127.0.0.1:3999"], &env);
    assert_eq!(checked.status, 0, "{}", checked.err);
    for line in [
        "CARETRACK_ADDR=127.0.0.1:3999  (flag)",
        "CARETRACK_KEY=********  (environment)",
        "SMTP_URL=(unset)  (default)",
    ] {
        assert!(checked.out.contains(line), "{line}: {}", checked.out);
    }
    assert!(!checked.out.contains(KEY) && !checked.out.contains("pass-word"), "{}", checked.out);
    assert_eq!(home.files(), Vec::<String>::new(), "nothing was written");
    let wrong = home.run(&["config", "check"], &[("CARETRACK_PUBLIC_URL", "https://care.example")]);
    assert_eq!(
        (wrong.status, wrong.err.as_str()),
        (2, "caretrack: CARETRACK_KEY: is missing: production never makes one up\n")
    );
}

#[test]
fn op4_it_serves_until_told_to_stop_and_then_ends_with_0() {
    let home = Home::with_database();
    assert_eq!(home.run(&["migrate"], &[]).status, 0);
    let mut server = home.start(&["serve"]);
    assert!(server.get("/health/live").ends_with("live"));
    server.wait_for("/health/ready", "ready");
    let begun = Instant::now();
    assert_eq!(server.terminate(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn au11_a_demo_is_made_anew_in_its_own_place_and_never_served_for_real() {
    let home = Home::new();
    let https = home.run(&["demo"], &[("CARETRACK_PUBLIC_URL", "https://care.example")]);
    assert_ne!(https.status, 0);
    let other = home.run(&["demo"], &[("DATABASE_URL", "sqlite:other.db")]);
    assert!(other.err.starts_with("caretrack: DATABASE_URL: "), "{}", other.err);
    assert_eq!(home.files(), Vec::<String>::new());

    let mut demo = home.start(&["demo"]);
    demo.wait_for("/health/ready", "ready");
    assert_eq!(demo.terminate(), Some(0));
    let file = home.data().join("demo/caretrack.db");
    let served = home.run(&["serve"], &[("DATABASE_URL", &format!("sqlite:{}", file.display()))]);
    assert!(served.err.starts_with("caretrack: DATABASE_URL: sample data"), "{}", served.err);

    std::fs::remove_dir_all(home.data().join("demo")).unwrap();
    let moved = format!("sqlite:{}", file.display());
    assert_eq!(home.run(&["migrate"], &[("DATABASE_URL", &moved)]).status, 0);
    let refused = home.run(&["demo"], &[]);
    assert!(refused.err.contains("is not the demo's own database"), "{}", refused.err);
    assert!(file.exists(), "it is left alone");
}
