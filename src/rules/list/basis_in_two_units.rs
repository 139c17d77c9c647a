//! X010 `basis-in-two-units`: 两个单位的事项用同一依据

use std::collections::HashMap;

use super::{about, creating_provisions};
use crate::domain::item::PowerItem;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
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

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut first: HashMap<_, &PowerItem> = HashMap::new();
    for item in &c.shared.project.items {
        let Some(provisions) = creating_provisions(item, c.shared.register) else {
            continue;
        };
        let other = *first
            .entry((item.category.value.as_str(), provisions))
            .or_insert(item);
        // The same name in two units is another rule's business.
        if other.department.value != item.department.value
            && spelled(&other.name.value) != spelled(&item.name.value)
            && let Some(basis) = item.legal_basis.first()
        {
            let unit = other.department.value.as_str();
            let name = c
                .shared
                .department(unit)
                .map_or(unit, |d| d.name.value.as_str());
            let message = format!("设定依据与{name}的“{}”完全相同", other.name.value);
            about(
                sink.field("legal_basis", basis.cite.text.span, message),
                item,
            )
            .related
            .push((other.name.span, "另一项在这里".to_owned()));
        }
    }
}
