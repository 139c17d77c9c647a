//! F020 `demand-notice-missing`: 行政强制执行没有催告环节

use super::mentions;
use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 行政强制执行没有催告环节。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 20),
    name: "demand-notice-missing",
    title: "行政强制执行没有催告环节",
    why: "作出强制执行决定前，应当事先催告当事人履行义务（行政强制法第三十五条）；加处罚款、滞纳金、代履行和申请法院执行也要先催告（第四十六条、第五十一条、第五十四条）。",
    remedy: "在强制执行决定之前加上催告；需要立即清除的，在名称里写明“立即”",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[
        (
            "items/hbj/行政强制.yaml",
            "department: hbj\ncategory: 行政强制\nitems:\n  - code: 341100-hbj-06-0001\n    name: 测试设施代履行\n    legal_basis: [《水土保持法》第五十六条]\n    flowchart: flowcharts/hbj/test.yaml\n",
        ),
        (
            "flowcharts/hbj/test.yaml",
            "title: 测试流程图\ncategory: 行政强制\nsteps:\n  - { id: a, name: 决定, kind: start, actor: 支队, next: [b] }\n  - { id: b, name: 审批, kind: task, actor: 局, next: [c] }\n  - { id: c, name: 告知, kind: task, actor: 支队, next: [d] }\n  - { id: d, name: 实施, kind: task, actor: 支队, next: [e] }\n  - { id: e, name: 处理, kind: end, actor: 支队 }\n",
        ),
    ]),
    good: Sample::Files(&[
        (
            "items/hbj/行政强制.yaml",
            "department: hbj\ncategory: 行政强制\nitems:\n  - code: 341100-hbj-06-0001\n    name: 测试设施代履行\n    legal_basis: [《水土保持法》第五十六条]\n    flowchart: flowcharts/hbj/test.yaml\n",
        ),
        (
            "flowcharts/hbj/test.yaml",
            "title: 测试流程图\ncategory: 行政强制\nsteps:\n  - { id: a, name: 催告, kind: start, actor: 支队, next: [b] }\n  - { id: b, name: 审批, kind: task, actor: 局, next: [c] }\n  - { id: c, name: 告知, kind: task, actor: 支队, next: [d] }\n  - { id: d, name: 实施, kind: task, actor: 支队, next: [e] }\n  - { id: e, name: 处理, kind: end, actor: 支队 }\n",
        ),
    ]),
    check: Check::Item(check),
};

const EXECUTION: [&str; 7] = [
    "强制执行",
    "加处罚款",
    "滞纳金",
    "代履行",
    "强制拆除",
    "强行拆除",
    "划拨",
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let coercion = c.category.is_some_and(|k| k.kind == PowerKind::Coercion);
    let (true, Some(chart), Some(path)) = (coercion, c.structured_chart(), &c.item.flowchart)
    else {
        return;
    };
    let name = c.item.name.value.as_str();
    // 行政强制法 art. 52: what endangers traffic or the environment may be cleared at once.
    if name.contains("立即") || mentions(chart, "催告") {
        return;
    }
    if let Some(word) = EXECUTION.iter().find(|w| name.contains(**w)) {
        let message = format!("{word}要先催告，流程图没有催告环节");
        sink.field("flowchart", path.span, message);
    }
}
