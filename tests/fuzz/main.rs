//! What the fuzzer came up with before, and for a short while what a dumber one comes up with now. The long run is that of
//! `cargo fuzz` on the same functions (`docs/fuzzing.md`).

// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "../../fuzz/src/lib.rs"]
mod targets;

mod mutate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;

/// How long inputs are made up for each way into the program; `POWER_LIST_FUZZ_SECONDS` says otherwise.
const SECONDS: u64 = 2;

/// The inputs that are kept for a target, in the order of their names.
fn kept(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

fn seconds() -> Duration {
    let set = std::env::var("POWER_LIST_FUZZ_SECONDS").ok();
    Duration::from_secs(set.and_then(|text| text.parse().ok()).unwrap_or(SECONDS))
}

/// Every input that is kept, then others made of them. One that fails is kept beside the tests' other files, to be tried
/// alone.
fn run(target: &str, run: fn(&[u8])) {
    let kept = kept(target);
    assert!(!kept.is_empty(), "nothing is kept for {target}");
    for (path, bytes) in &kept {
        let tried = catch_unwind(|| run(bytes));
        assert!(tried.is_ok(), "{} fails", path.display());
    }
    let inputs: Vec<&[u8]> = kept.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    let mut rng = Rng::with_seed(2026);
    let begun = Instant::now();
    while begun.elapsed() < seconds() {
        let input = mutate::one_of(&inputs, &mut rng);
        if catch_unwind(AssertUnwindSafe(|| run(&input))).is_err() {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{target}"));
            std::fs::write(&path, &input).unwrap();
            panic!("{target} fails on {}", path.display());
        }
    }
}

macro_rules! targets {
    ($($target:ident)*) => {
        $(#[test]
        fn $target() {
            run(stringify!($target), targets::$target::run);
        })*

        /// Every target of the fuzzer is here.
        #[test]
        fn all_are_here() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
            let mut found: Vec<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
                .collect();
            found.sort();
            let mut here = vec![$(stringify!($target)),*];
            here.sort_unstable();
            assert_eq!(found, here);
        }
    };
}

targets! {
    citation configuration events feedback flowchart_yaml item_yaml release statute workbook
}
