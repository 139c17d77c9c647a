//! X010 `basis-in-two-units`: 两个单位的事项用同一依据

use super::{about, repeated};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::key::{BasisPrint, ItemKey};
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 两个单位的事项用同一依据。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 10),
    name: "basis-in-two-units",
    title: "两个单位的事项用同一依据",
    why: "设定依据完全相同的两项列在两个单位，常常是同一权力重复列了，或者机构调整后没有划转。",
    remedy: "核对条文授权给谁：不是本单位的删去或者划转",
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
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对不编水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
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
        (
            "items/hbj/行政处罚.yaml",
            "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对不编水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十四条]\n",
        ),
    ]),
    check: Check::List(check),
};

fn rests_on(item: ItemKey<'_>) -> Option<(&str, BasisPrint)> {
    Some((item.category(), item.basis()?.0))
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    for (other, item) in repeated(c.keys, rests_on, rests_on) {
        // The same name in two units is another rule's business.
        if other.department() != item.department()
            && spelled(&other.name()) != spelled(&item.name())
            && let Some((_, span)) = item.basis()
        {
            let name = c.unit_name(other.department());
            let message = format!("设定依据与{name}的“{}”完全相同", other.name().value);
            about(sink.field("legal_basis", span, message), item)
                .related
                .push((other.name().span, "另一项在这里".to_owned()));
        }
    }
}
