//! What `Cargo.lock` may hold: one version of everything that does not link or agree with a second one.

/// Two of these do not link, or do not know each other's types.
const ONCE: &[&str] =
    &["axum", "leptos", "libsqlite3-sys", "rustls", "sea-orm", "sqlx", "tower-sessions", "wasm-bindgen"];

/// TLS is rustls.
const NEVER: &[&str] = &["native-tls", "openssl", "openssl-sys"];

/// Everything that is wrong with this lock file.
pub fn broken(lock: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    for name in ONCE {
        let versions: Vec<&str> =
            packages(lock).filter(|package| package.name == *name).map(|p| p.version).collect();
        if versions.len() != 1 {
            breaches.push(format!(
                "Cargo.lock must hold {name} once, not {} times: {versions:?}",
                versions.len()
            ));
        }
    }
    for package in packages(lock) {
        if NEVER.contains(&package.name) {
            breaches.push(format!("Cargo.lock must not hold {}", package.name));
        }
        if package.source.starts_with("git+") {
            breaches
                .push(format!("{} must come from the registry, not from {}", package.name, package.source));
        }
    }
    breaches
}

struct Package<'a> {
    name: &'a str,
    version: &'a str,
    source: &'a str,
}

fn packages(lock: &str) -> impl Iterator<Item = Package<'_>> {
    lock.split("[[package]]").skip(1).map(|package| {
        let field = |key: &str| {
            let mut lines = package.lines().filter_map(|line| line.split_once(" = "));
            lines
                .find(|(found, _)| *found == key)
                .map(|(_, value)| value.trim_matches('"'))
                .unwrap_or_default()
        };
        Package { name: field("name"), version: field("version"), source: field("source") }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(more: &[(&str, &str)]) -> String {
        let all = ONCE.iter().map(|name| (*name, "1.0.0")).chain(more.iter().copied());
        let package = |(name, version)| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"registry+x\"\n\n")
        };
        all.map(package).collect()
    }

    #[test]
    fn one_version_of_each_is_well() {
        assert_eq!(broken(&lock(&[("tokio", "1.0.0"), ("tokio", "2.0.0")])), Vec::<String>::new());
    }

    #[test]
    fn a_second_version_is_named_with_both() {
        let breaches = broken(&lock(&[("sqlx", "0.8.6")]));
        assert_eq!(breaches, [r#"Cargo.lock must hold sqlx once, not 2 times: ["1.0.0", "0.8.6"]"#]);
    }

    #[test]
    fn a_lock_file_that_is_not_understood_is_not_well() {
        assert_eq!(broken("").len(), ONCE.len());
    }

    #[test]
    fn openssl_and_packages_from_git_are_refused() {
        let from_git = lock(&[("native-tls", "0.2.0")]).replacen("registry+x", "git+https://example.org", 1);
        assert_eq!(broken(&from_git).len(), 2);
    }
}
