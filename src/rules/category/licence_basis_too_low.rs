//! C003 `licence-basis-too-low`: 行政审批的设定依据层级不够

use super::report_low_basis;
use crate::domain::category::PowerKind;
use crate::domain::law::LawLevel;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政审批的设定依据层级不够。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Category, 3),
    name: "licence-basis-too-low",
    title: "行政审批的设定依据层级不够",
    why: "行政许可由法律设定，没有法律的由行政法规设定，国务院决定可以设定必要的许可；没有上位法的，地方性法规可以设定，省级政府规章只能设定一年的临时许可；部门规章、设区的市的规章和其他规范性文件一律不得设定（行政许可法第十四条至第十七条）。",
    remedy: "改引设定这项许可的法律、法规或者国务院决定；没有的，提出取消",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[(
        "items/hbj/行政审批.yaml",
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341100-hbj-01-0001\n    name: 测试事项审批\n    legal_basis: [《侵害消费者权益行为处罚办法》第三条]\n",
    )]),
    good: Sample::Base,
    check: Check::Item(check),
};

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    report_low_basis(c, sink, PowerKind::Licensing, LawLevel::LocalRegulation);
}
