//! What rules say of a citation is the same wherever it stands: the program asks them once, not in each field again.

use std::collections::BTreeSet;

use power_list::domain::item::BasisRole;
use power_list::io::register;
use power_list::ops::validate::{Leniency, Request, Silent, survey};
use power_list::rules::{Check, RULES, Sample};
use rayon::prelude::*;

use crate::sample::{self, ITEMS_PATH, items_with, put};

/// What is said of citations: rule and message.
type Said = BTreeSet<(String, String)>;

/// What is said of the citations in a field that is written so.
fn said(field: &str, written: &str) -> Said {
    let dir = tempfile::tempdir().unwrap();
    sample::base(dir.path());
    put(dir.path(), ITEMS_PATH, items_with(field, written));
    let request = Request::new(jiff::civil::date(2015, 3, 1), Leniency::Gate);
    let judged = survey(dir.path(), register::builtin(), &request, None, &Silent).unwrap();
    let asks = |code: &str| {
        let rule = power_list::rules::find(code).unwrap();
        matches!(rule.check, Check::Cite(_) | Check::Text(_))
    };
    let findings = judged.report.findings.iter();
    let of_field = findings.filter(|f| f.field.as_deref() == Some(field));
    of_field
        .map(|f| (f.code.to_string(), f.message.clone()))
        .filter(|(code, _)| asks(code))
        .collect()
}

#[test]
fn a_citation_is_judged_alike_in_every_field_and_role() {
    let of_samples = RULES.iter().filter_map(|rule| match rule.bad {
        Sample::Key("legal_basis", written) => Some(written),
        _ => None,
    });
    let written: BTreeSet<&str> = of_samples
        .flat_map(str::lines)
        .filter_map(|line| line.trim_start().strip_prefix("- "))
        .filter(|text| text.starts_with('《') && !text.contains(": "))
        .collect();
    let heard: Vec<Said> = written
        .par_iter()
        .map(|text| {
            let basis = said("legal_basis", &format!("    legal_basis:\n      - {text}"));
            for role in BasisRole::ALL {
                let role = role.chinese();
                let entry = format!("    legal_basis:\n      - {{ cite: '{text}', role: {role} }}");
                assert_eq!(said("legal_basis", &entry), basis, "{role}：{text}");
            }
            let duty = format!(
                "    responsibilities:\n      - {{ stage: 受理, duty: 一次告知, basis: '{text}' }}"
            );
            let blame = format!(
                "    accountability:\n      - {{ situation: 不依法决定的, basis: '{text}' }}"
            );
            let duty = said("responsibilities", &duty);
            assert_eq!(said("accountability", &blame), duty, "{text}");
            // More is asked of a basis, nothing less.
            let more: Vec<&String> = basis.difference(&duty).map(|(code, _)| code).collect();
            assert!(duty.is_subset(&basis), "{text}");
            assert!(more.iter().all(|code| *code == "L009"), "{text}：{more:?}");
            basis
        })
        .collect();
    let rules: BTreeSet<&String> = heard.iter().flatten().map(|(code, _)| code).collect();
    assert!(rules.len() >= 10, "{rules:?}");
}
