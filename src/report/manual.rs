//! The manual's rule pages, generated from the rules.

use std::fmt::Write as _;

use crate::domain::gate::Gate;
use crate::finding::code::Family;
use crate::rules::{RULES, Rule, Sample};

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
            for (kind, sample) in samples(rule) {
                let _ = write!(out, "\n**{kind}**\n");
                for excerpt in excerpts(sample) {
                    if let Some(place) = excerpt.place {
                        let _ = write!(out, "\n{place}\n");
                    }
                    if !excerpt.text.is_empty() {
                        let _ = write!(out, "\n```yaml\n{}\n```\n", excerpt.text);
                    }
                }
            }
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
    for (kind, sample) in samples(rule) {
        let _ = write!(out, "\n{kind}\n");
        for excerpt in excerpts(sample) {
            if let Some(place) = excerpt.place {
                let _ = writeln!(out, "  {place}");
            }
            for line in excerpt.text.lines() {
                let _ = writeln!(out, "{}", format!("    {line}").trim_end());
            }
        }
    }
    out
}

/// The examples of a rule that have something of their own to show.
fn samples(rule: &Rule) -> impl Iterator<Item = (&'static str, &Sample)> {
    let all = [("反例", &rule.bad), ("正例", &rule.good)];
    all.into_iter()
        .filter(|(_, sample)| !matches!(sample, Sample::Base))
}

/// A piece of an example.
struct Excerpt {
    /// The file it stands in, where it is not just a piece of an item.
    place: Option<String>,
    /// Its lines.
    text: String,
}

/// More lines of a file than these teach nothing.
const MOST_LINES: usize = 24;

fn excerpts(sample: &Sample) -> Vec<Excerpt> {
    let whole = |place: String, text: &str| {
        let mut lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
        if text.lines().count() > MOST_LINES {
            lines.push("…");
        }
        Excerpt {
            place: Some(place),
            text: lines.join("\n"),
        }
    };
    match sample {
        Sample::Base => Vec::new(),
        Sample::Key(key, "") => vec![Excerpt {
            place: Some(format!("事项里没有 {key}")),
            text: String::new(),
        }],
        Sample::Key(_, text) => {
            let lines: Vec<&str> = text
                .lines()
                .map(|line| line.strip_prefix("    ").unwrap_or(line))
                .collect();
            vec![Excerpt {
                place: None,
                text: lines.join("\n"),
            }]
        }
        Sample::Chart(text) => vec![whole("流程图".to_owned(), text)],
        Sample::Files(files) => files
            .iter()
            .map(|(path, text)| whole((*path).to_owned(), text))
            .collect(),
        Sample::Published(files) => files
            .iter()
            .map(|(path, text)| whole(format!("{path}（公布以后改成）"), text))
            .collect(),
        Sample::County(files) => files
            .iter()
            .map(|(path, text)| whole(format!("{path}（县的工程）"), text))
            .collect(),
        Sample::Workbook(text) => vec![whole("表格".to_owned(), text)],
        Sample::Gb18030(path, text) => vec![whole(format!("{path}（GB 18030 编码）"), text)],
    }
}

fn severity(rule: &Rule, gate: Gate) -> &'static str {
    rule.severities.at(gate).map_or("—", |s| s.chinese())
}
