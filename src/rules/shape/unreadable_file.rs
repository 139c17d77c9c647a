//! S010 `unreadable-file`: 文件读不了

use crate::domain::place::{SourceId, Span};
use crate::finding::code::Family;
use crate::finding::{Finding, MOST_OF_A_FILE, RuleCode, Severities, Severity};
use crate::rules::rule::{Check, Rule, Sample};

/// 文件读不了。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Shape, 10),
    name: "unreadable-file",
    title: "文件读不了",
    why: "不能读的文件不能跳过：跳过了，里面的事项就从清单上消失了。",
    remedy: "换成可以读的普通文件",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[("items/hbj/行政处罚.yaml/x.yaml", "x: 1\n")]),
    good: Sample::Base,
    check: Check::Reader,
};

/// Keeps the findings of one file below what anybody reads. What is left out may be an error: that there is something left
/// out is one.
pub fn bound(findings: &mut Vec<Finding>, source: SourceId) {
    if findings.len() <= MOST_OF_A_FILE {
        return;
    }
    findings.truncate(MOST_OF_A_FILE);
    let message = format!("这个文件的问题超过 {MOST_OF_A_FILE} 处，其余的没有列出");
    let head = Span::head(source);
    findings.push(
        Finding::new(RULE.code, RULE.name, Severity::Error, head, message)
            .with_help("多半不是事项文件，或者是重复生成的：换成正确的文件"),
    );
}
