//! X009 `item-in-two-units`: 两个单位列了同一事项

use super::{about, repeated};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 两个单位列了同一事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 9),
    name: "item-in-two-units",
    title: "两个单位列了同一事项",
    why: "同一事项由两个单位行使，或者职责交叉，或者应当由一个单位牵头；二下时要跨部门核对（编办负责划分职责）。",
    remedy: "两个单位商定由谁行使，另一个单位删去；确实分工行使的，在名称里写明范围",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[
        (
            "departments.yaml",
            "departments:\n  - id: hbj\n    name: 滁州市环境保护局\n    short_name: 市环保局\n    kind: 市政府工作部门\n    group: 审核一组\n    offices: [环境影响评价科, 污染防治科]\n  - id: slj\n    name: 滁州市水利局\n    short_name: 市水利局\n    kind: 市政府工作部门\n    group: 审核一组\n    offices: [水政科]\n",
        ),
        (
            "items/slj/行政处罚.yaml",
            "department: slj\ncategory: 行政处罚\nitems:\n  - code: 341100-slj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
        ),
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
        ),
    ]),
    good: Sample::Files(&[
        (
            "departments.yaml",
            "departments:\n  - id: hbj\n    name: 滁州市环境保护局\n    short_name: 市环保局\n    kind: 市政府工作部门\n    group: 审核一组\n    offices: [环境影响评价科, 污染防治科]\n  - id: slj\n    name: 滁州市水利局\n    short_name: 市水利局\n    kind: 市政府工作部门\n    group: 审核一组\n    offices: [水政科]\n",
        ),
        (
            "items/slj/行政处罚.yaml",
            "department: slj\ncategory: 行政处罚\nitems:\n  - code: 341100-slj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
        ),
    ]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let pairs = repeated(
        c.keys,
        |item| Some((item.category(), item.spelling())),
        |item| Some((item.category(), spelled(&item.name()))),
    );
    for (other, item) in pairs {
        if other.department() != item.department() {
            let name = c.unit_name(other.department());
            let message = format!("“{}”{name}也列了", item.name().value);
            about(sink.field("name", item.name().span, message), item)
                .related
                .push((other.name().span, "另一项在这里".to_owned()));
        }
    }
}
