//! What a carer's tablet has to fetch before the page is whole, against what we promised.

use std::{ffi::OsStr, fs, path::Path};

use super::{Bench, Tally};
use crate::{shell::Outcome, site::files};

const KB: u64 = 1024;

/// A promise about the shipped site: the files of these kinds, packed this way, are no larger than this.
struct Budget {
    what: &'static str,
    kinds: &'static [&'static str],
    packed: &'static str,
    at_most: u64,
}

const BUDGETS: [Budget; 2] = [
    Budget { what: "WASM, JS and CSS", kinds: &["wasm", "js", "css"], packed: "br", at_most: 130 * KB },
    Budget { what: "CSS", kinds: &["css"], packed: "gz", at_most: 20 * KB },
];

/// Builds the site as it is shipped and weighs it.
pub fn suite(bench: &mut Bench) -> Outcome<Tally> {
    let site = bench.site()?;
    let mut sum = Tally::default();
    for budget in &BUDGETS {
        sum += weigh(budget, &site)?;
    }
    Ok(sum)
}

fn weigh(budget: &Budget, site: &Path) -> Outcome<Tally> {
    let mut sum = 0;
    for file in files(site)?.iter().filter(|file| budget.weighs(file)) {
        let bytes = fs::metadata(file)?.len();
        eprintln!("xtask: {bytes:>8} bytes  {}", file.strip_prefix(site).unwrap_or(file).display());
        sum += bytes;
    }
    eprintln!("xtask: {sum:>8} bytes of {}  {}, {}", budget.at_most, budget.what, budget.packed);
    Ok(budget.judge(sum))
}

impl Budget {
    fn weighs(&self, file: &Path) -> bool {
        let kind = file.file_stem().map(Path::new).and_then(Path::extension).and_then(OsStr::to_str);
        file.extension().is_some_and(|packed| packed == self.packed)
            && kind.is_some_and(|kind| self.kinds.contains(&kind))
    }

    /// Nothing weighed is a failure, too: then the files are not where we look.
    fn judge(&self, bytes: u64) -> Tally {
        let kept = (1..=self.at_most).contains(&bytes);
        Tally { passed: kept.into(), failed: (!kept).into(), skipped: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    const TINY: Budget = Budget { what: "CSS", kinds: &["css"], packed: "gz", at_most: 100 };

    #[test]
    fn a_budget_is_kept_up_to_its_last_byte_and_not_by_nothing() {
        assert_eq!(TINY.judge(100).passed, 1);
        assert_eq!(TINY.judge(101).failed, 1);
        assert_eq!(TINY.judge(0).failed, 1);
    }

    #[test]
    fn only_its_kinds_in_its_packing_are_weighed() {
        let weighed = |name: &str| TINY.weighs(Path::new(name));
        assert!(weighed("pkg/caretrack.1f.css.gz"));
        assert!(!weighed("pkg/caretrack.1f.css.br"));
        assert!(!weighed("pkg/caretrack.1f.css"));
        assert!(!weighed("pkg/caretrack.1f.js.gz"));
    }

    #[test]
    fn the_files_on_disk_are_weighed() {
        let site = Scratch::new();
        fs::write(site.path().join("a.css.gz"), [0; 101]).expect("a file");
        assert_eq!(weigh(&TINY, site.path()).expect("weighed").failed, 1);
    }
}
