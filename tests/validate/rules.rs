//! Every rule is shown a project that it must object to and one that it must not.

use std::borrow::Cow;

use power_list::io::project::ProjectError;
use power_list::io::register;
use power_list::io::submission;
use power_list::ops::validate::{Handed, Leniency, Request, validate};
use power_list::rules::{RULES, Sample};

use crate::sample;

fn codes(sample: &Sample) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    sample::write(dir.path(), sample);
    // An example may bring its own law, as a project does.
    let laws = dir.path().join("laws");
    let mut known = Cow::Borrowed(register::builtin());
    if laws.is_dir() {
        let local = register::local::read_folder(&laws).unwrap();
        known.to_mut().extend(local);
    }
    let day = jiff::civil::date(2015, 3, 1);
    let mut request = Request::new(day, Leniency::Baseline { file: None });
    // An example may be a table that is handed in.
    let table = dir.path().join(sample::WORKBOOK_PATH);
    if table.exists() {
        request.workbooks.push(Handed {
            name: sample::WORKBOOK_PATH.to_owned(),
            book: submission::workbook(&table).unwrap().book,
        });
    }
    let findings = match validate(dir.path(), &known, request) {
        Ok(judged) => judged.report.findings,
        Err(ProjectError::Settings { findings, .. }) => findings,
        Err(error) => panic!("{error}"),
    };
    findings
        .iter()
        .map(|f| format!("{} {}", f.code, f.message))
        .collect()
}

#[test]
fn the_sample_project_is_clean() {
    assert_eq!(codes(&Sample::Base), Vec::<String>::new());
}

#[test]
fn every_rule_finds_its_bad_example_and_passes_its_good_one() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let code = rule.code.to_string();
        let bad = codes(&rule.bad);
        if !bad.iter().any(|c| c.starts_with(&code)) {
            wrong.push(format!("{code} {} 没有发现反例：{bad:?}", rule.name));
        }
        let good = codes(&rule.good);
        if good.iter().any(|c| c.starts_with(&code)) {
            wrong.push(format!("{code} {} 误报正例：{good:?}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn explain_shows_both_examples() {
    let said = std::process::Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(["explain", "same-provision-twice"])
        .output()
        .unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    assert_eq!(said.status.code(), Some(0));
    for piece in [
        "L020 same-provision-twice：",
        "反例\n    legal_basis:\n      - 《水土保持法》第二十五条第一款\n",
        "正例\n    legal_basis:\n      - 《水土保持法》第二十五条第一款、第二款\n",
    ] {
        assert!(text.contains(piece), "{text}");
    }
}
