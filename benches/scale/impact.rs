//! What changes of the law do to a list, apart from reading the list.

use std::collections::HashSet;
use std::time::Duration;

use jiff::civil::date;
use power_list::compare::impact::{self, LawChange, Period};
use power_list::domain::ids::Digest;
use power_list::domain::law::Register;
use power_list::io::project;
use power_list::io::sqlite::release::ReleaseFile;
use power_list::ops::catalog;
use power_list::ops::publish::{PublishInput, publish};

use crate::generate;
use crate::measure::{Table, once};

/// Seconds that the answer may take.
const ANSWER: f64 = 0.050;

/// The best of some runs.
fn best(mut run: impl FnMut()) -> Duration {
    let times = (0..7).map(|_| once(&mut run).1);
    times.min().unwrap()
}

/// Measures on a generated list and says whether a limit was exceeded.
pub fn run(items: usize, register: &Register) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    let day = date(2015, 3, 1);
    generate::project(root, items, register, day, 0);
    let mut table = Table::against("读入工程", 1, || {
        project::load(root, None, "", None).unwrap();
    });
    let loaded = project::load(root, None, "", None).unwrap();
    let list = catalog::build(&loaded.project, register, day, |_| true, |_| true);
    let period = Period {
        from: day,
        to: None,
    };
    let all = impact::changes(register, period);
    // The law that most places rest on.
    let one = all
        .iter()
        .max_by_key(|change| {
            let places = list.items.iter().flat_map(|item| &item.basis);
            places
                .filter(|row| row.law_id.as_deref() == Some(change.law))
                .count()
        })
        .copied()
        .unwrap();
    let ask = |changes: &[LawChange<'_>]| {
        let laws: HashSet<&str> = changes.iter().map(|change| change.law).collect();
        let places = impact::of_catalog(&list, register, &|law: &str| laws.contains(law));
        impact::impacts(register, changes, places).len()
    };
    let (of_one, of_all) = (ask(&[one]), ask(&all));
    println!(
        "\n{} 项，{} 部法有变化；影响最广的《{}》{of_one} 处，全部 {of_all} 处\n",
        list.items.len(),
        all.len(),
        one.law
    );
    assert!(of_one > 0 && of_all >= of_one);
    let time = best(|| assert_eq!(ask(&[one]), of_one));
    table.seconds("law impact：一部法", time, ANSWER);
    let time = best(|| assert_eq!(ask(&impact::changes(register, period)), of_all));
    table.seconds("law impact：全部有变化的法", time, ANSWER);
    let input = PublishInput {
        project: &loaded.project,
        root,
        register,
        date: day,
        partial: false,
        number: 1,
        confirmed: loaded
            .project
            .departments
            .iter()
            .map(|d| d.id.value.clone())
            .collect(),
        removals: Vec::new(),
        adjustments: Vec::new(),
        ledger_head: Digest::ZERO,
        gate_errors: 0,
    };
    let released = publish(&input, &root.join("releases")).unwrap();
    let file = ReleaseFile::open(&released.path).unwrap();
    let wanted = |law: &str| law == one.law;
    let cites = |text: &str| !impact::cited_in(text, register, &wanted).is_empty();
    let time = best(|| {
        let part = file.citing(&[one.law], &cites).unwrap();
        let places = impact::of_catalog(&part, register, &wanted);
        assert_eq!(impact::impacts(register, &[one], places).len(), of_one);
    });
    table.seconds("law impact --release：一部法，连同读取", time, 4.0 * ANSWER);
    table.print()
}
