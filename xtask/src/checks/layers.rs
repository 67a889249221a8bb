//! Who may import whom: for each crate, what must not be found among all it depends on.

use std::collections::BTreeSet;

use crate::{
    shell::{self, Outcome},
    tools,
    workspace::Workspace,
};

/// The dependencies of one crate that are forbidden, and one that is known to be there: when that is not seen,
/// the check has lost its eyes.
pub struct Rule {
    layer: &'static str,
    target: Option<&'static str>,
    never: &'static [&'static str],
    control: &'static str,
}

pub const RULES: &[Rule] = &[
    Rule {
        layer: "domain",
        target: None,
        never: &[
            "app",
            "axum",
            "backend",
            "http",
            "leptos",
            "migration",
            "sea-orm",
            "server",
            "sqlx",
            "tokio",
        ],
        control: "chrono",
    },
    Rule {
        layer: "backend",
        target: None,
        never: &["app", "axum", "frontend", "http", "leptos", "leptos_axum", "migration", "server"],
        control: "sea-orm",
    },
    Rule {
        layer: "migration",
        target: None,
        never: &["app", "backend", "domain", "leptos", "server"],
        control: "sea-orm-migration",
    },
    Rule {
        layer: "frontend",
        target: Some(tools::WASM),
        never: &["axum", "backend", "leptos_axum", "migration", "sea-orm", "server", "sqlx", "tokio"],
        control: "leptos",
    },
];

/// Every forbidden dependency of this rule's crate, with the way it came in.
pub fn broken(ws: &Workspace, rule: &Rule) -> Outcome<Vec<String>> {
    let tree = shell::read(ws.cargo(&["tree", "--prefix", "none"]).args(rule.selection()))?;
    let mut breaches = Vec::new();
    for name in rule.found(&names(&tree))? {
        let way = shell::read(ws.cargo(&["tree", "--invert", name]).args(rule.selection()))?;
        breaches.push(format!("{} must not depend on {name}:\n{way}", rule.layer));
    }
    Ok(breaches)
}

impl Rule {
    fn selection(&self) -> Vec<&'static str> {
        let mut words = vec!["--package", self.layer, "--edges", "normal"];
        words.extend(self.target.iter().flat_map(|target| ["--target", *target]));
        words
    }

    fn found(&self, names: &BTreeSet<&str>) -> Outcome<Vec<&'static str>> {
        if !names.contains(self.control) {
            return Err(format!("{} is said not to depend on {}", self.layer, self.control).into());
        }
        Ok(self.never.iter().copied().filter(|name| names.contains(name)).collect())
    }
}

/// The names in cargo's tree, one package a line: `chrono v0.4.45 (*)`.
fn names(tree: &str) -> BTreeSet<&str> {
    tree.lines().filter_map(|line| line.split_whitespace().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { layer: "domain", target: None, never: &["axum", "http"], control: "chrono" };

    #[test]
    fn a_forbidden_package_is_found_by_its_whole_name() {
        let tree = "domain v0.1.0 (/w/app/domain)\nchrono v0.4.45\nhttpdate v1.0.3\naxum v0.8.9 (*)\n";
        assert_eq!(RULE.found(&names(tree)).expect("seen"), ["axum"]);
    }

    #[test]
    fn a_tree_without_the_control_proves_nothing() {
        assert!(RULE.found(&names("domain v0.1.0 (/w/app/domain)\nserde v1.0.0\n")).is_err());
    }
}
