//! F022 `hearing-not-shown`: 处罚流程图没有听证环节

use super::mentions;
use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ChartContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 处罚流程图没有听证环节。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 22),
    name: "hearing-not-shown",
    title: "处罚流程图没有听证环节",
    why: "较重的处罚要告知听证权利（行政处罚法 2021 年修订第六十三条，1996 年第四十二条）；通用的处罚流程图通常画出听证的分支。",
    remedy: "核对所服务的处罚会不会达到听证的条件：会的，加上听证的分支",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对测试行为的处罚\n    legal_basis: [《水土保持法》第四十八条]\n    flowchart: flowcharts/hbj/test.yaml\n",
        ),
        (
            "flowcharts/hbj/test.yaml",
            "title: 测试流程图\ncategory: 行政处罚\nsteps:\n  - { id: a, name: 立案, kind: start, actor: 支队, next: [b] }\n  - { id: b, name: 调查, kind: task, actor: 支队, next: [c] }\n  - { id: c, name: 告知, kind: task, actor: 支队, next: [d] }\n  - { id: d, name: 决定, kind: task, actor: 局, next: [e] }\n  - { id: e, name: 送达, kind: task, actor: 支队, next: [f] }\n  - { id: f, name: 执行, kind: end, actor: 支队 }\n",
        ),
    ]),
    good: Sample::Files(&[
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对测试行为的处罚\n    legal_basis: [《水土保持法》第四十八条]\n    flowchart: flowcharts/hbj/test.yaml\n",
        ),
        (
            "flowcharts/hbj/test.yaml",
            "title: 测试流程图\ncategory: 行政处罚\nsteps:\n  - { id: a, name: 立案, kind: start, actor: 支队, next: [b] }\n  - { id: b, name: 调查, kind: task, actor: 支队, next: [c] }\n  - { id: c, name: 告知, kind: decision, actor: 支队, next: { 要求听证: h, 不听证: d } }\n  - { id: h, name: 听证, kind: task, actor: 法规科, next: [d] }\n  - { id: d, name: 决定, kind: task, actor: 局, next: [e] }\n  - { id: e, name: 送达, kind: task, actor: 支队, next: [f] }\n  - { id: f, name: 执行, kind: end, actor: 支队 }\n",
        ),
    ]),
    check: Check::Chart(check),
};

fn check(c: &ChartContext<'_>, sink: &mut Sink<'_>) {
    let penalty = c.categories().iter().any(|k| k.kind == PowerKind::Penalty);
    if penalty && !mentions(c.chart, "听证") {
        sink.report(c.chart.title.span, "处罚流程图没有画出听证的分支");
    }
}
