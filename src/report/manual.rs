//! The manual's rule pages, generated from the rules.

use std::fmt::Write as _;

use crate::domain::gate::Gate;
use crate::finding::code::Family;
use crate::rules::{RULES, Rule};

/// `docs/rules.md` as it should be.
pub fn rules() -> String {
    let mut out = String::from(
        "# 规则\n\n本页由规则本身生成（`UPDATE_DOCS=1 cargo test --test guards`），不要手工修改。\n\n",
    );
    out.push_str("| 代码 | 名称 | 说明 | 一上 | 二上 | 三上 | 公布 |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    for rule in RULES {
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "| [{}](#{}) | `{}` | {} |",
            rule.code, rule.name, rule.name, rule.title
        );
        for gate in Gate::ALL {
            let _ = write!(out, " {} |", severity(rule, gate));
        }
        out.push('\n');
    }
    for family in Family::ALL {
        let rules: Vec<_> = RULES.iter().filter(|r| r.code.family == family).collect();
        if rules.is_empty() {
            continue;
        }
        let _ = write!(out, "\n## {} {}\n", family.letter(), family.chinese());
        for rule in rules {
            let _ = write!(
                out,
                "\n### <a id=\"{}\"></a>{} {}\n\n{}\n\n**怎么办**：{}\n",
                rule.name, rule.code, rule.title, rule.why, rule.remedy
            );
        }
    }
    out
}

/// One rule's page for a terminal.
pub fn rule(rule: &Rule) -> String {
    let mut out = format!(
        "{} {}：{}\n\n为什么\n  {}\n\n怎么办\n  {}\n\n各关的程度\n ",
        rule.code, rule.name, rule.title, rule.why, rule.remedy
    );
    for gate in Gate::ALL {
        let _ = write!(out, " {gate} {}", severity(rule, gate));
    }
    out.push('\n');
    out
}

fn severity(rule: &Rule, gate: Gate) -> &'static str {
    rule.severities.at(gate).map_or("—", |s| s.chinese())
}
