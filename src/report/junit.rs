//! JUnit XML as Jenkins and GitLab read it: a suite for each file, a case for each rule that found something in it.
//!
//! A case fails when the rule found an error. JUnit knows no warnings: what is milder stands in the case's
//! `system-out`. A file without findings has one case that passes, so that the report shows what was looked at.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::domain::place::SourceId;
use crate::finding::{Finding, Report, RuleCode, Severity, Sources};

/// Name of the case of a clean file.
const CLEAN: &str = "没有问题";

/// One case: the findings of one rule in one file; none for a clean file.
struct Case<'a> {
    name: String,
    failures: Vec<&'a Finding>,
    remarks: Vec<&'a Finding>,
}

/// Writes the report as one XML document.
///
/// # Errors
/// When the writer fails.
pub fn write(report: &Report, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<(SourceId, Vec<Case<'_>>)> = super::by_file(report)
        .into_iter()
        .map(|(id, findings)| (id, cases(&findings)))
        .collect();
    let tests: usize = suites.iter().map(|(_, cases)| cases.len()).sum();
    let failures: usize = suites.iter().map(|(_, cases)| failed(cases)).sum();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="power-list" tests="{tests}" failures="{failures}" errors="0">"#
    )?;
    for (id, cases) in &suites {
        let name = attribute(&sources.get(*id).name);
        writeln!(
            out,
            r#"  <testsuite name="{name}" tests="{}" failures="{}" errors="0" skipped="0">"#,
            cases.len(),
            failed(cases)
        )?;
        for case in cases {
            write_case(case, &class(&sources.get(*id).name), sources, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn failed(cases: &[Case<'_>]) -> usize {
    cases.iter().filter(|c| !c.failures.is_empty()).count()
}

fn cases<'a>(findings: &[&'a Finding]) -> Vec<Case<'a>> {
    let mut rules: BTreeMap<(RuleCode, &str), Vec<&'a Finding>> = BTreeMap::new();
    for finding in findings {
        rules
            .entry((finding.code, finding.name))
            .or_default()
            .push(finding);
    }
    if rules.is_empty() {
        return vec![Case {
            name: CLEAN.to_owned(),
            failures: Vec::new(),
            remarks: Vec::new(),
        }];
    }
    rules
        .into_iter()
        .map(|((code, name), findings)| {
            let (failures, remarks) = findings
                .into_iter()
                .partition(|f| f.severity == Severity::Error);
            Case {
                name: format!("{code} {name}"),
                failures,
                remarks,
            }
        })
        .collect()
}

fn write_case(
    case: &Case<'_>,
    class: &str,
    sources: &Sources,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (name, class) = (attribute(&case.name), attribute(class));
    write!(out, r#"    <testcase name="{name}" classname="{class}""#)?;
    if case.failures.is_empty() && case.remarks.is_empty() {
        return writeln!(out, "/>");
    }
    writeln!(out, ">")?;
    // Jenkins keeps only the last of several failures of a case: they stand in one.
    if let Some(first) = case.failures.first() {
        let message = match case.failures.len() {
            1 => first.message.clone(),
            n => format!("{}（共 {n} 处）", first.message),
        };
        let (message, text) = (
            attribute(&message),
            content(&lines(&case.failures, sources)),
        );
        writeln!(
            out,
            r#"      <failure message="{message}" type="error">{text}</failure>"#
        )?;
    }
    if !case.remarks.is_empty() {
        let text = content(&lines(&case.remarks, sources));
        writeln!(out, "      <system-out>{text}</system-out>")?;
    }
    writeln!(out, "    </testcase>")
}

/// The path as Jenkins is to group it: it takes what stands after the last dot for the class, so there must be none.
fn class(path: &str) -> String {
    path.replace('.', "_")
}

fn lines(findings: &[&Finding], sources: &Sources) -> String {
    let mut text = String::new();
    for finding in findings {
        let place = super::place(sources, finding.primary);
        let severity = finding.severity.chinese();
        text.push_str(&format!("{place} {severity}：{}\n", finding.message));
        for place in super::related(finding, sources) {
            text.push_str(&format!("  相关：{place}\n"));
        }
        if let Some(item) = &finding.item {
            text.push_str(&format!("  事项：{item}\n"));
        }
        if let Some(help) = &finding.help {
            text.push_str(&format!("  怎么办：{help}\n"));
        }
    }
    text
}

/// Text of an element.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // As it is, a parser makes a line feed of it.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            // XML 1.0 forbids these even as references.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// Value of an attribute in double quotes, in which parsers turn bare line feeds and tabs into blanks.
fn attribute(text: &str) -> String {
    content(text)
        .replace('"', "&quot;")
        .replace('\t', "&#9;")
        .replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_replaced_and_the_rest_escaped() {
        assert_eq!(
            attribute("a<b>&\"\u{0}\u{b}\u{1b}\u{fffe}\t\r\n𠮷"),
            "a&lt;b&gt;&amp;&quot;\u{fffd}\u{fffd}\u{fffd}\u{fffd}&#9;&#13;&#10;𠮷"
        );
        assert_eq!(content("a\n\"b\"\r\n"), "a\n\"b\"&#13;\n");
    }

    #[test]
    fn no_dot_is_left_for_jenkins_to_split_at() {
        assert_eq!(
            class("./items/hbj/行政审批.yaml"),
            "_/items/hbj/行政审批_yaml"
        );
    }
}
