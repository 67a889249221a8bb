//! Words that must not stand in certain files, because a layer or a defence would be walked around.

use std::{fs, path::Path};

use super::below;
use crate::{shell::Outcome, site};

/// Below a folder, no line of code may hold one of these words, but in the files that are named. A word that ends
/// with a bracket is a call with something in it: `inner_html()` only reads.
pub struct Rule {
    folder: &'static str,
    words: &'static [&'static str],
    /// Ends of the paths of the files that may.
    but_in: &'static [&'static str],
    /// A word counts only inside a call of one of these; anywhere when there is none.
    inside: &'static [&'static str],
    reason: &'static str,
}

pub const RULES: &[Rule] = &[
    Rule {
        folder: "app/src",
        words: &["backend::", "use backend"],
        // The last one is the table from the backend's errors to words.
        but_in: &["/api.rs", "app/src/ssr.rs", "app/src/words/refusals.rs"],
        inside: &[],
        reason: "pages reach the backend only through the server functions",
    },
    Rule {
        folder: "app/src",
        words: &["sea_orm"],
        but_in: &[],
        inside: &[],
        reason: "the database is the backend's",
    },
    Rule {
        folder: "app/src",
        words: &["inner_html=", "inner_html =", "inner_html(", "set_inner_html(", "insert_adjacent_html("],
        but_in: &[],
        inside: &[],
        reason: "stored text must never become markup",
    },
    Rule {
        folder: "app/src",
        words: &["<textarea"],
        but_in: &["app/src/ui/field/text_area.rs", "/tests.rs"],
        inside: &[],
        reason: "the framework writes its text unescaped; the shared component escapes it",
    },
    Rule {
        folder: "server",
        words: &["format!"],
        but_in: &[],
        inside: &["Statement::from_", "execute_unprepared(", "query_unprepared(", "raw_sql(", "Expr::cust("],
        reason: "SQL is written out; values are parameters",
    },
];

/// Every place where this rule is broken.
pub fn broken(root: &Path, rule: &Rule) -> Outcome<Vec<String>> {
    let mut breaches = Vec::new();
    for file in site::files(&root.join(rule.folder))? {
        let name = below(root, &file);
        let excepted = rule.but_in.iter().any(|end| name.ends_with(end));
        if file.extension().is_some_and(|kind| kind == "rs") && !excepted {
            let lines = rule.lines(&fs::read_to_string(&file)?);
            breaches
                .extend(lines.iter().map(|(line, word)| format!("{name}:{line}: {word}: {}", rule.reason)));
        }
    }
    Ok(breaches)
}

impl Rule {
    /// The lines, counted from 1, where a word stands that must not.
    fn lines(&self, text: &str) -> Vec<(usize, &'static str)> {
        let code = without_comments(text);
        let found = self.words.iter().flat_map(|word| places(&code, word).map(move |place| (place, *word)));
        let mut lines: Vec<_> = found
            .filter(|(place, _)| self.inside.is_empty() || is_inside(&code, *place, self.inside))
            .map(|(place, word)| (code.get(..place).unwrap_or_default().matches('\n').count() + 1, word))
            .collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }
}

/// The same lines without what follows `//`; a `//` in an address (`https://`) is none.
fn without_comments(text: &str) -> String {
    let code = |line: &str| match line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':')) {
        Some((at, _)) => line[..at].to_owned(),
        None => line.to_owned(),
    };
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

/// Where a word begins, and not only the end of a longer one.
fn places<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_name = |before: char| before.is_alphanumeric() || before == '_';
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let starts_here = !code.get(..*at).is_some_and(|before| before.ends_with(is_name));
        let after = code.get(at + word.len()..).unwrap_or_default();
        starts_here && !(word.ends_with('(') && after.starts_with(')'))
    })
}

/// Whether this place lies between the brackets of a call of one of these.
fn is_inside(code: &str, place: usize, calls: &[&str]) -> bool {
    let before = code.get(..place).unwrap_or_default();
    calls.iter().filter_map(|call| before.rfind(call)).any(|call| {
        let between = before.get(call..).unwrap_or_default();
        !between.contains(';') && between.matches('(').count() > between.matches(')').count()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn rule(words: &'static [&'static str], inside: &'static [&'static str]) -> Rule {
        Rule { folder: "app/src", words, but_in: &["/api.rs"], inside, reason: "because" }
    }

    #[test]
    fn a_word_is_found_with_its_line_but_not_in_a_comment_or_a_longer_word() {
        let text = "use my_backend::x;\n// backend::y\nlet a = backend::y(); // why\nlet b = \"https://backend::\";\n";
        assert_eq!(rule(&["backend::"], &[]).lines(text), [(3, "backend::"), (4, "backend::")]);
    }

    #[test]
    fn reading_markup_is_no_writing_of_it() {
        let rule = rule(&["inner_html(", "inner_html="], &[]);
        assert_eq!(rule.lines("if old.inner_html() == new.inner_html() {}"), []);
        assert_eq!(rule.lines("div().inner_html(text)\n<p inner_html=text/>").len(), 2);
    }

    #[test]
    fn only_the_named_files_may() {
        let root = Scratch::new();
        let folder = root.path().join("app/src/progress");
        fs::create_dir_all(&folder).expect("a folder");
        for name in ["api.rs", "page.rs", "page.txt"] {
            fs::write(folder.join(name), "backend::log()").expect("a file");
        }

        let breaches = broken(root.path(), &rule(&["backend::"], &[])).expect("read");

        assert_eq!(breaches, ["app/src/progress/page.rs:1: backend::: because"]);
    }

    #[test]
    fn text_put_together_is_found_inside_a_statement_and_nowhere_else() {
        let sql = rule(&["format!"], &["Statement::from_"]);
        let bad = "Statement::from_string(\n    backend(),\n    format!(\"select {name}\"),\n)";
        let good = "let name = format!(\"{a} {b}\");\nStatement::from_string(backend(), \"select 1\");\nformat!(\"x\")";

        assert_eq!(sql.lines(bad), [(3, "format!")]);
        assert_eq!(sql.lines(good), []);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let root = Scratch::new();
        assert!(broken(root.path(), &rule(&["backend::"], &[])).is_err());
    }
}
