//! F017 `hearing-branch-missing`: 应当听证的处罚没有听证环节

use super::mentions;
use crate::domain::category::PowerKind;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::category::own_names;
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 应当听证的处罚没有听证环节。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Flow, 17),
    name: "hearing-branch-missing",
    title: "应当听证的处罚没有听证环节",
    why: "拟作出吊销许可证件、责令停产停业、较大数额罚款等处罚的，应当告知当事人有要求听证的权利，当事人要求的应当组织听证（行政处罚法 2021 年修订第六十三条，1996 年第四十二条）。",
    remedy: "在告知之后加上听证的分支",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 吊销测试许可证\n    legal_basis: [《水土保持法》第四十八条]\n    flowchart: flowcharts/hbj/test.yaml\n",
        ),
        (
            "flowcharts/hbj/test.yaml",
            "title: 测试流程图\ncategory: 行政处罚\nsteps:\n  - { id: a, name: 立案, kind: start, actor: 支队, next: [b] }\n  - { id: b, name: 调查, kind: task, actor: 支队, next: [c] }\n  - { id: c, name: 告知, kind: task, actor: 支队, next: [d] }\n  - { id: d, name: 决定, kind: task, actor: 局, next: [e] }\n  - { id: e, name: 送达, kind: task, actor: 支队, next: [f] }\n  - { id: f, name: 执行, kind: end, actor: 支队 }\n",
        ),
    ]),
    good: Sample::Files(&[
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 吊销测试许可证\n    legal_basis: [《水土保持法》第四十八条]\n    flowchart: flowcharts/hbj/test.yaml\n",
        ),
        (
            "flowcharts/hbj/test.yaml",
            "title: 测试流程图\ncategory: 行政处罚\nsteps:\n  - { id: a, name: 立案, kind: start, actor: 支队, next: [b] }\n  - { id: b, name: 调查, kind: task, actor: 支队, next: [c] }\n  - { id: c, name: 告知, kind: decision, actor: 支队, next: { 要求听证: h, 不听证: d } }\n  - { id: h, name: 听证, kind: task, actor: 法规科, next: [d] }\n  - { id: d, name: 决定, kind: task, actor: 局, next: [e] }\n  - { id: e, name: 送达, kind: task, actor: 支队, next: [f] }\n  - { id: f, name: 执行, kind: end, actor: 支队 }\n",
        ),
    ]),
    check: Check::Item(check),
};

const GRAVE: [&str; 8] = [
    "吊销",
    "责令停产停业",
    "责令关闭",
    "降低资质",
    "限制从业",
    "较大数额罚款",
    "撤销登记",
    "取消资格",
];

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let penalty = c.category.is_some_and(|k| k.kind == PowerKind::Penalty);
    let (true, Some(chart), Some(path)) = (penalty, c.structured_chart(), &c.item.flowchart) else {
        return;
    };
    if mentions(chart, "听证") {
        return;
    }
    // The name begins with the penalty, or the duties themselves speak of hearings.
    let named =
        own_names(c.item).find_map(|name| GRAVE.iter().find(|word| name.value.starts_with(**word)));
    let duty = || {
        c.item
            .responsibilities
            .iter()
            .find(|d| d.duty.value.contains("听证"))
    };
    let why = match (named, duty()) {
        (Some(word), _) => format!("{word}应当告知听证权利"),
        (None, Some(duty)) => format!("责任事项“{}”写了听证", duty.stage.value),
        (None, None) => return,
    };
    let message = format!("{why}，流程图没有听证环节");
    sink.field("flowchart", path.span, message);
}
