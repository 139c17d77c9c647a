//! X017 `unknown-parent`: 上级单位不在名册里

use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 上级单位不在名册里。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 17),
    name: "unknown-parent",
    title: "上级单位不在名册里",
    why: "部门管理机构、所属事业单位写明上级单位，职责划转和协调才找得到对口的单位。",
    remedy: "改正 parent 里的部门代号，或者先登记上级单位",
    severities: Severities::always(Severity::Error),
    bad: Sample::Files(&[(
        "departments.yaml",
        "departments:\n  - { id: hbj, name: 滁州市环境保护局, kind: 市政府工作部门, group: 审核一组, offices: [环境影响评价科, 污染防治科] }\n  - { id: fsj, name: 滁州市辐射监测站, kind: 部门所属事业单位, parent: hbjj }\n",
    )]),
    good: Sample::Files(&[(
        "departments.yaml",
        "departments:\n  - { id: hbj, name: 滁州市环境保护局, kind: 市政府工作部门, group: 审核一组, offices: [环境影响评价科, 污染防治科] }\n  - { id: fsj, name: 滁州市辐射监测站, kind: 部门所属事业单位, parent: hbj }\n",
    )]),
    check: Check::List(check),
};

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    for unit in &c.shared.project.departments {
        let Some(parent) = &unit.parent else { continue };
        let message = if parent.value == unit.id.value {
            format!("“{}”的上级单位写成了自己", unit.name.value)
        } else if c.shared.department(parent.value.as_str()).is_none() {
            format!(
                "“{}”的上级单位“{}”不在名册里",
                unit.name.value, parent.value
            )
        } else {
            continue;
        };
        sink.report(parent.span, message).department = Some(unit.id.value.to_string());
    }
}
